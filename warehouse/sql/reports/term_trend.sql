-- about: how often a word was printed, by newspaper and day / 词语逐日走势
-- grain: one word in one newspaper on one day of issue; days without the word have no row
-- key: term, publication, issue_date
-- column term: word in simplified characters, lower case: both scripts count as one / 词语（简体、小写）
-- column publication: newspaper in the spelling of most of its pages, or unknown / 报名
-- column issue_date: day of issue / 出版日期
-- column month: first day of the month / 月份
-- column n: times printed / 出现次数
-- column n_articles: articles with it / 文章数
-- column n_reprints: articles of these that repeat an earlier one / 其中转载文章数
-- column n_words: words the newspaper printed that day / 当日总词数
-- column rate_per_10k: times per 10,000 words / 每万词次数
-- Filter by term: without a filter this counts every word of every day.
CREATE VIEW reports.term_trend AS
WITH printed AS (
    SELECT
        d.newspaper AS publication,
        d.issue_date,
        sum(a.n_words)::BIGINT AS n_words
    FROM core.articles AS a JOIN core.documents AS d USING (doc_id)
    GROUP BY ALL
),
found AS (
    SELECT
        coalesce(t.normalized, t.term) AS term,
        d.newspaper AS publication,
        d.issue_date,
        sum(t.n)::BIGINT AS n,
        count(DISTINCT t.article_id) AS n_articles,
        count(DISTINCT t.article_id) FILTER (a.duplicate_of IS NOT NULL) AS n_reprints
    FROM core.terms AS t JOIN core.articles AS a USING (article_id) JOIN core.documents AS d USING (doc_id)
    GROUP BY ALL
)
SELECT
    f.term,
    f.publication,
    f.issue_date,
    date_trunc('month', f.issue_date)::DATE AS month,
    f.n,
    f.n_articles,
    f.n_reprints,
    p.n_words,
    round(1e4 * f.n / p.n_words, 3) AS rate_per_10k
FROM found AS f
JOIN printed AS p ON p.publication = f.publication AND p.issue_date IS NOT DISTINCT FROM f.issue_date;
