"""Parts: the Parquet files of the lake, written to a staging folder before a commit takes them over.

Runs in spawned worker processes, so importing it must stay cheap: no DuckDB here. The same rows give the same bytes
(with the same release of pyarrow), so a part can be recognised by its hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import StoreDamaged, StoreError
from warehouse import files
from warehouse.columns import INTS, Table
from warehouse.order import Places, in_order, places_of
from warehouse.schema import TABLES

UNKNOWN = "unknown"
"""The partition of rows without a known publication, or without a known year."""

MAX_GROUP_ROWS = 122_880
"""Rows of a Parquet row group at most, as many as DuckDB's own have; merged parts have no group of less than half."""

SORTED_BY = "sorted_by"
"""The key in a footer that says in which order the rows stand."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_YEAR = re.compile(r"[0-9]{4}|unknown")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_PLAIN_TEXT = {"text", "body", "raw", "detail", "source_sha256", "doc_id", "source_path", "examples", "headline"}
"""Columns whose values hardly repeat inside a part: a dictionary would only make them larger."""


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: where it belongs (table, partition, file name), and what it holds."""

    table: str
    publication: str
    year: str
    name: str
    n_rows: int
    size_bytes: int
    sha256: str

    @property
    def path(self) -> PurePosixPath:
        """The part's place, relative to the lake or to a staging folder."""
        return PurePosixPath(self.table, f"publication={self.publication}", f"year={self.year}", self.name)


def write_parts(
    staging: Path, part_key: str, rows: Mapping[tuple[str, str, str], pa.Table], metadata: Mapping[str, str]
) -> list[Part]:
    """Write rows as parts under a staging folder, sorted; returns the parts in order of their paths.

    Rows of pages are sorted by day of issue, page and place on it, as the partition's `documents` among the rows say.

    Args:
        staging: the batch's staging folder, from `Store.staging_dir`.
        part_key: names the files; must be unique to the batch's content and the pipeline version.
        rows: by (table, publication slug or `unknown`, four-digit year or `unknown`), with the columns of the
            table's `arrow_schema` in any order. All rows of one document belong into the same partition. Empty
            tables leave no file.
        metadata: what goes into every file's footer, each key prefixed with `baoku:`.

    Raises:
        StoreError: a partition or key can't be a file name, or rows do not fit their table.
    """
    _require(_KEY, part_key, "a part key")
    name = f"part-{part_key}.parquet"
    places = {key[1:]: _places(documents) for key, documents in rows.items() if key[0] == "documents"}
    written = []
    for key in sorted(rows):
        table = _lake_table(key[0])
        if len(rows[key]):
            ordered = in_order(table, _fitted(table, rows[key]), places.get(key[1:], {}))
            written.append(write_part(staging, (*key, name), ordered, {**metadata, SORTED_BY: table.order}))
    return written


def _places(documents: pa.Table) -> Places:
    return places_of(_fitted(TABLES["documents"], documents))


def write_part(staging: Path, place: tuple[str, str, str, str], rows: pa.Table, metadata: Mapping[str, str]) -> Part:
    """Write one part, flushed, its rows in the order given.

    `place` is table, publication, year and file name. Columns as in `write_parts`.
    """
    table_name, publication, year, name = place
    _require(_SLUG, publication, "a publication slug")
    _require(_YEAR, year, "a year")
    table = _lake_table(table_name)
    fitted = _fitted(table, rows)
    data = _encoded(table, fitted, metadata)
    part = Part(table_name, publication, year, name, len(fitted), len(data), hashlib.sha256(data).hexdigest())
    files.write_durable(staging / part.path, data)
    return part


def _lake_table(name: str) -> Table:
    table = TABLES.get(name)
    if table is None or not table.in_lake:
        raise StoreError(f"the lake has no table {name!r}; it has {', '.join(lake_tables())}")
    return table


def lake_tables() -> tuple[str, ...]:
    """Names of the tables that are kept in the lake."""
    return tuple(name for name, table in TABLES.items() if table.in_lake)


@contextmanager
def reading(path: Path) -> Iterator[Path]:
    """Say of a part that is missing or can't be read where it stands and what to do (StoreDamaged)."""
    try:
        yield path
    except (OSError, pa.ArrowException) as error:
        raise StoreDamaged(f"{path}: can't read the part ({error}); run `baoku verify`") from error


