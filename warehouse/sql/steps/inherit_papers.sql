-- about: pages without a masthead take the newspaper of their issue's other pages / 无报头的版面沿用同期他版的报名
-- Only the front page prints the masthead. Pages of one folder and one day count as one issue where they name one
-- newspaper between them and no two have the same page label. In the lake such a page stays unknown, because the page
-- with the masthead may come with a later batch; publication_slug stays `unknown` and tells what was inherited.
UPDATE core.documents AS d
SET
    publication = wanted.publication,
    publication_source = CASE WHEN wanted.publication IS NOT NULL THEN 'issue' END
FROM (
    WITH pages AS (
        SELECT
            doc_id,
            regexp_replace(source_path, '[^/]*$', '') AS folder,
            issue_date,
            page_label,
            CASE WHEN publication_slug <> 'unknown' THEN publication END AS publication
        FROM core.documents
    ),
    issues AS (
        SELECT folder, issue_date, min(publication) AS publication
        FROM pages
        WHERE issue_date IS NOT NULL
        GROUP BY ALL
        HAVING count(DISTINCT publication) = 1
            AND count(page_label) = count(*)
            AND count(DISTINCT reports.page_key(page_label)) = count(*)
    )
    SELECT p.doc_id, i.publication
    FROM pages AS p LEFT JOIN issues AS i USING (folder, issue_date)
    WHERE p.publication IS NULL
) AS wanted
WHERE wanted.doc_id = d.doc_id AND d.publication IS DISTINCT FROM wanted.publication;
