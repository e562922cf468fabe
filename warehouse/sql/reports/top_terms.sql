-- about: content words (names, nouns, verbs, adjectives, idioms), most frequent first / 实词频次
-- grain: one word
-- key: term
-- column term: word in simplified characters, lower case: both scripts count as one / 词语（简体、小写）
-- column tag: part-of-speech tag, jieba's set, the commonest / 词性
-- column n: times printed / 出现次数
-- column n_articles: articles with it / 文章数
-- column share_pct: share of all content words printed / 占实词百分比
-- column articles_pct: share of all articles that have it / 占文章百分比
-- Single characters are left out: most are pieces of longer words or verbs without a meaning of their own. So are the
-- function words of reports.stop_words; reports.frequent_terms(with_stop_words := true) counts them too.
CREATE VIEW reports.top_terms AS
WITH tags AS (
    SELECT term, arg_max(tag, (n, tag)) AS tag
    FROM (SELECT coalesce(normalized, term) AS term, tag, sum(n) AS n FROM core.terms GROUP BY ALL)
    GROUP BY term
),
counted AS (
    SELECT coalesce(normalized, term) AS term, sum(n)::BIGINT AS n, count(DISTINCT article_id) AS n_articles
    FROM core.terms
    GROUP BY ALL
)
SELECT
    term,
    tag,
    n,
    n_articles,
    round(100 * n / sum(n) OVER (), 4) AS share_pct,
    round(100 * n_articles / (SELECT count(*) FROM core.articles), 2) AS articles_pct
FROM counted JOIN tags USING (term)
WHERE length(term) > 1
    AND term NOT IN (SELECT word FROM reports.stop_words WHERE class NOT IN ('reporting', 'press'))
    AND substring(tag, 1, 1) IN ('n', 'v', 'a', 'i', 'j', 'l', 's')
ORDER BY n DESC, term;
