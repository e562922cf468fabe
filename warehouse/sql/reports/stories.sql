-- about: whole stories, their parts on several pages joined / 完整稿件（转版各部分已合并）
-- grain: one story of one issue
-- key: story_id
-- column story_id: article_id of its first part / 稿件标识
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column pages: labels of the pages it stands on, in order / 所在各版
-- column n_parts: parts / 部分数
-- column kind: genre of its first part / 体裁
-- column kicker: line above the headline / 引题
-- column headline: headline of the first part that has one / 主标题
-- column deck: line below the headline / 副题
-- column authors: names of the authors, parted by 、 / 作者
-- column source: who supplied it / 稿件来源
-- column dateline_place: place of the dateline / 电头地点
-- column is_whole: every part it names was found and none breaks off / 是否完整
-- column n_chars: characters without white space / 字数
-- column n_words: words without punctuation / 词数
-- column body: text of all parts in order / 正文
CREATE VIEW reports.stories AS
WITH ordered AS (
    SELECT
        a.*,
        d.newspaper AS publication,
        d.issue_date,
        d.page_label,
        row_number() OVER (
            PARTITION BY a.story_id
            ORDER BY a.article_id <> a.story_id, reports.page_key(d.page_label), a.article_id
        ) AS part,
        count(*) OVER (PARTITION BY a.story_id) AS n_parts
    FROM core.articles AS a
    JOIN core.documents AS d USING (doc_id)
)
SELECT
    story_id,
    first(publication ORDER BY part) AS publication,
    first(issue_date ORDER BY part) AS issue_date,
    list(page_label ORDER BY part) AS pages,
    any_value(n_parts) AS n_parts,
    first(kind ORDER BY part) AS kind,
    first(kicker ORDER BY part) FILTER (kicker IS NOT NULL) AS kicker,
    first(headline ORDER BY part) FILTER (headline IS NOT NULL) AS headline,
    first(deck ORDER BY part) FILTER (deck IS NOT NULL) AS deck,
    array_to_string(list_distinct(flatten(list(byline ORDER BY part))), '、') AS authors,
    first(source ORDER BY part) FILTER (source IS NOT NULL) AS source,
    first(dateline_place ORDER BY part) FILTER (dateline_place IS NOT NULL) AS dateline_place,
    bool_and(
        (part > 1 OR jump_from_page IS NULL)
        AND (part < n_parts OR (jump_to_page IS NULL AND NOT is_truncated))
    ) AS is_whole,
    sum(n_chars)::BIGINT AS n_chars,
    sum(n_words)::BIGINT AS n_words,
    string_agg(body, chr(10) ORDER BY part) AS body
FROM ordered
GROUP BY story_id;
