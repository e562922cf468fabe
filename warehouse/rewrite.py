"""Removing and moving rows of documents and inputs, by writing what remains of their parts anew (copy on write)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse import files
from warehouse.log import LivePart
from warehouse.parts import Part, footer_metadata, read_groups, read_part, reading, write_part
from warehouse.schema import TABLES
from warehouse.storage import Storage

N_COLUMNS_KEPT = 10_000
"""Key columns kept in memory: every commit of a run asks for those of all documents and inputs."""


@dataclass(frozen=True, slots=True)
class Change:
    """Whose rows go (documents, inputs by path), and under which path a document is found from now on."""

    doc_ids: Collection[str] = frozenset()
    paths: Collection[str] = frozenset()
    moves: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Rewrite:
    """What a commit has to add and remove for a change; `origins` names for each added part what it remains of."""

    added: list[Part] = field(default_factory=list)
    removed: list[Part] = field(default_factory=list)
    origins: dict[str, LivePart] = field(default_factory=dict)


def rewrite(storage: Storage, live: Mapping[str, LivePart], staging: Path, number: int, change: Change) -> Rewrite:
    """Stage the remainders of all live parts that a change touches; untouched parts are not read whole.

    A document's rows came in one commit and in one partition; so only parts of its partition are looked through that
    hold rows of that commit, not the whole lake.
    """
    done = Rewrite()
    at_stake = touched(storage, live, change)
    for root, found in zip(storage.roots_of([t.part for t in at_stake]), at_stake, strict=True):
        rows = read_part(root, found.part)
        kept = rows.filter(pc.invert(_is_owned(rows, found.part.table, change.doc_ids, change.paths)))
        if found.part.table == "documents" and change.moves:
            kept = _moved(kept, change.moves)
        if kept.equals(rows):
            continue
        done.removed.append(found.part)
        if len(kept):
            remainder = _write(staging, found.part, kept, footer_metadata(root, found.part), f"r{number}{storage.mark}")
            done.added.append(remainder)
            done.origins[str(remainder.path)] = found
    return done


def read_rows_of(root: Path, part: Part, doc_ids: Collection[str]) -> pa.Table:
    """The rows of some documents that a part holds; never more than a row group of others is in memory."""
    table = TABLES[part.table]
    mine = (rows.filter(_is_owned(rows, part.table, doc_ids, ())) for rows in read_groups(root, part))
    return pa.concat_tables([table.arrow_schema.empty_table(), *mine])


def drop_documents(staging: Path, parts: Iterable[Part], doc_ids: Collection[str]) -> list[Part]:
    """Rewrite staged parts without these documents, for instance because the store has their content already.

    All rows of the documents go; inputs that became one of them stay and turn from `loaded` to `duplicate`.
    Returns the parts to commit instead of the given ones; their file names stay.
    """
    if not doc_ids:
        return list(parts)
    rewritten = (_without(staging, part, doc_ids) for part in parts)
    return [part for part in rewritten if part is not None]


@lru_cache(maxsize=N_COLUMNS_KEPT)
def column_values(root: Path, part: Part, column: str) -> pa.ChunkedArray:
    """One column of a part, by its name in `arrow_schema`; parts never change, so that it is read once.

    Raises StoreDamaged as `read_part` does.
    """
    stored = next(c.stored_name for c in TABLES[part.table].columns if c.name == column)
    with reading(root / part.path) as path:
        return pq.ParquetFile(path).read(columns=[stored])[stored]


def touched(storage: Storage, live: Mapping[str, LivePart], change: Change) -> list[LivePart]:
    """The live parts that a change may touch."""
    pages = [p for p in live.values() if p.part.table == "documents"] if change.doc_ids or change.moves else []
    roots = dict(zip((p.part.path for p in pages), storage.roots_of([p.part for p in pages]), strict=True))
    holders = [p for p in pages if _holds(roots[p.part.path], p, "doc_id", {*change.doc_ids, *change.moves})]
    spans: dict[tuple[str, str], list[LivePart]] = defaultdict(list)
    for holder in holders if change.doc_ids else ():
        spans[holder.part.publication, holder.part.year].append(holder)

    def may_hold(found: LivePart) -> bool:
        owner = TABLES[found.part.table].owner
        if owner == "source_path":
            return bool(change.paths) and _holds(storage.roots_of([found.part])[0], found, "source_path", change.paths)
        near = spans.get((found.part.publication, found.part.year), ())
        return owner is not None and any(p.first <= found.last and found.first <= p.last for p in near)

    may = [found for found in live.values() if may_hold(found)]
    seen = {found.part.path for found in may}
    return may + [holder for holder in holders if holder.part.path not in seen]


def _holds(root: Path, found: LivePart, column: str, wanted: Collection[str]) -> bool:
    return bool(pc.any(_is_in(column_values(root, found.part, column), wanted)).as_py())


def _moved(documents: pa.Table, moves: Mapping[str, str]) -> pa.Table:
    """Documents with the paths they are found under now."""
    old = zip(documents["doc_id"].to_pylist(), documents["source_path"].to_pylist(), strict=True)
    paths = pa.chunked_array([[moves.get(doc_id, path) for doc_id, path in old]], pa.string())
    index = documents.column_names.index("source_path")
    return documents.set_column(index, documents.schema.field("source_path"), paths)


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
