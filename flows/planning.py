"""Planning: which inputs are new or changed, put into batches in the order of their paths.

A batch is the unit of work, of retry and of commit. Planning is lazy: a batch is hashed just before it is handed out,
so that a run starts at once and memory stays flat however long the list of inputs is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flows.dictionaries import Versions
from flows.judging import Judge, PlannedInput, Verdict
from flows.settings import Settings
from flows.sidecar import Sidecar
from flows.sources import Input
from warehouse.store import KnownInput

__all__ = ["Batch", "PlannedInput", "Planner"]

BATCHES_A_WORKER = 4
"""At least so many batches for each worker, so that none waits long for the last."""
MIN_BATCH_BYTES = 1_000_000
"""Below this a batch costs more to commit than to read."""
FACTS_AT_ONCE = 4
"""So many times as large may batches be that take pages from the lake: each goes through whole parts for its own."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs read, staged and committed together; `key` follows from their content and the pipeline version."""

    key: str
    inputs: tuple[PlannedInput, ...]
    duplicates: tuple[PlannedInput, ...] = ()
    """Inputs whose bytes were loaded before, or stand earlier in this run."""
    doc_ids: tuple[str, ...] = ()
    """Of a batch that only finds facts anew, in pages of the lake: the documents of its inputs."""

    @property
    def n_files(self) -> int:
        """Files that this batch settles."""
        return len(self.inputs) + len(self.duplicates)

    @property
    def size_bytes(self) -> int:
        """Bytes of all its files."""
        return sum(item.size_bytes for item in (*self.inputs, *self.duplicates))


@dataclass(slots=True)
class Planner:
    """Hands out batches of the inputs that the store doesn't know yet in their present state."""

    judge: Judge
    batch_bytes: int
    facts_bytes: int = 0
    """As `batch_bytes`, of batches that only find facts anew; see `adapt`."""
    unchanged: set[str] = field(default_factory=set)
    """Paths of inputs that the store has as they are."""
    touched: list[PlannedInput] = field(default_factory=list)
    """Inputs whose time of change is new, or whose path is, and whose content is not."""
    lacking: dict[str, PlannedInput] = field(default_factory=dict)
    """By document: inputs known and unchanged whose facts alone must be found anew."""
    n_extra: int = 0
    """Inputs that had to be read though nobody named them."""
    is_again: bool = False
    """Whether this run may have read the same inputs before: a batch of them is another one."""

    def adapt(self, pending: Iterable[Input | PlannedInput], workers: int) -> int:
        """Make batches small enough that every worker gets some; gives the number of workers worth starting."""
        total = sum(item.size_bytes for item in pending)
        share = -(-total // (workers * BATCHES_A_WORKER))
        self.facts_bytes = max(min(self.batch_bytes * FACTS_AT_ONCE, share), MIN_BATCH_BYTES)
        self.batch_bytes = max(min(self.batch_bytes, share), MIN_BATCH_BYTES)
        return max(1, min(workers, -(-total // self.batch_bytes)))

    @classmethod
    def of(cls, known: Mapping[str, KnownInput], versions: Versions, settings: Settings, sidecar: Sidecar) -> Planner:
        """The planner of a run."""
        return cls(Judge(known, versions, settings, sidecar), settings.batch_mb * 10**6)

    @property
    def known(self) -> Mapping[str, KnownInput]:
        """What the store knew when the run began."""
        return self.judge.known

    @property
    def n_unchanged(self) -> int:
        """Inputs that the store has as they are."""
        return len(self.unchanged)

    def pending(self, inputs: Iterable[Input]) -> list[Input]:
        """The inputs that must be looked at: one of known path, size and time of change costs only its stat."""
        waiting = []
        for item in inputs:
            if self.judge.is_unchanged(item):
                self.unchanged.add(item.path)
            elif (planned := self.judge.lacks_facts(item)) and (doc_id := self.known[item.path].doc_id):
                self.lacking[doc_id] = planned
            else:
                waiting.append(item)
        return waiting

    def facts_batches(self, doc_ids: Iterable[str]) -> Iterator[Batch]:
        """Batches of what `lacking` holds, in this order of documents, which should be that of the lake's parts."""
        forming = _Forming(f"{self.judge.versions.name} facts")
        for doc_id in doc_ids:
            if (planned := self.lacking.get(doc_id)) is not None:
                forming.add(planned, is_copy=False)
                forming.doc_ids.append(doc_id)
            if forming.size_bytes >= self.facts_bytes:
                yield forming.finish()
        if forming.inputs:
            yield forming.finish()

    def batches(self, pending: Iterable[Input]) -> Iterator[Batch]:
        """Batches of about `batch_bytes`, at least one file, in the order given; byte-equal files are set aside."""
        forming = _Forming(f"{self.judge.versions.name}{' again' if self.is_again else ''}")
        for item in pending:
            planned, verdict = self.judge.decide(item)
            if verdict is Verdict.KNOWN or verdict is Verdict.RENAMED:
                self.unchanged.add(item.path)
                self.touched.append(planned)
                continue
            forming.add(planned, is_copy=verdict is Verdict.DUPLICATE)
            if forming.size_bytes >= self.batch_bytes:
                yield forming.finish()
        if forming.inputs or forming.duplicates:
            yield forming.finish()

    def left(self, gone: Iterable[str]) -> list[str]:
        """Of the paths where nothing is any more, those whose file was not found under another one."""
        return sorted(set(gone) - {item.was_at for item in self.touched})

    def batches_again(self, released: Callable[[], Iterable[Input]], named: Iterable[Input]) -> Iterator[Batch]:
        """Batches of inputs whose document went away with its owner; asked for when the others are settled.

        They may have counted as unchanged, or not be among the inputs that were `named` at all.
        """
        items = list(released())
        if items:
            self.unchanged -= {item.path for item in items}
            self.n_extra += len({item.path for item in items} - {item.path for item in named})
        fresh = replace(self.judge, known={}, declared=self.known)
        yield from Planner(fresh, self.batch_bytes, is_again=True).batches(items)


@dataclass(slots=True)
class _Forming:
    """The batch that is being put together."""

    name: str
    inputs: list[PlannedInput] = field(default_factory=list)
    duplicates: list[PlannedInput] = field(default_factory=list)
    doc_ids: list[str] = field(default_factory=list)
    size_bytes: int = 0

    def add(self, item: PlannedInput, *, is_copy: bool) -> None:
        (self.duplicates if is_copy else self.inputs).append(item)
        self.size_bytes += item.size_bytes

    def finish(self) -> Batch:
        """The batch, and a fresh start."""
        digest = hashlib.sha256(self.name.encode())
        for item in [*self.inputs, *self.duplicates]:
            digest.update(f"{item.sha256} {item.path} {item.encodings} {item.facts}\n".encode())
        batch = Batch(digest.hexdigest()[:16], tuple(self.inputs), tuple(self.duplicates), tuple(self.doc_ids))
        self.inputs, self.duplicates, self.doc_ids, self.size_bytes = [], [], [], 0
        return batch
