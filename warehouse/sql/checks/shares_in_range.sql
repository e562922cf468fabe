-- about: confidence, quality and similarity lie between 0 and 1 / 置信度、质量与相似度在零到一之间
-- severity: error
SELECT 'documents' AS table_name, doc_id AS key, encoding_confidence AS first_share, quality AS second_share
FROM core.documents WHERE NOT (encoding_confidence BETWEEN 0 AND 1 AND quality BETWEEN 0 AND 1)
UNION ALL
SELECT 'articles', article_id, confidence, similarity
FROM core.articles WHERE NOT (confidence BETWEEN 0 AND 1 AND coalesce(similarity, 1) BETWEEN 0 AND 1);
