"""Does the store hold what its log says, no less and no more?

Reads every byte of the lake. Needs no lock: run beside a writer it may report parts that are just being placed.
`warehouse.repair` mends what can be mended without a backup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import StoreDamaged
from warehouse.connection import shown_by
from warehouse.location import Location
from warehouse.log import Commit, commit_path, live_parts, read_log
from warehouse.parts import Part, lake_tables
from warehouse.schema import TABLES
from warehouse.storage import Storage, storage_at
from warehouse.store import REASON, Store, kept_name

_COMMITS = PurePosixPath("lake/_commits")


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
    return _problems(store.storage)


def verify_at(location: Location) -> list[Problem]:
    """As `verify`, for a store whose log may be so damaged that it can't be opened."""
    return _problems(storage_at(location))


def _problems(storage: Storage) -> list[Problem]:
    try:
        commits = read_log(storage.log())
    except StoreDamaged as error:
        return [Problem("log", "lake/_commits", str(error))]
    live = [found.part for found in live_parts(commits).values()]
    sizes = storage.sizes("lake")
    found = [problem for part in live if (problem := _part_problem(storage, part, sizes)) is not None]
    known = {f"lake/{part.path}" for part in live} | storage.offered() | set(storage.leftovers())
    known |= {commit_path(_COMMITS, commit.number).as_posix() for commit in commits if not commit.is_void}
    found += [*_orphans(sizes, known), *_rejects(storage), *warehouse_problems(storage, commits)]
    return [*(_unfinished(storage, commits[-1:], problem) for problem in found), *_leftovers(storage)]


def _part_problem(storage: Storage, part: Part, sizes: Mapping[str, int]) -> Problem | None:
    """The first thing that is wrong with a part, if any."""
    name = f"lake/{part.path}"
    size = sizes.get(name)
    if size is None:
        return Problem("missing", name, "the log has it, the disk does not: put it back from a backup")
    if size != part.size_bytes:
        return Problem("altered", name, f"has {size} bytes, the log says {part.size_bytes}")
    with storage.reading(name) as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != part.sha256:
            return Problem("altered", name, "its bytes are not those that were committed")
        try:
            file.seek(0)
            n_rows = pq.read_metadata(file).num_rows
        except (OSError, pa.ArrowException) as error:
            return Problem("rows", name, f"can't be read as Parquet: {error}")
    if n_rows != part.n_rows:
        return Problem("rows", name, f"has {n_rows} rows, the log says {part.n_rows}")
    return None


def _orphans(found: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    """Files in the lake that the log does not know; readers that list folders would read them."""
    for name in found:
        if name not in known:
            yield Problem("orphan", name, "not in the log: move it out of the lake")


def _unfinished(storage: Storage, last: list[Commit], problem: Problem) -> Problem:
    """The problem, or its milder name where the last commit was decided and only cut short."""
    for commit in last:
        of_commit = {f"lake/{part.path}": part for part in (*commit.added, *commit.removed)}
        part = of_commit.get(problem.path)
        if part is not None and problem.kind == "missing" and storage.is_staged(commit.staging, part):
            return Problem("unfinished", problem.path, "committed and still staged: the next run puts it in its place")
        if part in commit.removed and problem.kind == "orphan":
            return Problem("unfinished", problem.path, "replaced and not yet deleted: the next run deletes it")
    return problem


def _leftovers(storage: Storage) -> Iterator[Problem]:
    """What a writer that died left behind; nothing while one is at work."""
    if storage.is_locked():
        return
    for name in storage.leftovers():
        yield Problem("leftover", name, "left by a run that died: `baoku verify --repair` removes it")


def _rejects(storage: Storage) -> Iterator[Problem]:
    """Kept inputs that are not what their folder's name says."""
    kept = storage.sizes("rejects")
    for digest in sorted({name.split("/")[1] for name in kept}):
        name = f"rejects/{digest}"
        if kept_name(digest) not in kept or f"{name}/{REASON}" not in kept:
            yield Problem("reject", name, "input or reason.json is missing: run the input again")
        elif digest_of(storage, kept_name(digest)) != digest:
            yield Problem("reject", name, "the input's bytes are not those that were kept")


def digest_of(storage: Storage, name: str) -> str:
    """SHA-256 of a file of the store, hexadecimal."""
    with storage.reading(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def warehouse_problems(storage: Storage, commits: list[Commit]) -> Iterator[Problem]:
    """A published warehouse that can't be opened, is of another log, or has other rows than the lake had then."""
    name = storage.layout.warehouse.name
    try:
        path = storage.published()
    except StoreDamaged as error:
        yield Problem("warehouse", name, str(error))
        return
    if path is None:
        return
    shown = shown_by(path)
    if shown is None:
        yield Problem("warehouse", name, "can't be read as a warehouse: `baoku rebuild`")
    elif not shown.is_of(commits):
        said = f"shows commit {shown.commit_number}, which is not in the log (it ends at {len(commits)})"
        yield Problem("warehouse", name, f"{said}: `baoku rebuild`")
    else:
        yield from _row_counts(path, name, commits[: shown.commit_number])


def _row_counts(path: Path, name: str, commits: list[Commit]) -> Iterator[Problem]:
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
                    yield Problem("warehouse", name, f"{said}: `baoku rebuild`")
    except duckdb.Error as error:
        yield Problem("warehouse", name, f"can't be read ({error}): `baoku rebuild`")
