from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from flows.planning import Batch, PlannedInput
from flows.run_report import RunReport
from flows.settings import Settings
from flows.watching import Bar, Plain, watching

BATCH = Batch("k", (PlannedInput("a", 2_000_000, 0, "s"), PlannedInput("b", 1_000_000, 0, "t")))


def report() -> RunReport:
    made = RunReport("r", "baoku run", Settings(), n_inputs=2)
    made.outcomes["rejected"] = 1
    return made


def test_without_a_terminal_lines_say_what_was_done():
    sink = io.StringIO()
    watcher = Plain(Console(file=sink, width=200, highlight=False))
    watcher.start(2, 3_000_000, n_unchanged=5)
    watcher.advance(report(), BATCH)
    watcher.building()
    said = sink.getvalue().splitlines()
    assert said[0] == "reading 2 files, 3.00 MB, 5 known and unchanged"
    assert said[1].startswith("2/2 files, ")
    assert "1 rejected" in said[1]
    assert said[2] == "building the warehouse"


def test_on_a_terminal_a_bar_shows_files_speed_and_rejects():
    sink = io.StringIO()
    console = Console(file=sink, force_terminal=True, width=120)
    with Progress(TextColumn("{task.fields[files]} {task.fields[speed]}{task.fields[note]}"), console=console) as bar:
        watcher = Bar(bar)
        watcher.start(2, 3_000_000, n_unchanged=0)
        watcher.advance(report(), BATCH)
        watcher.building()
    assert "2/2" in sink.getvalue()
    assert "MB/s, 1 rejected" in sink.getvalue()


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]):
    with watching(quiet=True) as watcher:
        watcher.start(1, 1, 0)
        watcher.advance(report(), BATCH)
        watcher.building()
    assert capsys.readouterr() == ("", "")
