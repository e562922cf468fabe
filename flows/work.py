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
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.dictionaries import Versions
from flows.judging import UNREADABLE, UNREADABLE_REASON
from flows.page_hints import encodings_of, hints_of
from flows.papers import paper_called
from flows.planning import Batch, PlannedInput
from flows.reading import ReadFile, StepStats, read_file
from flows.settings import Settings
from transforms.dictionary import parse_user_terms
from transforms.errors import RejectedFile
from transforms.records import Page
from transforms.words import Segmenter
from warehouse.parts import Part, write_parts
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

    @property
    def pipeline_version(self) -> str:
        """The version of pages whose newspaper has no dictionary of its own."""
        return self.versions.base

    def version_for(self, page: Page) -> str:
        """The version of one page's rows."""
        return self.versions.own.get(paper_called(page.publication, self.settings.papers) or "", self.versions.base)


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
        n_chars, version = len(read.cleaned.text), order.version_for(read.page)
        outcomes.append(Outcome(item, "loaded", read.doc_id, len(read.articles), n_chars, pipeline_version=version))
    with stats.timed("parts"):
        metadata = {"pipeline_version": order.pipeline_version, "run_id": order.run_id}
        parts = write_parts(order.staging, batch.key, rows.tables(), metadata)
    return Staged(batch, order.staging, outcomes, parts, started_at, time.perf_counter() - started, stats)


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


def _segmenter_for(page: Page, order: WorkOrder) -> Segmenter:
    paper = paper_called(page.publication, order.settings.papers)
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
        lambda page: _segmenter_for(page, order),
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
        "pipeline_version": order.version_for(read.page),
        "run_id": order.run_id,
        "ingested_at": datetime.now(UTC).replace(tzinfo=None),
    }
