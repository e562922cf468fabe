"""The commit protocol survives a death at any step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from newsroom import PAGES, PageOf, lake_rows, load, rows_of, stage

from transforms.errors import StoreError
from warehouse import files
from warehouse.log import Commit
from warehouse.storage import Storage
from warehouse.store import StagedBatch, Store
from warehouse.verify import verify

CHANGES = ("write_durable", "move", "delete", "delete_tree", "make_folder")
CHANGED = PageOf(PAGES[0].path, text="改写之后的青江大桥消息")
REPLACED = {"replaces_doc_ids": {PAGES[0].doc_id}, "replaces_paths": {PAGES[0].path}}


class Killed(BaseException):
    """Stands for the process's death: nothing of ours catches it."""


def kill_at(monkeypatch: pytest.MonkeyPatch, step: int) -> Callable[[], int]:
    """Die before the step-th change to the file system; the returned function tells how many were asked for."""
    asked = 0

    def counted(change: Callable[..., None]) -> Callable[..., None]:
        def wrapped(*args: Any) -> None:
            nonlocal asked
            asked += 1
            if asked >= step:
                raise Killed
            change(*args)

        return wrapped

    for name in CHANGES:
        monkeypatch.setattr(files, name, counted(getattr(files, name)))
    return lambda: asked


def deaths(before: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Store], object]) -> Iterator[Path]:
    """Copies of the store `before` in which a writer died at its first, second, … step of `act`; till one survives."""
    for step in count(1):
        folder = Path(shutil.copytree(before, before.with_name(f"killed-{step}")))
        with Store.open(folder, write=True) as store, monkeypatch.context() as patch:
            asked = kill_at(patch, step)
            try:
                act(store)
            except Killed:
                pass
            else:
                assert asked() == step - 1
                return
        yield folder


def load_few(store: Store, key: str, pages: Sequence[PageOf], **replaced: Any) -> None:
    """Load pages with few tables: every table has the same steps to die at."""
    few = {place: rows for place, rows in rows_of(pages).items() if place[0] in ("inputs", "documents", "terms")}
    store.commit(stage(store, key, few, **replaced))


def replace_page(store: Store) -> None:
    """What a run does: plan against what is known, and load what is not."""
    known = store.known_inputs().get(CHANGED.path)
    if known is None or known.doc_id != CHANGED.doc_id:
        load_few(store, "changed", [CHANGED], **REPLACED)


def uninterrupted(folder: Path) -> dict[str, list[dict[str, Any]]]:
    with Store.open(folder, write=True) as store:
        load_few(store, "one", PAGES[:2])
        replace_page(store)
        return lake_rows(store)


def test_a_death_at_any_step_of_a_commit_neither_loses_nor_doubles_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = uninterrupted(tmp_path / "whole")
    with Store.open(tmp_path / "before", write=True) as store:
        load_few(store, "one", PAGES[:2])
    n_kept_old, n_finished = 0, 0
    for folder in deaths(tmp_path / "before", monkeypatch, replace_page):
        with Store.open(folder, write=True) as store:
            was_finished = lake_rows(store) == expected
            assert verify(store) == []
            assert list(store.layout.staging.iterdir()) == []
            replace_page(store)
            assert lake_rows(store) == expected
        n_finished += was_finished
        n_kept_old += not was_finished
    assert n_kept_old > 5
    assert n_finished > 5


def test_a_death_during_recovery_is_recovered_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = uninterrupted(tmp_path / "whole")
    folder = tmp_path / "store"
    with Store.open(folder, write=True) as store:
        load_few(store, "one", PAGES[:2])
        with monkeypatch.context() as patch:
            patch.setattr("warehouse.commit._decide", decide_and_die)
            with pytest.raises(Killed):
                replace_page(store)
    for step in range(1, 200):
        with monkeypatch.context() as patch:
            kill_at(patch, step)
            try:
                Store.open(folder, write=True).close()
            except Killed:
                continue
            break
    with Store.open(folder, write=True) as store:
        assert lake_rows(store) == expected


