"""Every relation and column is described, every key holds, and the documentation names them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest
from newsroom import PAGES, PageOf, as_arrow, filled, load, rejected, stage

from warehouse.build import build, connect
from warehouse.checks import all_checks
from warehouse.schema import TABLES
from warehouse.sql import catalogue
from warehouse.store import Store

DOCS = Path(__file__).parents[2] / "docs"
LATIN = re.compile(r"[A-Za-z]{2}|[A-Z]")
HAN = re.compile(r"[一-鿿]")
TABLE_MACROS = [macro for macro in catalogue.macros() if macro.columns]

ODD_PAGES = (
    PageOf("in/nobody.txt", paper=None, day=None, page=None, text="不知何报何日的一版"),
    PageOf("in/undated.txt", day=None, text="不知何日的一版消息", headline=None),
    PageOf("in/jump1.txt", page="5", text="大桥前半的消息", headline="大桥通车了", jump_to="6"),
    PageOf("in/jump2.txt", page="6", text="大桥后半的消息", headline="大桥通车", jump_from="5"),
    PageOf("in/print.txt", page="7", text="青江大桥建成通车，两岸居民往来只需五分钟，公交线路同时延伸到东岸各村。"),
    PageOf("in/reprint.txt", page="8", text="青江大桥建成通车 两岸居民往来只需五分钟，公交线路同时延伸到东岸各村。"),
    *(
        PageOf(f"in/weekly/{day}.txt", "汀原周刊", "tingyuan", date(2025, 3, day), text=f"周刊第{day}期消息")
        for day in (3, 10, 24, 31)
    ),
)
"""What views trip over: unknown papers, days and pages, missing headlines, jumps, a missing issue, reprints."""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with Store.open(tmp_path_factory.mktemp("catalogue") / "store", write=True) as store:
        load(store, "one", PAGES)
        load(store, "odd", ODD_PAGES)
        store.commit(stage(store, "bad", rejected("in/broken.bin")))
        ops = {
            (name, "unknown", "2026"): [filled(name, run_id=run) for run in ("run-1", "run-2")]
            for name in ("runs", "batches", "step_stats")
        }
        store.commit(stage(store, "ops", as_arrow(ops)))
        build(store)
        build(store, full=True)
        with connect(store.layout.warehouse) as opened:
            yield opened


def columns_of(con: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [row[0] for row in con.execute(f"DESCRIBE FROM {relation}").fetchall()]


def n_rows(con: duckdb.DuckDBPyConnection, relation: str, key: tuple[str, ...] = ()) -> int:
    """Rows of a relation, or distinct keys, where null is a value like any other."""
    found = f"SELECT DISTINCT {', '.join(key)} FROM {relation}" if key else f"FROM {relation}"
    return len(con.execute(found).fetchall())


def call(macro: catalogue.SqlFile) -> str:
    """A call of a table macro: its example, or with a word the pages hold."""
    return macro.example or f"reports.{macro.name}({', '.join(chr(39) + '青江' + chr(39) for _ in macro.arguments)})"


@pytest.mark.parametrize("view", catalogue.views(), ids=lambda view: view.name)
def test_a_view_has_the_columns_its_header_describes(con: duckdb.DuckDBPyConnection, view: catalogue.SqlFile) -> None:
    assert columns_of(con, f"reports.{view.name}") == [column.name for column in view.columns]


@pytest.mark.parametrize("macro", TABLE_MACROS, ids=lambda macro: macro.name)
def test_a_macro_has_the_columns_its_header_describes(con: duckdb.DuckDBPyConnection, macro: catalogue.SqlFile) -> None:
    assert columns_of(con, call(macro)) == [column.name for column in macro.columns]


@pytest.mark.parametrize("view", catalogue.views(), ids=lambda view: view.name)
def test_a_view_has_rows_and_its_key_holds(con: duckdb.DuckDBPyConnection, view: catalogue.SqlFile) -> None:
    assert n_rows(con, f"reports.{view.name}") == n_rows(con, f"reports.{view.name}", view.key) > 0


@pytest.mark.parametrize("macro", TABLE_MACROS, ids=lambda macro: macro.name)
def test_a_macro_has_rows_and_its_key_holds(con: duckdb.DuckDBPyConnection, macro: catalogue.SqlFile) -> None:
    assert n_rows(con, call(macro)) == n_rows(con, call(macro), macro.key) > 0


@pytest.mark.parametrize("file", [*catalogue.views(), *catalogue.macros()], ids=lambda file: file.name)
def test_a_relation_says_what_it_is_in_both_languages(file: catalogue.SqlFile) -> None:
    assert file.grain or not file.columns
    for described in (file.about, *file.columns):
        assert LATIN.match(described.en)
        assert HAN.search(described.zh)


def test_every_column_of_the_warehouse_is_in_its_data_dictionary(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT c.schema_name || '.' || c.table_name, c.column_name FROM duckdb_columns() AS c
        WHERE c.schema_name IN ('core', 'ops', 'reports')
    """
    there = set(con.execute(query).fetchall())
    described = con.execute("SELECT table_name, column_name, en, zh, table_en, table_zh FROM reports.tables").fetchall()
    assert {(row[0], row[1]) for row in described} == there
    assert [row for row in described if not all(row)] == []


