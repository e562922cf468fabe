-- about: articles in the order in which they were printed, and each text of theirs once / 文章按刊期排序，同文只留其一
-- The first of several is the earliest by day of issue; of one day the longest, because the others may be cut from it;
-- then the one with the first key. Of articles with the same letters only the first is compared with others.
CREATE OR REPLACE TEMP TABLE placed AS
SELECT
    row_number() OVER (ORDER BY d.issue_date NULLS LAST, a.n_chars DESC, a.article_id)::INTEGER AS place,
    a.article_id,
    a.text_hash
FROM core.articles AS a
JOIN core.documents AS d USING (doc_id)
WHERE a.text_hash IS NOT NULL;

CREATE OR REPLACE TEMP TABLE texts AS
SELECT f.place, f.text_hash, a.article_id, a.n_chars, a.bands
FROM (SELECT text_hash, min(place) AS place, min_by(article_id, place) AS article_id FROM placed GROUP BY text_hash) AS f
JOIN core.articles AS a USING (article_id)
ORDER BY f.place;

CREATE OR REPLACE TEMP TABLE meetings (later INTEGER, earlier INTEGER);
