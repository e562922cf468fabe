-- about: what the warehouse holds of each newspaper / 各报馆藏概况
-- grain: one newspaper; pages of unknown newspapers form one row
-- key: publication
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column spellings: names as printed where there are several / 报名的各种写法
-- column first_date: earliest day of issue / 最早出版日期
-- column last_date: latest day of issue / 最晚出版日期
-- column n_issues: days of issue / 期数
-- column n_undated_pages: pages without a day of issue / 无日期版面数
-- column n_pages: pages / 版面数
-- column n_articles: articles / 文章数
-- column n_chars: characters without white space / 字数
CREATE VIEW reports.publications AS
SELECT
    newspaper AS publication,
    CASE
        WHEN count(DISTINCT publication) > 1
            THEN string_agg(DISTINCT publication, '、' ORDER BY publication)
    END AS spellings,
    min(issue_date) AS first_date,
    max(issue_date) AS last_date,
    count(DISTINCT issue_date) AS n_issues,
    count(*) FILTER (issue_date IS NULL) AS n_undated_pages,
    count(*) AS n_pages,
    sum(n_articles)::BIGINT AS n_articles,
    sum(n_chars)::BIGINT AS n_chars
FROM core.documents
GROUP BY ALL
ORDER BY publication COLLATE zh;
