-- about: inputs are loaded, duplicate or rejected, and as many are loaded as there are documents / 文件守恒
-- severity: error
SELECT
    count(*) AS n_inputs,
    count(*) FILTER (outcome = 'loaded') AS n_loaded,
    count(*) FILTER (outcome = 'duplicate') AS n_duplicate,
    count(*) FILTER (outcome = 'rejected') AS n_rejected,
    (SELECT count(*) FROM core.documents) AS n_documents,
    (SELECT count(*) FROM core.rejects) AS n_reject_rows
FROM core.inputs
HAVING n_inputs <> n_loaded + n_duplicate + n_rejected OR n_loaded <> n_documents OR n_rejected <> n_reject_rows;
