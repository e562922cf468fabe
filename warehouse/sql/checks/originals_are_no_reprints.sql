-- about: a reprint names an article that is there and repeats none itself / 转载所指原文存在且非转载
-- severity: error
SELECT r.article_id, r.original_id
FROM core.reprints AS r
LEFT JOIN core.articles AS o ON o.article_id = r.original_id
WHERE o.article_id IS NULL OR o.duplicate_of IS NOT NULL;
