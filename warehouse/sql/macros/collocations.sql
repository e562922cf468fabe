-- about: words that stand near a word or phrase more than others do, strongest first / 搭配词
-- arguments: node, span, min_n, with_stop_words, min_chars, with_reprints
-- example: reports.collocations('青江', span := 5, min_n := 1, with_reprints := false)
-- grain: one word
-- key: term
-- column term: word near it, in simplified characters, lower case / 搭配词（简体、小写）
-- column tag: part-of-speech tag, the commonest / 词性
-- column n: times it stands at most `span` words away, in the same sentence / 共现次数
-- column n_before: of these, times before the nearest one / 前现次数
-- column n_term: times it stands anywhere / 总次数
-- column n_node: times the word or phrase asked for stands anywhere / 检索词总次数
-- column log_dice: strength, 14 at most; 1 more is twice as strong / 搭配强度（log-Dice）
-- column stop_class: its class in reports.stop_words / 停用词类别
-- Rychlý 2008, "A lexicographer-friendly association score": 14 + log2(2 f_xy / (f_x + f_y)). Either script finds both. What
-- is asked for is a word, or a phrase of up to four words as they are cut (高质量/发展). Marks are left out, and count as
-- places between words. Numbers in digits go with the stop words.
CREATE OR REPLACE MACRO reports.collocations(
    node, span := 5, min_n := 3, with_stop_words := false, min_chars := 2, with_reprints := true
) AS TABLE
    WITH wanted AS (
        SELECT lower(reports.simplified(node)) AS form
    ),
    forms AS (
        SELECT DISTINCT term, normalized FROM core.terms WHERE normalized IS NOT NULL
    ),
    spellings AS (
        SELECT node AS spelling
        UNION
        SELECT form FROM wanted
        UNION
        SELECT term FROM forms, wanted WHERE contains(form, normalized)
    ),
    sentences AS (
        SELECT s.article_id, s.seq, s.words, s.tags
        FROM core.sentences AS s, wanted AS w
        WHERE len(node) > 0
            AND (with_reprints OR s.article_id NOT IN (SELECT article_id FROM core.reprints))
            AND (contains(s.text, node) OR contains(s.text, w.form) OR list_has_any(s.words, (SELECT list(spelling) FROM spellings)))
    ),
    standing AS (
        SELECT article_id, seq, generate_subscripts(words, 1) AS place, unnest(words) AS printed, unnest(tags) AS tag
        FROM sentences
    ),
    formed AS (
        SELECT s.article_id, s.seq, s.place, coalesce(f.normalized, s.printed) AS term, s.tag
        FROM standing AS s LEFT JOIN forms AS f ON f.term = s.printed
    ),
    followed AS (
        SELECT
            article_id,
            seq,
            place,
            term,
            lead(term, 1, '') OVER here AS term_2,
            lead(term, 2, '') OVER here AS term_3,
            lead(term, 3, '') OVER here AS term_4
        FROM formed
        WINDOW here AS (PARTITION BY article_id, seq ORDER BY place)
    ),
    nodes AS (
        SELECT
            f.article_id,
            f.seq,
            f.place AS first_place,
            f.place + CASE w.form
                WHEN f.term THEN 0
                WHEN f.term || f.term_2 THEN 1
                WHEN f.term || f.term_2 || f.term_3 THEN 2
                ELSE 3
            END AS last_place
        FROM followed AS f, wanted AS w
        WHERE starts_with(w.form, f.term)
            AND w.form IN (f.term, f.term || f.term_2, f.term || f.term_2 || f.term_3, f.term || f.term_2 || f.term_3 || f.term_4)
    ),
    near AS (
        SELECT
            s.term,
            s.article_id,
            s.seq,
            s.place,
            arg_min(s.place < x.first_place, (greatest(x.first_place - s.place, s.place - x.last_place), x.first_place)) AS is_before,
            bool_or(s.place BETWEEN x.first_place AND x.last_place) AS is_inside
        FROM nodes AS x JOIN formed AS s USING (article_id, seq)
        WHERE s.tag <> 'x' AND s.place BETWEEN x.first_place - span AND x.last_place + span
        GROUP BY ALL
    ),
    counted AS (
        SELECT term, count(*) AS n, count(*) FILTER (is_before) AS n_before
        FROM near
        WHERE NOT is_inside AND length(term) >= min_chars
        GROUP BY term
        HAVING count(*) >= min_n
    ),
    everywhere AS (
        SELECT term, arg_max(tag, (n, tag)) AS tag, sum(n)::BIGINT AS n_term
        FROM (
            SELECT coalesce(t.normalized, t.term) AS term, t.tag, sum(t.n) AS n
            FROM core.terms AS t
            WHERE coalesce(t.normalized, t.term) IN (SELECT term FROM counted)
                AND (with_reprints OR t.article_id NOT IN (SELECT article_id FROM core.reprints))
            GROUP BY ALL
        )
        GROUP BY term
    )
    SELECT
        c.term,
        e.tag,
        c.n,
        c.n_before,
        e.n_term,
        a.n_node,
        round(14 + log2(2.0 * c.n / (a.n_node + e.n_term)), 2) AS log_dice,
        s.class AS stop_class
    FROM counted AS c
    JOIN everywhere AS e USING (term)
    CROSS JOIN (SELECT count(*) AS n_node FROM nodes) AS a
    LEFT JOIN reports.stop_words AS s ON s.word = c.term
    WHERE with_stop_words OR (s.word IS NULL AND NOT regexp_full_match(c.term, '[\d.,%‰]+'))
    ORDER BY log_dice DESC, c.n DESC, c.term;
