-- about: words that mark one newspaper or period against another, strongest first / 两报或两时期的关键词
-- arguments: publication_1, from_1, to_1, publication_2, from_2, to_2, min_n, with_stop_words, with_reprints
-- example: reports.keyness(publication_1 := '青江日报', publication_2 := '白石晚报', min_n := 1, with_reprints := true)
-- grain: one word
-- key: term
-- column term: word in simplified characters, lower case: both scripts count as one / 词语（简体、小写）
-- column tag: part-of-speech tag, the commonest / 词性
-- column n_1: times on side 1 / 甲方次数
-- column n_2: times on side 2 / 乙方次数
-- column n_articles_1: articles of side 1 with it / 甲方文章数
-- column n_articles_2: articles of side 2 with it / 乙方文章数
-- column rate_1: times per 10,000 words on side 1 / 甲方每万词次数
-- column rate_2: times per 10,000 words on side 2 / 乙方每万词次数
-- column log_likelihood: how sure the difference is; see reports.log_likelihood / 对数似然比
-- column log_ratio: effect size, 1 is twice as frequent on side 1, -1 half; see reports.log_ratio / 对数频率比
-- column diff_pct: effect size as %DIFF, null where side 2 has none / 频率差百分比
-- column stop_class: its class in reports.stop_words / 停用词类别
-- Side 1 is what fits publication_1 and the days from_1 to to_1, side 2 what fits the others and is not of side 1. What is
-- left out fits everything: keyness(publication_1 := 'x') compares a newspaper with all others. Function words, numbers in
-- digits, and words that stand less than min_n times on both sides together have no row, but count in the totals.
-- %DIFF: Gabrielatos & Marchi 2012, "Keyness: appropriate metrics and practical issues".
CREATE OR REPLACE MACRO reports.keyness(
    publication_1 := NULL,
    from_1 := NULL,
    to_1 := NULL,
    publication_2 := NULL,
    from_2 := NULL,
    to_2 := NULL,
    min_n := 5,
    with_stop_words := false,
    with_reprints := true
) AS TABLE
    WITH pages AS (
        SELECT
            doc_id,
            CASE
                WHEN reports.is_paper(newspaper, publication_1)
                    AND (from_1 IS NULL OR issue_date >= from_1::DATE) AND (to_1 IS NULL OR issue_date <= to_1::DATE)
                    THEN 1
                WHEN reports.is_paper(newspaper, publication_2)
                    AND (from_2 IS NULL OR issue_date >= from_2::DATE) AND (to_2 IS NULL OR issue_date <= to_2::DATE)
                    THEN 2
            END AS side
        FROM core.documents
    ),
    printed AS (
        SELECT coalesce(t.normalized, t.term) AS term, t.tag, t.n, a.rowid AS article, p.side
        FROM core.terms AS t
        JOIN core.articles AS a USING (article_id)
        JOIN pages AS p USING (doc_id)
        WHERE p.side IS NOT NULL AND (with_reprints OR a.duplicate_of IS NULL)
    ),
    counted AS (
        SELECT
            term,
            coalesce(sum(n) FILTER (side = 1), 0)::BIGINT AS n_1,
            coalesce(sum(n) FILTER (side = 2), 0)::BIGINT AS n_2,
            count(DISTINCT article) FILTER (side = 1) AS n_articles_1,
            count(DISTINCT article) FILTER (side = 2) AS n_articles_2
        FROM printed
        GROUP BY term
    ),
    tags AS (
        SELECT term, arg_max(tag, (n, tag)) AS tag
        FROM (SELECT term, tag, sum(n) AS n FROM printed GROUP BY ALL)
        GROUP BY term
    ),
    totalled AS (
        SELECT *, (sum(n_1) OVER ())::BIGINT AS total_1, (sum(n_2) OVER ())::BIGINT AS total_2 FROM counted
    )
    SELECT
        c.term,
        t.tag,
        c.n_1,
        c.n_2,
        c.n_articles_1,
        c.n_articles_2,
        round(1e4 * c.n_1 / c.total_1, 3) AS rate_1,
        round(1e4 * c.n_2 / c.total_2, 3) AS rate_2,
        round(reports.log_likelihood(c.n_1, c.total_1, c.n_2, c.total_2), 3) AS log_likelihood,
        round(reports.log_ratio(c.n_1, c.total_1, c.n_2, c.total_2), 3) AS log_ratio,
        round(100.0 * (c.n_1 / c.total_1 - c.n_2 / c.total_2) / nullif(c.n_2 / c.total_2, 0), 1) AS diff_pct,
        s.class AS stop_class
    FROM totalled AS c
    JOIN tags AS t USING (term)
    LEFT JOIN reports.stop_words AS s ON s.word = c.term
    WHERE c.n_1 + c.n_2 >= min_n AND c.total_1 > 0 AND c.total_2 > 0 AND (with_stop_words OR (s.word IS NULL AND NOT regexp_full_match(c.term, '[\d.,%‰]+')))
    ORDER BY log_likelihood DESC, c.n_1 + c.n_2 DESC, c.term;
