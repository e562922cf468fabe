-- about: fills core.reprints and marks the articles / 写入转载表并标记文章
-- Reads `incoming`: place of each text that repeats an earlier one, and of its root. An article with the letters of an
-- earlier one has that one's root, or that one itself. Likenesses of texts that no longer meet are forgotten.
DELETE FROM core.reprints;

INSERT INTO core.reprints
WITH likened AS (
    SELECT i.later AS place, r.article_id AS original_id, coalesce(k.manner, 'edited') AS manner, k.*
    FROM incoming AS i
    JOIN texts AS l ON l.place = i.later
    JOIN texts AS r ON r.place = i.root
    JOIN ops.likenesses AS k ON k.later_hash = l.text_hash AND k.earlier_hash = r.text_hash
)
SELECT
    p.article_id,
    coalesce(n.original_id, t.article_id) AS original_id,
    coalesce(n.manner, 'same') AS manner,
    round(coalesce(CASE WHEN n.manner = 'cut' THEN n.n_common / n.n_later
        ELSE n.n_common / (n.n_earlier + n.n_later - n.n_common) END, 1), 4) AS similarity,
    round(coalesce(100 * n.n_common / n.n_later, 100), 2) AS taken_pct,
    round(coalesce(100 * n.n_common / n.n_earlier, 100), 2) AS kept_pct
FROM placed AS p
JOIN texts AS t USING (text_hash)
LEFT JOIN likened AS n ON n.place = t.place
WHERE n.place IS NOT NULL OR p.place <> t.place
ORDER BY p.article_id;

UPDATE core.articles AS a
SET duplicate_of = found.original_id, similarity = found.similarity
FROM (SELECT article_id, r.original_id, r.similarity FROM core.articles LEFT JOIN core.reprints AS r USING (article_id)) AS found
WHERE found.article_id = a.article_id
    AND (a.duplicate_of IS DISTINCT FROM found.original_id OR a.similarity IS DISTINCT FROM found.similarity);

DELETE FROM ops.likenesses AS k
WHERE NOT EXISTS (FROM pairs AS p WHERE p.earlier_hash = k.earlier_hash AND p.later_hash = k.later_hash);

DROP TABLE placed;
DROP TABLE texts;
DROP TABLE pairs;
