-- about: sequences that could be terms: no known word, begun and ended by words that may / 候选词
-- grain: one sequence of words
-- key: candidate
CREATE OR REPLACE TEMP TABLE term_candidates AS
WITH spelt AS (
    SELECT
        s.*,
        1 + (s.i2 > 0)::INTEGER + (s.i3 > 0)::INTEGER + (s.i4 > 0)::INTEGER AS size,
        [x.word FOR x IN [v1, v2, v3, v4] IF x.word IS NOT NULL] AS parts,
        [x.tag FOR x IN [v1, v2, v3, v4] IF x.word IS NOT NULL] AS tags,
        [x.is_known FOR x IN [v1, v2, v3, v4] IF x.word IS NOT NULL] AS known_parts,
        v1.is_edge AND coalesce(v4.is_edge, v3.is_edge, v2.is_edge, true) AS has_edges
    FROM term_sequences AS s
    JOIN term_words AS v1 ON v1.id = s.i1
    LEFT JOIN term_words AS v2 ON v2.id = s.i2
    LEFT JOIN term_words AS v3 ON v3.id = s.i3
    LEFT JOIN term_words AS v4 ON v4.id = s.i4
)
SELECT row_number() OVER ()::INTEGER AS candidate, *, array_to_string(parts, '') AS term
FROM spelt
WHERE has_edges
    AND length(term) BETWEEN 2 AND 10
    AND term NOT IN (SELECT word FROM known_words);
