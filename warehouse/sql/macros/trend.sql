-- about: one word by month in all newspapers, in either script; months without it count too / 单个词语的逐月走势，简繁合计
-- arguments: word, with_reprints
-- example: reports.trend('青江', with_reprints := true)
-- grain: one month; articles without a day of issue form one row
-- key: month
-- column month: first day of the month / 月份
-- column n: times the word was printed / 出现次数
-- column n_articles: articles with the word / 文章数
-- column n_words: words printed in the month / 当月总词数
-- column rate_per_10k: times per 10,000 words / 每万词次数
-- with_reprints := false counts each story once, in its first print, among the words of first prints.
CREATE OR REPLACE MACRO reports.trend(word, with_reprints := true) AS TABLE
    WITH printed AS (
        SELECT date_trunc('month', d.issue_date)::DATE AS month, sum(a.n_words) AS n_words
        FROM core.articles AS a JOIN core.documents AS d USING (doc_id)
        WHERE with_reprints OR a.duplicate_of IS NULL
        GROUP BY ALL
    ),
    found AS (
        SELECT date_trunc('month', d.issue_date)::DATE AS month, sum(t.n) AS n, count(DISTINCT t.article_id) AS n_articles
        FROM core.terms AS t JOIN core.articles AS a USING (article_id) JOIN core.documents AS d USING (doc_id)
        WHERE (t.term = word OR coalesce(t.normalized, t.term) IN (lower(word), lower(reports.simplified(word))))
            AND (with_reprints OR a.duplicate_of IS NULL)
        GROUP BY ALL
    )
    SELECT
        p.month,
        coalesce(f.n, 0)::BIGINT AS n,
        coalesce(f.n_articles, 0) AS n_articles,
        p.n_words::BIGINT AS n_words,
        round(1e4 * coalesce(f.n, 0) / nullif(p.n_words, 0), 3) AS rate_per_10k
    FROM printed AS p LEFT JOIN found AS f ON f.month IS NOT DISTINCT FROM p.month
    ORDER BY p.month NULLS LAST;
