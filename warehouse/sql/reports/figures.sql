-- about: figures and changes in readable form with their sentences / 数字及其变化
-- grain: one quantity in one sentence
-- key: article_id, sentence_seq, start_char, raw
-- column article_id: article / 文章标识
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column headline: headline / 主标题
-- column metric: what is measured / 指标
-- column raw: as printed / 原文
-- column value: value in the base unit / 数值
-- column value_to: upper end of a range / 区间上限
-- column unit: base unit / 单位
-- column value_readable: value with its unit as people write it / 便于阅读的数值
-- column change_readable: change with its direction as people write it / 便于阅读的变化
-- column comparison: what the change is against / 比较基准
-- column direction: up, down or flat / 升降
-- column change_value: size of the change / 变化幅度
-- column change_unit: unit of the change / 变化单位
-- column period_start: first day of the period / 时期起日
-- column period_end: last day of the period / 时期止日
-- column sentence: sentence it stands in / 所在句子
-- column sentence_seq: place of the sentence / 句子序号
-- column start_char: place on the page / 在版面中的起点
CREATE VIEW reports.figures AS
SELECT
    f.article_id,
    d.newspaper AS publication,
    d.issue_date,
    a.headline,
    f.metric,
    f.raw,
    f.value,
    f.value_to,
    f.unit,
    reports.readable(f.value, CASE WHEN f.value_to IS NULL THEN f.unit END)
        || coalesce('—' || reports.readable(f.value_to, f.unit), '') AS value_readable,
    concat_ws(
        '',
        f.comparison,
        CASE f.direction WHEN 'up' THEN '↑' WHEN 'down' THEN '↓' WHEN 'flat' THEN '→' END,
        reports.readable(f.change_value, f.change_unit)
    ) AS change_readable,
    f.comparison,
    f.direction,
    f.change_value,
    f.change_unit,
    f.period_start,
    f.period_end,
    s.text AS sentence,
    f.sentence_seq,
    f.start_char
FROM core.figures AS f
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
LEFT JOIN core.sentences AS s ON s.article_id = f.article_id AND s.seq = f.sentence_seq;
