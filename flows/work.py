"""What a worker process does with one batch: read every file, stage the rows as Parquet parts, report what happened.

Workers are spawned, not forked (the converter of traditional text hangs after a fork), and import neither Prefect nor
DuckDB, so that they start fast and stay small.
"""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.dictionaries import Versions
from flows.facts_again import with_new_facts
from flows.judging import UNREADABLE, UNREADABLE_REASON
from flows.page_hints import encodings_of, hints_of
from flows.papers import paper_called
from flows.planning import Batch, PlannedInput
from flows.reading import ReadFile, StepStats, read_file
from flows.settings import Settings
from transforms.dictionary import parse_user_terms
from transforms.errors import RejectedFile
from transforms.words import Segmenter
from warehouse.parts import Part, write_parts
from warehouse.rewrite import read_rows_of
from warehouse.rows import Batch as Rows
from warehouse.rows import add_page

N_DICTIONARIES = 4
"""Dictionaries that a worker keeps loaded, of about 50 MB each: that of all pages, and those of newspapers."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """Everything a worker needs besides the batch; `staging` is the batch's own, the rest is the same for a run."""

    run_id: str
    versions: Versions
    settings: Settings
    user_terms: str
    staging: Path
    own_terms: Mapping[str, str] = field(default_factory=dict)
    """The terms of newspapers with a dictionary of their own, those of all pages in front."""
    lent: tuple[Part, ...] = ()
    """Parts that stand under `lent_to(staging)`, with the pages of a batch whose facts are to be found anew."""

    @property
    def pipeline_version(self) -> str:
        """The version of pages whose newspaper has no dictionary of its own."""
        return self.versions.base

    @property
    def footer(self) -> dict[str, str]:
        """What the footers of parts say."""
        return {"pipeline_version": self.pipeline_version, "run_id": self.run_id}

    def version_for(self, publication: str | None) -> str:
        """The version of the rows of a newspaper's pages."""
        return self.versions.own.get(paper_called(publication, self.settings.papers) or "", self.versions.base)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one input ended: `loaded`, `duplicate` or `rejected`, the latter with stage, reason and detail.

    `pipeline_version` is set only where it isn't the run's.
    """

    input: PlannedInput
    outcome: str
    doc_id: str | None = None
    n_articles: int = 0
    n_chars: int = 0
    stage: str = ""
    reason: str = ""
    detail: str = ""
    pipeline_version: str = ""


@dataclass(slots=True)
class Staged:
    """A batch whose rows stand as staged parts, not yet committed."""

    batch: Batch
    staging: Path
    outcomes: list[Outcome]
    parts: list[Part]
    started_at: datetime
    seconds: float = 0.0
    stats: StepStats = field(default_factory=StepStats)


def work(batch: Batch, order: WorkOrder) -> Staged:
    """Read one batch and stage its rows in `order.staging`."""
    if batch.doc_ids:
        return _find_facts_again(batch, order)
    started_at, started = datetime.now(UTC).replace(tzinfo=None), time.perf_counter()
    rows, stats = Rows(), StepStats()
    outcomes: list[Outcome] = []
    doc_ids: set[str] = set()
    for planned in batch.inputs:
        item = planned
        try:
            item, read = _read(planned, order, stats)
        except RejectedFile as error:
            if error.reason == UNREADABLE_REASON:
                item = replace(item, sha256=UNREADABLE)  # so that the next run tries again, however like it looks then
            outcomes.append(Outcome(item, "rejected", stage=error.stage, reason=error.reason, detail=error.detail))
            continue
        if read.doc_id in doc_ids:
            outcomes.append(Outcome(item, "duplicate", read.doc_id))
            continue
        doc_ids.add(read.doc_id)
        with stats.timed("rows"):
            document = _document(item, read, order)
            add_page(rows, read.doc_id, read.cleaned.text, read.page, read.articles, read.tag_of, document)
        n_chars, version = len(read.cleaned.text), order.version_for(read.page.publication)
        outcomes.append(Outcome(item, "loaded", read.doc_id, len(read.articles), n_chars, pipeline_version=version))
    with stats.timed("parts"):
        parts = write_parts(order.staging, batch.key, rows.tables(), order.footer)
    return Staged(batch, order.staging, outcomes, parts, started_at, time.perf_counter() - started, stats)


def lent_to(staging: Path) -> Path:
    """The folder in a batch's staging folder for parts of the lake that it takes pages from."""
    return staging / "lent"


