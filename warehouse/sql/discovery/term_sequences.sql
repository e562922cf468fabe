-- about: sequences of one to four neighbouring words that stand often enough / 高频词串
-- grain: one sequence of words, by their ids; 0 stands behind the last
-- key: i1, i2, i3, i4
-- Reads the variable `min_count`. A longer sequence is counted only where both its halves are frequent (Agrawal & Srikant
-- 1994, "Fast algorithms for mining association rules"): that keeps the table in memory.
CREATE OR REPLACE TEMP TABLE term_sequences AS
WITH pairs AS MATERIALIZED (
    SELECT i1, i2, count(*) AS n
    FROM term_windows WHERE i2 > 0
    GROUP BY ALL HAVING n >= getvariable('min_count')
),
triples AS MATERIALIZED (
    SELECT w.i1, w.i2, w.i3, count(*) AS n
    FROM term_windows AS w
    SEMI JOIN pairs AS a ON a.i1 = w.i1 AND a.i2 = w.i2
    SEMI JOIN pairs AS b ON b.i1 = w.i2 AND b.i2 = w.i3
    GROUP BY ALL HAVING n >= getvariable('min_count')
),
fours AS (
    SELECT w.i1, w.i2, w.i3, w.i4, count(*) AS n
    FROM term_windows AS w
    SEMI JOIN triples AS a ON a.i1 = w.i1 AND a.i2 = w.i2 AND a.i3 = w.i3
    SEMI JOIN triples AS b ON b.i1 = w.i2 AND b.i2 = w.i3 AND b.i3 = w.i4
    GROUP BY ALL HAVING n >= getvariable('min_count')
)
SELECT id AS i1, 0 AS i2, 0 AS i3, 0 AS i4, n FROM term_words WHERE id > 0 AND n >= getvariable('min_count')
UNION ALL SELECT i1, i2, 0, 0, n FROM pairs
UNION ALL SELECT i1, i2, i3, 0, n FROM triples
UNION ALL SELECT i1, i2, i3, i4, n FROM fours;
