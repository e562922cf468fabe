-- about: candidates with all that is counted of them, commonest first / 候选词及其统计
-- grain: one candidate
-- key: term, parts
-- Reads the variable `min_freedom`. `heads` and `tails` are how often the first and the last words of each split stand.
CREATE OR REPLACE TEMP TABLE term_evidence AS
WITH quotes AS (
    SELECT id FROM term_words WHERE regexp_full_match(word, '[“”‘’《》「」『』〈〉"]')
),
stood AS (
    SELECT
        p.candidate,
        count(*) AS n,
        count(DISTINCT s.article_id) AS n_articles,
        count(*) FILTER (p.before IN (FROM quotes) AND p.after IN (FROM quotes)) AS n_quoted,
        min(d.issue_date) AS first_date,
        arg_min(p.sentence, [coalesce(epoch(d.issue_date)::BIGINT, 9e15::BIGINT), abs(length(s.text) - 40), p.sentence])
            AS example
    FROM term_places AS p
    JOIN core.sentences AS s ON s.rowid = p.sentence
    JOIN core.articles AS a USING (article_id)
    JOIN core.documents AS d USING (doc_id)
    GROUP BY p.candidate
),
named AS (
    SELECT normalized AS term, mode(kind) AS named_as, count(*) AS n_named
    FROM core.mentions
    GROUP BY normalized
),
cued AS (
    SELECT candidate, map(list(kind), list(n)) AS cues FROM term_cues GROUP BY candidate
)
SELECT
    c.term,
    c.parts,
    c.tags,
    c.known_parts,
    t.n,
    t.n_articles,
    t.n_quoted,
    f.freedom_before,
    f.freedom_after,
    list_filter([w.n, p.n, q.n], lambda n: n IS NOT NULL)[:c.size - 1] AS heads,
    list_filter([x.n, y.n, z.n], lambda n: n IS NOT NULL)[:c.size - 1] AS tails,
    m.named_as,
    coalesce(m.n_named, 0) AS n_named,
    coalesce(u.cues, MAP {}) AS cues,
    t.first_date,
    e.text AS example
FROM term_candidates AS c
JOIN stood AS t USING (candidate)
JOIN term_freedom AS f USING (candidate)
JOIN core.sentences AS e ON e.rowid = t.example
LEFT JOIN named AS m USING (term)
LEFT JOIN cued AS u USING (candidate)
LEFT JOIN term_words AS w ON c.size > 1 AND w.id = c.i1
LEFT JOIN term_sequences AS p ON c.size > 2 AND (p.i1, p.i2, p.i3, p.i4) = (c.i1, c.i2, 0, 0)
LEFT JOIN term_sequences AS q ON c.size > 3 AND (q.i1, q.i2, q.i3, q.i4) = (c.i1, c.i2, c.i3, 0)
LEFT JOIN term_sequences AS x ON c.size > 1 AND (x.i1, x.i2, x.i3, x.i4) = (c.i2, c.i3, c.i4, 0)
LEFT JOIN term_sequences AS y ON c.size > 2 AND (y.i1, y.i2, y.i3, y.i4) = (c.i3, c.i4, 0, 0)
LEFT JOIN term_sequences AS z ON c.size > 3 AND (z.i1, z.i2, z.i3, z.i4) = (c.i4, 0, 0, 0)
WHERE least(f.freedom_before, f.freedom_after) >= getvariable('min_freedom')
ORDER BY t.n DESC, c.term, c.parts;
