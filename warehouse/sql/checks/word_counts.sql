-- about: an article's words are those of the index / 文章词数与倒排索引一致
-- severity: error
-- scope: page
WITH counted AS (SELECT article_id, sum(n) AS n FROM core.terms GROUP BY article_id)
SELECT a.article_id, a.n_words, c.n AS n_words_found
FROM core.articles AS a LEFT JOIN counted AS c USING (article_id)
WHERE a.n_words <> coalesce(c.n, 0);