def _find_facts_again(batch: Batch, order: WorkOrder) -> Staged:
    """Take the pages of a batch from the lake, find their facts anew, and stage all their rows."""
    started_at, started = datetime.now(UTC).replace(tzinfo=None), time.perf_counter()
    stats = StepStats()
    with stats.timed("lake"):
        tables = _pages_of(batch.doc_ids, order)
    tables = with_new_facts(tables, lambda publication: _segmenter_for(publication, order), stats)
    read = {}
    for key in [key for key in tables if key[0] == "documents"]:
        tables[key] = _stamped(tables[key], order)
        for row in tables[key].select(["doc_id", "n_articles", "n_chars", "pipeline_version"]).to_pylist():
            read[row.pop("doc_id")] = row
    outcomes = [
        Outcome(item, "loaded", doc_id, **read[doc_id])
        for item, doc_id in zip(batch.inputs, batch.doc_ids, strict=True)
    ]
    with stats.timed("parts"):
        parts = write_parts(order.staging, batch.key, tables, order.footer)
    return Staged(batch, order.staging, outcomes, parts, started_at, time.perf_counter() - started, stats)


def _pages_of(doc_ids: Sequence[str], order: WorkOrder) -> dict[tuple[str, str, str], pa.Table]:
    """All rows of some documents, by table and partition."""
    found: dict[tuple[str, str, str], list[pa.Table]] = defaultdict(list)
    for part in order.lent:
        rows = read_rows_of(lent_to(order.staging), part, doc_ids)
        found[part.table, part.publication, part.year].append(rows)
    return {key: pa.concat_tables(pieces) for key, pieces in found.items()}


def _stamped(documents: pa.Table, order: WorkOrder) -> pa.Table:
    """The documents with this run's version, key and time."""
    now = datetime.now(UTC).replace(tzinfo=None)
    versions = [order.version_for(publication) for publication in documents["publication"].to_pylist()]
    given = {
        "pipeline_version": versions,
        "run_id": [order.run_id] * len(versions),
        "ingested_at": [now] * len(versions),
    }
    for name, values in given.items():
        field = documents.schema.field(name)
        documents = documents.set_column(documents.column_names.index(name), field, pa.array(values, field.type))
    return documents


def warm_up(user_terms: str, engine: str) -> None:
    """Load dictionaries ahead of the first batch."""
    segmenter = _segmenter(user_terms, engine)
    segmenter.tags(segmenter.words("预热"))


def prepare_worker() -> None:
    """Make this process a worker: it ends when the run's process is gone, however that ended, and collects no cycles.

    Reading a batch makes millions of small objects and no cycles to speak of; looking for them costs a tenth of it all.
    Arrow's own memory pools keep what a batch gave back; the system's keeps less, and is as fast here.
    """
    gc.disable()
    pa.set_memory_pool(pa.system_memory_pool())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the run decides
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@lru_cache(maxsize=N_DICTIONARIES)
def _segmenter(user_terms: str, engine: Any) -> Segmenter:
    return Segmenter(parse_user_terms(user_terms), engine=engine)


def _segmenter_for(publication: str | None, order: WorkOrder) -> Segmenter:
    paper = paper_called(publication, order.settings.papers)
    return _segmenter(order.own_terms.get(paper or "", order.user_terms), order.settings.engine)


def _read(item: PlannedInput, order: WorkOrder, stats: StepStats) -> tuple[PlannedInput, ReadFile]:
    """Read one input; gives it back too, with hash and size of what was really read (it may have changed)."""
    if item.problem:
        reason, _, detail = item.problem.partition(": ")
        raise RejectedFile(reason, detail)
    settings = order.settings
    try:
        data = Path(item.kept_at or item.path).read_bytes()
    except OSError as error:
        raise RejectedFile(
            UNREADABLE_REASON, f"{error.strerror or error}; it went away while the run went on"
        ) from error
    item = replace(item, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    return item, read_file(
        data,
        hints_of(item.path, item.facts, settings),
        lambda page: _segmenter_for(page.publication, order),
        stats,
        encodings=item.encodings or encodings_of(item.path, settings),
        min_quality=settings.min_quality,
        papers=settings.papers,
    )


def _document(item: PlannedInput, read: ReadFile, order: WorkOrder) -> dict[str, Any]:
    return {
        "source_path": item.path,
        "source_sha256": item.sha256,
        "size_bytes": item.size_bytes,
        "encoding": read.decoded.encoding,
        "encoding_confidence": read.decoded.confidence,
        "encoding_evidence": json.dumps(dict(read.decoded.evidence), ensure_ascii=False),
        "n_replaced": read.decoded.n_replaced,
        "applied_rules": json.dumps(dict(read.cleaned.applied), ensure_ascii=False, sort_keys=True),
        "quality": read.cleaned.quality,
        "pipeline_version": order.version_for(read.page.publication),
        "run_id": order.run_id,
        "ingested_at": datetime.now(UTC).replace(tzinfo=None),
    }
