-- about: people by office and organisation, most often named first / 人物及其职务、机构
-- grain: one name with one office in one organisation; unknown ones form rows of their own
-- key: person, role, organisation
-- column person: name to group by / 人名
-- column role: office / 职务
-- column organisation: organisation / 机构
-- column n: times named so / 出现次数
-- column n_articles: articles / 文章数
-- column n_reprints: articles of these that repeat an earlier one / 其中转载文章数
-- column n_publications: newspapers / 报纸数
-- column first_date: earliest day of issue / 首见日期
-- column last_date: latest day of issue / 末见日期
-- One name is not one person: namesakes share a row where office and organisation agree.
CREATE VIEW reports.people AS
SELECT
    m.normalized AS person,
    m.role,
    m.organisation,
    count(*) AS n,
    count(DISTINCT m.article_id) AS n_articles,
    count(DISTINCT m.article_id) FILTER (a.duplicate_of IS NOT NULL) AS n_reprints,
    count(DISTINCT d.newspaper) AS n_publications,
    min(d.issue_date) AS first_date,
    max(d.issue_date) AS last_date
FROM core.mentions AS m
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
WHERE m.kind = 'person'
GROUP BY ALL
ORDER BY n DESC, person COLLATE zh, role, organisation;
