-- about: who reprinted whom when, and what share of it / 转载关系：何报何日转载何文
-- grain: one article that repeats an earlier one
-- key: article_id
-- column article_id: the reprint / 转载文章
-- column publication: newspaper that reprinted it, or unknown / 转载报纸
-- column issue_date: day of the reprint / 转载日期
-- column page_label: page of the reprint / 转载版号
-- column headline: headline of the reprint / 转载标题
-- column original_id: the earliest print in the warehouse / 最早刊发的文章
-- column original_publication: newspaper of the earliest print, or unknown / 首刊报纸
-- column original_date: day of the earliest print / 首刊日期
-- column original_page: page of the earliest print / 首刊版号
-- column original_headline: headline of the earliest print / 首刊标题
-- column days_later: days between the two / 相隔天数
-- column is_same_publication: both are of one newspaper / 是否同一报纸
-- column manner: same (all letters), edited, or cut / 转载方式：same 全同、edited 改动、cut 删节
-- column similarity: likeness, 0 to 1: what both have in common by what either has; where cut, taken_pct / 相似度
-- column taken_pct: share of the reprint that stands in the earliest print / 取自原文的百分比
-- column kept_pct: share of the earliest print that stands in the reprint / 保留原文的百分比
-- The earliest print is the earliest that was loaded; who wrote it first, the sources of both say (reports.articles).
CREATE VIEW reports.reprints AS
SELECT
    r.article_id,
    d.newspaper AS publication,
    d.issue_date,
    d.page_label,
    a.headline,
    r.original_id,
    od.newspaper AS original_publication,
    od.issue_date AS original_date,
    od.page_label AS original_page,
    o.headline AS original_headline,
    date_diff('day', od.issue_date, d.issue_date) AS days_later,
    d.newspaper = od.newspaper AS is_same_publication,
    r.manner,
    r.similarity,
    r.taken_pct,
    r.kept_pct
FROM core.reprints AS r
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
JOIN core.articles AS o ON o.article_id = r.original_id
JOIN core.documents AS od ON od.doc_id = o.doc_id
ORDER BY d.issue_date, publication COLLATE zh, r.article_id;
