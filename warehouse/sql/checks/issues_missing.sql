-- about: newspapers have an issue on every day of their own rhythm, holidays apart / 各报按自身出版规律无缺期
-- severity: warn
SELECT publication, min(issue_date) AS first_missing, max(issue_date) AS last_missing, count(*) AS n_missing, issue_before, issue_after
FROM reports.missing_issues
WHERE holiday IS NULL
GROUP BY publication, issue_before, issue_after;
