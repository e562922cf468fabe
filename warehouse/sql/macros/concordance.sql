-- about: every sentence that holds a string, with what stands left and right of it / 检索词的上下文索引
-- arguments: query
-- grain: one sentence
-- key: article_id, sentence_seq
-- column article_id: article / 文章标识
-- column sentence_seq: sentence / 句子序号
-- column publication: newspaper / 报名
-- column issue_date: day of issue / 出版日期
-- column before: text left of the first hit / 前文
-- column hit: the string / 命中
-- column after: text right of the first hit / 后文
CREATE OR REPLACE MACRO reports.concordance(query) AS TABLE
    SELECT
        s.article_id,
        s.seq AS sentence_seq,
        coalesce(d.publication, d.publication_slug) AS publication,
        d.issue_date,
        substring(s.text, 1, instr(s.text, query) - 1) AS before,
        query AS hit,
        substring(s.text, instr(s.text, query) + len(query)) AS after
    FROM core.sentences AS s
    JOIN core.articles AS a USING (article_id)
    JOIN core.documents AS d USING (doc_id)
    WHERE len(query) > 0 AND contains(s.text, query)
    ORDER BY d.issue_date, s.article_id, s.seq;
