-- about: a newspaper printed in both scripts counts as one, in the spelling of most of its pages / 同一报纸的简繁报名合一
-- Where as many pages have either spelling, the simplified one. What a page prints stays in `publication`.
UPDATE core.documents AS d
SET newspaper = wanted.newspaper
FROM (
    WITH printed AS (
        SELECT coalesce(publication, publication_slug) AS printed, count(*) AS n FROM core.documents GROUP BY ALL
    ),
    spellings AS (SELECT printed, reports.simplified(printed) AS form, n FROM printed)
    SELECT
        printed,
        first(printed) OVER (PARTITION BY form ORDER BY n DESC, printed = form DESC, printed) AS newspaper
    FROM spellings
) AS wanted
WHERE coalesce(d.publication, d.publication_slug) = wanted.printed AND d.newspaper IS DISTINCT FROM wanted.newspaper;
