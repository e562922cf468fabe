"""A search finds pages in simplified and in traditional characters alike; text stays as printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from test_promises import load

from transforms.simplified import simplify
from warehouse.build import connect
from warehouse.layout import Layout

SIMPLIFIED = (
    "汀原日报\n2025年10月14日 星期二\n第1版 要闻\n\n全市经济形势分析会议召开\n\n"
    "　　本报讯（记者 田野）昨天，市政府召开会议，分析今年经济形势。会议提出，经济工作要稳中求进，GDP力争增长6%。\n"
)
TRADITIONAL = (
    "棠港晚報\n2025年10月14日 星期二\nA1版 要聞\n\n三百名業者共商新航線——\n港口經濟轉型研討會議開幕\n\n"
    "　　本報訊（記者 黃志遠）昨天，港口經濟研討會議開幕。與會學者認為，經濟轉型需時三年，GDP增長可達百分之四。\n"
)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "pages").mkdir()
    (folder / "pages" / "simplified.txt").write_bytes(SIMPLIFIED.encode("gbk"))
    (folder / "pages" / "traditional.txt").write_bytes(TRADITIONAL.encode("big5"))
    load(folder / "pages", folder / "store")
    with connect(Layout(folder / "store").warehouse) as opened:
        yield opened


def ask(con: duckdb.DuckDBPyConnection, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return con.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("query", ["经济", "經濟"])
def test_a_word_in_either_script_finds_the_pages_of_both(con: duckdb.DuckDBPyConnection, query: str) -> None:
    found = dict(ask(con, "SELECT headline, n FROM reports.search(?)", query))
    assert found == {"全市经济形势分析会议召开": 3, "港口經濟轉型研討會議開幕": 3}


@pytest.mark.parametrize("query", ["经济转型", "經濟轉型"])
def test_what_is_found_is_shown_as_printed(con: duckdb.DuckDBPyConnection, query: str) -> None:
    [(snippet,)] = ask(con, "SELECT snippet FROM reports.search(?)", query)
    assert "港口經濟轉型研討" in snippet
    hits = ask(con, "SELECT before, hit, after FROM reports.concordance(?)", query)
    assert {hit for _, hit, _ in hits} == {"經濟轉型"}
    assert all("".join(parts) in TRADITIONAL for parts in hits)


@pytest.mark.parametrize("query", ["新航线", "新航線"])
def test_a_search_looks_into_the_whole_head(con: duckdb.DuckDBPyConnection, query: str) -> None:
    found = ask(con, "SELECT headline, n FROM reports.search(?)", query)
    assert found == [("港口經濟轉型研討會議開幕", 1)]


@pytest.mark.parametrize("query", ["会议", "會議"])
def test_a_concordance_holds_the_sentences_of_both_scripts(con: duckdb.DuckDBPyConnection, query: str) -> None:
    assert {hit for (hit,) in ask(con, "SELECT hit FROM reports.concordance(?)", query)} == {"会议", "會議"}


@pytest.mark.parametrize("word", ["经济", "經濟", "gdp", "GDP"])
def test_a_trend_counts_both_scripts_as_one_word(con: duckdb.DuckDBPyConnection, word: str) -> None:
    expected = 2 if word.upper() == "GDP" else 6
    assert ask(con, "SELECT n, n_articles FROM reports.trend(?)", word) == [(expected, 2)]


def test_the_trend_of_all_words_joins_both_scripts(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(con, "SELECT sum(n) FROM reports.term_trend WHERE term = '经济'") == [(6,)]
    assert ask(con, "SELECT sum(n) FROM reports.term_trend WHERE term = '經濟'") == [(None,)]


def test_traditional_text_stays_as_printed(con: duckdb.DuckDBPyConnection) -> None:
    [(headline, body)] = ask(con, "SELECT headline, body FROM core.articles WHERE headline LIKE '港口%'")
    assert headline in TRADITIONAL
    assert body.strip() in TRADITIONAL
    assert ask(con, "SELECT DISTINCT term FROM core.terms WHERE normalized = '经济'") == [("經濟",)]


def test_only_what_is_not_simplified_already_has_a_simplified_form(con: duckdb.DuckDBPyConnection) -> None:
    printed = "concat_ws(chr(10), kicker, headline, deck, body)"
    rows = ask(con, f"SELECT {printed}, simplified FROM core.articles ORDER BY simplified NULLS FIRST")
    assert [form for _, form in rows] == [None, simplify(rows[1][0])]


def test_the_macro_simplifies_each_character_as_opencc_does(con: duckdb.DuckDBPyConnection) -> None:
    printed = [chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    simplified = [word for (word,) in ask(con, "SELECT reports.simplified($1)", "".join(printed))]
    assert "".join(simplified) == "".join(map(simplify, printed))
