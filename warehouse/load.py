"""Filling a warehouse file from the lake: all of it, or what commits since the last build changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from warehouse.columns import Table, quoted
from warehouse.log import Commit, LivePart, live_parts
from warehouse.parts import Part, lake_tables
from warehouse.reprints import link_reprints
from warehouse.schema import TABLES
from warehouse.sql import catalogue
from warehouse.storage import Storage

N_INSERTERS = 2
"""Connections that insert at the same time."""
_LINKED = ("documents", "articles")
"""Tables that reprints are found in."""


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Schemas and empty tables with their comments."""
    with _one_transaction(con):
        for schema in sorted({table.schema for table in TABLES.values()}):
            con.execute(f"CREATE SCHEMA {schema}")
        for table in TABLES.values():
            con.execute(table.create_sql())


def load_changes(
    con: duckdb.DuckDBPyConnection, storage: Storage, commits: Sequence[Commit], shown: int
) -> Counter[str]:
    """Bring a warehouse that shows commit number `shown` to the last one; returns the rows inserted, by table.

    Rows of replaced documents and inputs go; then parts come in whose rows are younger than `shown`. Remainders of
    older parts are left alone, because they only hold rows that are here already. Merged parts may hold both; of
    them the rows that are not here come in. `shown` 0 loads everything. Reprints are linked as soon as the articles are
    here, while the larger tables are still filled.
    """
    later = commits[shown:]
    doc_ids = {doc_id for commit in later for doc_id in commit.replaces_doc_ids}
    paths = {path for commit in later for path in commit.replaces_paths}
    if shown and (doc_ids or paths):
        _delete(con, doc_ids, paths)
    if shown and (moves := {doc_id: path for commit in later for doc_id, path in commit.moves.items()}):
        _move(con, moves)
    found = [live for live in live_parts(commits).values() if live.last > shown]
    mixed = [live.part for live in found if live.first <= shown]
    n_rows = _insert_unknown(con, storage, mixed) if mixed else Counter[str]()
    parts = [live.part for live in found if live.first > shown]
    storage.roots_of(parts)  # all of them at once, where they have to be fetched
    with _inserting(con, storage, [part for part in parts if part.table in _LINKED]) as first:
        pass
    with (
        _inserting(con, storage, [part for part in parts if part.table not in _LINKED]) as others,
        _one_transaction(con),
    ):
        link_reprints(con)
    return n_rows + first + others


def _insert_unknown(con: duckdb.DuckDBPyConnection, storage: Storage, parts: Sequence[Part]) -> Counter[str]:
    """Of these parts insert what is not here: rows of unknown documents and inputs, and of runs by their keys."""
    con.execute("CREATE OR REPLACE TEMP TABLE known_documents AS SELECT doc_id FROM core.documents")
    n_rows = Counter[str]()
    for name in lake_tables():
        of_table = [part for part in parts if part.table == name]
        n_rows[name] += _insert(con, storage, TABLES[name], of_table, TABLES[name].unknown_rows_sql())
    con.execute("DROP TABLE known_documents")
    return n_rows


@contextmanager
def _inserting(con: duckdb.DuckDBPyConnection, storage: Storage, parts: Sequence[Part]) -> Iterator[Counter[str]]:
    """Fill tables from their parts, the largest first, with several connections at once; gives the rows at the end.

    An INSERT compresses what it inserts on one core, so large tables are shared out too.
    """
    by_table = {name: [part for part in parts if part.table == name] for name in lake_tables()}
    jobs = [(TABLES[name], found[i::N_INSERTERS]) for name, found in by_table.items() for i in range(N_INSERTERS)]
    jobs.sort(key=lambda job: -sum(part.size_bytes for part in job[1]))
    n_rows = Counter[str]()
    with ThreadPoolExecutor(N_INSERTERS) as threads:
        submitted = [(job[0].name, threads.submit(_insert, con.cursor(), storage, *job)) for job in jobs]
        yield n_rows
        for name, done in submitted:
            n_rows[name] += done.result()


