-- about: an article has as many paragraphs and sentences as it says / 文章段数、句数相符
-- severity: error
-- scope: page
WITH paragraphs AS (SELECT article_id, count(*) AS n FROM core.paragraphs GROUP BY article_id),
sentences AS (SELECT article_id, count(*) AS n FROM core.sentences GROUP BY article_id)
SELECT a.article_id, a.n_paragraphs, p.n AS n_paragraphs_found, a.n_sentences, s.n AS n_sentences_found
FROM core.articles AS a
LEFT JOIN paragraphs AS p USING (article_id)
LEFT JOIN sentences AS s USING (article_id)
WHERE a.n_paragraphs <> coalesce(p.n, 0) OR a.n_sentences <> coalesce(s.n, 0);
