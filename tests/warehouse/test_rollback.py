"""Rolling back publishes the warehouse that was there before, whole, and the next build goes forward again."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from newsroom import PAGES, PageOf, as_arrow, filled, load, stage

from transforms.errors import StoreError
from warehouse import files
from warehouse.build import build, connect
from warehouse.compact import compact
from warehouse.connection import shown_by
from warehouse.rollback import roll_back
from warehouse.schema import TABLES
from warehouse.store import Store
from warehouse.verify import verify

NEW = PageOf("in/new.txt", text="新来的一版消息")


@pytest.fixture
def twice(loaded: Store) -> Store:
    """A store whose warehouse was built with eight pages, then with nine."""
    build(loaded)
    load(loaded, "new", [NEW])
    build(loaded)
    return loaded


def n_documents(path: Path) -> int:
    with connect(path) as con:
        return (con.execute("SELECT count(*) FROM core.documents").fetchone() or (0,))[0]


def test_the_previous_warehouse_is_kept_and_published_again(twice: Store):
    before = twice.layout.previous_warehouse.read_bytes()
    assert n_documents(twice.layout.warehouse) == len(PAGES) + 1
    shown = roll_back(twice)
    assert twice.layout.warehouse.read_bytes() == before
    assert n_documents(twice.layout.warehouse) == len(PAGES)
    assert shown_by(twice.layout.warehouse) == shown
    assert verify(twice) == []


def test_the_next_build_goes_forward_and_equals_a_full_one(twice: Store):
    roll_back(twice)
    load(twice, "more", [PageOf("in/more.txt", text="又来的一版消息")])
    assert build(twice).mode == "incremental"
    with connect(twice.layout.warehouse) as con:
        rows = con.execute("SELECT * FROM core.articles ORDER BY ALL").fetchall()
    build(twice, full=True)
    with connect(twice.layout.warehouse) as con:
        assert con.execute("SELECT * FROM core.articles ORDER BY ALL").fetchall() == rows
    assert len(rows) == len(PAGES) + 2


def test_after_a_rollback_across_a_merge_the_next_build_goes_on_from_there(loaded: Store):
    build(loaded)
    load(loaded, "new", [NEW])
    build(loaded)
    compact(loaded)
    load(loaded, "gone", [], replaces_doc_ids={PAGES[2].doc_id}, replaces_paths={PAGES[2].path})
    build(loaded)
    compact(loaded)
    roll_back(loaded)
    roll_back(loaded)
    roll_back(loaded)
    load(loaded, "more", [PageOf("in/more.txt", text="又来的一版消息")])
    assert build(loaded).mode == "incremental"
    rows = all_rows(loaded)
    assert build(loaded, full=True).mode == "full"
    assert all_rows(loaded) == rows
    assert len(rows["documents"]) == len(PAGES) + 1


def all_rows(store: Store) -> dict[str, list]:
    with connect(store.layout.warehouse) as con:
        tables = [table for table in TABLES.values() if table.name not in ("builds", "checks", "check_failures")]
        return {t.name: con.execute(f"FROM {t.qualified} ORDER BY ALL").fetchall() for t in tables}


def test_rolling_back_twice_undoes_it(twice: Store):
    roll_back(twice)
    roll_back(twice)
    assert n_documents(twice.layout.warehouse) == len(PAGES) + 1


def test_a_reader_keeps_what_it_opened(twice: Store):
    with connect(twice.layout.warehouse) as reader:
        roll_back(twice)
        assert reader.execute("SELECT count(*) FROM core.documents").fetchone() == (len(PAGES) + 1,)


def test_a_run_that_loads_nothing_leaves_the_previous_warehouse(twice: Store):
    run = [filled("runs", run_id="run-2")]
    twice.commit(stage(twice, "run-2", as_arrow({("runs", "unknown", "unknown"): run})))
    assert build(twice).mode == "incremental"
    assert n_documents(twice.layout.previous_warehouse) == len(PAGES)


def test_without_a_previous_warehouse_nothing_changes(loaded: Store):
    build(loaded)
    before = loaded.layout.warehouse.read_bytes()
    with pytest.raises(StoreError, match="no earlier warehouse"):
        roll_back(loaded)
    assert loaded.layout.warehouse.read_bytes() == before


def test_a_file_that_is_no_warehouse_of_this_store_is_not_published(twice: Store):
    twice.layout.previous_warehouse.write_bytes(b"not a database")
    with pytest.raises(StoreError, match="no earlier warehouse"):
        roll_back(twice)
    assert n_documents(twice.layout.warehouse) == len(PAGES) + 1


def test_a_damaged_warehouse_does_not_take_the_place_of_the_previous_one(twice: Store):
    before = twice.layout.previous_warehouse.read_bytes()
    twice.layout.warehouse.unlink()
    twice.layout.warehouse.write_bytes(b"damaged")
    build(twice, full=True)
    assert twice.layout.previous_warehouse.read_bytes() == before


def test_a_death_at_any_step_leaves_a_whole_warehouse(twice: Store, monkeypatch: pytest.MonkeyPatch):
    whole = {twice.layout.warehouse.read_bytes(), twice.layout.previous_warehouse.read_bytes()}
    move = files.move

    def die(source: Path, target: Path) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        move(source, target)

    for step in range(4):
        left = step
        with monkeypatch.context() as patch:
            patch.setattr(files, "move", die)
            with contextlib.suppress(KeyboardInterrupt, StoreError):
                roll_back(twice)
        assert twice.layout.warehouse.read_bytes() in whole


def test_where_links_cannot_be_made_the_previous_warehouse_is_copied(loaded: Store, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    build(loaded)
    before = loaded.layout.warehouse.read_bytes()
    load(loaded, "new", [NEW])
    monkeypatch.setattr("os.link", refuse)
    build(loaded)
    assert loaded.layout.previous_warehouse.read_bytes() == before


def test_a_publication_that_failed_at_its_last_step_leaves_nothing_beside_the_next(
    twice: Store, monkeypatch: pytest.MonkeyPatch
):
    def refuse(source: Path, target: Path) -> None:
        if target == twice.layout.warehouse:
            raise StoreError("refused")
        move(source, target)

    load(twice, "more", [PageOf("in/more.txt", text="又来的一版消息")])
    move = files.move
    with monkeypatch.context() as patch:
        patch.setattr(files, "move", refuse)
        with pytest.raises(StoreError, match="refused"):
            build(twice)
    build(twice)
    assert n_documents(twice.layout.warehouse) == len(PAGES) + 2
    assert list(twice.path.glob(".*.tmp")) == []
