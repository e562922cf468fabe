-- about: the warehouse has the lake's files by outcome, articles, characters and words, counted in its Parquet files / 仓库与数据湖守恒
-- severity: error
-- `row_counts` compares with what the log says of the parts; this one counts in the parts themselves.
WITH sums AS (
    SELECT 'files ' || outcome AS quantity, sum(n_lake) AS n_lake, sum(n_warehouse) AS n_warehouse
    FROM (
        SELECT outcome, 1 AS n_lake, 0 AS n_warehouse FROM lake_inputs
        UNION ALL
        SELECT outcome, 0, 1 FROM core.inputs
    )
    GROUP BY ALL
    UNION ALL
    SELECT 'articles', (SELECT count(*) FROM lake_articles), (SELECT count(*) FROM core.articles)
    UNION ALL
    SELECT 'characters of pages', (SELECT sum(n_chars) FROM lake_documents), (SELECT sum(n_chars) FROM core.documents)
    UNION ALL
    SELECT 'characters of articles', (SELECT sum(n_chars) FROM lake_articles), (SELECT sum(n_chars) FROM core.articles)
    UNION ALL
    SELECT 'words of articles', (SELECT sum(n_words) FROM lake_articles), (SELECT sum(n_words) FROM core.articles)
    UNION ALL
    SELECT 'words of the index', (SELECT sum(n) FROM lake_terms), (SELECT sum(n) FROM core.terms)
)
SELECT * FROM sums WHERE n_lake IS DISTINCT FROM n_warehouse;
