-- about: history of runs, latest first / 运行历史
-- grain: one run
-- key: run_id
-- column run_id: run / 运行标识
-- column status: completed, or died where it was killed or stopped by an error / 状态
-- column command: command that started it / 命令
-- column started_at: start, UTC / 开始时间
-- column seconds: duration / 耗时
-- column n_inputs: inputs found / 输入数
-- column n_unchanged: inputs known and left alone / 未变文件数
-- column n_loaded: inputs loaded / 入库数
-- column n_duplicate: inputs whose content was there already / 重复数
-- column n_rejected: inputs rejected / 拒收数
-- column n_articles: articles loaded / 入库文章数
-- column size_bytes: size of the inputs read / 读取量
-- column megabytes_per_second: speed of reading / 速度
-- column n_batches: batches / 批次数
-- column pipeline_version: rules, dictionaries and settings in force / 流水线版本
CREATE VIEW reports.runs AS
SELECT
    r.run_id,
    r.status,
    r.command,
    r.started_at,
    r.seconds,
    r.n_inputs,
    r.n_unchanged,
    r.n_loaded,
    r.n_duplicate,
    r.n_rejected,
    r.n_articles,
    r.size_bytes,
    round(r.size_bytes / 1e6 / nullif(r.seconds, 0), 2) AS megabytes_per_second,
    (SELECT count(*) FROM ops.batches AS b WHERE b.run_id = r.run_id) AS n_batches,
    r.pipeline_version
FROM ops.runs AS r
ORDER BY r.started_at DESC, r.run_id;
