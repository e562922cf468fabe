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
        unnest([
            first_value(place) OVER same,
            lag(place, 1) OVER same,
            lag(place, 2) OVER same,
            lag(place, 3) OVER same,
            lag(place, 4) OVER same
        ]) AS earlier
    FROM signed SEMI JOIN shared USING (band)
    WINDOW same AS (PARTITION BY band ORDER BY place)
)
SELECT place, earlier FROM met WHERE earlier < place;
