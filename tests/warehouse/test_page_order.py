"""Rows of every part stand by day of issue, page and place on the page, and the footer says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load as load_pages
from loading import write_pages
from newsroom import PageOf, load, rows_of

from warehouse.order import page_key
from warehouse.parts import Part, footer_metadata, read_part, write_parts
from warehouse.schema import TABLES
from warehouse.sql import catalogue
from warehouse.store import Store

DAYS = (date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 11))
LABELS = ("1", "2", "10", "A2", None)
IN_ORDER = tuple(
    PageOf(f"in/{day}-{label}.txt", day=day, page=label, text=f"{day}第{label}版") for day in DAYS for label in LABELS
)
SHUFFLED = tuple(sorted(IN_ORDER, key=lambda page: page.doc_id))


def owners(rows: pa.Table) -> list[str]:
    """The documents of rows, each once, in the order in which they come up."""
    column = "doc_id" if "doc_id" in rows.column_names else "article_id"
    return list(dict.fromkeys(value.split("-")[0] for value in rows[column].to_pylist()))


def of_pages(parts: list[Part]) -> list[Part]:
    return [part for part in parts if TABLES[part.table].is_of_pages]


def test_rows_of_a_batch_stand_by_day_page_and_place(tmp_path: Path) -> None:
    parts = of_pages(write_parts(tmp_path, "k", rows_of(SHUFFLED), {}))
    assert len(parts) == 8
    for part in parts:
        assert owners(read_part(tmp_path, part)) == [page.doc_id for page in IN_ORDER], part.table


def test_the_order_in_which_pages_come_leaves_the_bytes_unchanged(tmp_path: Path) -> None:
    shuffled = write_parts(tmp_path / "a", "k", rows_of(SHUFFLED), {})
    assert write_parts(tmp_path / "b", "k", rows_of(IN_ORDER), {}) == shuffled


def test_pages_without_a_day_come_last(tmp_path: Path) -> None:
    rows = rows_of([*SHUFFLED, PageOf("in/x.txt", day=None, text="无日期")])
    undated = {(table, slug, "2026"): found for (table, slug, _), found in rows.items()}
    merged = {key: pa.concat_tables([undated[key], rows[key]]) for key in undated if key in rows}
    (part,) = [p for p in write_parts(tmp_path, "k", merged, {}) if p.table == "documents"]
    assert read_part(tmp_path, part)["issue_date"].to_pylist()[-1] is None


def test_what_remains_of_a_part_stays_in_order(store: Store) -> None:
    load(store, "b", SHUFFLED)
    gone = IN_ORDER[7]
    load(store, "c", [PageOf(gone.path, text="改写")], replaces_doc_ids={gone.doc_id}, replaces_paths={gone.path})
    for part in of_pages(store.live_parts()):
        if ".r2" in part.name:
            left = [page.doc_id for page in IN_ORDER if page is not gone]
            assert owners(read_part(store.layout.lake, part)) == left, part.table


def test_every_footer_of_a_run_says_the_order(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", *range(3))
    load_pages(tmp_path / "pages", tmp_path / "store", compact_parts=2)
    store = Store.open(tmp_path / "store", write=False)
    said = {p.table: footer_metadata(store.layout.lake, p)["sorted_by"] for p in store.live_parts()}
    assert said["sentences"] == "publication, issue_date, page_label, article_id, seq"
    assert said["inputs"] == "source_path"
    assert all(said[name] == TABLES[name].order for name in said)


@pytest.fixture(scope="module")
def sql() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("CREATE SCHEMA reports")
    con.execute(catalogue.load("macros", "page_key").sql)
    return con


@given(label=st.text(st.sampled_from("Aab0123９第版-"), max_size=7))
def test_the_key_of_a_page_is_that_of_the_views(sql: duckdb.DuckDBPyConnection, label: str) -> None:
    assert sql.sql("SELECT reports.page_key(?)", params=[label]).fetchall() == [(page_key(label),)]
