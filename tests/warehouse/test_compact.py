"""Merging small parts leaves every row as it is, whatever happens meanwhile."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from loading import load as load_pages
from loading import page_text, write_pages
from newsroom import PAGES, PageOf, as_arrow, filled, lake_rows, load, rejected, rows_of, stage
from test_commit import deaths

from transforms.errors import StoreError
from warehouse import compact as compaction
from warehouse.build import build, connect
from warehouse.compact import compact, groups
from warehouse.parts import Part, footer_metadata, read_part
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


def test_merged_rows_are_sorted_by_day_page_and_place_on_the_page(store: Store):
    days = [date(2026, 1, 6), date(2026, 1, 5), date(2026, 1, 11), None]
    pages = [
        PageOf(f"in/{day}-{page}.txt", day=day, page=page, text=f"{day}第{page}版")
        for page in ("10", "A2", "2", "1", None)
        for day in days
    ]
    for number in range(0, len(pages), 3):
        load(store, f"b{number}", pages[number : number + 3])
    compact(store)
    expected = [
        page.doc_id
        for label in ("1", "2", "10", "A2", None)
        for page in pages
        if page.page == label and page.day == days[1]
    ]
    for table in ("documents", "articles", "sentences", "terms", "mentions"):
        (part,) = [p for p in store.live_parts() if (p.table, p.year) == (table, "2026")]
        rows = read_part(store.layout.lake, part).to_pylist()
        owners = [row["doc_id"] if "doc_id" in row else row["article_id"].split("-")[0] for row in rows]
        seen = list(dict.fromkeys(owners))
        day_of = {page.doc_id: page.day for page in pages}
        assert [day_of[doc_id] for doc_id in seen] == sorted(day_of[doc_id] for doc_id in seen)
        assert seen[: len(expected)] == expected, table
        if "seq" in rows[0]:
            assert [(o, r["seq"]) for o, r in zip(owners, rows, strict=True)] == [
                key for o in seen for key in sorted((o, r["seq"]) for p, r in zip(owners, rows, strict=True) if p == o)
            ]


def hashes(store: Store) -> dict[tuple[str, str, str], str]:
    return {(part.table, part.publication, part.year): part.sha256 for part in store.live_parts()}


def test_merging_at_once_or_in_steps_gives_the_same_bytes(scattered: Store, tmp_path: Path):
    with Store.open(tmp_path / "other", write=True) as other:
        for number, page in enumerate(PAGES):
            load(other, page.doc_id, [page])
            if number in (2, 5):
                compact(other)
        compact(other)
        compact(scattered)
        assert hashes(other) == hashes(scattered)


def test_merging_batches_of_another_size_gives_the_same_rows_in_the_same_order(scattered: Store, tmp_path: Path):
    with Store.open(tmp_path / "other", write=True) as other:
        load(other, "few", PAGES[3:7])
        load(other, "many", [*PAGES[7:], *PAGES[:3]])
        compact(other)
        compact(scattered)
        for one, two in zip(other.live_parts(), scattered.live_parts(), strict=True):
            assert read_part(other.layout.lake, one).equals(read_part(scattered.layout.lake, two))


@pytest.mark.parametrize("n_rows", [1, 49_999, 122_880, 122_881, 250_000, 1_000_003])
def test_row_groups_hold_50_000_to_125_000_rows(n_rows: int):
    rows = pa.table({"n": pa.array(range(n_rows), pa.int32())})
    batches = [rows.slice(start, 100_000) for start in range(0, n_rows, 100_000)]
    sizes = [len(group) for group in compaction._even(batches, n_rows)]
    assert sum(sizes) == n_rows
    assert max(sizes) <= 125_000
    assert min(sizes) >= min(n_rows, 50_000)


def test_every_footer_tells_columns_units_version_and_run(tmp_path: Path):
    write_pages(tmp_path / "pages", *range(3))
    load_pages(tmp_path / "pages", tmp_path / "store", compact_parts=0)
    write_pages(tmp_path / "pages", 7)
    (tmp_path / "pages" / "00001.txt").write_text(page_text(20), encoding="utf-8")
    report = load_pages(tmp_path / "pages", tmp_path / "store", compact_parts=2)
    store = Store.open(tmp_path / "store", write=False)
    for part in store.live_parts():
        said = footer_metadata(store.layout.lake, part)
        if part.table in ("checks", "check_failures"):
            assert said["build_id"], part.path
        else:
            assert report.pipeline_version in said["pipeline_version"], part.path
            assert said["run_id"], part.path
        schema = pq.read_schema(store.layout.lake / part.path)
        for column in TABLES[part.table].columns:
            field = schema.field(column.stored_name)
            assert field.metadata[b"zh"].decode() == column.zh
            assert field.metadata[b"en"].decode() == column.en
            assert field.metadata.get(b"unit", b"").decode() == (column.unit or "")
            assert field.nullable == column.nullable
    (inputs,) = [part for part in store.live_parts() if part.table == "inputs"]
    runs = footer_metadata(store.layout.lake, inputs)["run_id"].split(",")
    assert len(runs) == 2
    assert report.run_id in runs


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
