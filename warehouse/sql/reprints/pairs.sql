-- about: pairs to compare, each once, without those that an earlier build compared / 待比较的文章对
CREATE OR REPLACE TEMP TABLE pairs AS
SELECT m.later, m.earlier, l.text_hash AS later_hash, e.text_hash AS earlier_hash
FROM (SELECT DISTINCT later, earlier FROM meetings) AS m
JOIN texts AS l ON l.place = m.later
JOIN texts AS e ON e.place = m.earlier;

DROP TABLE meetings;
