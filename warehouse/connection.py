"""Opening DuckDB files, with DuckDB's errors translated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from transforms.errors import StoreError
from warehouse.log import Commit

_BUILD_SHARE = "40%"
"""Of what DuckDB finds the process may have; another run's workers may hold the rest."""
_BUILD_MEMORY = 10**9
"""Bytes that a build takes at most, so that it is no larger for a larger lake; past them DuckDB spills to disk."""


def connect(path: Path | str, read_only: bool = True) -> duckdb.DuckDBPyConnection:
    """Open a warehouse file, by default without being able to change it.

    Raises:
        StoreError: there is no warehouse yet, or the file can't be opened.
    """
    if not Path(path).is_file():
        raise StoreError(f"no warehouse at {path}; `baoku run` or `baoku rebuild` builds it")
    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise StoreError(f"{path}: can't be opened as a warehouse ({error}); `baoku rebuild` builds it anew") from error


def open_for_building(path: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """Open or create a file to build in: memory limited, what does not fit goes to the folder `spill`."""
    con = duckdb.connect(str(path))
    con.execute(f"SET memory_limit = '{_BUILD_SHARE}'")
    share = con.execute("SELECT parse_formatted_bytes(current_setting('memory_limit'))").fetchone()
    if share and share[0] > _BUILD_MEMORY:
        con.execute(f"SET memory_limit = '{_BUILD_MEMORY}B'")
    con.execute("SET temp_directory = ?", [str(spill)])
    return con


@dataclass(frozen=True, slots=True)
class Shown:
    """What a warehouse file shows: its last build, and the commit of the lake which that is a build of."""

    build_id: str
    commit_number: int
    commit_sha256: str
    definition: str
    built_at: datetime

    def is_of(self, commits: Sequence[Commit]) -> bool:
        """Whether the commit is one of these."""
        number = self.commit_number
        return 1 <= number <= len(commits) and commits[number - 1].sha256 == self.commit_sha256


def shown_by(path: Path | None) -> Shown | None:
    """What a file shows; None where it isn't there, is no warehouse of ours, or is open elsewhere in this process."""
    if path is None or not path.is_file():
        return None
    columns = "build_id, commit_number, commit_sha256, definition, built_at"
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            row = con.execute(f"SELECT {columns} FROM ops.builds ORDER BY commit_number DESC LIMIT 1").fetchone()
    except duckdb.Error:
        return None
    return None if row is None else Shown(*row)
