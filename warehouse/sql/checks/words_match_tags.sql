-- about: every word of a sentence has its tag / 词与词性一一对应
-- severity: error
-- scope: page
SELECT article_id, seq, len(words) AS n_words, len(tags) AS n_tags FROM core.sentences WHERE len(words) <> len(tags);
