-- about: an input that repeats another names a document that is there / 重复文件所指版面存在
-- severity: error
SELECT i.source_path, i.doc_id
FROM core.inputs AS i LEFT JOIN core.documents AS d USING (doc_id)
WHERE i.outcome = 'duplicate' AND d.doc_id IS NULL;
