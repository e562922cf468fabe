-- about: words by count, with stop words and single characters where wanted / 词频（可含停用词）
-- arguments: with_stop_words, min_chars, with_reprints, publication
-- example: reports.frequent_terms(with_stop_words := true, min_chars := 1, with_reprints := false)
-- grain: one word
-- key: term
-- column term: word in simplified characters, lower case: both scripts count as one / 词语（简体、小写）
-- column tag: part-of-speech tag, jieba's set, the commonest / 词性
-- column n: times printed / 出现次数
-- column n_articles: articles with it / 文章数
-- column stop_class: its class in reports.stop_words / 停用词类别
-- Numbers in digits go with the stop words.
CREATE OR REPLACE MACRO reports.frequent_terms(
    with_stop_words := false, min_chars := 2, with_reprints := true, publication := NULL
) AS TABLE
    WITH printed AS (
        SELECT coalesce(t.normalized, t.term) AS term, t.tag, t.n, a.rowid AS article
        FROM core.terms AS t
        JOIN core.articles AS a USING (article_id)
        JOIN core.documents AS d USING (doc_id)
        WHERE reports.is_paper(d.newspaper, publication) AND (with_reprints OR a.duplicate_of IS NULL)
    ),
    tags AS (
        SELECT term, arg_max(tag, (n, tag)) AS tag
        FROM (SELECT term, tag, sum(n) AS n FROM printed GROUP BY ALL)
        GROUP BY term
    ),
    counted AS (
        SELECT term, sum(n)::BIGINT AS n, count(DISTINCT article) AS n_articles FROM printed GROUP BY term
    )
    SELECT c.term, t.tag, c.n, c.n_articles, s.class AS stop_class
    FROM counted AS c
    JOIN tags AS t USING (term)
    LEFT JOIN reports.stop_words AS s ON s.word = c.term
    WHERE length(c.term) >= min_chars AND (with_stop_words OR (s.word IS NULL AND NOT regexp_full_match(c.term, '[\d.,%‰]+')))
    ORDER BY c.n DESC, c.term;
