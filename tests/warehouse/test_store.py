"""Opening a store, its lock, and what it keeps."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from newsroom import PAGES, lake_rows, load, rejected, rows_of, stage

from transforms.errors import StoreDamaged, StoreError, StoreLocked
from warehouse.store import Store, drop_documents


def test_a_second_writer_is_refused_and_told_who_has_the_store(store: Store) -> None:
    with pytest.raises(StoreLocked, match=r"test \(process \d+ on .+, since 2"):
        Store.open(store.path, write=True)


def test_a_closed_store_can_be_opened_by_the_next_writer(tmp_path: Path) -> None:
    Store.open(tmp_path / "s", write=True).close()
    with Store.open(tmp_path / "s", write=True) as again:
        assert again.latest_commit is None


def test_readers_need_no_lock(loaded: Store) -> None:
    with Store.open(loaded.path, write=False) as reader:
        assert reader.live_parts() == loaded.live_parts()


def test_a_reader_cannot_commit(loaded: Store) -> None:
    with Store.open(loaded.path, write=False) as reader, pytest.raises(StoreError, match="opened for reading"):
        reader.staging_dir("x")


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="not empty and not a store"):
        Store.open(tmp_path, write=True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_reading_where_no_store_is_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="baoku init"):
        Store.open(tmp_path / "nothing", write=False)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_format_is_refused(tmp_path: Path, write: bool) -> None:
    Store.open(tmp_path / "s", write=True).close()
    (tmp_path / "s" / "store.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(StoreError, match="newer baoku"):
        Store.open(tmp_path / "s", write=write)


def test_a_creation_that_was_cut_short_can_be_repeated(tmp_path: Path) -> None:
    (tmp_path / ".store.json.tmp").write_text("{")
    with Store.open(tmp_path, write=True) as store:
        assert store.commits() == []


def test_a_lost_commit_is_noticed(loaded: Store) -> None:
    (loaded.layout.commits / "00000002.json").unlink()
    with pytest.raises(StoreDamaged, match="expected commit 2"):
        Store.open(loaded.path, write=False)


def test_an_altered_commit_is_noticed(loaded: Store) -> None:
    path = loaded.layout.commits / "00000001.json"
    path.write_text(path.read_text().replace("run-1", "run-9"))
    with pytest.raises(StoreDamaged, match="does not follow"):
        Store.open(loaded.path, write=False)


def test_files_that_are_not_in_the_log_are_not_in_the_store(loaded: Store) -> None:
    before = lake_rows(loaded)
    stray = loaded.layout.lake / loaded.live_parts()[0].path
    stray.with_name("part-stray.parquet").write_bytes(stray.read_bytes())
    with Store.open(loaded.path, write=False) as reader:
        assert lake_rows(reader) == before


def test_known_inputs_say_what_became_of_each(loaded: Store) -> None:
    known = loaded.known_inputs()
    assert {path: found.outcome for path, found in known.items()} == {
        **{page.path: "loaded" for page in PAGES},
        "in/broken.bin": "rejected",
    }
    assert known[PAGES[0].path].doc_id == PAGES[0].doc_id


def test_dropping_a_staged_document_leaves_its_input_as_a_duplicate(store: Store) -> None:
    batch = stage(store, "one", rows_of(PAGES[:2]))
    kept = drop_documents(batch.staging, batch.parts, {PAGES[0].doc_id})
    store.commit(type(batch)(batch.staging, "one", "run-1", kept))
    outcomes = {path: (found.outcome, found.doc_id) for path, found in store.known_inputs().items()}
    assert outcomes == {
        PAGES[0].path: ("duplicate", PAGES[0].doc_id),
        PAGES[1].path: ("loaded", PAGES[1].doc_id),
    }
    tables = lake_rows(store)
    del tables["inputs"]
    assert tables == {name: rows for name, rows in only(PAGES[1]).items() if name != "inputs"}


def only(page: object) -> dict[str, list[dict[str, object]]]:
    """The rows of one page by table, as `lake_rows` gives them."""
    tables = rows_of([page])  # type: ignore[list-item]
    return {place[0]: sorted(table.to_pylist(), key=repr) for place, table in sorted(tables.items())}


def test_dropping_every_document_of_a_part_drops_the_part(store: Store) -> None:
    batch = stage(store, "one", rows_of(PAGES[:1]))
    kept = drop_documents(batch.staging, batch.parts, {PAGES[0].doc_id})
    assert [part.table for part in kept] == ["inputs"]


def test_a_reject_is_kept_with_its_reason(store: Store) -> None:
    data = b"\x00\x01"
    folder = store.keep_reject(sha256(data).hexdigest(), data, {"reason": "binary", "detail": "不是文本"})
    assert (folder / "input").read_bytes() == data
    assert json.loads((folder / "reason.json").read_text())["detail"] == "不是文本"


def test_a_reject_can_be_kept_twice_and_has_the_last_reason(store: Store) -> None:
    digest = sha256(b"x").hexdigest()
    store.keep_reject(digest, b"x", {"reason": "binary"})
    folder = store.keep_reject(digest, b"x", {"reason": "not_chinese"})
    assert json.loads((folder / "reason.json").read_text()) == {"reason": "not_chinese"}


@pytest.mark.parametrize("name", ["../escape", "a/b", "", ".hidden"])
def test_a_batch_key_that_is_no_folder_name_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="batch key"):
        store.staging_dir(name)


def test_a_rejected_input_that_is_read_again_has_one_row(store: Store) -> None:
    store.commit(stage(store, "one", rejected("in/broken.bin")))
    store.commit(stage(store, "two", rejected("in/broken.bin"), replaces_paths={"in/broken.bin"}))
    rows = lake_rows(store)
    assert (len(rows["inputs"]), len(rows["rejects"])) == (1, 1)


def test_staging_of_a_dead_writer_is_gone_when_the_next_opens(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s", write=True) as store:
        stage(store, "one", rows_of(PAGES[:1]))
    with Store.open(tmp_path / "s", write=True) as store:
        assert list(store.layout.staging.iterdir()) == []
        load(store, "one", PAGES[:1])
