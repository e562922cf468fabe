-- about: who appears with whom: pairs of people in one article, most often first / 人物共现
-- grain: one pair of people; the first stands before the second in the order of their characters
-- key: person_1, person_2
-- column person_1: one of the two / 人物甲
-- column person_2: the other / 人物乙
-- column n_articles: articles that name both / 共现文章数
-- column n_reprints: articles of these that repeat an earlier one / 其中转载文章数
-- column n_sentences: sentences that name both / 共现句数
-- column first_date: earliest day of issue / 首见日期
-- column last_date: latest day of issue / 末见日期
-- One name is not one person. For one person ask reports.appears_with, which is faster.
CREATE VIEW reports.co_mentions AS
WITH named AS (
    SELECT article_id, normalized AS person, list_distinct(list(sentence_seq)) AS sentences
    FROM core.mentions
    WHERE kind = 'person'
    GROUP BY ALL
)
SELECT
    x.person AS person_1,
    y.person AS person_2,
    count(*) AS n_articles,
    count(*) FILTER (a.duplicate_of IS NOT NULL) AS n_reprints,
    sum(len(list_intersect(x.sentences, y.sentences)))::BIGINT AS n_sentences,
    min(d.issue_date) AS first_date,
    max(d.issue_date) AS last_date
FROM named AS x
JOIN named AS y ON y.article_id = x.article_id AND x.person < y.person
JOIN core.articles AS a ON a.article_id = x.article_id
JOIN core.documents AS d USING (doc_id)
GROUP BY ALL
ORDER BY n_articles DESC, n_sentences DESC, person_1 COLLATE zh, person_2 COLLATE zh;
