"""Settling: decide how each input of a staged batch ends, and commit the batch.

Equal texts at two paths are one document: the first by path is loaded, the others are duplicates of it, also where
their encodings differ. A path whose content changed takes its old document with it, unless another path holds it too.
So does one that is retired. A renamed file keeps its document, which is then found under the new path.
"""

from __future__ import annotations

import contextlib
import os
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.judging import UNREADABLE_REASON, PlannedInput
from flows.run_report import RunReport
from flows.sources import Input
from flows.work import Outcome, Staged, WorkOrder
from warehouse.parts import write_parts
from warehouse.rows import Batch as Rows
from warehouse.store import KnownInput, StagedBatch, Store, drop_documents


@dataclass(slots=True)
class Settler:
    """The run's view of who holds which document; kept up to date batch by batch."""

    store: Store
    order: WorkOrder
    known: Mapping[str, KnownInput]
    holders: dict[str, set[str]] = field(init=False)
    """doc_id -> paths that hold it"""
    owner: dict[str, str] = field(init=False)
    """doc_id -> the path it was loaded from"""
    loaded_sha: dict[str, str | None] = field(init=False)
    """SHA-256 of the bytes of a loaded input -> its doc_id"""
    in_ledger: set[str] = field(init=False)
    """Paths that have a row in `inputs`."""
    rejected: dict[str, set[str]] = field(init=False)
    """SHA-256 of rejected bytes -> the paths they were found at"""
    settled: dict[str, str] = field(default_factory=dict)
    """path -> how this run settled it"""
    by_sha: dict[str, Outcome] = field(default_factory=dict)
    orphaned: dict[str, Input] = field(default_factory=dict)
    """Inputs that were duplicates of a document that is gone: to be read again."""
    forgotten: set[str] = field(default_factory=set)
    """Inputs whose ledger row goes with the next commit."""
    gone: set[str] = field(default_factory=set)
    """Paths whose file was found under another one."""
    n_retired: int = 0

    def __post_init__(self) -> None:
        """Take over what earlier runs settled."""
        self.holders = defaultdict(set)
        self.owner = {}
        self.in_ledger = set(self.known)
        self.loaded_sha = {k.source_sha256: k.doc_id for k in self.known.values() if k.outcome == "loaded"}
        self.rejected = defaultdict(set)
        for path, known in self.known.items():
            if known.outcome == "rejected":
                self.rejected[known.source_sha256].add(path)
            if known.doc_id:
                self.holders[known.doc_id].add(path)
                if known.outcome == "loaded":
                    self.owner[known.doc_id] = path

    def settle(self, staged: Staged) -> list[Outcome]:
        """Commit one staged batch and give the final outcome of each of its inputs."""
        for outcome in staged.outcomes:
            self.by_sha.setdefault(outcome.input.sha256, outcome)
            if outcome.input.was_at and outcome.outcome == "loaded":
                self.gone.add(outcome.input.was_at)
        copies = [copy for item in staged.batch.duplicates if (copy := self._copy(item)) is not None]
        proposed = sorted([*staged.outcomes, *copies], key=lambda outcome: outcome.input.path)
        here = {outcome.input.path for outcome in proposed}
        outcomes: list[Outcome] = []
        demoted: list[Outcome] = []
        replaced: set[str] = set()
        for outcome in proposed:
            final = self._final(outcome)
            if (stale := self._stale_owner(final)) and final.doc_id:
                replaced.add(final.doc_id)
                demoted += self._demoted(stale) if stale not in here else []
            if not self._is_out_of_reach(final):
                replaced |= self._release(final)
                self._hold(final)
            outcomes.append(final)
        for outcome in outcomes:
            if outcome.outcome == "duplicate" and outcome.doc_id not in self.owner:
                self._requeue(outcome.input.path)
        settled = [outcome for outcome in outcomes if outcome.input.path not in self.orphaned]
        self._commit(staged, settled, demoted, frozenset(replaced))
        self.settled.update((outcome.input.path, outcome.outcome) for outcome in settled)
        return outcomes

    def _copy(self, item: PlannedInput) -> Outcome | None:
        """What a byte-equal file's original came to: its copies are duplicates of it, or rejected as it was.

        None where the original changed or vanished before it was read: then the copy is to be read itself.
        """
        original = self.by_sha.get(item.sha256)
        if original is None and item.sha256 not in self.loaded_sha:
            self._requeue(item.path)
            return None
        if original is None:
            return Outcome(item, "duplicate", self.loaded_sha[item.sha256])
        if original.outcome == "rejected":
            return replace(original, input=item)
        return Outcome(item, "duplicate", original.doc_id)

    def _final(self, outcome: Outcome) -> Outcome:
        owner = self.owner.get(outcome.doc_id or "")
        if outcome.outcome != "loaded" or owner in (None, outcome.input.path) or self._is_outdated(owner):
            return outcome
        return replace(outcome, outcome="duplicate", n_articles=0, n_chars=0)

    def _is_outdated(self, path: str) -> bool:
        """The rows that a path owns come from another pipeline version, or its file is found elsewhere now."""
        known = self.known.get(path)
        if path in self.settled or known is None:
            return False
        return path in self.gone or not self.order.versions.is_current(known)

    def _stale_owner(self, outcome: Outcome) -> str | None:
        """The earlier owner whose outdated rows a newly loaded equal text replaces."""
        owner = self.owner.get(outcome.doc_id or "")
        return owner if outcome.outcome == "loaded" and owner != outcome.input.path else None

    def _demoted(self, path: str) -> list[Outcome]:
        """The old owner as a duplicate of the new; nothing of one that is gone."""
        if path in self.gone or not os.path.lexists(path):
            self.forgotten.add(path)
            return []
        known = self.known[path]
        facts = known.sidecar_facts or ""
        item = PlannedInput(path, known.size_bytes, known.mtime_ns or 0, known.source_sha256, facts=facts)
        return [Outcome(item, "duplicate", known.doc_id, pipeline_version=known.pipeline_version)]

    def _release(self, outcome: Outcome) -> set[str]:
        """The document that a path gives up, where this outcome replaces or re-reads it."""
        path = outcome.input.path
        known = self.known.get(path)
        if known is None or not known.doc_id or self.owner.get(known.doc_id) != path:
            return set()
        if outcome.outcome == "duplicate" and known.doc_id == outcome.doc_id:
            return set()
        self.holders[known.doc_id].discard(path)
        if known.doc_id != outcome.doc_id:
            del self.owner[known.doc_id]
            self._orphan(known.doc_id)
        return {known.doc_id}

    def _is_out_of_reach(self, outcome: Outcome) -> bool:
        """A known input that can't be opened just now: what was read of it before stays."""
        known = self.known.get(outcome.input.path)
        return outcome.reason == UNREADABLE_REASON and known is not None and known.doc_id is not None

    def _orphan(self, doc_id: str) -> None:
        """Whoever held a document that is gone is forgotten, and read again if it is still there.

        Forgotten in the same commit: a run that dies in between leaves files to read, not files believed loaded.
        """
        for path in self.holders.pop(doc_id, set()):
            self.forgotten.add(path)
            if path in self.settled or Path(path).is_file():
                self._requeue(path)

    def _requeue(self, path: str) -> None:
        size, mtime = 0, 0
        with contextlib.suppress(OSError):  # gone meanwhile: reading it again will say so
            size, mtime = Path(path).stat().st_size, Path(path).stat().st_mtime_ns
        self.orphaned[path] = Input(path, size, mtime)
        self.settled.pop(path, None)

    def released(self, gone: Collection[str] = ()) -> list[Input]:
        """Retire what is gone, and give the inputs whose document is gone with its owner, to be read again.

        Asked for once, when everything else is settled.
        """
        self._retire([path for path in gone if path in self.in_ledger])
        waiting, self.orphaned = self.orphaned, {}
        return [waiting[path] for path in sorted(waiting)]

    def _hold(self, outcome: Outcome) -> None:
        if outcome.doc_id:
            self.holders[outcome.doc_id].add(outcome.input.path)
            if outcome.outcome == "loaded":
                self.owner[outcome.doc_id] = outcome.input.path

    def _commit(
        self, staged: Staged, outcomes: list[Outcome], demoted: list[Outcome], replaced: frozenset[str]
    ) -> None:
        """Rejected bytes are kept first: once the commit says a file was rejected, its bytes stand in the store."""
        staging = staged.staging
        for outcome in outcomes:
            if outcome.outcome == "rejected":
                self._keep(outcome)
        loaded = {o.doc_id for o in outcomes if o.outcome == "loaded"}
        dropped = {o.doc_id for o in staged.outcomes if o.outcome == "loaded" and o.doc_id} - loaded
        parts = drop_documents(staging, staged.parts, dropped) if dropped else staged.parts
        rows = Rows()
        ledger = [o for o in outcomes + demoted if not self._is_out_of_reach(o)]
        add_ledger(rows, ledger, self.order)
        add_batch(rows, staged, outcomes, self.order)
        metadata = {"pipeline_version": self.order.pipeline_version, "run_id": self.order.run_id}
        parts = parts + write_parts(staging, staged.batch.key, rows.tables(), metadata)
        self.store.commit(
            StagedBatch(
                staging=staging,
                batch_key=staged.batch.key,
                run_id=self.order.run_id,
                parts=parts,
                replaces_doc_ids=replaced,
                replaces_paths=frozenset(self.forgotten.union(o.input.path for o in ledger) & self.in_ledger),
                pipeline_version=self.order.pipeline_version,
            )
        )
        self.in_ledger -= self.forgotten
        self.in_ledger.update(outcome.input.path for outcome in ledger)
        self.forgotten = set()
        for outcome in ledger:
            self._let_go(outcome)

    def _let_go(self, outcome: Outcome) -> None:
        """Delete the kept bytes of an input that was rejected and is not any more, if its file still has them."""
        item = outcome.input
        known = self.known.get(item.path)
        if known is None or known.outcome != "rejected" or outcome.outcome == "rejected":
            return
        still = self.rejected[known.source_sha256]
        still.discard(item.path)
        if not still and not item.kept_at and known.source_sha256 == item.sha256:
            self.store.drop_reject(known.source_sha256)

    def _retire(self, paths: Collection[str]) -> None:
        """Take inputs that vanished out of the store, with the documents that no other input holds.

        Where another one does, the document goes too and that input is read again, see `released`.
        """
        doc_ids = set()
        for path in paths:
            doc_id = self.known[path].doc_id
            self.forgotten.add(path)
            self.holders[doc_id or ""].discard(path)
            if doc_id and self.owner.get(doc_id) == path:
                del self.owner[doc_id]
                doc_ids.add(doc_id)
                self._orphan(doc_id)
        if not paths:
            return
        key = f"retired-{self.order.run_id}"
        self.store.commit(
            StagedBatch(
                staging=self.store.staging_dir(key),
                batch_key=key,
                run_id=self.order.run_id,
                parts=[],
                replaces_doc_ids=doc_ids,
                replaces_paths=frozenset(self.forgotten & self.in_ledger),
                pipeline_version=self.order.pipeline_version,
                reason=f"retired {len(paths)} inputs whose files are gone",
            )
        )
        self.in_ledger -= self.forgotten
        self.forgotten = set()
        self.n_retired = len(paths)

    def commit_run(self, report: RunReport, touched: list[PlannedInput]) -> None:
        """Commit the run's own row, and the new times and paths of inputs whose content is as it was."""
        key = f"run-{self.order.run_id}"
        staging = self.store.staging_dir(key)
        rows = Rows()
        rows.add("runs", **report.row())
        add_ledger(rows, [self._touched(item) for item in touched], self.order)
        metadata = {"pipeline_version": self.order.pipeline_version, "run_id": self.order.run_id}
        parts = write_parts(staging, key, rows.tables(), metadata)
        paths = frozenset(path for item in touched for path in (item.path, item.was_at) if path)
        moves = {self.known[item.was_at].doc_id or "": item.path for item in touched if item.was_at}
        version = self.order.pipeline_version
        self.store.commit(
            StagedBatch(staging, key, self.order.run_id, parts, frozenset(), paths & self.in_ledger, version, moves)
        )

    def _touched(self, item: PlannedInput) -> Outcome:
        known = self.known[item.was_at or item.path]
        return Outcome(item, known.outcome, known.doc_id, pipeline_version=known.pipeline_version)

    def _keep(self, outcome: Outcome) -> None:
        found_at = Path(outcome.input.kept_at or outcome.input.path)
        if outcome.input.sha256 and found_at.is_file():
            reason = {
                "source_path": outcome.input.path,
                "stage": outcome.stage,
                "reason": outcome.reason,
                "detail": outcome.detail,
                "run_id": self.order.run_id,
            }
            self.store.keep_reject(outcome.input.sha256, found_at, reason)


