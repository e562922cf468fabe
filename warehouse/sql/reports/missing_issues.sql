-- about: days on which a newspaper should have come out by its own rhythm and no page is here / 各报缺期日历
-- grain: one newspaper on one day without an issue
-- key: publication, issue_date
-- column publication: newspaper in the spelling of most of its pages / 报名
-- column issue_date: day without an issue / 缺期日期
-- column weekday: day of the week, 1 Monday to 7 Sunday / 星期
-- column n_published: of these weeks, how many have an issue on this weekday / 邻近各周中同一星期几有报的周数
-- column n_weeks: weeks around it that were compared, up to four on either side / 对照的邻近周数
-- column issue_before: last issue before it / 前一期
-- column issue_after: first issue after it / 后一期
-- column holiday: holiday it falls on, which may be why; null on other days / 所逢节假日
-- The rhythm is learned weekday by weekday from the four weeks with issues on either side, so that dailies, papers that
-- rest on some days, and weeklies each have their own, and may change it over the years. A weekday counts as one of issue
-- where three in four of those weeks have it; of fewer than three weeks all must, and the paper must be a daily then.
-- Papers that come out less than once a week have no such rhythm. A gap of over eight weeks is no missing issue: nobody
-- loaded that time.
CREATE VIEW reports.missing_issues AS
WITH days AS (
    SELECT DISTINCT newspaper AS publication, issue_date FROM core.documents WHERE publication IS NOT NULL AND issue_date IS NOT NULL
),
gaps AS (
    SELECT *, issue_date - lag(issue_date) OVER (PARTITION BY publication ORDER BY issue_date) > 56 AS is_after_gap FROM days
),
issues AS (
    SELECT publication, issue_date, count(*) FILTER (is_after_gap) OVER (PARTITION BY publication ORDER BY issue_date) AS span
    FROM gaps
),
spans AS (SELECT publication, span, min(issue_date) AS first_day, max(issue_date) AS last_day FROM issues GROUP BY ALL),
weeks AS (
    SELECT publication, span, date_trunc('week', issue_date)::DATE AS monday, list(isodow(issue_date)) AS weekdays
    FROM issues
    GROUP BY ALL
),
neighbours AS (
    SELECT
        *,
        lead(monday) OVER week AS next_monday,
        monday - min(monday) OVER before <= [0, 7, 14, 28][count(*) OVER before]
            AND max(monday) OVER after - min(monday) OVER after <= [0, 7, 14, 28][count(*) OVER after] AS is_weekly
    FROM weeks
    WINDOW
        week AS (PARTITION BY publication, span ORDER BY monday),
        before AS (PARTITION BY publication, span ORDER BY monday ROWS BETWEEN 3 PRECEDING AND CURRENT ROW),
        after AS (PARTITION BY publication, span ORDER BY monday ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING)
),
grid AS (
    SELECT
        w.publication,
        w.span,
        w.monday,
        w.next_monday,
        w.is_weekly,
        weekday::INTEGER AS weekday,
        w.monday + weekday::INTEGER - 1 AS day,
        list_contains(w.weekdays, weekday) AS is_there,
        day BETWEEN s.first_day AND s.last_day AS is_inside
    FROM neighbours AS w JOIN spans AS s USING (publication, span), range(1, 8) AS r(weekday)
),
counted AS (
    SELECT
        *,
        count(*) FILTER (is_there) OVER before AS n_before,
        count(*) FILTER (is_inside) OVER before AS m_before,
        count(*) FILTER (is_there) OVER upto AS n_upto,
        count(*) FILTER (is_inside) OVER upto AS m_upto,
        count(*) FILTER (is_there) OVER after AS n_after,
        count(*) FILTER (is_inside) OVER after AS m_after,
        count(*) FILTER (is_there) OVER around AS n_around,
        count(*) FILTER (is_inside) OVER around - 1 AS m_around
    FROM grid
    WINDOW
        before AS (PARTITION BY publication, span, weekday ORDER BY monday ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING),
        upto AS (PARTITION BY publication, span, weekday ORDER BY monday ROWS BETWEEN 3 PRECEDING AND CURRENT ROW),
        after AS (PARTITION BY publication, span, weekday ORDER BY monday ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING),
        around AS (
            PARTITION BY publication, span ORDER BY day RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND INTERVAL 7 DAY FOLLOWING
        )
),
candidates AS (
    SELECT publication, day, weekday, n_before + n_after AS n, m_before + m_after AS m, n_around, m_around
    FROM counted
    WHERE is_inside AND NOT is_there
    UNION ALL
    SELECT
        publication,
        unnest(range(day + 7, next_monday, INTERVAL 7 DAY))::DATE,
        weekday,
        n_upto + n_after,
        m_upto + m_after,
        0,
        0
    FROM counted
    WHERE is_weekly AND next_monday - monday >= 14
)
SELECT
    c.publication,
    c.day AS issue_date,
    c.weekday,
    c.n AS n_published,
    c.m AS n_weeks,
    b.issue_date AS issue_before,
    a.issue_date AS issue_after,
    reports.holiday(c.day) AS holiday
FROM candidates AS c
ASOF JOIN issues AS b ON b.publication = c.publication AND b.issue_date <= c.day
ASOF JOIN issues AS a ON a.publication = c.publication AND a.issue_date >= c.day
WHERE (c.m >= 3 AND c.n >= 0.75 * c.m) OR (c.n = c.m AND c.m >= 1 AND c.m_around >= 6 AND c.n_around >= 0.9 * c.m_around)
ORDER BY c.publication COLLATE zh, c.day;
