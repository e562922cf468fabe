-- about: marks articles that repeat an earlier one, such as agency copy in several newspapers / 标出重复刊发的文章
-- Two articles are alike as far as they share sentences: characters of shared sentences by those of both together,
-- letters and digits only, so that another layout or other quotation marks do not matter. From 0.7 on the later one
-- (by day of issue, then by article_id) repeats the earliest it is so like. Sentences under ten characters and those
-- in over 50 articles say nothing, nor do articles under 60 characters. In the lake the columns are always null.
CREATE OR REPLACE TEMP TABLE prints AS
SELECT article_id, hash(letters) AS print, max(length(letters)) AS n_chars
FROM (
    SELECT article_id, regexp_replace(text, '[^\p{L}\p{N}]+', '', 'g') AS letters
    FROM core.sentences
    WHERE paragraph_seq > 0
)
WHERE length(letters) >= 10
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE shared AS
SELECT print FROM prints GROUP BY print HAVING count(*) BETWEEN 2 AND 50;

CREATE OR REPLACE TEMP TABLE repeats AS
WITH sizes AS (
    SELECT p.article_id, sum(p.n_chars) AS n_chars, row_number() OVER (ORDER BY d.issue_date NULLS LAST, article_id) AS place
    FROM prints AS p
    JOIN core.articles AS a USING (article_id)
    JOIN core.documents AS d USING (doc_id)
    WHERE p.article_id IN (SELECT article_id FROM prints SEMI JOIN shared USING (print))
    GROUP BY p.article_id, d.issue_date
    HAVING sum(p.n_chars) >= 60
),
common AS (SELECT p.*, s.place, s.n_chars AS size FROM prints AS p SEMI JOIN shared USING (print) JOIN sizes AS s USING (article_id)),
pairs AS (
    SELECT
        later.article_id,
        earlier.article_id AS duplicate_of,
        any_value(earlier.place) AS place,
        sum(later.n_chars) / (any_value(later.size) + any_value(earlier.size) - sum(later.n_chars)) AS similarity
    FROM common AS later JOIN common AS earlier ON earlier.print = later.print AND earlier.place < later.place
    GROUP BY ALL
)
SELECT article_id, min_by(duplicate_of, place) AS duplicate_of, min_by(similarity, place) AS similarity
FROM pairs
WHERE similarity >= 0.7
GROUP BY article_id;

UPDATE core.articles AS a
SET duplicate_of = found.duplicate_of, similarity = round(found.similarity, 3)
FROM (SELECT article_id, r.duplicate_of, r.similarity FROM core.articles LEFT JOIN repeats AS r USING (article_id)) AS found
WHERE found.article_id = a.article_id
    AND (
        a.duplicate_of IS DISTINCT FROM found.duplicate_of
        OR a.similarity IS DISTINCT FROM round(found.similarity, 3)
    );

DROP TABLE prints;
DROP TABLE shared;
DROP TABLE repeats;
