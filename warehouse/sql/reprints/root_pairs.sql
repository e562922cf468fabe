-- about: adds the pairs of a text and the first of its chain, where they did not meet / 补充文章与其链首的配对
-- Reads `incoming`: place of the text and of its root.
INSERT INTO pairs
SELECT i.later, i.root, l.text_hash, r.text_hash
FROM incoming AS i
JOIN texts AS l ON l.place = i.later
JOIN texts AS r ON r.place = i.root
ANTI JOIN pairs AS p ON p.later = i.later AND p.earlier = i.root;
