-- about: newspapers that are loaded as they come out have not stopped coming / 持续入库的报纸未中断
-- severity: warn
-- A newspaper is one that comes in day by day where half of its last 20 issues were loaded within two weeks, on three days
-- or more; archives are none. Late is what lags behind the last run by more than the newspaper's usual delay and twice
-- the gap that nine in ten of its issues keep to, a day and the holidays in between left aside. The day is that of the last run,
-- not today's, so that a warehouse says the same whenever it is built.
WITH issues AS (
    SELECT newspaper AS publication, issue_date, min(ingested_at)::DATE AS loaded_on
    FROM core.documents
    WHERE publication IS NOT NULL AND issue_date IS NOT NULL
    GROUP BY ALL
),
recent AS (
    SELECT
        *,
        issue_date - lag(issue_date) OVER (PARTITION BY publication ORDER BY issue_date) AS gap_days,
        greatest(loaded_on - issue_date, 0) AS delay_days
    FROM issues
    QUALIFY row_number() OVER (PARTITION BY publication ORDER BY issue_date DESC) <= 20
),
rhythms AS (
    SELECT
        publication,
        max(issue_date) AS last_issue,
        max(loaded_on) AS last_loaded,
        quantile_disc(gap_days, 0.9) AS gap_days,
        median(delay_days) AS delay_days
    FROM recent
    GROUP BY publication
    HAVING count(*) >= 6 AND count(DISTINCT loaded_on) >= 3 AND median(delay_days) <= 14
),
late AS (
    SELECT *, (SELECT max(started_at)::DATE FROM ops.runs) AS last_run FROM rhythms
)
SELECT
    publication,
    last_issue,
    last_loaded,
    last_run,
    gap_days,
    delay_days,
    len(list_filter(range(last_issue, last_run, INTERVAL 1 DAY), lambda day: reports.holiday(day::DATE) IS NOT NULL)) AS n_holidays
FROM late
WHERE last_run - last_issue > delay_days + 2 * gap_days + 1 + n_holidays;
