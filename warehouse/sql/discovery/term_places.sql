-- about: where the candidates stand, with their neighbours / 候选词出现位置
-- grain: one candidate at one place
-- key: candidate, sentence, place
CREATE OR REPLACE TEMP TABLE term_places AS
SELECT c.candidate, w.sentence, w.place, w.i0 AS before, w.i2 AS after
FROM term_windows AS w JOIN term_candidates AS c ON c.size = 1 AND c.i1 = w.i1
UNION ALL
SELECT c.candidate, w.sentence, w.place, w.i0, w.i3
FROM term_windows AS w JOIN term_candidates AS c ON c.size = 2 AND c.i1 = w.i1 AND c.i2 = w.i2
UNION ALL
SELECT c.candidate, w.sentence, w.place, w.i0, w.i4
FROM term_windows AS w JOIN term_candidates AS c ON c.size = 3 AND c.i1 = w.i1 AND c.i2 = w.i2 AND c.i3 = w.i3
UNION ALL
SELECT c.candidate, w.sentence, w.place, w.i0, w.i5
FROM term_windows AS w
JOIN term_candidates AS c ON c.size = 4 AND c.i1 = w.i1 AND c.i2 = w.i2 AND c.i3 = w.i3 AND c.i4 = w.i4;
