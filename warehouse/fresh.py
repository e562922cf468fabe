"""The rows that an incremental build brought, as views that stand in for the tables: what its checks look at.

Checks that look at each page by itself (`scope: page`) held for all other pages when the build that is continued was
checked. A second catalogue has a schema `core` with views of the same names; while it is in use, a check's SQL sees
only the new rows. Which they are is told by their row ids, and is not believed unless the counts agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from warehouse.columns import Table
from warehouse.schema import TABLES

OF_PAGES = tuple(table for table in TABLES.values() if table.in_lake and table.owner in ("doc_id", "article_id"))


def next_row_ids(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """By table of pages, the id that the next row to be inserted gets at least."""
    return {
        table.name: _number(con, f"SELECT coalesce(max(rowid) + 1, 0) FROM {table.qualified}") for table in OF_PAGES
    }


@contextmanager
def only_fresh(
    con: duckdb.DuckDBPyConnection, marks: Mapping[str, int] | None, n_inserted: Mapping[str, int]
) -> Iterator[None]:
    """While it lasts, tables of pages hold only rows from these ids on; all rows where that can't be right.

    Args:
        con: a warehouse that is being built.
        marks: from `next_row_ids`, before the build inserted; None in a full build.
        n_inserted: rows that the build inserted, by table.
    """
    if marks is None or any(_n_from(con, table, marks) != n_inserted.get(table.name, 0) for table in OF_PAGES):
        yield
        return
    ((own,),) = con.execute("SELECT current_database()").fetchall()
    con.execute("ATTACH ':memory:' AS fresh; CREATE SCHEMA fresh.core")
    for table in OF_PAGES:
        rows = f'SELECT * FROM "{own}".{table.qualified} WHERE rowid >= {marks[table.name]}'
        con.execute(f"CREATE VIEW fresh.{table.qualified} AS {rows}")
    con.execute("USE fresh")
    yield
    con.execute(f'USE "{own}"; DETACH fresh')


def _n_from(con: duckdb.DuckDBPyConnection, table: Table, marks: Mapping[str, int]) -> int:
    return _number(con, f"SELECT count(*) FROM {table.qualified} WHERE rowid >= {marks[table.name]}")


def _number(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return sum(n for (n,) in con.execute(query).fetchall())
