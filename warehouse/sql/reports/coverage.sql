-- about: pages, articles and characters by newspaper and day / 各报每日版数、篇数与字数
-- grain: one newspaper on one day of issue; an unknown newspaper or day forms a row like any other
-- key: publication, issue_date
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column n_pages: pages / 版面数
-- column n_articles: articles / 文章数
-- column n_chars: characters without white space / 字数
-- column n_truncated: articles whose end is missing on their page / 不完整文章数
-- column n_headline_missing: articles without a headline / 缺标题文章数
-- column truncated_pct: share of articles whose end is missing / 不完整文章占比
-- column headline_missing_pct: share of articles without a headline / 缺标题文章占比
-- column furniture_pct: share of characters that belong to no article / 非正文字数占比
CREATE VIEW reports.coverage AS
WITH pages AS (
    SELECT
        d.doc_id,
        count(a.article_id) FILTER (a.is_truncated) AS n_truncated,
        count(a.article_id) FILTER (a.is_headline_missing) AS n_headline_missing
    FROM core.documents AS d LEFT JOIN core.articles AS a USING (doc_id)
    GROUP BY d.doc_id
)
SELECT
    d.newspaper AS publication,
    d.issue_date,
    count(*) AS n_pages,
    sum(d.n_articles)::BIGINT AS n_articles,
    sum(d.n_chars)::BIGINT AS n_chars,
    sum(p.n_truncated)::BIGINT AS n_truncated,
    sum(p.n_headline_missing)::BIGINT AS n_headline_missing,
    round(100 * sum(p.n_truncated) / nullif(sum(d.n_articles), 0), 1) AS truncated_pct,
    round(100 * sum(p.n_headline_missing) / nullif(sum(d.n_articles), 0), 1) AS headline_missing_pct,
    round(100 * sum(d.n_furniture_chars) / nullif(sum(d.n_chars), 0), 1) AS furniture_pct
FROM core.documents AS d
JOIN pages AS p USING (doc_id)
GROUP BY ALL
ORDER BY publication COLLATE zh, d.issue_date NULLS LAST;
