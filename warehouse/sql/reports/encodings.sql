-- about: character encodings the inputs came in / 文件编码分布
-- grain: one encoding
-- key: encoding
-- column encoding: Python's codec name / 编码
-- column n_files: loaded inputs / 文件数
-- column files_pct: share of loaded inputs / 文件占比
-- column size_bytes: size of those inputs / 总字节数
-- column confidence_avg: mean confidence, 0 to 1 / 平均置信度
-- column confidence_min: lowest confidence, 0 to 1 / 最低置信度
-- column n_damaged_files: inputs with damaged characters / 含坏字文件数
-- column n_replaced: damaged characters that stand as U+FFFD / 坏字数
CREATE VIEW reports.encodings AS
SELECT
    encoding,
    count(*) AS n_files,
    round(100 * count(*) / sum(count(*)) OVER (), 2) AS files_pct,
    sum(size_bytes)::BIGINT AS size_bytes,
    round(avg(encoding_confidence), 3) AS confidence_avg,
    min(encoding_confidence) AS confidence_min,
    count(*) FILTER (n_replaced > 0) AS n_damaged_files,
    sum(n_replaced)::BIGINT AS n_replaced
FROM core.documents
GROUP BY encoding
ORDER BY n_files DESC, encoding;
