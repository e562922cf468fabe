-- about: inputs that could not be loaded, and what to do / 未能入库的文件
-- grain: one input file
-- key: source_path
-- column source_path: where it was found / 来源路径
-- column stage: step that refused it / 环节
-- column reason: reason code / 原因代码
-- column detail: what was wrong, where, and what to do / 说明
-- column size_bytes: size / 文件大小
-- column kept_in: folder of the store that keeps its bytes / 原文件保存处
-- column run_id: run that refused it / 运行
-- column rejected_at: when it was refused, UTC / 拒收时间
CREATE VIEW reports.rejects AS
SELECT
    source_path,
    stage,
    reason,
    detail,
    size_bytes,
    'rejects/' || source_sha256 AS kept_in,
    run_id,
    rejected_at
FROM core.rejects
ORDER BY reason, source_path;
