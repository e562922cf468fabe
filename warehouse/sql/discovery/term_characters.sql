-- about: how often each character stands in words / 字频
-- grain: one character
-- key: character
CREATE OR REPLACE TEMP TABLE term_characters AS
SELECT unnest(string_split(word, '')) AS character, sum(n)::BIGINT AS n
FROM term_words
WHERE id > 0
GROUP BY character;
