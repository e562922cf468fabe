"""Building the warehouse beside the published one, checking it, and swapping it in by one step (`Storage.publish`).

Readers keep the file they opened; whoever opens the store later sees the new one. What was published before stays,
see `warehouse.rollback`. A build that fails a check is never published: it is kept as
`warehouse.failed.duckdb` for a look, and the old warehouse stays.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from transforms.errors import ChecksFailed, StoreDamaged, StoreError
from warehouse import checks, conservation, files, fresh, load
from warehouse.checks import CheckResult
from warehouse.connection import connect, open_for_building, shown_by
from warehouse.layout import Layout
from warehouse.log import Commit, live_parts
from warehouse.parts import write_parts
from warehouse.schema import TABLES
from warehouse.sql import catalogue
from warehouse.storage import Storage
from warehouse.store import StagedBatch, Store

__all__ = ["BuildResult", "build", "connect"]

Mode = Literal["full", "incremental", "current"]

N_SHOWN, ROWS_SHOWN, N_LETTERS = 6, 2, 240
"""Failed checks in an error's message, rows of each, and letters of a row: as much as fits on a screen."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: `mode` is `current` where the published warehouse showed the last commit already.

    `commit_number` is the commit the warehouse shows, `n_rows` the rows inserted, `checks` empty for mode `current`.
    """

    mode: Mode
    build_id: str
    path: Path
    commit_number: int
    n_rows: int
    seconds: float
    checks: tuple[CheckResult, ...] = ()

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        """Checks that failed without stopping publication."""
        return tuple(result for result in self.checks if not result.is_passed)


def build(store: Store, *, full: bool = False) -> BuildResult:
    """Build the warehouse from the parts in the commit log and publish it, if its checks pass.

    It continues from the published warehouse where that shows an earlier commit of this log and was built with the
    same tables and views, else from nothing; `full` forces the latter. The results of the checks are committed to
    the store either way.

    Args:
        store: open for writing.
        full: build from nothing even where nothing changed.

    Raises:
        ChecksFailed: a check of severity error failed; the published warehouse is as it was.
        StoreError: the warehouse can't be built, for instance because a part can't be read.
    """
    started = time.perf_counter()
    commits = store.commits()
    published = _published(store.storage)
    shown = _shown(published, commits)
    if not full and shown == len(commits) and shown is not None and published is not None:
        return BuildResult("current", "", published, shown, 0, time.perf_counter() - started)
    try:
        mode, build_id, n_rows, results = _build_beside(store, commits, full)
    except duckdb.Error as error:
        raise StoreError(f"can't build the warehouse ({error}); `baoku verify` checks the lake") from error
    path = _publish(store.storage, build_id, results, shown is None or _has_news(commits[shown:]))
    number = len(store.commits())
    return BuildResult(mode, build_id, path, number, n_rows, time.perf_counter() - started, tuple(results))


def definition() -> str:
    """Hash over the definitions of all tables, views, macros and steps, and over how texts are compared."""
    texts = [table.create_sql() for table in TABLES.values()]
    texts += [file.sql for file in (*catalogue.macros(), *catalogue.views())]
    texts += [catalogue.load("steps", name).sql for name in catalogue.STEPS]
    texts += [catalogue.load("reprints", name).sql for name in catalogue.REPRINTS]
    texts.append((resources.files("transforms") / "likeness.py").read_text("utf-8"))  # made what ops.likenesses keeps
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _build_beside(store: Store, commits: Sequence[Commit], full: bool) -> tuple[Mode, str, int, list[CheckResult]]:
    """Fill `warehouse.next.duckdb` and check it; the file is complete and closed on return."""
    layout = store.layout
    build_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{len(commits):08d}"
    shown = None if full else _copy_published(store.storage, commits)
    if shown is None:
        _clear_next(layout)
    con = open_for_building(layout.next_warehouse, layout.staging / "spill")
    try:
        if shown is None:
            load.create_tables(con)
        marks = None if shown is None else fresh.next_row_ids(con)
        n_rows = load.load_changes(con, store.storage, commits, shown or 0)
        load.finish_tables(con)
        live = live_parts(commits).values()
        load.note_row_counts(con, live)
        conservation.show_lake(con, store.storage, (found.part for found in live))
        with fresh.only_fresh(con, marks, n_rows):
            results = checks.run_checks(con, "page")
        results += checks.run_checks(con, "all")
        mode: Mode = "full" if shown is None else "incremental"
        _record(con, store, build_id, mode, results)
        con.execute("CHECKPOINT")
    finally:
        con.close()
    return mode, build_id, n_rows.total(), results


def _record(
    con: duckdb.DuckDBPyConnection, store: Store, build_id: str, mode: Mode, results: list[CheckResult]
) -> None:
    """Commit the results to the store, so that a later full build has them, and note in the file what it shows."""
    rows = checks.as_rows(results, build_id)
    key = f"checks-{build_id}"
    staging = store.staging_dir(key)
    placed = {(table, "unknown", build_id[:4]): of_table for table, of_table in rows.items()}
    parts = write_parts(staging, key, placed, {"build_id": build_id})
    committed = store.commit(StagedBatch(staging, key, build_id, parts))
    for table, of_table in rows.items():
        load.insert_rows(con, TABLES[table], of_table)
    shown = {
        "build_id": build_id,
        "commit_number": committed.number,
        "commit_sha256": committed.sha256,
        "definition": definition(),
        "mode": mode,
        "built_at": datetime.now(UTC).replace(tzinfo=None),
    }
    load.insert_rows(con, TABLES["builds"], pa.Table.from_pylist([shown], schema=TABLES["builds"].arrow_schema))


def _has_news(commits: Iterable[Commit]) -> bool:
    """Whether these commits changed what the store says of inputs and pages, more than their runs' records."""
    return any(
        commit.replaces_paths or commit.moves or any(TABLES[p.table].schema == "core" for p in commit.brought())
        for commit in commits
    )


