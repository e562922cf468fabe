"""Asking the warehouse: tables that align with wide characters, exports, a shell, search and the report views."""

from __future__ import annotations

import contextlib
import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.errors import QueryError
from warehouse.connection import connect
from warehouse.location import Location
from warehouse.sql.catalogue import views
from warehouse.storage import published_warehouse

FORMATS = {".csv": "csv", ".json": "json", ".parquet": "parquet"}
MAX_CELLS = 60
"""Terminal cells a value may take in a table on a terminal."""
UNLIMITED = 10_000
"""Width of what goes to a file or pipe, in cells."""
NUMERIC = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)


def open_warehouse(store: Location) -> duckdb.DuckDBPyConnection:
    """The store's published warehouse, for reading. Raises StoreError where there is none."""
    return connect(published_warehouse(store))


def query(con: duckdb.DuckDBPyConnection, statement: str, parameters: list[Any] | None = None) -> pa.Table | None:
    """Run one statement; gives its rows, or None where it has none. Raises QueryError with DuckDB's own words."""
    try:
        relation = con.sql(statement, params=parameters or [])
        return None if relation is None else relation.to_arrow_table()
    except duckdb.Error as error:
        raise QueryError(f"{str(error).strip()}\nin: {statement}") from error


def run_sql(store: Location, statement: str, format: str | None, output: Path | None, limit: int) -> int:
    """Print or export the rows of one statement."""
    format = format or (FORMATS.get(output.suffix.lower(), "table") if output else "table")
    if format == "parquet" and output is None:
        raise QueryError("parquet goes to a file: add --output FILE.parquet")
    with open_warehouse(store) as con:
        rows = query(con, statement)
    if rows is None:
        return 0
    if format == "table":
        print_table(rows, _console(output), limit)
    else:
        export(rows, format, output)
    return 0


def _console(output: Path | None) -> Console:
    if output is None:
        return wide_console()
    return Console(file=output.open("w", encoding="utf-8"), width=UNLIMITED)


def export(rows: pa.Table, format: str, output: Path | None) -> None:
    """Write rows as csv (UTF-8 with BOM into files, so that spreadsheets read Chinese), JSON or Parquet."""
    if format == "parquet":
        pq.write_table(rows, output, compression="zstd")
    elif format == "json":
        text = json.dumps(rows.to_pylist(), ensure_ascii=False, indent=1, default=str)
        _write(text + "\n", output, "utf-8")
    else:
        sink = pa.BufferOutputStream()
        pacsv.write_csv(_flat(rows), sink)
        _write(sink.getvalue().to_pybytes().decode(), output, "utf-8-sig")


def _write(text: str, output: Path | None, encoding: str) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding=encoding)


def _flat(rows: pa.Table) -> pa.Table:
    """Lists as text: csv has none."""
    columns = [
        pa.array([None if v is None else "；".join(map(str, v)) for v in column.to_pylist()], pa.string())
        if pa.types.is_list(column.type)
        else column
        for column in rows.columns
    ]
    return pa.table(columns, names=rows.column_names)


def print_table(rows: pa.Table, console: Console, limit: int = 0, headings: dict[str, str] | None = None) -> None:
    """Print rows as a table; numbers align right, wide characters count two cells.

    A cell is cut at `MAX_CELLS`, and columns that don't fit the terminal are named below instead of being squeezed.
    """
    names = [(headings or {}).get(name, name) for name in rows.column_names]
    shown = rows.slice(0, limit) if limit else rows
    columns = [[_cell(value) for value in column.to_pylist()] for column in shown.columns]
    most = MAX_CELLS if console.width < UNLIMITED else UNLIMITED
    n_fitting = _n_fitting(names, columns, console.width, most)
    table = Table(header_style="bold", show_edge=False, pad_edge=False)
    for name, field in list(zip(names, rows.schema, strict=True))[:n_fitting]:
        numeric = any(is_kind(field.type) for is_kind in NUMERIC)
        table.add_column(name, justify="right" if numeric else "left", no_wrap=True, overflow="ellipsis")
    for values in zip(*columns[:n_fitting], strict=True):
        table.add_row(*(Text(set_cell_size(v, most - 1) + "…" if cell_len(v) > most else v) for v in values))
    console.print(table, highlight=False)
    notes = []
    if shown.num_rows < rows.num_rows:
        notes.append(f"{shown.num_rows:,} of {rows.num_rows:,} rows; --limit 0 shows all")
    elif rows.num_rows != 1:
        notes.append(f"{rows.num_rows:,} rows")
    if n_fitting < len(names):
        notes.append(f"not shown for lack of width: {', '.join(names[n_fitting:])}")
    for note in notes:
        console.print(note, style="dim", highlight=False)


