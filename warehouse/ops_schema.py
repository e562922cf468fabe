"""The tables on runs and builds (DuckDB schema `ops`); `warehouse.schema` says how columns and tables are added."""

from __future__ import annotations

from warehouse.columns import BIG, BOOL, INT, REAL, TEXT, TIME, Column, Table

RUN_ID = Column("run_id", TEXT, "run that wrote the row", "写入此行的运行")
PIPELINE = Column(
    "pipeline_version", TEXT, "hash over the rules, dictionaries and settings that shape rows", "流水线版本"
)
_BATCH = Column("batch_key", TEXT, "batch", "批次")

RUNS = Table(
    "runs",
    grain="one run of the pipeline",
    key=("run_id",),
    en="Runs and their totals",
    zh="运行记录",
    schema="ops",
    sort=("run_id",),
    columns=(
        Column("run_id", TEXT, "key", "运行标识"),
        Column("command", TEXT, "command that started it", "命令"),
        Column("status", TEXT, "completed, or died where it was killed or stopped by an error", "状态"),
        Column("started_at", TIME, "start, UTC", "开始时间"),
        Column("finished_at", TIME, "end, UTC", "结束时间", nullable=True),
        Column("seconds", REAL, "duration", "耗时", unit="seconds"),
        PIPELINE,
        Column("baoku_version", TEXT, "release of baoku", "软件版本"),
        Column("settings", TEXT, "JSON object: settings in force", "设置"),
        Column("n_inputs", BIG, "inputs found", "输入数", unit="files"),
        Column("n_unchanged", BIG, "inputs known and left alone", "未变文件数", unit="files"),
        Column("n_loaded", BIG, "inputs loaded", "入库数", unit="files"),
        Column("n_duplicate", BIG, "inputs whose content was there already", "重复数", unit="files"),
        Column("n_rejected", BIG, "inputs rejected", "拒收数", unit="files"),
        Column("size_bytes", BIG, "size of the inputs read", "读取量", unit="bytes"),
        Column("n_articles", BIG, "articles loaded", "入库文章数", unit="articles"),
        Column("n_retired", BIG, "inputs retired, their files being gone", "撤下文件数", True, unit="files"),
        Column("n_renamed", BIG, "inputs that kept their rows under a new path", "更名文件数", True, unit="files"),
        Column("pipeline_parts", TEXT, "JSON object: what made the pipeline version", "流水线版本构成", nullable=True),
    ),
)

BATCHES = Table(
    "batches",
    grain="one batch of one run",
    key=("run_id", "batch_key"),
    en="Batches, the unit of work and of commit",
    zh="批次",
    schema="ops",
    sort=("run_id", "batch_key"),
    columns=(
        RUN_ID,
        _BATCH,
        Column("n_inputs", BIG, "inputs in the batch", "输入数", unit="files"),
        Column("n_loaded", BIG, "inputs loaded", "入库数", unit="files"),
        Column("n_duplicate", BIG, "inputs whose content was there already", "重复数", unit="files"),
        Column("n_rejected", BIG, "inputs rejected", "拒收数", unit="files"),
        Column("size_bytes", BIG, "size of the inputs", "读取量", unit="bytes"),
        Column("n_articles", BIG, "articles loaded", "入库文章数", unit="articles"),
        Column("started_at", TIME, "start, UTC", "开始时间"),
        Column("seconds", REAL, "duration", "耗时", unit="seconds"),
    ),
)

STEP_STATS = Table(
    "step_stats",
    grain="one counter of one step in one batch",
    key=("run_id", "batch_key", "step", "counter"),
    en="What each step did, and how long it took",
    zh="各步骤统计",
    schema="ops",
    sort=("run_id", "batch_key", "step", "counter"),
    columns=(
        RUN_ID,
        _BATCH,
        Column("step", TEXT, "step of the way of a page", "步骤"),
        Column("counter", TEXT, "what is counted, such as a rule's name", "计数项"),
        Column("n", BIG, "count", "数量"),
        Column("seconds", REAL, "time spent", "耗时", nullable=True, unit="seconds"),
    ),
)

CHECKS = Table(
    "checks",
    grain="one check of one build",
    key=("build_id", "check_name"),
    en="Checks and their results",
    zh="检查结果",
    schema="ops",
    sort=("build_id", "check_name"),
    columns=(
        Column("build_id", TEXT, "build the check belongs to", "构建标识"),
        Column("check_name", TEXT, "check", "检查名"),
        Column("severity", TEXT, "error stops publication, warn does not", "级别"),
        Column("is_passed", BOOL, "no row failed", "是否通过"),
        Column("n_failing", BIG, "rows that failed", "未通过行数", unit="rows"),
        Column("examples", TEXT, "JSON array: up to five failing rows", "示例"),
        Column("checked_at", TIME, "when it was checked, UTC", "检查时间"),
        Column("seconds", REAL, "duration", "耗时", unit="seconds"),
    ),
)

CHECK_FAILURES = Table(
    "check_failures",
    grain="one row that failed a check of a build, the first 200 of each",
    key=("build_id", "check_name", "place"),
    en="Rows that failed a check",
    zh="未通过检查的行",
    schema="ops",
    sort=("build_id", "check_name", "place"),
    columns=(
        Column("build_id", TEXT, "build the check belongs to", "构建标识"),
        Column("check_name", TEXT, "check", "检查名"),
        Column("place", INT, "place among the check's failing rows, from 1", "序号"),
        Column("failing_row", TEXT, "JSON object: the row that the check's query gave", "未通过的行"),
    ),
)

BUILDS = Table(
    "builds",
    grain="one build that went into this warehouse file",
    key=("build_id",),
    en="Builds of the warehouse and the commit each shows",
    zh="构建记录",
    schema="ops",
    in_lake=False,
    columns=(
        Column("build_id", TEXT, "key", "构建标识"),
        Column("commit_number", BIG, "commit of the lake the build shows", "数据湖提交号"),
        Column("commit_sha256", TEXT, "hash of that commit's file", "提交文件的SHA-256"),
        Column("definition", TEXT, "hash of the tables' and views' definitions", "定义的哈希"),
        Column("mode", TEXT, "full or incremental", "方式"),
        Column("built_at", TIME, "when it was built, UTC", "构建时间"),
    ),
)

LIKENESSES = Table(
    "likenesses",
    grain="one pair of texts that were compared",
    key=("earlier_hash", "later_hash"),
    en="What texts that look alike have in common, kept for the next build",
    zh="文章比较结果，供下次构建沿用",
    schema="ops",
    in_lake=False,
    columns=(
        Column("earlier_hash", BIG, "text_hash of the text printed first", "先刊文章的文字散列值"),
        Column("later_hash", BIG, "text_hash of the other", "后刊文章的文字散列值"),
        Column("n_earlier", INT, "distinct runs of four letters in the first", "先刊文章的四字片段数", unit="shingles"),
        Column("n_later", INT, "the same in the other", "后刊文章的四字片段数", unit="shingles"),
        Column("n_common", INT, "those in both", "共有片段数", unit="shingles"),
        Column("manner", TEXT, "edited or cut; null where the other is no reprint", "转载方式", nullable=True),
    ),
)

OPS_TABLES = (RUNS, BATCHES, STEP_STATS, CHECKS, CHECK_FAILURES, BUILDS, LIKENESSES)
