"""Compaction: the small parts of one table and partition become few large ones with the same rows.

Loads leave parts as small as their batches; many of them make every reader and every replacement slow. Parts under
`SMALL_BYTES` are merged towards `TARGET_BYTES`, sorted as all parts are (`warehouse.order`), in even row groups. A
merge is an ordinary commit that removes the old parts and adds the new one, so a death at any point leaves one or the
other. The warehouse holds rows, not parts, and is not touched. DuckDB sorts, so that a merge larger than memory spills
to disk.
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
from warehouse.order import places_of
from warehouse.parts import MAX_GROUP_ROWS, SORTED_BY, Part, footer_metadata, lake_metadata, read_part, writer_options
from warehouse.schema import TABLES
from warehouse.store import StagedBatch, Store

SMALL_BYTES = 128_000_000
"""A part below this is worth merging, in bytes of the file."""
TARGET_BYTES = 256_000_000
"""Parts are put together up to about this size; it never reaches twice as much."""
_MAX_VALUES_KEPT = 20

_DOC_IDS = {"doc_id": "part.doc_id", "article_id": "split_part(part.article_id, '-', 1)"}
"""How a row tells its document, by the owner of its table."""


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
    first = group[0]
    table = TABLES[first.table]
    path = staging / first.path.with_name(name)
    n_rows = sum(part.n_rows for part in group)
    schema = table.lake_schema.with_metadata(lake_metadata({**_joined_metadata(store, group), SORTED_BY: table.order}))
    with (
        files.writing(path) as sink,
        pq.ParquetWriter(sink, schema, **writer_options(table)) as writer,
    ):
        for rows in _even(_sorted_rows(store, table, group), n_rows):
            writer.write_table(rows, row_group_size=len(rows))
    return Part(first.table, first.publication, first.year, name, n_rows, path.stat().st_size, files.sha256_of(path))


def _joined_metadata(store: Store, group: Sequence[Part]) -> dict[str, str]:
    """What the footers of the group say; different values stand side by side, the first few of them."""
    said: dict[str, set[str]] = defaultdict(set)
    for root, part in zip(store.storage.roots_of(group), group, strict=True):
        for key, value in footer_metadata(root, part).items():
            said[key].update(value.split(","))
    return {key: ",".join(sorted(values)[:_MAX_VALUES_KEPT]) for key, values in said.items()}


def _sorted_rows(store: Store, table: Table, group: Sequence[Part]) -> Iterator[pa.Table]:
    """The rows of the group by day of issue, page and document, then in the table's order; ties keep that of the parts.

    All rows of a document stand in one part, so that a tie is one between rows of one part, and merging in several
    steps gives the same bytes as merging at once.
    """
    keys = [column.stored_name for name in table.sort for column in table.columns if column.name == name]
    order = ", ".join([*(f'part."{key}"' for key in keys), "filename", "file_row_number"])
    source = "read_parquet(?, hive_partitioning = false, union_by_name = true, filename = true, file_row_number = true)"
    query = f"SELECT part.* FROM {source} AS part ORDER BY {order}"
    if (doc_id := _DOC_IDS.get(table.owner or "")) is not None:
        joined = f"{source} AS part LEFT JOIN places ON places.doc_id = {doc_id}"
        query = f"SELECT part.* FROM {joined} ORDER BY places.place NULLS LAST, {order}"
    paths = [str(root / part.path) for root, part in zip(store.storage.roots_of(group), group, strict=True)]
    con = open_for_building(Path(":memory:"), store.layout.staging / "spill")
    try:
        con.register("places", _places(store, group[0]))
        found = con.sql(query, params=[paths])
        for batch in found.to_arrow_reader(MAX_GROUP_ROWS):
            yield _fitted(table, pa.table(batch))
    except duckdb.Error as error:
        raise StoreError(f"can't merge parts of {table.name} ({error}); `baoku verify` checks the lake") from error
    finally:
        con.close()


def _places(store: Store, like: Part) -> pa.Table:
    """The places of the partition's documents by day of issue and page, with the columns doc_id and place."""
    found = [p for p in store.live_parts() if (p.table, *_partition(p)) == ("documents", *_partition(like))]
    columns = ["doc_id", "issue_date", "page_label"]
    empty = TABLES["documents"].arrow_schema.empty_table()
    rows = [
        read_part(root, part).select(columns) for root, part in zip(store.storage.roots_of(found), found, strict=True)
    ]
    places = places_of(pa.concat_tables([empty.select(columns), *rows]))
    return pa.table({"doc_id": pa.array(list(places), pa.string()), "place": pa.array(places.values(), pa.int64())})


def _partition(part: Part) -> tuple[str, str]:
    return part.publication, part.year


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
