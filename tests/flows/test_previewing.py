"""A dry run says what a run would do, and writes nothing."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from loading import load, write_pages

from flows.cli import run_command
from flows.jobs import Job
from flows.judging import Verdict
from flows.previewing import Preview, preview
from flows.settings import Settings
from flows.watching import Silent


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    write_pages(tmp_path / "pages", 1, 2, 3, 4)
    return tmp_path / "pages"


def seen(pages: Path, store: Path, *, retires: bool = False, **settings: object) -> Preview:
    return preview(Job((str(pages),), Settings(store=store, **settings), retires=retires))


def counts(found: Preview) -> dict[str, int]:
    return {verdict.value: n for verdict, n in found.n_files.items()}


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*")}


def test_before_the_first_run_every_file_is_new_and_no_store_is_made(pages: Path, tmp_path: Path):
    shutil.copy(pages / "00001.txt", pages / "copy.txt")
    assert counts(seen(pages, tmp_path / "store")) == {"new": 4, "duplicate by content": 1}
    assert not (tmp_path / "store").exists()


def test_each_input_is_told_by_what_happened_to_it(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    write_pages(pages, 5)
    (pages / "00002.txt").rename(pages / "moved.txt")
    (pages / "00003.txt").write_text("改过的一版", encoding="utf-8")
    os.utime(pages / "00004.txt", (1, 1))
    shutil.copy(pages / "00001.txt", pages / "copy.txt")
    found = seen(pages, tmp_path / "store")
    assert counts(found) == {"known": 2, "new": 1, "renamed": 1, "changed": 1, "duplicate by content": 1}
    assert found.examples[Verdict.RENAMED] == [f"{pages / '00002.txt'} -> {pages / 'moved.txt'}"]
    assert found.to_read == (2, sum((pages / name).stat().st_size for name in ("00005.txt", "00003.txt")))


def test_a_dry_run_says_what_the_run_then_does(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    write_pages(pages, 5, 6)
    (pages / "00002.txt").rename(pages / "moved.txt")
    (pages / "00003.txt").unlink()
    found = seen(pages, tmp_path / "store", retires=True)
    report = load(pages, tmp_path / "store", retires=True)
    assert found.to_read[0] == report.outcomes["loaded"] == 2
    assert (counts(found)["renamed"], len(found.retired)) == (report.n_renamed, report.n_retired) == (1, 1)


def test_a_dry_run_tells_of_sidecar_rows_that_name_no_file(pages: Path, tmp_path: Path):
    (tmp_path / "side.csv").write_text("path,page_label\nnowhere.txt,3\n", encoding="utf-8")
    assert "nowhere.txt" in seen(pages, tmp_path / "store", source={"sidecar": tmp_path / "side.csv"}).note


def test_a_dry_run_writes_nothing(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    load(pages, tmp_path / "store")
    write_pages(pages, 5)
    before = snapshot(tmp_path / "store")
    assert run_command(["run", str(pages), "--store", str(tmp_path / "store"), "--dry-run"]) == 0
    assert snapshot(tmp_path / "store") == before
    said = capsys.readouterr().out
    assert "dry run: 1 files" in said
    assert "nothing was written" in said


def test_a_dry_run_can_be_read_by_machines(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run_command(["run", str(pages), "--store", str(tmp_path / "store"), "--dry-run", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["n_inputs"], said["n_to_read"], said["verdicts"]["new"]["n_files"]) == (4, 4, 4)


def test_a_new_pipeline_version_is_explained(pages: Path, tmp_path: Path):
    load(pages, tmp_path / "store")
    found = seen(pages, tmp_path / "store", min_quality=0.3)
    assert counts(found) == {"pipeline version changed": 4}
    assert "setting min_quality (0.2 -> 0.3)" in found.note
    assert "4 known files (0.00 MB) are read again" in found.note


def test_a_changed_rule_is_named(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from flows import pipeline_version

    load(pages, tmp_path / "store")
    rules = dict(pipeline_version._rules())
    monkeypatch.setattr(pipeline_version, "_rules", lambda: rules | {"transforms/clean.py": "changed"})
    assert "transforms/clean.py" in seen(pages, tmp_path / "store").note


class Listening(Silent):
    """Keeps what it is told, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, text: str) -> None:
        self.said.append(text)

    def start(self, n_files: int, size_bytes: int, n_unchanged: int) -> None:
        self.said.append(f"start {n_files}")


def test_a_run_says_why_it_reads_known_files_again_before_it_starts(pages: Path, tmp_path: Path):
    first, again = Listening(), Listening()
    load(pages, tmp_path / "store", watcher=first)
    load(pages, tmp_path / "store", watcher=again, min_quality=0.3)
    assert first.said == ["start 4"]
    note, start = again.said
    assert "min_quality" in note
    assert start == "start 4"


def test_a_folder_that_is_no_store_is_refused(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run_command(["run", str(pages), "--store", str(pages), "--dry-run"]) == 1
    assert "not a store" in capsys.readouterr().err
