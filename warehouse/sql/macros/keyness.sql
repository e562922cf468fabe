-- about: words that mark one newspaper or period against another, strongest first / 两报或两时期的关键词
-- arguments: publication_1, from_1, to_1, publication_2, from_2, to_2, min_n, with_reprints
-- example: reports.keyness(publication_1 := '青江日报', publication_2 := '白石晚报', min_n := 1, with_reprints := true)
-- grain: one word
-- key: term
-- column term: word / 词语
-- column tag: part-of-speech tag, the commonest / 词性
-- column n_1: times on side 1 / 甲方次数
-- column n_2: times on side 2 / 乙方次数
-- column rate_1: times per 10,000 words on side 1 / 甲方每万词次数
-- column rate_2: times per 10,000 words on side 2 / 乙方每万词次数
-- column log_likelihood: how sure the difference is; see reports.log_likelihood / 对数似然比
-- column log_ratio: effect size, 1 is twice as frequent on side 1, -1 half; see reports.log_ratio / 对数频率比
-- column diff_pct: effect size as %DIFF, null where side 2 has none / 频率差百分比
-- column is_stop_word: word of reports.stop_words / 是否停用词
-- Side 1 is what fits publication_1 and the days from_1 to to_1, side 2 what fits the others and is not of side 1. What is
-- left out fits everything: keyness(publication_1 := 'x') compares a newspaper with all others.
-- %DIFF: Gabrielatos & Marchi 2012, "Keyness: appropriate metrics and practical issues".
CREATE OR REPLACE MACRO reports.keyness(
    publication_1 := NULL, from_1 := NULL, to_1 := NULL, publication_2 := NULL, from_2 := NULL, to_2 := NULL, min_n := 3,
    with_reprints := true
) AS TABLE
    WITH pages AS (
        SELECT
            doc_id,
            CASE
                WHEN coalesce(publication, publication_slug) = coalesce(publication_1, publication, publication_slug)
                    AND (from_1 IS NULL OR issue_date >= from_1::DATE) AND (to_1 IS NULL OR issue_date <= to_1::DATE)
                    THEN 1
                WHEN coalesce(publication, publication_slug) = coalesce(publication_2, publication, publication_slug)
                    AND (from_2 IS NULL OR issue_date >= from_2::DATE) AND (to_2 IS NULL OR issue_date <= to_2::DATE)
                    THEN 2
            END AS side
        FROM core.documents
    ),
    counted AS (
        SELECT
            t.term,
            arg_max(t.tag, t.n) AS tag,
            coalesce(sum(t.n) FILTER (p.side = 1), 0)::BIGINT AS n_1,
            coalesce(sum(t.n) FILTER (p.side = 2), 0)::BIGINT AS n_2
        FROM core.terms AS t
        JOIN core.articles AS a USING (article_id)
        JOIN pages AS p USING (doc_id)
        WHERE p.side IS NOT NULL AND (with_reprints OR a.duplicate_of IS NULL)
        GROUP BY t.term
    ),
    totalled AS (
        SELECT *, (sum(n_1) OVER ())::BIGINT AS total_1, (sum(n_2) OVER ())::BIGINT AS total_2 FROM counted
    )
    SELECT
        term,
        tag,
        n_1,
        n_2,
        round(1e4 * n_1 / total_1, 3) AS rate_1,
        round(1e4 * n_2 / total_2, 3) AS rate_2,
        round(reports.log_likelihood(n_1, total_1, n_2, total_2), 3) AS log_likelihood,
        round(reports.log_ratio(n_1, total_1, n_2, total_2), 3) AS log_ratio,
        round(100.0 * (n_1 / total_1 - n_2 / total_2) / nullif(n_2 / total_2, 0), 1) AS diff_pct,
        term IN (SELECT word FROM reports.stop_words) AS is_stop_word
    FROM totalled
    WHERE n_1 + n_2 >= min_n AND total_1 > 0 AND total_2 > 0
    ORDER BY log_likelihood DESC, n_1 + n_2 DESC, term;
