-- about: results of the checks of every build, latest first / 检查结果
-- grain: one check of one build
-- key: build_id, check_name
-- column build_id: build / 构建标识
-- column check_name: check / 检查名
-- column severity: error stops publication, warn does not / 级别
-- column is_passed: no row failed / 是否通过
-- column n_failing: rows that failed / 未通过行数
-- column examples: JSON array of up to five failing rows / 示例
-- column checked_at: when, UTC / 检查时间
-- column is_current: belongs to the build this warehouse shows / 是否属于当前构建
CREATE VIEW reports.checks AS
SELECT
    build_id,
    check_name,
    severity,
    is_passed,
    n_failing,
    examples,
    checked_at,
    build_id = (SELECT max_by(build_id, commit_number) FROM ops.builds) AS is_current
FROM ops.checks
ORDER BY checked_at DESC, is_passed, check_name;
