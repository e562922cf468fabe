"""Views and macros for analysts, on a corpus small enough to count by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from math import log, log2
from typing import Any

import duckdb
import pytest
from newsroom import PageOf, as_arrow, filled, rows_of_page, stage

from warehouse.build import build, connect
from warehouse.store import Store

QINGJIANG, BAISHI = "青江日报", "白石晚报"
SLUGS = {QINGJIANG: "qingjiang", BAISHI: "baishi"}


@dataclass(frozen=True)
class Story:
    """One article: sentences of words parted by spaces (`word/tag`, by default n), and the facts in them."""

    paper: str
    day: date
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, int, dict[str, Any]], ...] = field(default=())


def person(sentence: int, name: str, **more: Any) -> tuple[str, int, dict[str, Any]]:
    return "mentions", sentence, {"kind": "person", "text": name, "normalized": name, **more}


def mention(sentence: int, kind: str, name: str, start: int = 0) -> tuple[str, int, dict[str, Any]]:
    return "mentions", sentence, {"kind": kind, "text": name, "normalized": name, "start_char": start}


def figure(sentence: int, metric: str, value: float, start: int, **more: Any) -> tuple[str, int, dict[str, Any]]:
    return "figures", sentence, {"metric": metric, "value": value, "start_char": start, "raw": str(value), **more}


STORIES = (
    Story(
        QINGJIANG,
        date(2026, 1, 5),
        ("大桥 通车/v ，/x 大桥 很/d 长/a", "市长 林墨/nr 和/c 周砚/nr 通车/v 大桥"),
        (
            person(2, "林墨", role="市长", organisation="市政府", start_char=2),
            person(2, "周砚", start_char=5),
            mention(1, "place", "青江", 1),
            mention(1, "place", "白石", 9),
            mention(1, "slogan", "两山"),
            figure(1, "产值", 320.0, 5, unit="元", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31)),
            figure(1, "客流", 9.0, 12, unit="人", direction="down", change_value=3.2, change_unit="%"),
        ),
    ),
    Story(
        QINGJIANG,
        date(2026, 2, 6),
        ("大桥 没有/v 收费/v", "林墨/nr 看/v 雨"),
        (
            person(2, "林墨", role="书记", organisation="市委"),
            person(1, "周砚"),
            mention(1, "slogan", "两山"),
            figure(2, "产值", 400.0, 3, unit="元", period_start=date(2026, 1, 1), period_end=date(2026, 1, 31)),
        ),
    ),
    Story(
        BAISHI,
        date(2026, 2, 7),
        ("雨 下/v 大/a 雨", "菜市 雨"),
        (person(1, "林墨"), mention(2, "slogan", "新棋"), mention(2, "slogan", "两山")),
    ),
)


def rows_of(number: int, story: Story) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a page with this one article: the newsroom's page, with words and facts of its own."""
    page = PageOf(f"in/{number}.txt", story.paper, SLUGS[story.paper], story.day, "1", f"第{number}篇全文")
    words = [[(w.partition("/")[0], w.partition("/")[2] or "n") for w in s.split()] for s in story.sentences]
    counted = Counter(word for sentence in words for word in sentence if word[1] != "x")
    own = {"sentences", "terms", "figures", "dates", "mentions"}
    for table, row in rows_of_page(page):
        if table == "articles":
            row |= {"n_words": counted.total(), "n_sentences": len(words), "dateline_place": "州府"}
        if table not in own:
            yield table, row
    article = {"article_id": page.article_id}
    for seq, sentence in enumerate(words, 1):
        columns = {"words": [w for w, _ in sentence], "tags": [t for _, t in sentence], "paragraph_seq": 1}
        text = "".join(w for w, _ in sentence)
        yield "sentences", filled("sentences", **article, **columns, seq=seq, text=text, start_char=1, end_char=9)
    for (term, tag), n in counted.items():
        yield "terms", filled("terms", **article, term=term, tag=tag, n=n)
    for table, seq, values in story.facts:
        yield table, filled(table, **article, sentence_seq=seq, **values)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    rows: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for number, story in enumerate(STORIES):
        for table, row in rows_of(number, story):
            place = ("unknown", "unknown") if table == "inputs" else (SLUGS[story.paper], "2026")
            rows.setdefault((table, *place), []).append(row)
    with Store.open(tmp_path_factory.mktemp("analysis") / "store", write=True) as store:
        store.commit(stage(store, "all", as_arrow(rows)))
        assert build(store).warnings == ()
        with connect(store.layout.warehouse) as opened:
            yield opened


