"""`baoku verify | rebuild | rollback | compact` as a user runs them, and compaction at the end of a run."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from loading import lake, load, write_pages

from flows.cli import run_command
from transforms.errors import StoreError
from warehouse import files
from warehouse.schema import TABLES
from warehouse.store import Store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `pages/` and a store that was loaded in three runs."""
    folder = tmp_path_factory.mktemp("filled")
    for number in (5, 10, 15):
        write_pages(folder / "pages", number)
        load(folder / "pages", folder / "store")
    return folder


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(filled / "store", tmp_path / "store")
    return tmp_path


def baoku(capsys: pytest.CaptureFixture[str], place: Path, *arguments: str) -> tuple[int, str]:
    code = run_command([*arguments, "--store", str(place / "store")])
    said = capsys.readouterr()
    return code, said.out + said.err


def warehouse(store: Path) -> dict[str, list[Any]]:
    with duckdb.connect(str(store / "warehouse.duckdb"), read_only=True) as con:
        core = [table for table in TABLES.values() if table.schema == "core"]
        return {t.name: sorted(con.execute(f"from {t.qualified}").fetchall(), key=repr) for t in core}


def n_documents(place: Path) -> int:
    return len(warehouse(place / "store")["documents"])


def part_of(place: Path, table: str) -> Path:
    return next((place / "store" / "lake" / table).rglob("*.parquet"))


def test_a_sound_store_exits_0_and_tells_the_speed(place: Path, capsys: pytest.CaptureFixture[str]):
    code, said = baoku(capsys, place, "verify")
    assert code == 0
    assert "sound" in said
    assert "MB/s" in said


def test_what_can_be_mended_exits_3_and_is_mended(place: Path, capsys: pytest.CaptureFixture[str]):
    stray = part_of(place, "terms").with_name("part-stray.parquet")
    stray.write_bytes(b"x")
    code, said = baoku(capsys, place, "verify")
    assert code == 3
    assert "--repair" in said
    code, said = baoku(capsys, place, "verify", "--repair")
    assert code == 0
    assert "moved to lost/" in said
    assert baoku(capsys, place, "verify")[0] == 0


def test_what_only_a_backup_has_exits_1_and_stays_named(place: Path, capsys: pytest.CaptureFixture[str]):
    damaged = part_of(place, "articles")
    damaged.write_bytes(damaged.read_bytes()[:-5])
    assert baoku(capsys, place, "verify")[0] == 1
    code, said = baoku(capsys, place, "verify", "--repair")
    assert code == 1
    assert "can't be mended without a backup" in said
    assert damaged.name in said


def test_problems_can_be_read_by_machines(place: Path, capsys: pytest.CaptureFixture[str]):
    part_of(place, "terms").with_name("part-stray.parquet").write_bytes(b"x")
    code, said = baoku(capsys, place, "verify", "--json")
    (problem,) = json.loads(said)
    assert (code, problem["kind"], problem["is_mendable"], problem["action"]) == (3, "orphan", True, "")


def test_rollback_says_which_build_is_published_and_a_run_goes_forward(
    filled: Path, place: Path, capsys: pytest.CaptureFixture[str]
):
    assert n_documents(place) == 3
    code, said = baoku(capsys, place, "rollback")
    assert code == 0
    assert n_documents(place) == 2
    status = json.loads(baoku(capsys, place, "status", "--json")[1])
    shown = status["warehouse"]
    assert f"build {shown['build_id']} of commit {shown['commit_number']}" in said
    assert shown["commit_number"] < status["commit"]
    assert load(filled / "pages", place / "store").n_unchanged == 3
    assert n_documents(place) == 3


def test_rolling_back_without_a_previous_warehouse_exits_1(place: Path, capsys: pytest.CaptureFixture[str]):
    (place / "store" / "warehouse.previous.duckdb").unlink()
    code, said = baoku(capsys, place, "rollback")
    assert code == 1
    assert "baoku rebuild" in said


def test_compact_says_what_it_merged_and_changes_no_row(place: Path, capsys: pytest.CaptureFixture[str]):
    before, shown = lake(place / "store"), warehouse(place / "store")
    code, said = baoku(capsys, place, "compact", "--json")
    assert code == 0
    merges = json.loads(said)["merges"]
    assert {merge["table"] for merge in merges} >= {"terms", "inputs", "runs", "batches", "step_stats", "checks"}
    assert lake(place / "store") == before
    assert baoku(capsys, place, "rebuild")[0] == 0
    assert warehouse(place / "store") == shown
    assert baoku(capsys, place, "verify")[0] == 0


def test_a_run_merges_parts_once_there_are_enough(tmp_path: Path):
    for number in (5, 10, 15):
        write_pages(tmp_path / "pages", number)
        load(tmp_path / "pages", tmp_path / "merged", compact_parts=3)
        load(tmp_path / "pages", tmp_path / "scattered", compact_parts=0)
    assert lake(tmp_path / "merged") == lake(tmp_path / "scattered")
    n_parts = {
        name: sum(part.table == "terms" for part in Store.open(tmp_path / name, write=False).live_parts())
        for name in ("merged", "scattered")
    }
    assert n_parts == {"merged": 1, "scattered": 3}


def test_loading_goes_on_incrementally_after_a_merge(tmp_path: Path):
    for number in (5, 10, 15, 20):
        write_pages(tmp_path / "pages", number)
        report = load(tmp_path / "pages", tmp_path / "store", compact_parts=2)
    assert report.built.mode == "incremental"
    (tmp_path / "pages" / "00005.txt").write_text("改过的一版，与先前不同。\n", encoding="utf-8")
    load(tmp_path / "pages", tmp_path / "store", compact_parts=2)
    incremental = warehouse(tmp_path / "store")
    assert run_command(["rebuild", "--store", str(tmp_path / "store")]) == 0
    assert warehouse(tmp_path / "store") == incremental


def test_a_full_disk_is_named_and_the_next_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_pages(tmp_path / "pages", 1)
    load(tmp_path / "pages", tmp_path / "store")
    before = lake(tmp_path / "store")
    write_pages(tmp_path / "pages", 2)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(StoreError, match=r"No space left on device.*run the same command again"):
            load(tmp_path / "pages", tmp_path / "store")
    assert lake(tmp_path / "store") == before
    assert load(tmp_path / "pages", tmp_path / "store").outcomes["loaded"] == 1


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(StoreError, match=r"Permission denied"):
        files.write_atomic(tmp_path / "x", b"x")
