-- about: the series of all metrics that hold a string, by place and period / 指标检索
-- arguments: query
-- example: reports.indicator('产值')
-- grain: one quantity in one sentence
-- key: article_id, sentence_seq, start_char, raw
-- column metric: what is measured / 指标
-- column place: place named last before the figure, else the dateline's / 地点
-- column period_start: first day of the period / 时期起日
-- column period_end: last day of the period / 时期止日
-- column value_readable: value with its unit as people write it / 便于阅读的数值
-- column value: value in the base unit / 数值
-- column unit: base unit / 单位
-- column comparison: what the change is against / 比较基准
-- column change_value: size of the change, negative where it fell / 变化幅度
-- column change_unit: unit of the change / 变化单位
-- column publication: newspaper / 报名
-- column issue_date: day of issue / 出版日期
-- column article_id: article / 文章标识
-- column sentence_seq: place of the sentence / 句子序号
-- column start_char: place on the page / 在版面中的起点
-- column raw: as printed / 原文
CREATE OR REPLACE MACRO reports.indicator(query) AS TABLE
    SELECT
        s.metric,
        s.place,
        s.period_start,
        s.period_end,
        reports.readable(s.value, s.unit) AS value_readable,
        s.value,
        s.unit,
        s.comparison,
        s.change_value,
        s.change_unit,
        s.publication,
        s.issue_date,
        s.article_id,
        s.sentence_seq,
        s.start_char,
        s.raw
    FROM reports.indicator_series AS s
    WHERE len(query) > 0 AND contains(s.metric, query)
    ORDER BY s.unit, s.place COLLATE zh, coalesce(s.period_end, s.issue_date), s.article_id, s.sentence_seq, s.start_char;
