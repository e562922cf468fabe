-- about: pages with the signs of trouble that were counted on them, worst first / 版面质量
-- grain: one page
-- key: doc_id
-- column doc_id: page / 版面标识
-- column source_path: input file / 来源文件
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column page_label: page / 版号
-- column quality: how clean the text was, 0 to 1 / 文本质量
-- column encoding_confidence: how sure the encoding is, 0 to 1 / 编码置信度
-- column n_replaced: damaged characters / 坏字数
-- column n_articles: articles / 文章数
-- column confidence_min: lowest confidence of an article's boundaries / 最低切分置信度
-- column n_truncated: articles whose end is missing / 不完整文章数
-- column n_headline_missing: articles without a headline / 缺标题文章数
-- column furniture_pct: share of characters that belong to no article / 非正文字数占比
-- column issues: what is worth a look, in words / 值得检查之处
CREATE VIEW reports.quality AS
WITH pages AS (
    SELECT
        doc_id,
        min(confidence) AS confidence_min,
        count(*) FILTER (is_truncated) AS n_truncated,
        count(*) FILTER (is_headline_missing) AS n_headline_missing
    FROM core.articles
    GROUP BY doc_id
)
SELECT
    d.doc_id,
    d.source_path,
    d.newspaper AS publication,
    d.issue_date,
    d.page_label,
    d.quality,
    d.encoding_confidence,
    d.n_replaced,
    d.n_articles,
    p.confidence_min,
    coalesce(p.n_truncated, 0) AS n_truncated,
    coalesce(p.n_headline_missing, 0) AS n_headline_missing,
    round(100 * d.n_furniture_chars / nullif(d.n_chars, 0), 1) AS furniture_pct,
    concat_ws(
        ', ',
        CASE WHEN d.publication IS NULL THEN 'newspaper unknown' END,
        CASE WHEN d.issue_date IS NULL THEN 'day unknown' END,
        CASE WHEN d.page_label IS NULL THEN 'page unknown' END,
        CASE WHEN d.n_articles = 0 THEN 'no article' END,
        CASE WHEN d.n_replaced > 0 THEN 'damaged characters' END,
        CASE WHEN d.encoding_confidence < 0.5 THEN 'encoding unsure' END,
        CASE WHEN p.n_headline_missing > 0 THEN 'headline missing' END,
        CASE WHEN p.n_truncated > 0 THEN 'article breaks off' END
    ) AS issues
FROM core.documents AS d
LEFT JOIN pages AS p USING (doc_id)
ORDER BY d.quality, d.source_path;