def decide_and_die(storage: Storage, decided: Commit) -> None:
    storage.decide(decided.number, decided.encoded())
    raise Killed


KILLED_PROCESS = """
import os, sys
sys.path.insert(0, sys.argv[1])
from newsroom import PAGES, load
from warehouse import files
from warehouse.store import Store
store = Store.open(sys.argv[2], write=True)
load(store, "one", PAGES[:4])
files.delete = lambda path: os._exit(9)
load(store, "two", [PAGES[4]], replaces_doc_ids={PAGES[0].doc_id}, replaces_paths={PAGES[0].path})
"""


def test_a_process_that_dies_gives_its_lock_back_and_its_commit_is_finished(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED_PROCESS, str(Path(__file__).parent), str(tmp_path / "store")]
    root = Path(__file__).parents[2]
    dead = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert dead.returncode == 9
    with Store.open(tmp_path / "store", write=True) as store:
        assert len(store.commits()) == 2
        assert set(store.known_inputs()) == {page.path for page in PAGES[1:5]}
        assert verify(store) == []


def test_committing_a_batch_again_adds_nothing(store: Store) -> None:
    first = load(store, "one", PAGES[:4])
    before = lake_rows(store)
    assert load(store, "one", PAGES[:4]).number == first.number
    assert len(store.commits()) == 1
    assert lake_rows(store) == before


def test_a_batch_whose_rows_were_replaced_since_can_come_back(store: Store) -> None:
    load(store, "one", PAGES[:1])
    load(store, "changed", [CHANGED], **REPLACED)
    load(store, "one", PAGES[:1], replaces_doc_ids={CHANGED.doc_id}, replaces_paths={CHANGED.path})
    assert [row["doc_id"] for row in lake_rows(store)["documents"]] == [PAGES[0].doc_id]
    assert verify(store) == []


def test_a_new_pipeline_version_replaces_a_document_by_itself(store: Store) -> None:
    load(store, "one", PAGES[:2])
    again = PageOf(**{f: getattr(PAGES[0], f) for f in PAGES[0].__dataclass_fields__} | {"pipeline_version": "p2"})
    load(store, "one-p2", [again], **REPLACED)
    versions = {row["doc_id"]: row["pipeline_version"] for row in lake_rows(store)["documents"]}
    assert versions == {PAGES[0].doc_id: "p2", PAGES[1].doc_id: "p1"}


def test_replacing_a_document_takes_its_rows_from_every_table(store: Store) -> None:
    load(store, "one", PAGES[:4])
    store.commit(StagedBatch(store.staging_dir("gone"), "gone", "run-2", [], **REPLACED))
    rows = lake_rows(store)
    kept = rows_of(PAGES[1:4])
    assert {name: len(found) for name, found in rows.items()} == {
        name: sum(len(table) for (other, *_), table in kept.items() if other == name) for name in rows
    }
    assert not any(PAGES[0].doc_id in repr(row) for found in rows.values() for row in found)


def test_a_batch_that_brings_a_known_document_is_refused_and_changes_nothing(store: Store) -> None:
    load(store, "one", PAGES[:1])
    with pytest.raises(StoreError, match="documents has doc_id"):
        load(store, "again", [PAGES[0]])
    assert len(store.commits()) == 1


def test_a_batch_with_a_missing_part_is_refused_and_changes_nothing(store: Store) -> None:
    batch = stage(store, "one", rows_of(PAGES[:1]))
    (batch.staging / batch.parts[-1].path).unlink()
    with pytest.raises(StoreError, match="missing"):
        store.commit(batch)
    assert store.live_parts() == []


def test_the_log_says_what_each_commit_added_and_removed(store: Store) -> None:
    load(store, "one", PAGES[:4])
    done = load(store, "changed", [CHANGED], **REPLACED)
    assert done.number == 2
    assert done.previous_sha256 == store.commits()[0].sha256
    assert {part.table for part in done.removed} == {part.table for part in done.added}
    assert set(done.origins.values()) == {1}
    assert done.replaces_paths == (PAGES[0].path,)
