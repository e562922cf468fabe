-- about: content words (names, nouns, verbs, adjectives, idioms), most frequent first / 实词频次
-- grain: one word with one tag
-- key: term, tag
-- column term: word / 词语
-- column tag: part-of-speech tag, jieba's set / 词性
-- column n: times printed / 出现次数
-- column n_articles: articles with it / 文章数
-- column share_pct: share of all content words printed / 占实词百分比
-- column articles_pct: share of all articles that have it / 占文章百分比
-- Single characters are left out: most are pieces of longer words or verbs without a meaning of their own. So are the
-- function words of reports.stop_words; reports.frequent_terms(with_stop_words := true) counts them too.
CREATE VIEW reports.top_terms AS
SELECT
    term,
    tag,
    sum(n)::BIGINT AS n,
    count(*) AS n_articles,
    round(100 * sum(n) / sum(sum(n)) OVER (), 4) AS share_pct,
    round(100 * count(*) / (SELECT count(*) FROM core.articles), 2) AS articles_pct
FROM core.terms
WHERE substring(tag, 1, 1) IN ('n', 'v', 'a', 'i', 'j', 'l', 's')
    AND length(term) > 1
    AND term NOT IN (SELECT word FROM reports.stop_words WHERE class NOT IN ('reporting', 'press'))
GROUP BY term, tag
ORDER BY n DESC, term;
