-- about: who appears in the articles that name a person, most often first / 与某人共同出现的人物
-- arguments: name, with_reprints
-- example: reports.appears_with('林墨', with_reprints := false)
-- grain: one other person
-- key: person
-- column person: the other / 共现人物
-- column n_articles: articles that name both / 共现文章数
-- column n_sentences: sentences that name both / 共现句数
-- column first_date: earliest day of issue / 首见日期
-- column last_date: latest day of issue / 末见日期
CREATE OR REPLACE MACRO reports.appears_with(name, with_reprints := true) AS TABLE
    WITH theirs AS (
        SELECT DISTINCT article_id, sentence_seq FROM core.mentions WHERE kind = 'person' AND normalized = name
    )
    SELECT
        m.normalized AS person,
        count(DISTINCT m.article_id) AS n_articles,
        count(DISTINCT (m.article_id, m.sentence_seq))
            FILTER ((m.article_id, m.sentence_seq) IN (SELECT (article_id, sentence_seq) FROM theirs)) AS n_sentences,
        min(d.issue_date) AS first_date,
        max(d.issue_date) AS last_date
    FROM core.mentions AS m
    JOIN core.articles AS a USING (article_id)
    JOIN core.documents AS d USING (doc_id)
    WHERE m.kind = 'person' AND m.normalized <> name AND m.article_id IN (SELECT article_id FROM theirs)
        AND (with_reprints OR a.duplicate_of IS NULL)
    GROUP BY m.normalized
    ORDER BY n_articles DESC, n_sentences DESC, person COLLATE zh;