def ask(con: duckdb.DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    return con.execute(statement).fetchall()


def test_people_over_time_give_office_by_month(con: duckdb.DuckDBPyConnection) -> None:
    rows = ask(con, "SELECT role, month, n FROM reports.people_over_time WHERE person = '林墨' ORDER BY ALL NULLS LAST")
    assert rows == [("书记", date(2026, 2, 1), 1), ("市长", date(2026, 1, 1), 1), (None, date(2026, 2, 1), 1)]


def test_a_pair_counts_articles_and_sentences_that_name_both(con: duckdb.DuckDBPyConnection) -> None:
    """They share two articles, and one sentence of them."""
    rows = ask(con, "FROM reports.co_mentions")
    assert rows == [("周砚", "林墨", 2, 0, 1, date(2026, 1, 5), date(2026, 2, 6))]


def test_a_person_appears_with_the_others_of_the_articles(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(con, "FROM reports.appears_with('周砚')") == [("林墨", 2, 1, date(2026, 1, 5), date(2026, 2, 6))]
    assert ask(con, "FROM reports.appears_with('无人')") == []


def test_an_indicator_has_its_place_period_and_signed_change(con: duckdb.DuckDBPyConnection) -> None:
    """The place named last before the figure counts, not one behind it; without any, the dateline's."""
    rows = ask(con, "SELECT metric, place, period_end, value, change_value FROM reports.indicator_series ORDER BY ALL")
    assert rows == [
        ("产值", "州府", date(2026, 1, 31), 400.0, None),
        ("产值", "青江", date(2025, 12, 31), 320.0, None),
        ("客流", "白石", None, 9.0, -3.2),
    ]


def test_an_indicator_is_found_by_a_string_in_its_metric(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(con, "SELECT place, value_readable FROM reports.indicator('产')") == [
        ("青江", "320元"),
        ("州府", "400元"),
    ]
    assert ask(con, "FROM reports.indicator('')") == []


def test_slogans_name_their_first_article_and_run_by_month(con: duckdb.DuckDBPyConnection) -> None:
    first = ask(con, "SELECT first_date, d.issue_date FROM reports.slogans JOIN core.articles AS a "
                     "ON a.article_id = first_article_id JOIN core.documents AS d USING (doc_id)")  # fmt: skip
    assert all(said == there for said, there in first)
    rows = ask(con, "SELECT slogan, first_date, month, n_months, n, n_words, rate_per_10k FROM reports.slogan_trend")
    assert rows == [
        ("新棋", date(2026, 2, 7), date(2026, 2, 1), 0, 1, 12, 833.333),
        ("两山", date(2026, 1, 5), date(2026, 1, 1), 0, 1, 11, 909.091),
        ("两山", date(2026, 1, 5), date(2026, 2, 1), 1, 2, 12, 1666.667),
    ]


def test_log_likelihood_and_log_ratio_are_those_of_the_papers_that_define_them(con: duckdb.DuckDBPyConnection) -> None:
    """30 against 10 in 1,000 each: expected 20 and 20; the ratio is log2 of 3."""
    likelihood, ratio, none = ask(
        con,
        "SELECT reports.log_likelihood(30, 1000, 10, 1000), reports.log_ratio(30, 1000, 10, 1000), "
        "reports.log_ratio(0, 1000, 8, 2000)",
    )[0]
    assert likelihood == pytest.approx(2 * (30 * log(1.5) + 10 * log(0.5)))
    assert likelihood == pytest.approx(10.465, abs=0.001)
    assert ratio == pytest.approx(log2(3))
    assert none == pytest.approx(log2(0.5 / 1000 / (8 / 2000)))


def test_a_word_with_equal_shares_has_no_keyness(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(con, "SELECT reports.log_likelihood(5, 100, 10, 200)")[0][0] == pytest.approx(0, abs=1e-12)
    assert ask(con, "SELECT reports.log_likelihood(0, 100, 0, 200)") == [(0.0,)]


def test_keyness_of_two_papers(con: duckdb.DuckDBPyConnection) -> None:
    """青江 printed 17 words, one of them 雨; 白石 6, three of them 雨."""
    asked = f"FROM reports.keyness(publication_1 := '{BAISHI}', publication_2 := '{QINGJIANG}', min_n := 1)"
    row = next(r for r in ask(con, asked) if r[0] == "雨")
    likelihood = 2 * (3 * log(3 * 23 / (6 * 4)) + 1 * log(1 * 23 / (17 * 4)))
    expected = (
        "雨",
        "n",
        3,
        1,
        1,
        1,
        5000.0,
        round(1e4 / 17, 3),
        round(likelihood, 3),
        round(log2(0.5 * 17), 3),
        750.0,
        None,
    )
    assert row == expected


def test_keyness_of_a_paper_against_all_others_is_that_against_the_other_of_two(con: duckdb.DuckDBPyConnection) -> None:
    every = "min_n := 1, with_stop_words := true"
    others = ask(con, f"FROM reports.keyness(publication_1 := '{BAISHI}', {every})")
    assert others == ask(
        con, f"FROM reports.keyness(publication_1 := '{BAISHI}', publication_2 := '{QINGJIANG}', {every})"
    )
    assert len(others) == 15


def test_stop_words_have_no_keyness_unless_asked_for_and_count_in_the_totals(con: duckdb.DuckDBPyConnection) -> None:
    def rows(more: str) -> dict[str, tuple[Any, ...]]:
        asked = f"FROM reports.keyness(publication_1 := '{BAISHI}', min_n := 1, with_stop_words := {more})"
        return {row[0]: row for row in ask(con, asked)}

    content, every = rows("false"), rows("true")
    assert {term: row[-1] for term, row in every.items() if term not in content} == {
        "很": "adverb", "和": "conjunction", "没有": "auxiliary", "下": "place_and_time",
    }  # fmt: skip
    assert content == {term: row for term, row in every.items() if term in content}


def test_keyness_of_two_periods_takes_both_ends_in(con: duckdb.DuckDBPyConnection) -> None:
    asked = (
        "reports.keyness(from_1 := '2026-01-05', to_1 := '2026-01-05', from_2 := '2026-02-06', to_2 := '2026-02-06', "
    )
    rows = ask(con, f"SELECT term, n_1, n_2 FROM {asked} min_n := 1) WHERE term IN ('大桥', '雨')")
    assert sorted(rows) == [("大桥", 3, 1), ("雨", 0, 1)]


def test_words_below_min_n_are_left_out(con: duckdb.DuckDBPyConnection) -> None:
    asked = "SELECT term FROM reports.keyness(publication_1 := '{}', min_n := {})"
    assert {r[0] for r in ask(con, asked.format(BAISHI, 4))} == {"大桥", "雨"}
    assert ask(con, asked.format(BAISHI, 5)) == []


def test_collocations_are_log_dice_within_the_span(con: duckdb.DuckDBPyConnection) -> None:
    """大桥 stands four times, 通车 twice, and both within two places of it."""
    asked = "FROM reports.collocations('大桥', span := 2, min_n := 1, {})"
    rows = {r[0]: r for r in ask(con, asked.format("min_chars := 1, with_stop_words := true"))}
    assert rows["通车"] == ("通车", "v", 2, 1, 2, 4, round(14 + log2(2 * 2 / (4 + 2)), 2), None)
    assert rows["没有"][-1] == "auxiliary"
    assert "林墨" not in rows
    assert "，" not in rows
    assert set(rows) == {"通车", "很", "长", "没有", "收费", "周砚"}
    assert {r[0] for r in ask(con, asked.format("min_chars := 1"))} == {"通车", "长", "收费", "周砚"}
    assert {r[0] for r in ask(con, asked.format("min_chars := 2"))} == {"通车", "收费", "周砚"}


def test_a_phrase_has_collocations_too_and_none_of_its_own_words(con: duckdb.DuckDBPyConnection) -> None:
    """周砚 stands before 通车大桥, 林墨 two places further left."""
    asked = "SELECT term, n, n_before, n_node FROM reports.collocations('{}', span := 1, min_n := 1)"
    assert ask(con, asked.format("通车大桥")) == [("周砚", 1, 1, 1)]
    assert ask(con, asked.format("车大桥")) == []
    assert ask(con, asked.format("")) == []


def test_a_wider_span_reaches_farther_but_never_over_a_sentence_end(con: duckdb.DuckDBPyConnection) -> None:
    asked = "FROM reports.collocations('大桥', span := 50, min_n := 1, min_chars := 1, with_stop_words := true)"
    far = {r[0] for r in ask(con, asked)}
    assert {"市长", "林墨", "和"} < far
    assert not {"看", "雨"} & far


def test_stop_words_are_left_out_of_top_terms_unless_asked_for(con: duckdb.DuckDBPyConnection) -> None:
    """没有 is tagged as a verb, and still a function word."""
    assert "没有" not in {r[0] for r in ask(con, "SELECT term FROM reports.top_terms")}
    assert "没有" not in {r[0] for r in ask(con, "SELECT term FROM reports.frequent_terms()")}
    all_words = dict(
        ask(con, "SELECT term, stop_class FROM reports.frequent_terms(with_stop_words := true, min_chars := 1)")
    )
    assert (all_words["没有"], all_words["和"], all_words["大桥"]) == ("auxiliary", "conjunction", None)


def test_stop_words_hold_the_particles_that_end_sentences(con: duckdb.DuckDBPyConnection) -> None:
    final = {r[0] for r in ask(con, "SELECT word FROM reports.stop_words WHERE class = 'final'")}
    assert {"吗", "呢", "吧", "啊", "而已"} <= final
    assert ask(con, "SELECT count(*) FROM reports.stop_words WHERE word IN ('大桥', '经济', '发展', '市长')") == [(0,)]
