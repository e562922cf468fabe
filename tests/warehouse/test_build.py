"""Building: what is published is complete, checked and swapped in whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from newsroom import PAGES, PageOf, as_arrow, lake_rows, load, rejected, rows_of, stage

from transforms.errors import ChecksFailed, StoreError
from warehouse import checks, files
from warehouse import load as loading
from warehouse.build import build, connect
from warehouse.schema import TABLES
from warehouse.store import StagedBatch, Store

CHANGED = PageOf(PAGES[0].path, text="改写之后的青江大桥消息")
REPLACED = {"replaces_doc_ids": {PAGES[0].doc_id}, "replaces_paths": {PAGES[0].path}}


class Yesterday(datetime):
    """A clock that was set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """A day ago."""
        return datetime.now(tz) - timedelta(days=1)


def query(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with connect(store.layout.warehouse) as con:
        return con.execute(sql).fetchall()


def warehouse_rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the warehouse but the record of builds and checks."""
    tables = [t for t in TABLES.values() if t.name not in ("builds", "checks")]
    return {t.name: sorted(query(store, f"FROM {t.qualified}"), key=repr) for t in tables}


def test_every_row_of_the_lake_is_in_the_warehouse(loaded: Store) -> None:
    """Builds add the spelling that stands for a newspaper in both scripts."""
    result = build(loaded)
    assert result.mode == "full"
    lake = lake_rows(loaded)
    lake["documents"] = [row | {"newspaper": row["publication"] or "unknown"} for row in lake["documents"]]
    for name, rows in warehouse_rows(loaded).items():
        expected = [tuple(row.values()) for row in lake.get(name, [])]
        assert rows == sorted(expected, key=repr), name


def test_a_build_with_nothing_new_builds_nothing(loaded: Store) -> None:
    first = build(loaded)
    before = loaded.layout.warehouse.stat().st_mtime_ns
    second = build(loaded)
    assert (second.mode, second.commit_number) == ("current", first.commit_number)
    assert loaded.layout.warehouse.stat().st_mtime_ns == before


def test_an_incremental_build_equals_a_full_one(loaded: Store) -> None:
    build(loaded)
    load(loaded, "changed", [CHANGED], **REPLACED)
    loaded.commit(stage(loaded, "bad", rejected("in/worse.bin")))
    gone = PAGES[5]
    staging = loaded.staging_dir("gone")
    loaded.commit(StagedBatch(staging, "gone", "r", [], replaces_doc_ids={gone.doc_id}, replaces_paths={gone.path}))
    assert build(loaded).mode == "incremental"
    incremental = warehouse_rows(loaded)
    assert build(loaded, full=True).mode == "full"
    assert warehouse_rows(loaded) == incremental
    assert CHANGED.doc_id in repr(incremental["terms"])
    assert PAGES[0].doc_id not in repr(incremental)


def test_a_document_that_came_and_changed_between_builds_is_there_once(loaded: Store) -> None:
    build(loaded)
    new = PageOf("in/new.txt", text="新到的一版消息内容")
    load(loaded, "new", [new, PageOf("in/other.txt", text="同批另一版消息")])
    newer = replace(new, text="新到又改的一版消息")
    load(loaded, "newer", [newer], replaces_doc_ids={new.doc_id}, replaces_paths={new.path})
    build(loaded)
    found = query(loaded, "SELECT source_path, doc_id FROM core.documents WHERE source_path = 'in/new.txt'")
    assert found == [("in/new.txt", newer.doc_id)]


def test_an_empty_store_has_an_empty_warehouse(store: Store) -> None:
    assert build(store).mode == "full"
    assert query(store, "SELECT count(*) FROM reports.articles") == [(0,)]


def test_changed_definitions_are_built_in_full(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    build(loaded)
    monkeypatch.setattr("warehouse.build.definition", lambda: "another")
    assert build(loaded).mode == "full"


def test_a_warehouse_of_another_store_is_not_built_on(loaded: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other", write=True) as other:
        load(other, "x", [PageOf("in/x.txt", text="别处的报纸一版")])
        build(other)
        files.copy(other.layout.warehouse, loaded.layout.warehouse)
    assert build(loaded).mode == "full"
    assert query(loaded, "SELECT count(*) FROM core.documents") == [(len(PAGES),)]


def spoiled(store: Store) -> None:
    """Bring a page whose characters do not add up."""
    rows = rows_of([PageOf("in/spoiled.txt", text="字数不对的一版")])
    place = ("documents", "qingjiang", "2026")
    table = rows[place]
    at = table.column_names.index("n_chars")
    rows[place] = table.set_column(at, table.schema.field(at), pa.array([1000], pa.int32()))
    store.commit(stage(store, "spoiled", rows))


def test_a_failed_check_keeps_the_old_warehouse(loaded: Store) -> None:
    build(loaded)
    before = loaded.layout.warehouse.read_bytes()
    spoiled(loaded)
    with pytest.raises(ChecksFailed, match=r"(?s)characters_conserved: not in 1 rows.*in/spoiled.txt"):
        build(loaded)
    assert loaded.layout.warehouse.read_bytes() == before
    with connect(loaded.layout.failed_warehouse) as failed:
        assert failed.execute("SELECT count(*) FROM core.documents").fetchone() == (len(PAGES) + 1,)


def test_after_the_cause_is_gone_the_next_build_is_published(loaded: Store) -> None:
    build(loaded)
    spoiled(loaded)
    with pytest.raises(ChecksFailed):
        build(loaded)
    page = PageOf("in/spoiled.txt", text="字数不对的一版")
    staging = loaded.staging_dir("gone")
    loaded.commit(StagedBatch(staging, "gone", "r", [], replaces_doc_ids={page.doc_id}, replaces_paths={page.path}))
    assert build(loaded).mode == "incremental"
    assert not loaded.layout.failed_warehouse.exists()
    failed = query(loaded, "SELECT check_name FROM reports.checks WHERE NOT is_passed AND NOT is_current")
    assert failed == [("characters_conserved",)]


def test_a_warning_is_reported_and_published(store: Store) -> None:
    load(store, "one", [replace(page, headline=None) for page in PAGES[:4]])
    result = build(store)
    assert [(check.name, check.n_failing) for check in result.warnings] == [("headlines_missing", 1)]


def test_a_full_build_keeps_the_history_of_checks(loaded: Store) -> None:
    first, second = build(loaded), build(loaded, full=True)
    found = query(loaded, "SELECT DISTINCT build_id FROM ops.checks ORDER BY build_id")
    assert found == [(first.build_id,), (second.build_id,)]
    assert query(loaded, "SELECT DISTINCT build_id FROM reports.checks WHERE is_current") == [(second.build_id,)]


def test_a_reader_keeps_what_it_opened(loaded: Store) -> None:
    build(loaded)
    with connect(loaded.layout.warehouse) as reader:
        load(loaded, "changed", [CHANGED], **REPLACED)
        build(loaded)
        (body,) = reader.execute(f"SELECT body FROM core.articles WHERE doc_id = '{PAGES[0].doc_id}'").fetchone() or (
            "",
        )
    assert body == PAGES[0].text


def test_a_build_that_was_cut_short_leaves_the_old_warehouse_and_can_be_repeated(
    loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(loaded)
    before = loaded.layout.warehouse.read_bytes()
    load(loaded, "changed", [CHANGED], **REPLACED)
    with monkeypatch.context() as patch:
        patch.setattr("warehouse.build._publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(loaded)
    assert loaded.layout.warehouse.read_bytes() == before
    assert build(loaded).mode == "incremental"
    assert query(loaded, f"SELECT body FROM core.articles WHERE doc_id = '{CHANGED.doc_id}'") == [(CHANGED.text,)]


def test_a_damaged_part_stops_the_build_with_a_word_on_what_to_do(loaded: Store) -> None:
    part = next(p for p in loaded.live_parts() if p.table == "terms")
    (loaded.layout.lake / part.path).write_bytes(b"not parquet")
    with pytest.raises(StoreError, match="baoku verify"):
        build(loaded)
    assert not loaded.layout.warehouse.exists()


def test_a_missing_warehouse_is_named_with_the_command_that_builds_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="baoku rebuild"):
        connect(tmp_path / "warehouse.duckdb")


def test_a_reader_cannot_change_the_warehouse(loaded: Store) -> None:
    build(loaded)
    with connect(loaded.layout.warehouse) as con, pytest.raises(duckdb.InvalidInputException):
        con.execute("DELETE FROM core.articles")


def broken(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows that break one promise each, by the check that must notice."""
    page = PageOf("in/broken.txt", text="有毛病的一版消息")
    rows = {place[0]: table.to_pylist() for place, table in rows_of([page]).items()}
    match kind:
        case "key_terms":
            rows["terms"].append(rows["terms"][0])
        case "owner_terms":
            rows["terms"][0]["article_id"] = "ffff-0001"
        case "loaded_inputs_have_documents":
            rows["inputs"][0]["source_sha256"] = "0" * 64
        case "documents_have_inputs":
            rows["inputs"][0]["source_path"] = "in/elsewhere.txt"
        case "duplicates_have_documents":
            twin = {"source_path": "in/twin.txt", "outcome": "duplicate", "doc_id": "ffff"}
            rows["inputs"].append(rows["inputs"][0] | twin)
        case "rejected_inputs_have_reasons":
            rows["inputs"].append(rows["inputs"][0] | {"source_path": "in/twin.txt", "outcome": "rejected"})
        case "values_inputs":
            rows["inputs"][0]["outcome"] = "lost"
        case "values_articles":
            rows["articles"][0]["kind"] = "poem"
        case "values_paragraphs":
            rows["paragraphs"][0]["role"] = "footer"
        case "shares_in_range":
            rows["articles"][0]["confidence"] = 1.5
        case "files_conserved":
            rows["inputs"].append(rows["inputs"][0] | {"source_path": "in/twin.txt", "outcome": "lost"})
        case "article_counts":
            rows["documents"][0]["n_articles"] = 2
        case "part_counts":
            rows["paragraphs"].append(rows["paragraphs"][0] | {"seq": 2})
        case "word_counts":
            rows["terms"].pop()
        case "words_match_tags":
            rows["sentences"][0]["tags"].pop()
        case "spans_in_order":
            rows["sentences"][0]["end_char"] = 0
        case "facts_have_sentences":
            rows["dates"][0]["sentence_seq"] = 9
    yield from rows.items()


@pytest.mark.parametrize(
    "check",
    [
        "key_terms",
        "owner_terms",
        "loaded_inputs_have_documents",
        "documents_have_inputs",
        "duplicates_have_documents",
        "rejected_inputs_have_reasons",
        "values_inputs",
        "values_articles",
        "values_paragraphs",
        "shares_in_range",
        "files_conserved",
        "article_counts",
        "part_counts",
        "word_counts",
        "words_match_tags",
        "spans_in_order",
        "facts_have_sentences",
    ],
)
def test_each_promise_has_a_check_that_notices_when_it_is_broken(store: Store, check: str) -> None:
    place = {name: ("unknown", "unknown") if name == "inputs" else ("qingjiang", "2026") for name in TABLES}
    store.commit(stage(store, "broken", as_arrow({(name, *place[name]): rows for name, rows in broken(check)})))
    with pytest.raises(ChecksFailed, match=check):
        build(store)


def test_a_fact_of_an_unknown_kind_is_a_warning(store: Store) -> None:
    rows = rows_of(PAGES[:1])
    place = ("mentions", *PAGES[0].place)
    mentions = rows[place].to_pylist()
    rows |= as_arrow({place: [mentions[0] | {"kind": "ship"}, *mentions[1:]]})
    store.commit(stage(store, "one", rows))
    (found,) = build(store).warnings
    assert (found.name, found.rows) == ("values_mentions", ('{"column_name": "kind", "value": "ship", "n": 1}',))


@pytest.mark.parametrize(
    ("change", "quantity"),
    [
        ("UPDATE core.documents SET n_chars = n_chars + 1, n_furniture_chars = n_furniture_chars + 1", "pages"),
        ("UPDATE core.articles SET n_words = 4; UPDATE core.terms SET n = 2 WHERE term = '大桥'", "words of"),
        ("UPDATE core.inputs SET outcome = 'duplicate' WHERE source_path LIKE '%baishi/5/1.txt'", "files"),
    ],
)
def test_what_changed_between_lake_and_warehouse_is_noticed(
    loaded: Store, monkeypatch: pytest.MonkeyPatch, change: str, quantity: str
) -> None:
    def careless(con: duckdb.DuckDBPyConnection) -> None:
        finish(con)
        con.execute(change)

    finish = loading.finish_tables
    monkeypatch.setattr(loading, "finish_tables", careless)
    with pytest.raises(ChecksFailed, match=rf"(?s)lake_conserved: .*{quantity}"):
        build(loaded)


def test_failing_rows_are_kept_in_the_lake_also_of_a_build_that_was_not_published(loaded: Store) -> None:
    spoiled(loaded)
    with pytest.raises(ChecksFailed):
        build(loaded)
    (row,) = loaded.rows("check_failures").to_pylist()
    assert (row["check_name"], row["place"]) == ("characters_conserved", 1)
    assert json.loads(row["failing_row"])["source_path"] == "in/spoiled.txt"


def test_of_many_failing_rows_the_first_are_kept_and_all_are_counted(
    loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.checks.N_KEPT", 3)
    many = checks.Check("many", "warn", "SELECT range AS n FROM range(10)", "there is nothing")
    monkeypatch.setattr("warehouse.checks.all_checks", lambda: [many])
    (found,) = build(loaded).warnings
    assert (found.n_failing, found.rows) == (10, ('{"n": 0}', '{"n": 1}', '{"n": 2}'))
    assert query(loaded, "SELECT count(*) FROM ops.check_failures") == [(3,)]


def test_with_a_clock_set_back_the_last_build_counts_as_the_current_one(
    loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(loaded)
    load(loaded, "changed", [CHANGED], **REPLACED)
    monkeypatch.setattr("warehouse.build.datetime", Yesterday)
    second = build(loaded)
    assert query(loaded, "SELECT DISTINCT build_id FROM reports.checks WHERE is_current") == [(second.build_id,)]


def test_a_table_with_fewer_rows_than_the_lake_is_noticed(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = loading._insert

    def forgetful(con: duckdb.DuckDBPyConnection, lake: Path, table: Any, parts: Any) -> int:
        return insert(con, lake, table, parts[1:] if table.name == "mentions" else parts)

    monkeypatch.setattr(loading, "_insert", forgetful)
    with pytest.raises(ChecksFailed, match="row_counts"):
        build(loaded)
