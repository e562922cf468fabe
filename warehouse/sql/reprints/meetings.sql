-- about: texts that have one band of their signatures in common / 签名中某一段相同的文章
-- arguments: band
-- Not all pairs: a text meets the first of those that share its band and the four before it. So many texts of one form
-- make few pairs; those that are really alike share other bands too, which the form's other texts don't.
INSERT INTO meetings
WITH signed AS (SELECT place, bands[$band] AS band FROM texts WHERE bands IS NOT NULL),
shared AS (SELECT band FROM signed GROUP BY band HAVING count(*) > 1),
met AS (
    SELECT
        place,
        unnest(list_append(
            list(place) OVER (PARTITION BY band ORDER BY place ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING),
            first_value(place) OVER (PARTITION BY band ORDER BY place)
        )) AS earlier
    FROM signed SEMI JOIN shared USING (band)
)
SELECT place, earlier FROM met WHERE earlier < place;
