-- about: a page's characters are those of its articles and its furniture / 字数守恒
-- severity: error
-- scope: page
SELECT d.doc_id, d.source_path, d.n_chars, d.n_furniture_chars, coalesce(sum(a.n_chars), 0) AS n_article_chars
FROM core.documents AS d LEFT JOIN core.articles AS a USING (doc_id)
GROUP BY ALL
HAVING d.n_chars <> d.n_furniture_chars + n_article_chars;
