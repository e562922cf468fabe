-- about: words that stand near a word more than others do, strongest first / 搭配词
-- arguments: node, span, min_n, with_reprints
-- example: reports.collocations('青江', span := 5, min_n := 1, with_reprints := false)
-- grain: one word with one tag
-- key: term, tag
-- column term: word near it / 搭配词
-- column tag: part-of-speech tag / 词性
-- column n: times it stands at most `span` words away, in the same sentence / 共现次数
-- column n_before: of these, times before the nearest one / 前现次数
-- column n_term: times it stands anywhere / 总次数
-- column log_dice: strength, 14 at most; 1 more is twice as strong / 搭配强度（log-Dice）
-- column is_stop_word: word of reports.stop_words / 是否停用词
-- Rychlý 2008, "A lexicographer-friendly association score": 14 + log2(2 f_xy / (f_x + f_y)). Marks are left out, and
-- count as places between words.
CREATE OR REPLACE MACRO reports.collocations(node, span := 5, min_n := 2, with_reprints := true) AS TABLE
    WITH standing AS (
        SELECT
            article_id,
            seq,
            generate_subscripts(words, 1) AS place,
            unnest(words) AS term,
            unnest(tags) AS tag
        FROM core.sentences
        WHERE list_contains(words, node)
            AND (with_reprints OR article_id NOT IN (SELECT article_id FROM core.reprints))
    ),
    nodes AS (
        SELECT article_id, seq, place FROM standing WHERE term = node
    ),
    near AS (
        SELECT
            s.term,
            s.tag,
            s.article_id,
            s.seq,
            s.place,
            arg_min(s.place < x.place, [abs(s.place - x.place), x.place]) AS is_before
        FROM nodes AS x JOIN standing AS s USING (article_id, seq)
        WHERE s.term <> node AND s.tag <> 'x' AND abs(s.place - x.place) <= span
        GROUP BY ALL
    ),
    counted AS (
        SELECT term, tag, count(*) AS n, count(*) FILTER (is_before) AS n_before
        FROM near GROUP BY ALL HAVING count(*) >= min_n
    ),
    everywhere AS (
        SELECT t.term, t.tag, sum(t.n)::BIGINT AS n_term
        FROM core.terms AS t SEMI JOIN counted USING (term, tag)
        WHERE with_reprints OR t.article_id NOT IN (SELECT article_id FROM core.reprints)
        GROUP BY ALL
    )
    SELECT
        c.term,
        c.tag,
        c.n,
        c.n_before,
        e.n_term,
        round(14 + log2(2.0 * c.n / ((SELECT count(*) FROM nodes) + e.n_term)), 2) AS log_dice,
        c.term IN (SELECT word FROM reports.stop_words) AS is_stop_word
    FROM counted AS c JOIN everywhere AS e USING (term, tag)
    ORDER BY log_dice DESC, c.n DESC, c.term, c.tag;
