-- about: what is measured, in which unit, and the latest value / 指标一览
-- grain: one metric in one unit
-- key: metric, unit
-- column metric: what is measured / 指标
-- column unit: base unit / 单位
-- column n: times given / 出现次数
-- column n_articles: articles / 文章数
-- column n_reprints: articles of these that repeat an earlier one / 其中转载文章数
-- column n_publications: newspapers / 报纸数
-- column lowest: lowest value given / 最低值
-- column highest: highest value given / 最高值
-- column latest: value of the latest day of issue, the first printed that day / 最新值
-- column latest_date: that day / 最新值的日期
-- column latest_article_id: where it stands / 最新值所在文章
CREATE VIEW reports.indicators AS
SELECT
    f.metric,
    f.unit,
    count(*) AS n,
    count(DISTINCT f.article_id) AS n_articles,
    count(DISTINCT f.article_id) FILTER (a.duplicate_of IS NOT NULL) AS n_reprints,
    count(DISTINCT d.newspaper) AS n_publications,
    min(f.value) AS lowest,
    max(coalesce(f.value_to, f.value)) AS highest,
    first(f.value ORDER BY d.issue_date DESC NULLS LAST, f.article_id, f.sentence_seq, f.start_char) AS latest,
    max(d.issue_date) AS latest_date,
    first(f.article_id ORDER BY d.issue_date DESC NULLS LAST, f.article_id) AS latest_article_id
FROM core.figures AS f
JOIN core.articles AS a USING (article_id)
JOIN core.documents AS d USING (doc_id)
WHERE f.metric IS NOT NULL AND f.value IS NOT NULL
GROUP BY f.metric, f.unit
ORDER BY n DESC, f.metric COLLATE zh, f.unit;