def read_part(root: Path, part: Part) -> pa.Table:
    """The rows of a part under this root (the lake or a staging folder), with columns named as in `arrow_schema`.

    A column that the schema gained after the file was written is null.

    Raises:
        StoreDamaged: the file is missing or can't be read.
    """
    with reading(root / part.path) as path:
        return _declared(TABLES[part.table], pq.ParquetFile(path).read())


def read_groups(root: Path, part: Part) -> Iterator[pa.Table]:
    """The rows of a part as `read_part` gives them, one row group after the other."""
    with reading(root / part.path) as path:
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            yield _declared(TABLES[part.table], file.read_row_group(group))


def _declared(table: Table, stored: pa.Table) -> pa.Table:
    """What a file of a table holds, with the columns that are declared."""
    columns = [
        stored[column.stored_name] if column.stored_name in stored.column_names else pa.nulls(len(stored), column.type)
        for column in table.columns
    ]
    return pa.table(columns, names=list(table.column_names)).cast(table.arrow_schema)


def footer_metadata(root: Path, part: Part) -> dict[str, str]:
    """What `write_parts` was given as `metadata` for this part; raises StoreDamaged as `read_part` does."""
    with reading(root / part.path) as path:
        stored = pq.read_metadata(path).metadata or {}
    prefix = b"baoku:"
    return {
        key.removeprefix(prefix).decode(): value.decode() for key, value in stored.items() if key.startswith(prefix)
    }


def _require(pattern: re.Pattern[str], value: str, what: str) -> None:
    if not pattern.fullmatch(value):
        raise StoreError(f"{value!r} can't be {what}: it must match {pattern.pattern}")


def _fitted(table: Table, rows: pa.Table) -> pa.Table:
    """The rows with exactly the table's columns and types."""
    wanted = table.arrow_schema
    missing, extra = set(wanted.names) - set(rows.column_names), set(rows.column_names) - set(wanted.names)
    if missing or extra:
        raise StoreError(f"rows for {table.name} lack {sorted(missing)} and have unknown {sorted(extra)}")
    try:
        fitted = rows.select(wanted.names).cast(wanted)
    except (pa.ArrowException, ValueError) as error:
        raise StoreError(f"rows for {table.name} do not fit its schema: {error}") from error
    empty = [column.name for column in table.columns if not column.nullable and fitted[column.name].null_count]
    if empty:
        raise StoreError(f"rows for {table.name} have nulls in {empty}, which must not be null")
    return fitted


def _encoded(table: Table, rows: pa.Table, metadata: Mapping[str, str]) -> bytes:
    """The bytes of the Parquet file."""
    stored = rows.rename_columns([column.stored_name for column in table.columns])
    stored = stored.cast(table.lake_schema).replace_schema_metadata(lake_metadata(metadata))
    sink = pa.BufferOutputStream()
    pq.write_table(stored, sink, row_group_size=MAX_GROUP_ROWS, **writer_options(table))
    return bytes(sink.getvalue())


def lake_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    """What goes into a file's footer, under baoku's prefix."""
    return {f"baoku:{key}": value for key, value in sorted(metadata.items())}


def writer_options(table: Table) -> dict[str, Any]:
    """How files of a table are encoded and compressed, as arguments for pyarrow's Parquet writer."""
    integers = [c.stored_name for c in table.columns if pa.types.is_integer(c.type)]
    return {
        "compression": "zstd",
        "compression_level": 3,
        "use_dictionary": _dictionary_columns(table),
        "column_encoding": dict.fromkeys(integers, "DELTA_BINARY_PACKED") or None,
        "dictionary_pagesize_limit": 4 << 20,
    }


def _dictionary_columns(table: Table) -> list[str]:
    """Columns to store as dictionary and indices: all but integers, lists of them, and text that hardly repeats."""
    whole = [c.name for c in table.columns if pa.types.is_integer(c.type) or c.type == INTS]
    repetitive = [c for c in table.columns if c.name not in (*whole, *_PLAIN_TEXT)]
    return [f"{c.stored_name}.list.element" if pa.types.is_list(c.type) else c.stored_name for c in repetitive]
