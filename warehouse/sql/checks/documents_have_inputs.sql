-- about: a document came from an input that is known / 版面均有来源文件
-- severity: error
SELECT d.doc_id, d.source_path FROM core.documents AS d ANTI JOIN core.inputs AS i USING (source_path);
