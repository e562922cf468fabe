"""Views say how much of what they count is reprinted; macros leave reprints out where told to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest
from newsroom import PageOf, load

from warehouse.build import build, connect
from warehouse.store import Store

TEXT = "青江大桥昨日正式通车，两岸居民往来时间缩短，公交线路同时延伸到东岸各村。"
OTHER = "青江码头明年春天开工，东岸渔民的船只将先迁往下游，旧仓库改作江边公园。"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A text in two papers, and another text in one of them."""
    with Store.open(tmp_path_factory.mktemp("once") / "store", write=True) as store:
        pages = (
            PageOf("a.txt", text=TEXT),
            PageOf("b.txt", "白石晚报", "baishi", date(2026, 1, 6), text=TEXT, headline="通车"),
            PageOf("c.txt", text=OTHER, page="2"),
        )
        load(store, "all", pages)
        build(store)
        with connect(store.layout.warehouse) as opened:
            yield opened


def ask(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return con.execute(query).fetchall()


@pytest.mark.parametrize(
    ("query", "with_reprints", "without"),
    [
        ("SELECT n, n_articles, n_words FROM reports.trend('青江'{})", (3, 3, 9), (2, 2, 6)),
        ("SELECT n, n_articles FROM reports.frequent_terms({}) WHERE term = '青江'", (3, 3), (2, 2)),
        ("SELECT n_articles FROM reports.appears_with('林墨'{})", (3,), (2,)),
        ("SELECT n, n_term FROM reports.collocations('青江', min_n := 1{}) WHERE term = '大桥'", (2, 2), (1, 1)),
        (
            "SELECT n_1, n_2 FROM reports.keyness(publication_1 := '青江日报', min_n := 1{}) WHERE term = '青江'",
            (2, 1),
            None,
        ),
    ],
)
def test_a_macro_counts_reprints_unless_told_not_to(
    con: duckdb.DuckDBPyConnection, query: str, with_reprints: tuple[int, ...], without: tuple[int, ...] | None
) -> None:
    told = "with_reprints := false"
    assert ask(con, query.format("")) == [with_reprints]
    found = ask(con, query.format(told if "({})" in query else f", {told}"))
    assert found == ([] if without is None else [without])


@pytest.mark.parametrize(
    ("view", "where"),
    [
        ("people", "person = '林墨'"),
        ("people_over_time", "person = '林墨'"),
        ("co_mentions", "person_1 = '周砚'"),
        ("slogans", "slogan = '两山'"),
        ("slogan_trend", "slogan = '两山'"),
        ("indicators", "metric = '产值'"),
    ],
)
def test_a_view_says_how_many_articles_are_reprints(con: duckdb.DuckDBPyConnection, view: str, where: str) -> None:
    assert ask(con, f"SELECT n_articles, n_reprints FROM reports.{view} WHERE {where}") == [(3, 1)]


def test_a_days_reprints_are_counted_for_each_word(con: duckdb.DuckDBPyConnection) -> None:
    rows = ask(con, "SELECT publication, n_articles, n_reprints FROM reports.term_trend WHERE term = '青江' ORDER BY 1")
    assert rows == [("白石晚报", 1, 1), ("青江日报", 2, 0)]


@pytest.mark.parametrize("view", ["articles", "people_by_article", "indicator_series"])
def test_rows_of_reprints_are_marked(con: duckdb.DuckDBPyConnection, view: str) -> None:
    rows = ask(con, f"SELECT DISTINCT publication, is_reprint FROM reports.{view} ORDER BY ALL")
    assert rows == [("白石晚报", True), ("青江日报", False)]
