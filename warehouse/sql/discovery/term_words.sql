-- about: distinct words with what they may do in a term; ids above 0 are parts of terms / 词表
-- grain: one word
-- key: word
-- Reads the temporary table `known_words`; reprints count once, here and in term_windows. A part holds a Han character or
-- a letter; an edge may begin or end a term. A word in traditional characters is known where its simplified form is.
CREATE OR REPLACE TEMP TABLE term_words AS
WITH counted AS (
    SELECT word, min(tag) AS tag, count(*) AS n
    FROM (
        SELECT unnest(words) AS word, unnest(tags) AS tag
        FROM core.sentences
        WHERE article_id IN (SELECT article_id FROM core.articles WHERE duplicate_of IS NULL)
    )
    GROUP BY word
),
judged AS (
    SELECT
        c.word,
        c.tag,
        c.n,
        regexp_matches(c.word, '[\p{Han}A-Za-z]') AND coalesce(s.class NOT IN ('particle', 'pronoun'), true) AS is_part,
        regexp_full_match(c.word, '[一二三四五六七八九十百千万亿零〇]+')
            OR (s.word IS NULL AND NOT regexp_matches(c.tag, '^([rpcyeoqudx]|mq)')) AS is_edge,
        k.word IS NOT NULL OR reports.simplified(c.word) IN (SELECT word FROM known_words) AS is_known
    FROM counted AS c
    LEFT JOIN reports.stop_words AS s USING (word)
    LEFT JOIN known_words AS k USING (word)
)
SELECT
    (CASE WHEN is_part THEN 1 ELSE -1 END * row_number() OVER ())::INTEGER AS id,
    *,
    sum(n) OVER ()::BIGINT AS n_total
FROM judged;
