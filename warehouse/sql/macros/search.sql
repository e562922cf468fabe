-- about: articles that hold a string in headline or body, most hits first / 按字符串检索文章
-- arguments: query
-- grain: one article
-- key: article_id
-- column article_id: article / 文章标识
-- column publication: newspaper / 报名
-- column issue_date: day of issue / 出版日期
-- column page_label: page / 版号
-- column headline: headline / 标题
-- column n: hits in headline and body / 命中次数
-- column snippet: the first hit with some text around it / 首个命中处的上下文
-- A substring, not a word of the index: Chinese readers search for strings that no segmenter keeps whole.
CREATE OR REPLACE MACRO reports.search(query) AS TABLE
    SELECT
        a.article_id,
        coalesce(d.publication, d.publication_slug) AS publication,
        d.issue_date,
        d.page_label,
        a.headline,
        (len(whole) - len(replace(whole, query, ''))) // len(query) AS n,
        substring(whole, greatest(1, instr(whole, query) - 20), 40 + len(query)) AS snippet
    FROM (SELECT *, concat_ws(chr(10), headline, body) AS whole FROM core.articles WHERE len(query) > 0) AS a
    JOIN core.documents AS d USING (doc_id)
    WHERE contains(whole, query)
    ORDER BY n DESC, d.issue_date, a.article_id;
