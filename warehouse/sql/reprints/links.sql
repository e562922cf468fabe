-- about: each text that repeats an earlier one, with the earliest of those / 转载文章及其最早的来源
SELECT p.later, min(p.earlier) AS earlier
FROM pairs AS p
JOIN ops.likenesses AS k USING (earlier_hash, later_hash)
WHERE k.manner IS NOT NULL
GROUP BY p.later
ORDER BY p.later;
