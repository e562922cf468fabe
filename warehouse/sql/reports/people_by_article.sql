-- about: who is named in which article / 文章中的人物
-- grain: one name in one article
-- key: article_id, person
-- column article_id: article / 文章标识
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column headline: headline / 主标题
-- column is_reprint: the article repeats an earlier one / 是否转载
-- column person: name to group by / 人名
-- column roles: offices given, in order of appearance / 职务
-- column organisations: organisations given, in order of appearance / 机构
-- column n: times named / 出现次数
CREATE VIEW reports.people_by_article AS
SELECT
    m.article_id,
    d.newspaper AS publication,
    d.issue_date,
    a.headline,
    a.duplicate_of IS NOT NULL AS is_reprint,
    m.normalized AS person,
    list(m.role ORDER BY m.sentence_seq, m.start_char) FILTER (m.role IS NOT NULL) AS roles,
    list(m.organisation ORDER BY m.sentence_seq, m.start_char) FILTER (m.organisation IS NOT NULL) AS organisations,
    count(*) AS n
FROM core.mentions AS m
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
WHERE m.kind = 'person'
GROUP BY ALL;
