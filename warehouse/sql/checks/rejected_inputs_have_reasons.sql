-- about: an input that was rejected has its reason, and only such inputs have one / 拒收文件均有原因
-- severity: error
SELECT coalesce(i.source_path, r.source_path) AS source_path, i.outcome, r.reason
FROM core.inputs AS i FULL JOIN core.rejects AS r USING (source_path)
WHERE (i.outcome = 'rejected') IS DISTINCT FROM (r.reason IS NOT NULL);
