"""Inputs whose files are gone leave the store on request, and only if that can be meant."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from loading import lake, load, paths, write_pages

from transforms.errors import SourceError, StoreError
from warehouse import files
from warehouse.store import Store
from warehouse.verify import verify_at


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    write_pages(tmp_path / "pages", 1, 2, 3, 4)
    return tmp_path / "pages"


def test_a_vanished_input_stays_unless_asked_for(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    (pages / "00002.txt").unlink()
    assert load(pages, tmp_path / "store").n_retired == 0
    assert paths(tmp_path / "store") == ["00001.txt", "00002.txt", "00003.txt", "00004.txt"]


def test_a_retired_input_takes_its_rows_from_lake_and_warehouse(pages: Path, tmp_path: Path):
    store = tmp_path / "store"
    load(pages, store)
    (pages / "00002.txt").unlink()
    report = load(pages, store, retires=True)
    assert (report.n_retired, report.n_unchanged, report.exit_code) == (1, 3, 0)
    write_pages(tmp_path / "fresh" / "pages", 1, 3, 4)
    load(tmp_path / "fresh" / "pages", tmp_path / "fresh" / "store")
    left, fresh = lake(store), lake(tmp_path / "fresh" / "store")
    assert [row["doc_id"] for row in left["documents"]] == [row["doc_id"] for row in fresh["documents"]]
    assert left["terms"] == fresh["terms"]
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from core.documents").fetchall() == [(3,)]
        retired = con.execute("select n_retired from ops.runs order by started_at desc limit 1").fetchall()
    assert retired == [(1,)]


def test_the_commit_log_says_what_was_retired(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    (pages / "00002.txt").unlink()
    load(pages, tmp_path / "store", retires=True)
    (retired,) = [c for c in Store.open(tmp_path / "store", write=False).commits() if c.reason]
    assert retired.reason == "retired 1 inputs whose files are gone"
    assert retired.replaces_paths == (str(pages / "00002.txt"),)


def test_inputs_of_other_folders_are_left_alone(pages: Path, tmp_path: Path):
    others = tmp_path / "pages-of-others"
    write_pages(others, 7, 8, 9)
    load(pages, tmp_path / "store")
    load(others, tmp_path / "store")
    (others / "00007.txt").unlink()
    (pages / "00002.txt").unlink()
    assert load(pages, tmp_path / "store", retires=True).n_retired == 1
    assert "00007.txt" in paths(tmp_path / "store")


def test_a_file_that_is_no_longer_chosen_is_not_gone(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    report = load(pages, tmp_path / "store", retires=True, source={"include": ("0000[123].txt",)})
    assert report.n_retired == 0


def test_a_missing_folder_retires_nothing(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    before = lake(tmp_path / "store")
    shutil.rmtree(pages)
    with pytest.raises(SourceError, match="no such file or folder"):
        load(pages, tmp_path / "store", retires=True, is_sure=True)
    pages.mkdir()
    with pytest.raises(SourceError, match="nothing to read"):
        load(pages, tmp_path / "store", retires=True, is_sure=True)
    assert lake(tmp_path / "store") == before


def test_most_inputs_are_retired_only_on_a_second_word(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    before = lake(tmp_path / "store")
    for number in (1, 2, 3):
        (pages / f"0000{number}.txt").unlink()
    with pytest.raises(SourceError, match=r"3 of 4 known inputs are gone.*--yes"):
        load(pages, tmp_path / "store", retires=True)
    assert lake(tmp_path / "store") == before
    assert load(pages, tmp_path / "store", retires=True, is_sure=True).n_retired == 3
    assert paths(tmp_path / "store", "documents") == ["00004.txt"]


def test_a_file_alone_is_nothing_to_compare_with(pages: Path, tmp_path: Path):
    with pytest.raises(SourceError, match="needs a folder"):
        load(pages / "00001.txt", tmp_path / "store", retires=True)


def test_a_copy_takes_the_place_of_a_retired_original(pages: Path, tmp_path: Path):
    shutil.copy(pages / "00001.txt", pages / "copy.txt")
    load(pages, tmp_path / "store")
    (pages / "00001.txt").unlink()
    report = load(pages, tmp_path / "store", retires=True)
    assert (report.n_retired, report.outcomes["loaded"], report.exit_code) == (1, 1, 0)
    assert paths(tmp_path / "store", "documents") == ["00002.txt", "00003.txt", "00004.txt", "copy.txt"]


def test_a_retired_reject_leaves_no_row(pages: Path, tmp_path: Path):
    (pages / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    load(pages, tmp_path / "store")
    assert paths(tmp_path / "store", "rejects") == ["broken.txt"]
    (pages / "broken.txt").unlink()
    load(pages, tmp_path / "store", retires=True)
    assert paths(tmp_path / "store", "rejects") == []


class Killed(BaseException):
    """Stands for the process's death."""


FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize(("failure", "every"), [(Killed(), 1), (FULL, 3)], ids=["death", "disk full"])
def test_a_failure_at_any_point_of_retiring_and_renaming_ends_in_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, every: int
):
    pages = tmp_path / "pages"
    write_pages(pages, 5, 10, 15)  # of one paper and year: few parts
    shutil.copy(pages / "00005.txt", pages / "copy.txt")
    monkeypatch.setattr("os.fsync", lambda _: None)
    monkeypatch.setattr("flows.ingest.build", lambda _: None)
    load(pages, tmp_path / "before")
    (pages / "00005.txt").unlink()
    (pages / "00010.txt").unlink()
    (pages / "00015.txt").rename(pages / "moved.txt")
    whole = Path(shutil.copytree(tmp_path / "before", tmp_path / "whole"))
    load(pages, whole, retires=True, is_sure=True)
    expected, n_left, step = lake(whole), 0, 1
    assert paths(whole) == paths(whole, "documents") == ["copy.txt", "moved.txt"]
    while True:
        store = Path(shutil.copytree(tmp_path / "before", tmp_path / f"failed-{step}"))
        with monkeypatch.context() as patch:
            asked = _fail_at(patch, step, failure)
            with contextlib.suppress(Killed, StoreError):
                load(pages, store, retires=True, is_sure=True)
            if asked() < step:
                break
        n_left += lake(store)["documents"] != expected["documents"] if _is_finished(store) else 0
        load(pages, store, retires=True, is_sure=True)
        assert lake(store) == expected, step
        assert verify_at(store) == []
        shutil.rmtree(store)
        step += every
    assert step > 40
    assert n_left > 3


def _is_finished(store: Path) -> bool:
    return not any(problem.kind == "unfinished" for problem in verify_at(store))


def _fail_at(monkeypatch: pytest.MonkeyPatch, step: int, failure: BaseException) -> Callable[[], int]:
    """Fail at the step-th change to the file system and at every later one; tells how many were asked for."""
    asked = 0

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> Any:
            nonlocal asked
            asked += 1
            if asked >= step:
                raise failure
            return change(*args)

        return files._explained(wrapped)

    for name in ("write_durable", "move", "delete", "delete_tree", "make_folder"):
        monkeypatch.setattr(files, name, counted(getattr(files, name)))
    return lambda: asked


def kept(store: Path) -> set[str]:
    return {folder.name for folder in (store / "rejects").iterdir()}


@pytest.fixture
def rejecting(pages: Path, tmp_path: Path) -> Path:
    """A store with four pages and two inputs of the same bytes that were rejected."""
    for name in ("picture.txt", "twin.txt"):
        (pages / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    load(pages, tmp_path / "store")
    assert len(kept(tmp_path / "store")) == 1
    return tmp_path / "store"


def test_what_was_kept_of_a_retired_reject_goes_once_no_other_input_has_these_bytes(pages: Path, rejecting: Path):
    before = kept(rejecting)
    (pages / "picture.txt").unlink()
    assert load(pages, rejecting, retires=True).n_retired == 1
    assert kept(rejecting) == before
    (pages / "twin.txt").unlink()
    assert load(pages, rejecting, retires=True).n_retired == 1
    assert kept(rejecting) == set()
    assert verify_at(rejecting) == []


def test_compacting_deletes_what_was_kept_of_rejects_that_are_others_now(
    pages: Path, rejecting: Path, capsys: pytest.CaptureFixture[str]
):
    from flows.cli import run_command

    for path in write_pages(pages, 7, 8):
        path.rename(pages / {"00007.txt": "picture.txt", "00008.txt": "twin.txt"}[path.name])
    load(pages, rejecting)
    assert len(kept(rejecting)) == 1
    assert run_command(["compact", "--store", str(rejecting)]) == 0
    assert "1 kept inputs deleted" in capsys.readouterr().out
    assert kept(rejecting) == set()
    assert verify_at(rejecting) == []


def test_the_only_copy_of_a_loaded_input_stays_while_that_is_known(pages: Path, rejecting: Path):
    with Store.open(rejecting, write=True) as store:
        data = (pages / "00001.txt").read_bytes()
        digest = store.known_inputs()[str(pages / "00001.txt")].source_sha256
        store.keep_reject(digest, data, {"reason": "empty"})
        assert store.drop_unreferenced_rejects() == 0
    assert digest in kept(rejecting)
