-- about: how freely a candidate's neighbours change, in bits / 左右邻字熵
-- grain: one candidate
-- key: candidate
-- Branching entropy (Jin & Tanaka-Ishii 2006, "Unsupervised segmentation of Chinese text by use of branching entropy").
-- A border or a mark beside the candidate is another neighbour every time: -n0/n * log2(1/n) for n0 of them (as the
-- accessor variety of Feng, Chen, Deng & Zheng 2004 counts sentence borders).
CREATE OR REPLACE TEMP TABLE term_freedom AS
WITH sides AS (
    SELECT candidate, 'before' AS side, CASE WHEN before > 0 THEN before END AS neighbour, count(*) AS n
    FROM term_places GROUP BY ALL
    UNION ALL
    SELECT candidate, 'after', CASE WHEN after > 0 THEN after END, count(*)
    FROM term_places GROUP BY ALL
),
entropies AS (
    SELECT candidate, side, sum(n / total * log2(total / CASE WHEN neighbour IS NULL THEN 1 ELSE n END)) AS bits
    FROM (SELECT *, sum(n) OVER (PARTITION BY candidate, side) AS total FROM sides)
    GROUP BY ALL
)
SELECT
    candidate,
    max(bits) FILTER (side = 'before') AS freedom_before,
    max(bits) FILTER (side = 'after') AS freedom_after
FROM entropies
GROUP BY candidate;
