"""Watching a run: a progress bar where the terminal is one, a plain line now and then otherwise, silence on request."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn

from flows.planning import Batch
from flows.run_report import RunReport

PLAIN_EVERY_S = 10.0


class Watcher(Protocol):
    """What a run tells whoever watches it."""

    def note(self, text: str) -> None:
        """Something that a person should know before it starts."""

    def start(self, n_files: int, size_bytes: int, n_unchanged: int) -> None:
        """Work begins: so many files and bytes to read, so many known already."""

    def advance(self, report: RunReport, batch: Batch) -> None:
        """A batch is committed."""

    def building(self) -> None:
        """All batches are committed; the warehouse is being built."""


class Silent:
    """Tells nothing."""

    def note(self, text: str) -> None:
        """Nothing."""

    def start(self, n_files: int, size_bytes: int, n_unchanged: int) -> None:
        """Nothing."""

    def advance(self, report: RunReport, batch: Batch) -> None:
        """Nothing."""

    def building(self) -> None:
        """Nothing."""


class Plain:
    """Lines for logs and pipes: one at the start, one every few seconds, one before the build."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()
        self._started = self._last
        self._n_files = self._size = self._done = self._done_bytes = 0

    def note(self, text: str) -> None:
        """Say it."""
        self._console.print(text, markup=False)

    def start(self, n_files: int, size_bytes: int, n_unchanged: int) -> None:
        """Say what is to be done."""
        self._n_files, self._size = n_files, size_bytes
        known = f", {n_unchanged:,} known and unchanged" if n_unchanged else ""
        self._console.print(f"reading {n_files:,} files, {size_bytes / 1e6:,.2f} MB{known}")

    def advance(self, report: RunReport, batch: Batch) -> None:
        """Say how far it is, unless that was said just now."""
        self._done += batch.n_files
        self._done_bytes += batch.size_bytes
        now = time.monotonic()
        if now - self._last < PLAIN_EVERY_S and self._done < self._n_files:
            return
        self._last = now
        speed = self._done_bytes / 1e6 / max(now - self._started, 1e-9)
        left = (self._size - self._done_bytes) / 1e6 / max(speed, 1e-9)
        self._console.print(
            f"{self._done:,}/{self._n_files:,} files, {speed:.1f} MB/s, "
            f"{report.n_rejected:,} rejected, {left:.0f} s left"
        )

    def building(self) -> None:
        """Say that reading is over."""
        self._console.print("building the warehouse")


class Bar:
    """A progress bar with files, MB/s, rejects and the time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._started = time.monotonic()

    def note(self, text: str) -> None:
        """Say it above the bar."""
        self._progress.console.print(text, markup=False)

    def start(self, n_files: int, size_bytes: int, n_unchanged: int) -> None:
        """Show the bar."""
        self._started = time.monotonic()
        known = f", {n_unchanged:,} unchanged" if n_unchanged else ""
        self._task = self._progress.add_task(
            "reading", total=size_bytes or 1, files=f"0/{n_files:,}", n_files=n_files, done=0, note=known, speed=""
        )

    def advance(self, report: RunReport, batch: Batch) -> None:
        """Move the bar by a batch."""
        task = self._progress.tasks[0]
        done = task.fields["done"] + batch.n_files
        size = task.completed + batch.size_bytes
        speed = size / 1e6 / max(time.monotonic() - self._started, 1e-9)
        rejected = f", {report.n_rejected:,} rejected" if report.n_rejected else ""
        self._progress.update(
            task.id,
            advance=batch.size_bytes,
            done=done,
            files=f"{done:,}/{task.fields['n_files']:,}",
            speed=f"{speed:.1f} MB/s",
            note=rejected,
        )

    def building(self) -> None:
        """Say that reading is over."""
        if self._task is not None:
            task = self._progress.tasks[0]
            self._progress.update(self._task, description="building the warehouse", completed=task.total)


@contextmanager
def watching(*, quiet: bool = False) -> Iterator[Watcher]:
    """The watcher that fits standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield Plain(console)
    else:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[files]} files"),
            TextColumn("{task.fields[speed]}{task.fields[note]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            yield Bar(progress)
