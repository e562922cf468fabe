-- about: words by count, with stop words and single characters where wanted / 词频（可含停用词）
-- arguments: with_stop_words, min_chars, with_reprints
-- example: reports.frequent_terms(with_stop_words := true, min_chars := 1, with_reprints := false)
-- grain: one word with one tag
-- key: term, tag
-- column term: word / 词语
-- column tag: part-of-speech tag, jieba's set / 词性
-- column n: times printed / 出现次数
-- column n_articles: articles with it / 文章数
-- column stop_class: its class in reports.stop_words / 停用词类别
CREATE OR REPLACE MACRO reports.frequent_terms(
    with_stop_words := false, min_chars := 2, with_reprints := true
) AS TABLE
    SELECT t.term, t.tag, sum(t.n)::BIGINT AS n, count(*) AS n_articles, any_value(s.class) AS stop_class
    FROM core.terms AS t
    LEFT JOIN reports.stop_words AS s ON s.word = t.term
    WHERE length(t.term) >= min_chars AND (with_stop_words OR s.word IS NULL)
        AND (with_reprints OR t.article_id NOT IN (SELECT article_id FROM core.reprints))
    GROUP BY t.term, t.tag
    ORDER BY n DESC, t.term, t.tag;
