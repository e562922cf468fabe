"""Merging small parts leaves every row as it is, whatever happens meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from newsroom import PAGES, PageOf, as_arrow, filled, lake_rows, load, rejected, rows_of, stage
from test_commit import deaths

from transforms.errors import StoreError
from warehouse import compact as compaction
from warehouse.build import build, connect
from warehouse.compact import compact, groups
from warehouse.parts import Part, footer_metadata
from warehouse.schema import TABLES
from warehouse.store import StagedBatch, Store
from warehouse.verify import verify

FEW = ("inputs", "documents", "articles", "terms")


@pytest.fixture
def scattered(store: Store) -> Store:
    """Eight pages in eight batches."""
    for page in PAGES:
        load(store, page.doc_id, [page])
    return store


def warehouse_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with connect(store.layout.warehouse) as con:
        tables = [t for t in TABLES.values() if t.schema == "core"]
        return {t.name: sorted(con.execute(f"FROM {t.qualified}").fetchall(), key=repr) for t in tables}


def test_merging_leaves_the_rows_of_every_table_as_they_are(scattered: Store):
    before = lake_rows(scattered)
    merges = compact(scattered)
    assert lake_rows(scattered) == before
    assert verify(scattered) == []
    assert {merge.table for merge in merges} == set(before)
    places = {(part.table, part.publication, part.year) for part in scattered.live_parts()}
    assert len(scattered.live_parts()) == len(places)


def test_merged_rows_are_sorted_as_their_table_says(scattered: Store):
    compact(scattered)
    part = next(p for p in scattered.live_parts() if p.table == "sentences" and p.publication == "baishi")
    rows = pq.ParquetFile(scattered.layout.lake / part.path).read(columns=["article_id", "seq"]).to_pylist()
    assert len(rows) == 4
    assert rows == sorted(rows, key=lambda row: (row["article_id"], row["seq"]))


def test_a_merged_file_has_the_fields_and_footer_of_its_parts(scattered: Store):
    part = next(p for p in scattered.live_parts() if p.table == "documents")
    before = pq.read_schema(scattered.layout.lake / part.path)
    compact(scattered)
    (merged,) = [p for p in scattered.live_parts() if (p.table, p.publication) == ("documents", part.publication)]
    after = pq.read_schema(scattered.layout.lake / merged.path)
    assert after.remove_metadata().equals(before.remove_metadata(), check_metadata=True)
    keys = footer_metadata(scattered.layout.lake, merged)["batch"].split(",")
    assert set(keys) == {page.doc_id for page in PAGES if page.slug == part.publication}


def test_row_groups_are_even_and_not_too_large(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compaction, "MAX_GROUP_ROWS", 10)
    for batch in range(3):
        rows = [filled("terms", article_id=f"{batch}{i:03}", term="词") for i in range(7)]
        store.commit(stage(store, f"b{batch}", as_arrow({("terms", "unknown", "unknown"): rows})))
    compact(store)
    (part,) = store.live_parts()
    metadata = pq.read_metadata(store.layout.lake / part.path)
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [7, 7, 7]


def part_of(size: int, name: str) -> Part:
    return Part("terms", "qingjiang", "2026", name, 1, size, name)


def test_large_parts_and_lonely_small_ones_are_left_alone():
    parts = [part_of(compaction.SMALL_BYTES, "large"), part_of(9, "small")]
    assert groups(parts) == []
    assert groups([*parts, part_of(9, "other")], at_least=3) == []
    assert groups([*parts, part_of(9, "other")]) == [[part_of(9, "small"), part_of(9, "other")]]


def test_groups_stay_below_twice_the_target():
    parts = [part_of(compaction.SMALL_BYTES - 1, f"p{i}") for i in range(7)]
    assert [len(group) for group in groups(parts)] == [2, 2, 2]


def test_replacing_a_page_after_merging_takes_its_rows_from_every_table(scattered: Store):
    compact(scattered)
    load(scattered, "more", [PageOf("in/new.txt", text="新来的一版")])
    compact(scattered)
    page = PAGES[2]
    gone = StagedBatch(scattered.staging_dir("g"), "g", "r", [], {page.doc_id}, {page.path})
    scattered.commit(gone)
    assert page.doc_id not in repr(lake_rows(scattered))
    assert verify(scattered) == []


def test_a_page_is_replaced_whole_where_only_some_tables_were_merged(scattered: Store):
    for table in ("documents", "terms"):
        parts = [p for p in scattered.live_parts() if (p.table, p.publication) == (table, "qingjiang")]
        compaction._merge(scattered, parts[:3] if table == "terms" else parts)
    for page in PAGES[:4]:
        gone = StagedBatch(scattered.staging_dir("g"), page.doc_id, "r", [], {page.doc_id}, {page.path})
        scattered.commit(gone)
        assert page.doc_id not in repr(lake_rows(scattered))


def test_a_build_goes_on_from_a_warehouse_that_has_all_merged_rows(scattered: Store):
    build(scattered)
    before = warehouse_rows(scattered)
    compact(scattered)
    load(scattered, "new", [PageOf("in/new.txt", text="新来的一版")])
    assert build(scattered).mode == "incremental"
    after = warehouse_rows(scattered)
    assert len(after["documents"]) == len(before["documents"]) + 1
    build(scattered, full=True)
    assert warehouse_rows(scattered) == after


def test_of_a_merged_part_that_mixes_known_and_new_rows_only_the_new_come_in(scattered: Store):
    build(scattered)
    load(scattered, "new", [PageOf("in/new.txt", text="新来的一版")])
    scattered.commit(stage(scattered, "bad", rejected("in/broken.bin")))
    compact(scattered)
    result = build(scattered)
    n_new = sum(len(rows) for rows in rows_of([PageOf("in/new.txt", text="新来的一版")]).values()) + 2
    assert (result.mode, result.n_rows) == ("incremental", n_new)
    after = warehouse_rows(scattered)
    assert len(after["documents"]) == len(PAGES) + 1
    build(scattered, full=True)
    assert warehouse_rows(scattered) == after


def test_merging_leaves_the_published_warehouse_alone(scattered: Store):
    build(scattered)
    before = scattered.layout.warehouse.read_bytes()
    compact(scattered)
    assert scattered.layout.warehouse.read_bytes() == before


def test_a_merge_that_would_lose_a_row_is_refused(scattered: Store):
    before = lake_rows(scattered)
    parts = [p for p in scattered.live_parts() if p.table == "terms"]
    staged = stage(scattered, "short", as_arrow({("terms", "qingjiang", "2026"): [filled("terms", article_id="x")]}))
    batch = StagedBatch(staged.staging, "short", "r", staged.parts, merges=parts)
    with pytest.raises(StoreError, match="merges"):
        scattered.commit(batch)
    assert lake_rows(scattered) == before


def test_a_death_at_any_step_of_a_merge_changes_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with Store.open(tmp_path / "before", write=True) as store:
        for page in PAGES[:3]:
            rows = {place: rows for place, rows in rows_of([page]).items() if place[0] in FEW}
            store.commit(stage(store, page.doc_id, rows))
        expected = lake_rows(store)
    n_deaths = 0
    for folder in deaths(tmp_path / "before", monkeypatch, compact):
        n_deaths += 1
        with Store.open(folder, write=True) as store:
            assert lake_rows(store) == expected
            assert verify(store) == []
            compact(store)
            assert lake_rows(store) == expected
    assert n_deaths > 20
