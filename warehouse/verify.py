"""Does the store hold what its log says, no less and no more?

Reads every byte of the lake. Needs no lock: run beside a writer it may report parts that are just being placed.
`warehouse.repair` mends what can be mended without a backup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import StoreDamaged
from warehouse import files
from warehouse.connection import shown_by
from warehouse.layout import Layout
from warehouse.log import Commit, live_parts, read_log
from warehouse.parts import Part, lake_tables
from warehouse.schema import TABLES
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Problem:
    """Something on disk that contradicts the log; `kind` is a short code, `path` relative to the store.

    Kinds: log, missing, altered, rows, orphan, reject, warehouse, unfinished, leftover.
    """

    kind: str
    path: str
    detail: str

    @property
    def is_mendable(self) -> bool:
        """Whether `baoku verify --repair` can mend it for sure; a kept reject only where its file is still there."""
        return self.kind in ("orphan", "warehouse", "unfinished", "leftover")


def verify(store: Store) -> list[Problem]:
    """Every contradiction between the log and what is on disk, empty for a sound store."""
    return verify_folder(store.layout)


def verify_folder(layout: Layout) -> list[Problem]:
    """As `verify`, for a store whose log may be so damaged that it can't be opened."""
    try:
        commits = read_log(layout.commits)
    except StoreDamaged as error:
        return [Problem("log", "lake/_commits", str(error))]
    live = [found.part for found in live_parts(commits).values()]
    found = [problem for part in live if (problem := _part_problem(layout.lake, part)) is not None]
    found += [*_orphans(layout.lake, live), *_rejects(layout), *warehouse_problems(layout, commits)]
    return [*(_unfinished(layout, commits[-1:], problem) for problem in found), *_leftovers(layout)]


def _part_problem(lake: Path, part: Part) -> Problem | None:
    """The first thing that is wrong with a part, if any."""
    path, name = lake / part.path, f"lake/{part.path}"
    if not path.is_file():
        return Problem("missing", name, "the log has it, the disk does not: put it back from a backup")
    size = path.stat().st_size
    if size != part.size_bytes:
        return Problem("altered", name, f"has {size} bytes, the log says {part.size_bytes}")
    if files.sha256_of(path) != part.sha256:
        return Problem("altered", name, "its bytes are not those that were committed")
    try:
        n_rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        return Problem("rows", name, f"can't be read as Parquet: {error}")
    if n_rows != part.n_rows:
        return Problem("rows", name, f"has {n_rows} rows, the log says {part.n_rows}")
    return None


def _orphans(lake: Path, live: list[Part]) -> Iterator[Problem]:
    """Files in the lake that the log does not know; readers that list folders would read them."""
    known = {lake / part.path for part in live}
    for path in sorted(lake.rglob("*.parquet")):
        if path not in known:
            yield Problem("orphan", f"lake/{path.relative_to(lake)}", "not in the log: move it out of the lake")


def _unfinished(layout: Layout, last: list[Commit], problem: Problem) -> Problem:
    """The problem, or its milder name where the last commit was decided and only cut short."""
    name = problem.path.removeprefix("lake/")
    for commit in last:
        if problem.kind == "missing" and (layout.root / commit.staging / name).is_file():
            return Problem("unfinished", problem.path, "committed and still staged: the next run puts it in its place")
        if problem.kind == "orphan" and name in {str(part.path) for part in commit.removed}:
            return Problem("unfinished", problem.path, "replaced and not yet deleted: the next run deletes it")
    return problem


def _leftovers(layout: Layout) -> Iterator[Problem]:
    """What a writer that died left behind; nothing while one is at work."""
    if files.is_locked(layout.lock):
        return
    staged = layout.staging.iterdir() if layout.staging.is_dir() else ()
    beside = [layout.next_warehouse, layout.root / f"{layout.next_warehouse.name}.wal"]
    for path in sorted([*staged, *filter(Path.exists, beside), *layout.root.glob(".*.tmp")]):
        name = path.relative_to(layout.root).as_posix()
        yield Problem("leftover", name, "left by a run that died: `baoku verify --repair` removes it")


def _rejects(layout: Layout) -> Iterator[Problem]:
    """Kept inputs that are not what their folder's name says."""
    for folder in sorted(layout.rejects.iterdir()):
        kept, name = folder / "input", f"rejects/{folder.name}"
        if not kept.is_file() or not (folder / "reason.json").is_file():
            yield Problem("reject", name, "input or reason.json is missing: run the input again")
        elif files.sha256_of(kept) != folder.name:
            yield Problem("reject", name, "the input's bytes are not those that were kept")


def warehouse_problems(layout: Layout, commits: list[Commit]) -> Iterator[Problem]:
    """A published warehouse that can't be opened, is of another log, or has other rows than the lake had then."""
    if not layout.warehouse.is_file():
        return
    name = layout.warehouse.name
    shown = shown_by(layout.warehouse)
    if shown is None:
        yield Problem("warehouse", name, "can't be read as a warehouse: `baoku rebuild`")
    elif not shown.is_of(commits):
        said = f"shows commit {shown.commit_number}, which is not in the log (it ends at {len(commits)})"
        yield Problem("warehouse", name, f"{said}: `baoku rebuild`")
    else:
        yield from _row_counts(layout.warehouse, commits[: shown.commit_number])


def _row_counts(path: Path, commits: list[Commit]) -> Iterator[Problem]:
    """Tables of a warehouse that have more or fewer rows than the lake after these commits."""
    expected = dict.fromkeys(lake_tables(), 0)
    for found in live_parts(commits).values():
        expected[found.part.table] += found.part.n_rows
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            for table, n_rows in expected.items():
                counted = con.execute(f"SELECT count(*) FROM {TABLES[table].qualified}").fetchone() or (0,)
                if counted[0] != n_rows:
                    said = f"{table} has {counted[0]} rows, the lake {n_rows}"
                    yield Problem("warehouse", path.name, f"{said}: `baoku rebuild`")
    except duckdb.Error as error:
        yield Problem("warehouse", path.name, f"can't be read ({error}): `baoku rebuild`")