def finish_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Run the steps that need all rows at once, and make the public views and macros anew."""
    with _one_transaction(con):
        con.execute("DROP SCHEMA IF EXISTS reports CASCADE")
        con.execute("CREATE SCHEMA reports")
        _make_macros(con, [macro for macro in catalogue.macros() if not macro.columns])
        for step in catalogue.STEPS:
            con.execute(catalogue.load("steps", step).sql)
        for view in catalogue.views():
            con.execute(view.sql)
            con.execute(_comments(view))
        _make_macros(con, [macro for macro in catalogue.macros() if macro.columns])


def _make_macros(con: duckdb.DuckDBPyConnection, macros: Iterable[catalogue.SqlFile]) -> None:
    """Views use macros that give a value; macros that give a table use views: each must be there before."""
    for macro in macros:
        con.execute(macro.sql)
        kind = "MACRO TABLE" if macro.columns else "MACRO"
        con.execute(f"COMMENT ON {kind} reports.{macro.name} IS {quoted(macro.about.comment)}")


def _comments(view: catalogue.SqlFile) -> str:
    """COMMENT ON statements for a view and its columns."""
    name = f"reports.{view.name}"
    columns = [f'COMMENT ON COLUMN {name}."{c.name}" IS {quoted(c.comment)};' for c in view.columns]
    return f"COMMENT ON VIEW {name} IS {quoted(view.about.comment)};" + "".join(columns)


@contextmanager
def _one_transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit all statements at once: hundreds of commits of their own would each wait for the disk."""
    con.execute("BEGIN")
    yield
    con.execute("COMMIT")


def note_row_counts(con: duckdb.DuckDBPyConnection, live: Iterable[LivePart]) -> None:
    """Fill the temporary table `build_rows`: rows of each table in the lake's log and in this file."""
    expected = dict.fromkeys(lake_tables(), 0)
    for found in live:
        expected[found.part.table] += found.part.n_rows
    con.execute("CREATE OR REPLACE TEMP TABLE build_rows (table_name VARCHAR, n_lake BIGINT, n_warehouse BIGINT)")
    for name, n_rows in expected.items():
        count = f"SELECT ?, ?, count(*) FROM {TABLES[name].qualified}"
        con.execute(f"INSERT INTO build_rows {count}", [name, n_rows])


def insert_rows(con: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> None:
    """Insert rows that are in memory, with the columns of the table's `arrow_schema`."""
    con.register("incoming", rows)
    con.execute(f"INSERT INTO {table.qualified} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def _insert(
    con: duckdb.DuckDBPyConnection, storage: Storage, table: Table, parts: Sequence[Part], condition: str = ""
) -> int:
    """Insert the rows of parts, or those that fit a condition; gives their number."""
    if not parts:
        return 0
    paths = [str(root / part.path) for root, part in zip(storage.roots_of(parts), parts, strict=True)]
    return sum(n for (n,) in con.execute(f"{table.insert_sql()} {condition}", [paths]).fetchall())


def _delete(con: duckdb.DuckDBPyConnection, doc_ids: Collection[str], paths: Collection[str]) -> None:
    """Delete the rows of these documents and inputs from every table that has an owner."""
    _temporary(con, "gone_documents", "doc_id", doc_ids)
    _temporary(con, "gone_inputs", "source_path", paths)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE gone_articles AS "
        "SELECT article_id FROM core.articles SEMI JOIN gone_documents USING (doc_id)"
    )
    gone = {"doc_id": "gone_documents", "source_path": "gone_inputs", "article_id": "gone_articles"}
    for table in TABLES.values():
        if table.owner is not None:
            owners = f"SELECT {table.owner} FROM {gone[table.owner]}"
            con.execute(f"DELETE FROM {table.qualified} WHERE {table.owner} IN ({owners})")
    for name in gone.values():
        con.execute(f"DROP TABLE {name}")


def _move(con: duckdb.DuckDBPyConnection, moves: Mapping[str, str]) -> None:
    """Note under which paths documents are found now; those that come in later bring their path with them."""
    con.register("incoming", pa.table({"doc_id": list(moves), "source_path": list(moves.values())}))
    con.execute(
        "UPDATE core.documents SET source_path = incoming.source_path "
        "FROM incoming WHERE incoming.doc_id = core.documents.doc_id"
    )
    con.unregister("incoming")


def _temporary(con: duckdb.DuckDBPyConnection, name: str, column: str, values: Collection[str]) -> None:
    con.register("incoming", pa.table({column: pa.array(sorted(values), pa.string())}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM incoming")
    con.unregister("incoming")
