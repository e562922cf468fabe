-- about: pairs to compare: those that met and may be alike, as far as their signatures say / 待比较的文章对
-- The first 32 bands are 128 values of one byte; as many as two texts have in common, so alike they are, give or take. What
-- is three standard deviations away from being edited (Jaccard 0.4) or cut (0.75 of the later text) is not compared.
CREATE OR REPLACE TEMP TABLE pairs AS
WITH met AS (
    SELECT
        m.later,
        m.earlier,
        l.text_hash AS later_hash,
        e.text_hash AS earlier_hash,
        l.n_chars / e.n_chars AS size,
        list_sum([
            (x & 255 = 0)::INTEGER + (x & 65280 = 0)::INTEGER + (x & 16711680 = 0)::INTEGER + (x & -16777216 = 0)::INTEGER
            FOR x IN [xor(l.bands[i], e.bands[i]) FOR i IN range(1, 33)]
        ]) / 128 AS share
    FROM (SELECT DISTINCT later, earlier FROM meetings) AS m
    JOIN texts AS l ON l.place = m.later
    JOIN texts AS e ON e.place = m.earlier
),
guessed AS (SELECT *, share + 3 * sqrt((share + 0.01) * (1.01 - share) / 128) AS at_most FROM met)
SELECT later, earlier, later_hash, earlier_hash
FROM guessed
WHERE at_most >= 0.4 OR at_most * (1 + size) / (size * (1 + at_most)) >= 0.75;

DROP TABLE meetings;
