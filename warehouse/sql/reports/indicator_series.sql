-- about: indicators as time series: metric, place, period, value, change / 指标时间序列
-- grain: one quantity in one sentence
-- key: article_id, sentence_seq, start_char, raw
-- column metric: what is measured / 指标
-- column place: place named last before the figure in its sentence, else the dateline's / 地点
-- column period_start: first day of the period / 时期起日
-- column period_end: last day of the period / 时期止日
-- column period: period as printed / 时期原文
-- column value: value in the base unit / 数值
-- column value_to: upper end of a range / 区间上限
-- column unit: base unit / 单位
-- column comparison: what the change is against / 比较基准
-- column change_value: size of the change, negative where it fell / 变化幅度
-- column change_unit: unit of the change / 变化单位
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column article_id: article / 文章标识
-- column sentence_seq: place of the sentence / 句子序号
-- column start_char: place on the page / 在版面中的起点
-- column raw: as printed / 原文
-- column is_reprint: the article repeats an earlier one / 是否转载
-- Filter by metric and unit; a series may hold one value several times where several articles give it;
-- those that are no reprints (NOT is_reprint) give each story once.
CREATE VIEW reports.indicator_series AS
WITH places AS (
    SELECT f.rowid AS figure, arg_max(m.normalized, m.start_char) AS place
    FROM core.figures AS f
    JOIN core.mentions AS m
        ON m.article_id = f.article_id AND m.sentence_seq = f.sentence_seq AND m.start_char <= f.start_char
    WHERE m.kind = 'place'
    GROUP BY f.rowid
)
SELECT
    f.metric,
    coalesce(p.place, a.dateline_place) AS place,
    f.period_start,
    f.period_end,
    f.period,
    f.value,
    f.value_to,
    f.unit,
    f.comparison,
    CASE WHEN f.direction = 'down' THEN -abs(f.change_value) ELSE f.change_value END AS change_value,
    f.change_unit,
    d.newspaper AS publication,
    d.issue_date,
    f.article_id,
    f.sentence_seq,
    f.start_char,
    f.raw,
    a.duplicate_of IS NOT NULL AS is_reprint
FROM core.figures AS f
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
LEFT JOIN places AS p ON p.figure = f.rowid
WHERE f.metric IS NOT NULL
ORDER BY f.metric COLLATE zh, f.unit, place COLLATE zh, f.period_end NULLS LAST, d.issue_date NULLS LAST, f.article_id,
    f.sentence_seq, f.start_char;
