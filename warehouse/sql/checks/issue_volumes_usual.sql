-- about: an issue has a third to three times the articles and characters that are usual for its weekday / 各期篇数字数正常
-- severity: warn
-- Usual is the median of the newspaper's issues of the same weekday, six before and six after; it takes six to tell.
WITH issues AS (
    SELECT
        newspaper AS publication,
        issue_date,
        count(*) AS n_pages,
        sum(n_articles) AS n_articles,
        sum(n_chars) AS n_chars
    FROM core.documents
    WHERE publication IS NOT NULL AND issue_date IS NOT NULL
    GROUP BY ALL
),
compared AS (
    SELECT
        *,
        median(n_articles) OVER near AS usual_articles,
        median(n_chars) OVER near AS usual_chars,
        count(*) OVER near - 1 AS n_compared
    FROM issues
    WINDOW near AS (
        PARTITION BY publication, isodow(issue_date) ORDER BY issue_date ROWS BETWEEN 6 PRECEDING AND 6 FOLLOWING
    )
)
SELECT publication, issue_date, n_pages, n_articles, usual_articles, n_chars, usual_chars
FROM compared
WHERE n_compared >= 6 AND reports.holiday(issue_date) IS NULL
    AND NOT (n_articles BETWEEN usual_articles / 3 AND usual_articles * 3 AND n_chars BETWEEN usual_chars / 3 AND usual_chars * 3);
