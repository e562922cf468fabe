"""Removing the rows of documents and inputs from parts, by writing what remains as new parts (copy on write)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import files
from warehouse.log import LivePart
from warehouse.parts import Part, footer_metadata, read_part, write_part
from warehouse.schema import TABLES


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a commit has to add and remove so that some owners' rows are gone; `origins` as in `Commit`."""

    added: tuple[Part, ...] = ()
    removed: tuple[Part, ...] = ()
    origins: Mapping[str, int] | None = None


def remove_owners(
    lake: Path,
    live: Mapping[str, LivePart],
    staging: Path,
    number: int,
    doc_ids: Collection[str],
    paths: Collection[str],
) -> Rewrite:
    """Stage the remainders of all live parts that hold rows of these documents or inputs.

    A document's rows came in one commit, and remainders keep their origin; so only parts with the origin of one of the
    documents are looked through, not the whole lake.
    """
    added: list[Part] = []
    removed: list[Part] = []
    origins: dict[str, int] = {}
    for found in _touched(lake, live, doc_ids, paths):
        rows = read_part(lake, found.part)
        kept = rows.filter(pc.invert(_is_owned(rows, found.part.table, doc_ids, paths)))
        if len(kept) == len(rows):
            continue
        removed.append(found.part)
        if len(kept):
            remainder = _write(staging, found.part, kept, footer_metadata(lake, found.part), f"r{number}")
            added.append(remainder)
            origins[str(remainder.path)] = found.origin
    return Rewrite(tuple(added), tuple(removed), origins)


def drop_documents(staging: Path, parts: Iterable[Part], doc_ids: Collection[str]) -> list[Part]:
    """Rewrite staged parts without these documents, for instance because the store has their content already.

    All rows of the documents go; inputs that became one of them stay and turn from `loaded` to `duplicate`.
    Returns the parts to commit instead of the given ones; their file names stay.
    """
    if not doc_ids:
        return list(parts)
    rewritten = (_without(staging, part, doc_ids) for part in parts)
    return [part for part in rewritten if part is not None]


def column_values(root: Path, part: Part, column: str) -> pa.ChunkedArray:
    """One column of a part, by its name in `arrow_schema`."""
    stored = next(c.stored_name for c in TABLES[part.table].columns if c.name == column)
    return pq.ParquetFile(root / part.path).read(columns=[stored])[stored]


def _touched(
    lake: Path, live: Mapping[str, LivePart], doc_ids: Collection[str], paths: Collection[str]
) -> list[LivePart]:
    """The live parts that may hold rows of these owners."""
    pages = [p for p in live.values() if p.part.table == "documents"] if doc_ids else []
    origins = {p.origin for p in pages if _any_in(column_values(lake, p.part, "doc_id"), doc_ids)}

    def may_hold(found: LivePart) -> bool:
        owner = TABLES[found.part.table].owner
        return bool(paths) if owner == "source_path" else owner is not None and found.origin in origins

    return [found for found in live.values() if may_hold(found)]


def _any_in(values: pa.ChunkedArray, wanted: Collection[str]) -> bool:
    return bool(pc.any(_is_in(values, wanted)).as_py())


def _is_in(values: pa.ChunkedArray, wanted: Collection[str]) -> pa.ChunkedArray:
    return pc.is_in(values, value_set=pa.array(sorted(wanted), pa.string()))


def _is_owned(rows: pa.Table, table: str, doc_ids: Collection[str], paths: Collection[str]) -> pa.ChunkedArray:
    """Which rows belong to one of these documents, or in tables of inputs to one of these paths."""
    owner = TABLES[table].owner
    if owner == "source_path":
        return _is_in(rows["source_path"], paths)
    if owner == "doc_id":
        return _is_in(rows["doc_id"], doc_ids)
    articles: list[str] = pc.unique(rows["article_id"]).to_pylist()
    return _is_in(rows["article_id"], [a for a in articles if a.rpartition("-")[0] in doc_ids])


def _without(staging: Path, part: Part, doc_ids: Collection[str]) -> Part | None:
    """The staged part without these documents, or None where nothing is left."""
    table = TABLES[part.table]
    if table.owner is None or part.table == "rejects":
        return part
    rows = read_part(staging, part)
    if part.table == "inputs":
        changed = _as_duplicates(rows, doc_ids)
    else:
        changed = rows.filter(pc.invert(_is_owned(rows, part.table, doc_ids, ())))
    if changed.equals(rows):
        return part
    if not len(changed):
        files.delete(staging / part.path)
        return None
    return _write(staging, part, changed, footer_metadata(staging, part))


def _as_duplicates(inputs: pa.Table, doc_ids: Collection[str]) -> pa.Table:
    """Inputs with the outcome `duplicate` where they were loaded as one of these documents."""
    repeats = pc.and_(_is_in(inputs["doc_id"], doc_ids), pc.equal(inputs["outcome"], "loaded"))
    outcome = pc.if_else(repeats, "duplicate", inputs["outcome"])
    return inputs.set_column(inputs.column_names.index("outcome"), inputs.schema.field("outcome"), outcome)


def _write(staging: Path, part: Part, rows: pa.Table, metadata: Mapping[str, str], mark: str | None = None) -> Part:
    """Write rows in place of a part, under the same name or under one with a mark."""
    name = part.name if mark is None else marked(part, mark).name
    return write_part(staging, (part.table, part.publication, part.year, name), rows, metadata)


def marked(part: Part, mark: str) -> Part:
    """The part under the name part-<key>.<mark>.parquet; an earlier mark goes."""
    return replace(part, name=f"{part.name.split('.')[0]}.{mark}.parquet")