def add_ledger(rows: Rows, outcomes: list[Outcome], order: WorkOrder) -> None:
    """One row of `inputs` an input, and one of `rejects` where it was rejected."""
    now = datetime.now(UTC).replace(tzinfo=None)
    for outcome in outcomes:
        item = outcome.input
        rows.add(
            "inputs",
            source_path=item.path,
            source_sha256=item.sha256,
            size_bytes=item.size_bytes,
            mtime_ns=item.mtime_ns,
            outcome=outcome.outcome,
            doc_id=outcome.doc_id,
            pipeline_version=outcome.pipeline_version or order.pipeline_version,
            run_id=order.run_id,
            seen_at=now,
            declared_encodings=",".join(item.encodings) or None,
            sidecar_facts=item.facts or None,
        )
        if outcome.outcome == "rejected":
            rows.add(
                "rejects",
                source_path=item.path,
                source_sha256=item.sha256,
                size_bytes=item.size_bytes,
                stage=outcome.stage,
                reason=outcome.reason,
                detail=outcome.detail,
                run_id=order.run_id,
                rejected_at=now,
            )


def add_batch(rows: Rows, staged: Staged, outcomes: list[Outcome], order: WorkOrder) -> None:
    """The batch's row of `batches`, and what its steps and cleaning rules did in `step_stats`."""
    key: dict[str, Any] = {"run_id": order.run_id, "batch_key": staged.batch.key}
    ended = [outcome.outcome for outcome in outcomes]
    rows.add(
        "batches",
        **key,
        n_inputs=len(outcomes),
        n_loaded=ended.count("loaded"),
        n_duplicate=ended.count("duplicate"),
        n_rejected=ended.count("rejected"),
        size_bytes=staged.batch.size_bytes,
        n_articles=sum(outcome.n_articles for outcome in outcomes),
        started_at=staged.started_at,
        seconds=staged.seconds,
    )
    for step, seconds in staged.stats.seconds.items():
        rows.add("step_stats", **key, step=step, counter="calls", n=staged.stats.calls[step], seconds=seconds)
    for rule, n in staged.stats.rules.items():
        rows.add("step_stats", **key, step="clean", counter=rule, n=n, seconds=None)