def _n_fitting(names: list[str], columns: list[list[str]], width: int, most: int) -> int:
    """How many columns, from the left, fit the width; at least one."""
    used = 0
    for i, (name, column) in enumerate(zip(names, columns, strict=True)):
        used += max(cell_len(name), *(min(cell_len(cell), most) for cell in column), 1) + 3 * (i > 0)
        if used > width:
            return max(i, 1)
    return len(names)


def wide_console() -> Console:
    """Standard output: as wide as the terminal, or as wide as it takes where it goes to a file or pipe."""
    return Console(width=None if sys.stdout.isatty() else UNLIMITED)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 100_000 else str(value)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return " ".join(str(value).split())


def run_shell(store: Location) -> int:
    """Read statements until end of input; `.tables` lists what can be asked, `.quit` ends."""
    console = wide_console()
    with open_warehouse(store) as con:
        console.print("baoku shell: end statements with ';', .tables lists views and tables, .quit ends")
        for statement in _statements():
            try:
                rows = query(con, statement)
            except QueryError as error:
                console.print(str(error), style="red", markup=False, highlight=False)
                continue
            if rows is not None:
                print_table(rows, console, limit=100)
    return 0


LIST_RELATIONS = "select distinct table_name, table_en, table_zh from reports.tables order by all"


def _statements() -> Iterator[str]:
    with contextlib.suppress(ImportError):  # line editing, where the platform has it
        import readline  # noqa: F401
    pending = ""
    while True:
        try:
            line = input("… " if pending else "报库> ")
        except EOFError:
            return
        if line.strip() in (".quit", ".exit", "exit", "quit"):
            return
        if line.strip() == ".tables":
            yield LIST_RELATIONS
            continue
        pending = f"{pending}\n{line}".strip()
        if pending.endswith(";"):
            yield pending.rstrip(";")
            pending = ""


def run_search(store: Location, term: str, limit: int) -> int:
    """Print the articles that use a word, most often first."""
    with open_warehouse(store) as con:
        rows = query(con, "select * from reports.search(?) limit ?", [term, limit])
    if rows is not None:
        print_table(rows, wide_console())
    return 0


def run_report(store: Location, name: str | None, limit: int, lang: str) -> int:
    """Print one report view with headings in English or Chinese, or the list of all."""
    listed = {view.name: view for view in views()}
    console = wide_console()
    if name is None:
        rows = pa.table(
            {
                "report": list(listed),
                "meaning": [v.about.zh if lang == "zh" else v.about.en for v in listed.values()],
                "grain": [v.grain for v in listed.values()],
            }
        )
        print_table(rows, console)
        return 0
    if name not in listed:
        near = difflib.get_close_matches(name, listed, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(listed)}"
        raise QueryError(f"no report {name!r}; {hint}")
    with open_warehouse(store) as con:
        found = query(con, f'select * from reports."{name}"')
    if found is not None:
        headings = {c.name: c.zh if lang == "zh" else c.name for c in listed[name].columns}
        console.print(listed[name].about.zh if lang == "zh" else listed[name].about.en, style="bold")
        print_table(found, console, limit, headings)
    return 0
