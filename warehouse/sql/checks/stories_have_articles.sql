-- about: a story is named after one of its parts / 稿件以其首部分命名
-- severity: error
SELECT a.article_id, a.story_id FROM core.articles AS a
ANTI JOIN core.articles AS first_part ON first_part.article_id = a.story_id AND first_part.story_id = a.story_id;
