-- about: the last run rejected no larger a share of what it read than runs before it / 最近一次运行的拒收率正常
-- severity: warn
-- Larger is more than twice the median share of the 20 runs before it (5 % where there are none) and five points more, in
-- three files at least. Runs that read under 20 files, and those that read rejects again, neither count nor are counted.
WITH shares AS (
    SELECT
        run_id,
        started_at,
        n_rejected,
        n_loaded + n_duplicate + n_rejected AS n_read,
        n_rejected / nullif(n_read, 0) AS share,
        row_number() OVER (ORDER BY started_at DESC, run_id DESC) AS age
    FROM ops.runs
    WHERE command NOT LIKE '%rejects%' AND n_loaded + n_duplicate + n_rejected >= 20
)
SELECT
    run_id,
    started_at,
    n_read,
    n_rejected,
    round(100 * share, 1) AS rejected_pct,
    round(100 * usual, 1) AS usual_pct
FROM shares, (SELECT coalesce(median(share), 0.05) AS usual FROM shares WHERE age BETWEEN 2 AND 21)
WHERE age = 1 AND run_id = (SELECT max_by(run_id, started_at) FROM ops.runs) AND n_rejected >= 3 AND share > 0.05 + 2 * usual;
