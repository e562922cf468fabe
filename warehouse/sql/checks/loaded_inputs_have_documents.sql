-- about: an input that was loaded has its document, with its path and hash / 已入库文件均有对应版面
-- severity: error
SELECT i.source_path, i.doc_id
FROM core.inputs AS i LEFT JOIN core.documents AS d USING (doc_id)
WHERE i.outcome = 'loaded'
    AND (d.source_path IS DISTINCT FROM i.source_path OR d.source_sha256 IS DISTINCT FROM i.source_sha256);
