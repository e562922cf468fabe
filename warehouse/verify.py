"""Does the store hold what its log says, no less and no more?

Reads every byte of the lake. Needs no lock: run beside a writer it may report parts that are just being placed.
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
from warehouse.layout import Layout
from warehouse.log import live_parts, read_log
from warehouse.parts import Part
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Problem:
    """Something on disk that contradicts the log; `kind` is a short code, `path` relative to the store.

    Kinds: log, missing, altered, rows, orphan, reject, warehouse.
    """

    kind: str
    path: str
    detail: str


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
    return [*found, *_orphans(layout.lake, live), *_rejects(layout), *_warehouse(layout, len(commits))]


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


def _rejects(layout: Layout) -> Iterator[Problem]:
    """Kept inputs that are not what their folder's name says."""
    for folder in sorted(layout.rejects.iterdir()):
        kept, name = folder / "input", f"rejects/{folder.name}"
        if not kept.is_file() or not (folder / "reason.json").is_file():
            yield Problem("reject", name, "input or reason.json is missing: run the input again")
        elif files.sha256_of(kept) != folder.name:
            yield Problem("reject", name, "the input's bytes are not those that were kept")


def _warehouse(layout: Layout, n_commits: int) -> Iterator[Problem]:
    """A published warehouse that can't be opened, or that shows commits the log does not have."""
    if not layout.warehouse.is_file():
        return
    name = layout.warehouse.name
    try:
        with duckdb.connect(str(layout.warehouse), read_only=True) as con:
            row = con.execute("SELECT max(commit_number) FROM ops.builds").fetchone()
    except duckdb.Error as error:
        yield Problem("warehouse", name, f"can't be read ({error}): `baoku rebuild`")
        return
    if row and row[0] is not None and row[0] > n_commits:
        yield Problem("warehouse", name, f"shows commit {row[0]}, the log ends at {n_commits}: `baoku rebuild`")
