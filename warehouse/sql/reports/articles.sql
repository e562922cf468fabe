-- about: catalogue of articles with the page they stand on / 文章目录
-- grain: one article on one page
-- key: article_id
-- column article_id: article / 文章标识
-- column story_id: story it is a part of / 所属稿件
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column page_label: page / 版号
-- column page_section: section printed on the page / 版名
-- column seq: place on the page / 版面中的序号
-- column kind: genre / 体裁
-- column label: genre or column mark printed with it / 栏目标识
-- column kicker: line above the headline / 引题
-- column headline: headline / 主标题
-- column deck: line below the headline / 副题
-- column authors: names of the authors, parted by 、 / 作者
-- column source: who supplied it / 稿件来源
-- column dateline_place: place of the dateline / 电头地点
-- column dateline_on: day of the dateline / 电头日期
-- column jump_to_page: page it continues on / 下转版号
-- column jump_from_page: page it continues from / 上接版号
-- column is_truncated: its end is missing on this page / 是否不完整
-- column is_headline_missing: no headline was found / 是否缺标题
-- column n_paragraphs: paragraphs / 段数
-- column n_chars: characters without white space / 字数
-- column n_words: words without punctuation / 词数
-- column confidence: how sure its boundaries are, 0 to 1 / 切分置信度
-- column is_reprint: it repeats an article printed before; where not, each text stands once / 是否转载
-- column duplicate_of: article it repeats, the earliest print; see reports.reprints / 重复的原文章
-- column doc_id: page / 版面标识
-- column source_path: input file / 来源文件
CREATE VIEW reports.articles AS
SELECT
    a.article_id,
    a.story_id,
    d.newspaper AS publication,
    d.issue_date,
    d.page_label,
    d.page_section,
    a.seq,
    a.kind,
    a.label,
    a.kicker,
    a.headline,
    a.deck,
    array_to_string(a.byline, '、') AS authors,
    a.source,
    a.dateline_place,
    a.dateline_on,
    a.jump_to_page,
    a.jump_from_page,
    a.is_truncated,
    a.is_headline_missing,
    a.n_paragraphs,
    a.n_chars,
    a.n_words,
    a.confidence,
    a.duplicate_of IS NOT NULL AS is_reprint,
    a.duplicate_of,
    a.doc_id,
    d.source_path
FROM core.articles AS a
JOIN core.documents AS d USING (doc_id);
