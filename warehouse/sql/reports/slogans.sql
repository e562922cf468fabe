-- about: slogans and set phrases of policy, most often printed first / 提法
-- grain: one slogan
-- key: slogan
-- column slogan: form to group by / 提法
-- column n: times printed / 出现次数
-- column n_articles: articles / 文章数
-- column n_reprints: articles of these that repeat an earlier one / 其中转载文章数
-- column n_publications: newspapers / 报纸数
-- column first_date: earliest day of issue / 首见日期
-- column last_date: latest day of issue / 末见日期
-- column first_article_id: article of the earliest use / 首见文章
CREATE VIEW reports.slogans AS
SELECT
    m.normalized AS slogan,
    count(*) AS n,
    count(DISTINCT m.article_id) AS n_articles,
    count(DISTINCT m.article_id) FILTER (a.duplicate_of IS NOT NULL) AS n_reprints,
    count(DISTINCT d.newspaper) AS n_publications,
    min(d.issue_date) AS first_date,
    max(d.issue_date) AS last_date,
    first(m.article_id ORDER BY d.issue_date NULLS LAST, m.article_id) AS first_article_id
FROM core.mentions AS m
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
WHERE m.kind = 'slogan'
GROUP BY ALL
ORDER BY n DESC, slogan COLLATE zh;
