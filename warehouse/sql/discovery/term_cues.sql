-- about: words beside a candidate that tell what it is / 候选词旁的提示词
-- grain: one candidate with one kind of cue
-- key: candidate, kind
-- Reads the temporary table `cue_words`, which transforms/term_tags.py fills; a numeral before it is a cue too.
CREATE OR REPLACE TEMP TABLE term_cues AS
WITH cues AS (
    SELECT w.id, c.side, c.kind FROM cue_words AS c JOIN term_words AS w USING (word)
),
beside AS (
    SELECT p.candidate, c.kind FROM term_places AS p JOIN cues AS c ON c.side = 'before' AND c.id = p.before
    UNION ALL
    SELECT p.candidate, c.kind FROM term_places AS p JOIN cues AS c ON c.side = 'after' AND c.id = p.after
    UNION ALL
    SELECT p.candidate, 'number' FROM term_places AS p JOIN term_words AS w ON w.tag = 'm' AND w.id = p.before
)
SELECT candidate, kind, count(*) AS n FROM beside GROUP BY ALL;
