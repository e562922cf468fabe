-- about: every input and what became of it / 输入文件审计
-- grain: one input file
-- key: source_path
-- column source_path: where it was found / 来源路径
-- column outcome: loaded, duplicate or rejected / 结果
-- column size_bytes: size / 文件大小
-- column source_sha256: SHA-256 of its bytes / 文件的SHA-256
-- column doc_id: page it became or repeats / 对应版面
-- column duplicate_of_path: input whose content it repeats / 所重复的文件
-- column reason: why it was rejected / 拒收原因
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column page_label: page / 版号
-- column n_articles: articles on the page / 文章数
-- column run_id: run that read it last / 读取它的运行
-- column seen_at: when it was read, UTC / 读取时间
CREATE VIEW reports.inputs AS
SELECT
    i.source_path,
    i.outcome,
    i.size_bytes,
    i.source_sha256,
    i.doc_id,
    CASE WHEN i.outcome = 'duplicate' THEN d.source_path END AS duplicate_of_path,
    r.reason,
    d.newspaper AS publication,
    d.issue_date,
    d.page_label,
    d.n_articles,
    i.run_id,
    i.seen_at
FROM core.inputs AS i
LEFT JOIN core.documents AS d USING (doc_id)
LEFT JOIN core.rejects AS r ON r.source_path = i.source_path;
