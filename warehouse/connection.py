"""Opening DuckDB files, with DuckDB's errors translated."""

from __future__ import annotations

from pathlib import Path

import duckdb

from transforms.errors import StoreError

_BUILD_MEMORY = "40%"
"""Of what DuckDB finds the process may have; the readers' workers may still hold the rest."""


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
    con.execute(f"SET memory_limit = '{_BUILD_MEMORY}'")
    con.execute("SET temp_directory = ?", [str(spill)])
    return con