def _publish(storage: Storage, build_id: str, results: Sequence[CheckResult], keeps_previous: bool) -> Path:
    """Swap the new file in; or keep it aside and raise where a check of severity error failed."""
    layout = storage.layout
    failed = [result for result in results if result.severity == "error" and not result.is_passed]
    if failed:
        files.move(layout.next_warehouse, layout.failed_warehouse)
        raise ChecksFailed(_said(build_id, layout, failed))
    return storage.publish(keeps_previous=keeps_previous and shown_by(_published(storage)) is not None)


def _said(build_id: str, layout: Layout, failed: Sequence[CheckResult]) -> str:
    """One screen: what failed, in how many rows, the first of them, and where the others are."""
    lines = [f"build {build_id} failed {len(failed)} checks; the warehouse that was published before it stays"]
    for result in failed[:N_SHOWN]:
        lines.append(f"  {result.name}: not in {result.n_failing:,} rows: {result.about}")
        lines += [f"    {row[:N_LETTERS]}" for row in result.rows[:ROWS_SHOWN]]
    lines += [f"  and {len(failed) - N_SHOWN} more"] if len(failed) > N_SHOWN else []
    return "\n".join([*lines, f"see `baoku checks`; the build itself is kept as {layout.failed_warehouse}"])


def _published(storage: Storage) -> Path | None:
    """The published warehouse, None also where it is damaged: then the build begins from nothing."""
    try:
        return storage.published()
    except StoreDamaged:
        return None


def _shown(path: Path | None, commits: Sequence[Commit]) -> int | None:
    """The number of the commit a warehouse file shows, if it can be built on: it is one of these, of today's tables."""
    shown = shown_by(path)
    if shown is None or shown.definition != definition() or not shown.is_of(commits):
        return None
    return shown.commit_number


def _copy_published(storage: Storage, commits: Sequence[Commit]) -> int | None:
    """Copy the published warehouse to build on; returns the commit it shows, or None where it can't be built on.

    What it shows is read from the copy: DuckDB keeps one state per path and process, so the published path may show
    an older file to a process that has it open.
    """
    layout = storage.layout
    _clear_next(layout)
    published = _published(storage)
    if published is None:
        return None
    files.copy(published, layout.next_warehouse)
    return _shown(layout.next_warehouse, commits)


def _clear_next(layout: Layout) -> None:
    """Remove what an earlier build that was cut short left."""
    files.delete(layout.next_warehouse)
    files.delete(layout.next_warehouse.with_name(layout.next_warehouse.name + ".wal"))
