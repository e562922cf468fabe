-- about: pairs that no earlier build compared, with their texts in simplified characters / 尚未比较的文章对及其文本
SELECT
    p.earlier_hash,
    p.later_hash,
    right(coalesce(e.simplified, e.body), length(e.body)) AS earlier_text,
    right(coalesce(l.simplified, l.body), length(l.body)) AS later_text
FROM pairs AS p
ANTI JOIN ops.likenesses AS k ON k.earlier_hash = p.earlier_hash AND k.later_hash = p.later_hash
JOIN texts AS te ON te.place = p.earlier
JOIN texts AS tl ON tl.place = p.later
JOIN core.articles AS e ON e.article_id = te.article_id
JOIN core.articles AS l ON l.article_id = tl.article_id;