def test_every_table_describes_its_columns_in_both_languages() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.column_names)
        assert set(table.sort) <= set(table.column_names)
        for column in table.columns:
            assert column.en, (table.name, column.name)
            assert HAN.search(column.zh), (table.name, column.name)
            assert " / " not in column.en


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("reports", catalogue.VIEWS),
        ("macros", catalogue.MACROS),
        ("steps", catalogue.STEPS),
        ("reprints", catalogue.REPRINTS),
        ("checks", catalogue.CHECKS),
        ("discovery", catalogue.DISCOVERY),
    ],
)
def test_every_sql_file_is_listed_once(folder: str, names: tuple[str, ...]) -> None:
    there = [path.name.removesuffix(".sql") for path in (files("warehouse.sql") / folder).iterdir()]
    assert sorted(there) == sorted(names)


def test_every_check_has_a_severity() -> None:
    assert {check.severity for check in all_checks()} == {"error", "warn"}


def test_every_key_of_the_lake_is_checked() -> None:
    checked = {check.name for check in all_checks()}
    assert checked >= {f"key_{table.name}" for table in TABLES.values() if table.in_lake}


def test_pages_of_unknown_paper_and_day_are_counted(con: duckdb.DuckDBPyConnection) -> None:
    counted = con.execute("SELECT sum(n_pages) FROM reports.coverage").fetchone()
    unknown = con.execute("SELECT n_pages FROM reports.coverage WHERE publication = 'unknown'").fetchall()
    assert counted == (len(PAGES) + len(ODD_PAGES),)
    assert unknown == [(1,)]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (3.2e8, "元", "3.2亿元"),
        (45000.0, "人", "4.5万人"),
        (1.5e12, "元", "1.5万亿元"),
        (-2e8, "元", "-2亿元"),
        (100.0, "%", "100%"),
        (0.35, None, "0.35"),
        (None, "元", None),
    ],
)
def test_numbers_read_as_people_write_them(
    con: duckdb.DuckDBPyConnection, value: float | None, unit: str | None, expected: str | None
) -> None:
    assert con.execute("SELECT reports.readable(?::DOUBLE, ?)", [value, unit]).fetchone() == (expected,)


@pytest.mark.parametrize(
    ("label", "same"),
    [("3", "03"), ("A3", "a03"), ("头版", "头版")],
)
def test_page_labels_of_one_page_have_one_key(con: duckdb.DuckDBPyConnection, label: str, same: str) -> None:
    assert con.execute("SELECT reports.page_key(?) = reports.page_key(?)", [label, same]).fetchone() == (True,)


@pytest.mark.parametrize(("label", "other"), [("3", "13"), ("A3", "B3"), ("3", "A3"), ("头版", "要闻")])
def test_page_labels_of_two_pages_have_two_keys(con: duckdb.DuckDBPyConnection, label: str, other: str) -> None:
    assert con.execute("SELECT reports.page_key(?) = reports.page_key(?)", [label, other]).fetchone() == (False,)


def test_a_search_counts_hits_in_headline_and_body(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("SELECT n, snippet FROM reports.search('大桥') ORDER BY n DESC LIMIT 1").fetchall()
    assert found == [(2, "大桥通车\n大桥后半的消息")] or found == [(2, "大桥通车了\n大桥前半的消息")]


@pytest.mark.parametrize("wanted", ["", "%", "_", "'"])
def test_a_search_takes_its_text_literally(con: duckdb.DuckDBPyConnection, wanted: str) -> None:
    assert con.execute("SELECT count(*) FROM reports.search(?)", [wanted]).fetchone() == (0,)


def test_the_documentation_lists_every_table_and_column() -> None:
    text = (DOCS / "store.md").read_text(encoding="utf-8")
    missing = [
        f"{table.qualified}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if f"| `{column.name}` | {column.comment} |" not in section(text, table.qualified)
    ]
    assert missing == []


@pytest.mark.parametrize("macro", [m for m in catalogue.macros() if m.example], ids=lambda macro: macro.name)
def test_an_example_can_be_typed_as_it_stands(con: duckdb.DuckDBPyConnection, macro: catalogue.SqlFile) -> None:
    assert macro.example.startswith(f"reports.{macro.name}(")
    asked = f"FROM {macro.example}" if macro.columns else f"SELECT {macro.example}"
    assert con.execute(asked).fetchall()
    assert f"`{macro.example}`" in (DOCS / "warehouse.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [*catalogue.views(), *catalogue.macros()], ids=lambda file: file.name)
def test_the_documentation_names_every_view_and_macro_with_its_meaning(file: catalogue.SqlFile) -> None:
    text = (DOCS / "warehouse.md").read_text(encoding="utf-8")
    assert f"`reports.{file.name}" in text
    assert file.about.en in text


@pytest.mark.parametrize("name", catalogue.CHECKS)
def test_the_documentation_names_every_check(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "warehouse.md").read_text(encoding="utf-8")


def section(text: str, name: str) -> str:
    """The part of a document under the heading of a table."""
    return text.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
