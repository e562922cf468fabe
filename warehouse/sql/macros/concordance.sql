-- about: every sentence that holds a string in either script, with what stands left and right of it / 检索词的上下文索引，简繁通检
-- arguments: query
-- grain: one sentence
-- key: article_id, sentence_seq
-- column article_id: article / 文章标识
-- column sentence_seq: sentence / 句子序号
-- column publication: newspaper / 报名
-- column issue_date: day of issue / 出版日期
-- column before: text left of the first hit / 前文
-- column hit: the string as printed / 命中
-- column after: text right of the first hit / 后文
-- Either script finds both: first how pages print the string, from the places where their simplified form holds it.
CREATE OR REPLACE MACRO reports.concordance(query) AS TABLE
    WITH spelling AS (
        SELECT unnest([query, reports.simplified(query)]) AS hit
        UNION
        SELECT substring(concat_ws(chr(10), kicker, headline, deck, body), instr(simplified, reports.simplified(query)), len(query))
        FROM core.articles
        WHERE contains(simplified, reports.simplified(query))
    ),
    found AS (
        SELECT s.article_id, s.seq, s.text, min_by(p.hit, instr(s.text, p.hit)) AS hit
        FROM core.sentences AS s JOIN spelling AS p ON contains(s.text, p.hit)
        WHERE len(query) > 0
        GROUP BY ALL
    )
    SELECT
        f.article_id,
        f.seq AS sentence_seq,
        d.newspaper AS publication,
        d.issue_date,
        substring(f.text, 1, instr(f.text, f.hit) - 1) AS before,
        f.hit,
        substring(f.text, instr(f.text, f.hit) + len(f.hit)) AS after
    FROM found AS f
    JOIN core.articles AS a USING (article_id)
    JOIN core.documents AS d USING (doc_id)
    ORDER BY d.issue_date, f.article_id, f.seq;
