-- about: figures, dates and mentions stand in a sentence that is there / 数字、日期、提及均有所在句
-- severity: error
-- scope: page
SELECT table_name, article_id, sentence_seq
FROM (
    SELECT 'figures' AS table_name, article_id, sentence_seq FROM core.figures
    UNION ALL
    SELECT 'dates', article_id, sentence_seq FROM core.dates
    UNION ALL
    SELECT 'mentions', article_id, sentence_seq FROM core.mentions
) AS facts
ANTI JOIN core.sentences AS s ON s.article_id = facts.article_id AND s.seq = facts.sentence_seq;
