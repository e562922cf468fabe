-- about: slogans and set phrases by month, newest first used on top / 提法首见与逐月走势
-- grain: one slogan in one month; months without it have no row
-- key: slogan, month
-- column slogan: form to group by / 提法
-- column first_date: earliest day of issue of all / 首见日期
-- column month: first day of the month / 月份
-- column n_months: months since its first / 距首见月数
-- column n: times printed in the month / 当月出现次数
-- column n_articles: articles / 文章数
-- column n_reprints: articles of these that repeat an earlier one / 其中转载文章数
-- column n_publications: newspapers / 报纸数
-- column n_words: words printed in the month / 当月总词数
-- column rate_per_10k: times per 10,000 words / 每万词次数
CREATE VIEW reports.slogan_trend AS
WITH printed AS (
    SELECT date_trunc('month', d.issue_date)::DATE AS month, sum(a.n_words)::BIGINT AS n_words
    FROM core.articles AS a JOIN core.documents AS d USING (doc_id)
    GROUP BY ALL
),
found AS (
    SELECT
        m.normalized AS slogan,
        date_trunc('month', d.issue_date)::DATE AS month,
        count(*) AS n,
        count(DISTINCT m.article_id) AS n_articles,
        count(DISTINCT m.article_id) FILTER (a.duplicate_of IS NOT NULL) AS n_reprints,
        count(DISTINCT d.newspaper) AS n_publications,
        min(d.issue_date) AS first_in_month
    FROM core.mentions AS m
    JOIN core.articles AS a USING (article_id)
    JOIN core.documents AS d USING (doc_id)
    WHERE m.kind = 'slogan'
    GROUP BY ALL
)
SELECT
    f.slogan,
    min(f.first_in_month) OVER same AS first_date,
    f.month,
    date_diff('month', min(f.month) OVER same, f.month) AS n_months,
    f.n,
    f.n_articles,
    f.n_reprints,
    f.n_publications,
    p.n_words,
    round(1e4 * f.n / nullif(p.n_words, 0), 3) AS rate_per_10k
FROM found AS f
JOIN printed AS p ON p.month IS NOT DISTINCT FROM f.month
WINDOW same AS (PARTITION BY f.slogan)
ORDER BY first_date DESC NULLS LAST, f.slogan COLLATE zh, f.month NULLS LAST;
