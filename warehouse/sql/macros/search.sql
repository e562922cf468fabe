-- about: articles that hold a string in head or body, in either script, most hits first / 按字符串检索文章，简繁通检
-- arguments: query
-- grain: one article
-- key: article_id
-- column article_id: article / 文章标识
-- column publication: newspaper / 报名
-- column issue_date: day of issue / 出版日期
-- column page_label: page / 版号
-- column headline: headline / 标题
-- column n: hits in kicker, headline, deck and body / 命中次数
-- column snippet: the first hit with some text around it / 首个命中处的上下文
-- A substring, not a word of the index: Chinese readers search for strings that no segmenter keeps whole. Either script
-- finds both: simplified text is as long as the printed text, so that places in one serve the other.
CREATE OR REPLACE MACRO reports.search(query) AS TABLE
    SELECT
        article_id,
        publication,
        issue_date,
        page_label,
        headline,
        (len(whole) - len(replace(whole, wanted, ''))) // len(wanted) AS n,
        substring(printed, greatest(1, instr(whole, wanted) - 20), 40 + len(query)) AS snippet
    FROM (
        SELECT
            a.article_id,
            d.newspaper AS publication,
            d.issue_date,
            d.page_label,
            a.headline,
            concat_ws(chr(10), a.kicker, a.headline, a.deck, a.body) AS printed,
            contains(printed, query) AS is_printed,
            CASE WHEN is_printed THEN query ELSE reports.simplified(query) END AS wanted,
            CASE WHEN is_printed THEN printed ELSE coalesce(a.simplified, printed) END AS whole
        FROM core.articles AS a JOIN core.documents AS d USING (doc_id)
        WHERE len(query) > 0
    )
    WHERE contains(whole, wanted)
    ORDER BY n DESC, issue_date, article_id;
