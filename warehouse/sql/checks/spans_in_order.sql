-- about: paragraphs and sentences end after they start / 起止位置有序
-- severity: error
-- scope: page
SELECT 'paragraphs' AS table_name, article_id, seq, start_char, end_char
FROM core.paragraphs WHERE start_char < 0 OR end_char < start_char
UNION ALL
SELECT 'sentences', article_id, seq, start_char, end_char
FROM core.sentences WHERE start_char < 0 OR end_char < start_char;
