"""Compaction: the small parts of one table and partition become few large ones with the same rows in the same order.

Loads leave parts as small as their batches; many of them make every reader and every replacement slow. Parts under
`SMALL_BYTES` are merged towards `TARGET_BYTES`, sorted as their table says, in even row groups. A merge is an ordinary
commit that removes the old parts and adds the new one, so a death at any point leaves one or the other. The warehouse
holds rows, not parts, and is not touched. DuckDB sorts, so that a merge larger than memory spills to disk.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.errors import StoreDamaged, StoreError
from warehouse import files
from warehouse.columns import Table
from warehouse.connection import open_for_building
from warehouse.parts import MAX_GROUP_ROWS, Part, footer_metadata, lake_metadata, writer_options
from warehouse.schema import TABLES
from warehouse.store import StagedBatch, Store

SMALL_BYTES = 128_000_000
"""A part below this is worth merging, in bytes of the file."""
TARGET_BYTES = 256_000_000
"""Parts are put together up to about this size; it never reaches twice as much."""
_MAX_VALUES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Merge:
    """Small parts of one table and partition that became one part."""

    table: str
    publication: str
    year: str
    n_parts: int
    n_rows: int
    bytes_before: int
    bytes_after: int


def compact(store: Store, *, at_least: int = 2) -> list[Merge]:
    """Merge small parts wherever a table and partition has at least so many of them; one commit a merged part.

    Args:
        store: open for writing.
        at_least: parts, 2 or more; fewer small ones are left alone.

    Raises:
        StoreDamaged: a part can't be read.
    """
    return [_merge(store, group) for group in groups(store.live_parts(), at_least)]


def groups(parts: Iterable[Part], at_least: int = 2) -> list[list[Part]]:
    """The small parts to merge with each other, by table and partition, in the order of their paths."""
    small: dict[tuple[str, str, str], list[Part]] = defaultdict(list)
    for part in parts:
        if part.size_bytes < SMALL_BYTES:
            small[part.table, part.publication, part.year].append(part)
    found = [group for place in small.values() if len(place) >= at_least for group in _filled(place)]
    return [group for group in found if len(group) > 1]


def _filled(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Consecutive parts of about `TARGET_BYTES` together."""
    group: list[Part] = []
    for part in parts:
        if group and sum(p.size_bytes for p in group) + part.size_bytes > TARGET_BYTES:
            yield group
            group = []
        group.append(part)
    yield group


def _merge(store: Store, group: Sequence[Part]) -> Merge:
    """Stage and commit one merged part."""
    key = hashlib.sha256("".join(part.sha256 for part in group).encode()).hexdigest()[:16]
    staging = store.staging_dir(f"merge-{key}")
    part = _write_merged(store, staging, f"part-{key}.parquet", group)
    reason = f"compaction: {len(group)} parts of {part.table} merged"
    store.commit(StagedBatch(staging, f"merge-{key}", "", [part], merges=group, reason=reason))
    before = sum(old.size_bytes for old in group)
    return Merge(part.table, part.publication, part.year, len(group), part.n_rows, before, part.size_bytes)


def _write_merged(store: Store, staging: Path, name: str, group: Sequence[Part]) -> Part:
    """Write all rows of the group as one file of even row groups, flushed."""
    first, lake = group[0], store.layout.lake
    table = TABLES[first.table]
    path = staging / first.path.with_name(name)
    n_rows = sum(part.n_rows for part in group)
    schema = table.lake_schema.with_metadata(lake_metadata(_joined_metadata(lake, group)))
    with (
        files.writing(path) as sink,
        pq.ParquetWriter(sink, schema, **writer_options(table)) as writer,
    ):
        for rows in _even(_sorted_rows(store, table, group), n_rows):
            writer.write_table(rows, row_group_size=len(rows))
    return Part(first.table, first.publication, first.year, name, n_rows, path.stat().st_size, files.sha256_of(path))


def _joined_metadata(lake: Path, group: Sequence[Part]) -> dict[str, str]:
    """What the footers of the group say; different values stand side by side, the first few of them."""
    said: dict[str, set[str]] = defaultdict(set)
    for part in group:
        for key, value in footer_metadata(lake, part).items():
            said[key].update(value.split(","))
    return {key: ",".join(sorted(values)[:_MAX_VALUES_KEPT]) for key, values in said.items()}


def _sorted_rows(store: Store, table: Table, group: Sequence[Part]) -> Iterator[pa.Table]:
    """The rows of the group in the table's order; ties keep the order of parts and of rows in them."""
    keys = [column.stored_name for name in table.sort for column in table.columns if column.name == name]
    order = ", ".join([f'"{key}"' for key in keys] + ["filename", "file_row_number"])
    source = "read_parquet(?, hive_partitioning = false, union_by_name = true, filename = true, file_row_number = true)"
    paths = [str(store.layout.lake / part.path) for part in group]
    con = open_for_building(Path(":memory:"), store.layout.staging / "spill")
    try:
        found = con.sql(f"SELECT * FROM {source} ORDER BY {order}", params=[paths])
        for batch in found.to_arrow_reader(MAX_GROUP_ROWS):
            yield _fitted(table, pa.table(batch))
    except duckdb.Error as error:
        raise StoreError(f"can't merge parts of {table.name} ({error}); `baoku verify` checks the lake") from error
    finally:
        con.close()


def _fitted(table: Table, rows: pa.Table) -> pa.Table:
    """The rows as the lake stores them; a column younger than all files of the group is null."""
    columns = [
        rows[column.stored_name].cast(column.type)
        if column.stored_name in rows.column_names
        else pa.nulls(len(rows), column.type)
        for column in table.columns
    ]
    return pa.table(columns, schema=table.lake_schema)


def _even(batches: Iterable[pa.Table], n_rows: int) -> Iterator[pa.Table]:
    """The rows in pieces of the same size, each at most `MAX_GROUP_ROWS`.

    Raises StoreDamaged where there are not as many rows as the log says.
    """
    size = -(-n_rows // (-(-n_rows // MAX_GROUP_ROWS)))
    waiting: list[pa.Table] = []
    n_waiting = n_seen = 0
    for batch in batches:
        waiting.append(batch)
        n_waiting += len(batch)
        n_seen += len(batch)
        while n_waiting >= size:
            rows = pa.concat_tables(waiting)
            yield rows.slice(0, size)
            waiting, n_waiting = [rows.slice(size)], n_waiting - size
    if n_seen != n_rows:
        raise StoreDamaged(f"parts to merge hold {n_seen} rows, the log says {n_rows}: run `baoku verify`")
    if n_waiting:
        yield pa.concat_tables(waiting)
