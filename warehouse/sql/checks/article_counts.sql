-- about: a document has as many articles as it says, numbered without gaps / 版面文章数相符
-- severity: error
-- scope: page
SELECT d.doc_id, d.source_path, d.n_articles, count(a.article_id) AS n_found, min(a.seq) AS first_seq, max(a.seq) AS last_seq
FROM core.documents AS d LEFT JOIN core.articles AS a USING (doc_id)
GROUP BY ALL
HAVING d.n_articles <> n_found OR last_seq - first_seq + 1 <> n_found;
