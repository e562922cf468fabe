"""A run that is killed is on record once the next one starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from loading import load, write_pages

from flows.dictionaries import earlier_versions
from flows.settling import Settler
from warehouse.store import Store

ROOT = Path(__file__).parents[2]

KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from loading import load
from flows import planning
from flows.settling import Settler
from flows.watching import Silent

class Deadly(Silent):
    def start(self, *_):
        if sys.argv[4] == "0":
            os.kill(os.getpid(), signal.SIGKILL)
    def advance(self, report, batch):
        if report.n_batches == int(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)

planning.MIN_BATCH_BYTES = 1
planning.BATCHES_A_WORKER = 100
load(Path(sys.argv[2]), Path(sys.argv[3]), watcher=Deadly())
"""


def kill(pages: Path, store: Path, n_batches: int) -> None:
    """A run that gets SIGKILL after so many batches."""
    command = [sys.executable, "-c", KILLED, str(ROOT / "tests"), str(pages), str(store), str(n_batches)]
    dead = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert dead.returncode == -9


def runs(store: Path) -> list[dict[str, Any]]:
    rows = Store.open(store, write=False).rows("runs").to_pylist()
    return sorted(rows, key=lambda row: row["status"], reverse=True)


@pytest.mark.parametrize("n_batches", [0, 2])
def test_a_killed_run_gets_a_row_with_what_it_had_committed(tmp_path: Path, n_batches: int):
    write_pages(tmp_path / "pages", *range(5))
    kill(tmp_path / "pages", tmp_path / "store", n_batches)
    report = load(tmp_path / "pages", tmp_path / "store")
    died, completed = runs(tmp_path / "store")
    assert (died["status"], died["command"], died["n_loaded"]) == ("died", "baoku run", n_batches)
    assert died["started_at"] <= completed["started_at"]
    assert died["finished_at"] is None
    assert (completed["run_id"], completed["n_loaded"]) == (report.run_id, 5 - n_batches)


def test_each_killed_run_gets_one_row_and_later_runs_add_none(tmp_path: Path):
    write_pages(tmp_path / "pages", *range(5))
    for n_batches in (1, 0, 2):
        kill(tmp_path / "pages", tmp_path / "store", n_batches)
    for _ in range(2):
        load(tmp_path / "pages", tmp_path / "store")
    found = runs(tmp_path / "store")
    assert [row["status"] for row in found] == ["died"] * 3 + ["completed"] * 2
    assert len({row["run_id"] for row in found}) == 5
    assert sum(row["n_loaded"] for row in found) == 5


def test_a_run_that_an_error_stopped_is_on_record_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_pages(tmp_path / "pages", *range(4))
    with monkeypatch.context() as patch:
        patch.setattr(Settler, "commit_run", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load(tmp_path / "pages", tmp_path / "store")
    load(tmp_path / "pages", tmp_path / "store")
    died, _ = runs(tmp_path / "store")
    assert (died["status"], died["n_loaded"]) == ("died", 4)


def test_runs_that_ended_leave_nothing_to_record(tmp_path: Path):
    for number in (1, 2):
        write_pages(tmp_path / "pages", number)
        load(tmp_path / "pages", tmp_path / "store")
    assert [row["status"] for row in runs(tmp_path / "store")] == ["completed", "completed"]


def test_what_changed_since_a_version_is_told_though_a_run_of_it_died(tmp_path: Path):
    write_pages(tmp_path / "pages", *range(3))
    load(tmp_path / "pages", tmp_path / "store")
    write_pages(tmp_path / "pages", 3, 4)
    kill(tmp_path / "pages", tmp_path / "store", 1)
    load(tmp_path / "pages", tmp_path / "store")
    store = Store.open(tmp_path / "store", write=False)
    (version,) = set(store.rows("runs")["pipeline_version"].to_pylist())
    assert "setting min_quality" in earlier_versions(store)[version]
