-- about: at most half of a newspaper's articles lack a headline / 缺标题文章不过半
-- severity: warn
SELECT coalesce(d.publication, d.publication_slug) AS publication, count(*) AS n_articles, count(*) FILTER (a.is_headline_missing) AS n_missing
FROM core.articles AS a JOIN core.documents AS d USING (doc_id)
GROUP BY ALL
HAVING n_missing > 0.5 * n_articles;
