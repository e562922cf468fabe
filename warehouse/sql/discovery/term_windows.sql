-- about: every word in its sentence with the word before it and the four behind it, as ids / 词窗
-- grain: one word in one sentence
-- key: sentence, place
-- A negative id is a word no term may hold, null the border of the sentence.
CREATE OR REPLACE TEMP TABLE term_windows AS
WITH placed AS (
    SELECT
        rowid AS sentence,
        generate_subscripts(words, 1) AS place,
        unnest(list_concat([NULL], words[:-2])) AS w0,
        unnest(words) AS w1,
        unnest(words[2:]) AS w2,
        unnest(words[3:]) AS w3,
        unnest(words[4:]) AS w4,
        unnest(words[5:]) AS w5
    FROM core.sentences
    WHERE article_id IN (SELECT article_id FROM core.articles WHERE duplicate_of IS NULL)
)
SELECT
    p.sentence::INTEGER AS sentence,
    p.place::INTEGER AS place,
    v0.id AS i0,
    v1.id AS i1,
    v2.id AS i2,
    v3.id AS i3,
    v4.id AS i4,
    v5.id AS i5
FROM placed AS p
JOIN term_words AS v1 ON v1.word = p.w1
LEFT JOIN term_words AS v0 ON v0.word = p.w0
LEFT JOIN term_words AS v2 ON v2.word = p.w2
LEFT JOIN term_words AS v3 ON v3.word = p.w3
LEFT JOIN term_words AS v4 ON v4.word = p.w4
LEFT JOIN term_words AS v5 ON v5.word = p.w5
WHERE v1.id > 0;
