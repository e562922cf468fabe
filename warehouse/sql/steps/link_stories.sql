-- about: gives the parts of a story that jumps pages one story_id / 将转版稿件各部分归为同一稿件
-- An article that says 下转第4版 and one on page 4 of the same issue that says 上接第1版 are parts of one story. Where
-- several could belong together, headlines decide; then whatever has only one candidate left. A part that does not
-- say 上接 is linked on its headline alone. The story is named after its first part, so that a rebuild names it alike;
-- in the lake story_id is always the article's own, because a later batch may bring the other part.
CREATE OR REPLACE TEMP TABLE placed AS
SELECT
    a.article_id,
    nullif(a.headline, '') AS headline,
    d.publication,
    regexp_replace(d.source_path, '[^/]*$', '') AS folder,
    d.issue_date,
    reports.page_key(d.page_label) AS page,
    reports.page_key(a.jump_to_page) AS to_page,
    reports.page_key(a.jump_from_page) AS from_page
FROM core.articles AS a
JOIN core.documents AS d USING (doc_id)
WHERE d.issue_date IS NOT NULL AND d.page_label IS NOT NULL;

CREATE OR REPLACE TEMP TABLE candidates AS
SELECT
    head.article_id AS head_id,
    tail.article_id AS tail_id,
    tail.from_page IS NOT NULL AS is_mutual,
    list_distinct(string_split(head.headline, '')) AS head_letters,
    list_distinct(string_split(tail.headline, '')) AS tail_letters,
    coalesce(len(list_intersect(head_letters, tail_letters)) / least(len(head_letters), len(tail_letters)), 0) AS likeness
FROM placed AS head
JOIN placed AS tail
    ON tail.issue_date = head.issue_date AND tail.page = head.to_page AND tail.article_id <> head.article_id
WHERE coalesce(tail.publication = head.publication, tail.folder = head.folder)
    AND coalesce(tail.from_page, head.page) = head.page AND (is_mutual OR likeness >= 0.8);

CREATE OR REPLACE TEMP TABLE links AS
SELECT head_id, tail_id FROM candidates WHERE likeness >= 0.5
QUALIFY row_number() OVER (PARTITION BY head_id ORDER BY is_mutual DESC, likeness DESC, tail_id) = 1
    AND row_number() OVER (PARTITION BY tail_id ORDER BY is_mutual DESC, likeness DESC, head_id) = 1;

INSERT INTO links
SELECT head_id, tail_id FROM candidates
WHERE is_mutual AND head_id NOT IN (SELECT head_id FROM links) AND tail_id NOT IN (SELECT tail_id FROM links)
QUALIFY count(*) OVER (PARTITION BY head_id) = 1 AND count(*) OVER (PARTITION BY tail_id) = 1;

CREATE OR REPLACE TEMP TABLE story_parts AS
WITH RECURSIVE parts AS (
    SELECT head_id AS story_id, tail_id AS article_id FROM links WHERE head_id NOT IN (SELECT tail_id FROM links)
    UNION
    SELECT parts.story_id, links.tail_id FROM parts JOIN links ON links.head_id = parts.article_id
)
SELECT * FROM parts;

UPDATE core.articles AS a
SET story_id = named.story_id
FROM (
    SELECT article_id, coalesce(p.story_id, article_id) AS story_id
    FROM core.articles LEFT JOIN story_parts AS p USING (article_id)
) AS named
WHERE named.article_id = a.article_id AND named.story_id <> a.story_id;

DROP TABLE placed;
DROP TABLE candidates;
DROP TABLE links;
DROP TABLE story_parts;
