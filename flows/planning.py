"""Planning: which inputs are new or changed, put into batches in the order of their paths.

A batch is the unit of work, of retry and of commit. Planning is lazy: a batch is hashed just before it is handed out,
so that a run starts at once and memory stays flat however long the list of inputs is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.settings import Settings
from flows.sources import Input
from warehouse.store import KnownInput

UNREADABLE = ""
UNREADABLE_REASON = "unreadable"
BATCHES_A_WORKER = 4
"""At least so many batches for each worker, so that none waits long for the last."""
MIN_BATCH_BYTES = 1_000_000
"""Below this a batch costs more to commit than to read."""


@dataclass(frozen=True, slots=True)
class PlannedInput:
    """An input with the SHA-256 of its bytes; empty where it could not be read, with the reason in `problem`."""

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs read, staged and committed together; `key` follows from their content and the pipeline version."""

    key: str
    inputs: tuple[PlannedInput, ...]
    duplicates: tuple[PlannedInput, ...] = ()
    """Inputs whose bytes were loaded before, or stand earlier in this run."""

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

    known: Mapping[str, KnownInput]
    pipeline_version: str
    batch_bytes: int
    max_file_bytes: int
    n_unchanged: int = 0
    touched: list[PlannedInput] = field(default_factory=list)
    """Inputs whose time of change is new and whose content is not."""

    def adapt(self, pending: Iterable[Input], workers: int) -> int:
        """Make batches small enough that every worker gets some; gives the number of workers worth starting."""
        total = sum(item.size_bytes for item in pending)
        share = -(-total // (workers * BATCHES_A_WORKER))
        self.batch_bytes = max(min(self.batch_bytes, share), MIN_BATCH_BYTES)
        return max(1, min(workers, -(-total // self.batch_bytes)))

    @classmethod
    def of(cls, known: Mapping[str, KnownInput], pipeline_version: str, settings: Settings) -> Planner:
        """The planner of a run."""
        return cls(known, pipeline_version, settings.batch_mb * 10**6, settings.source.max_file_mb * 10**6)

    def pending(self, inputs: Iterable[Input]) -> list[Input]:
        """The inputs that must be looked at: one of known path, size and time of change costs only its stat."""
        return [item for item in inputs if not self._is_unchanged(item)]

    def _is_unchanged(self, item: Input) -> bool:
        known = self.known.get(item.path)
        same = (
            known is not None
            and self._is_current(known)
            and (known.size_bytes, known.mtime_ns) == (item.size_bytes, item.mtime_ns)
        )
        self.n_unchanged += same
        return same

    def batches(self, pending: Iterable[Input]) -> Iterator[Batch]:
        """Batches of about `batch_bytes`, at least one file, in the order given; byte-equal files are set aside."""
        seen = {k.source_sha256 for k in self.known.values() if k.outcome == "loaded" and self._is_current(k)}
        forming = _Forming(self.pipeline_version)
        for item in pending:
            planned = self._hash(item)
            if self._is_same(planned):
                self.n_unchanged += 1
                self.touched.append(planned)
                continue
            forming.add(planned, is_copy=planned.sha256 in seen)
            seen |= {planned.sha256} - {UNREADABLE}
            if forming.size_bytes >= self.batch_bytes:
                yield forming.finish()
        if forming.inputs or forming.duplicates:
            yield forming.finish()

    def batches_again(self, released: Callable[[], Iterable[Input]]) -> Iterator[Batch]:
        """Batches of inputs whose document went away with its owner's change; asked for when the others are settled."""
        yield from Planner({}, self.pipeline_version, self.batch_bytes, self.max_file_bytes).batches(released())

    def _is_same(self, planned: PlannedInput) -> bool:
        known = self.known.get(planned.path)
        return bool(known and self._is_current(known) and known.source_sha256 == planned.sha256 and not planned.problem)

    def _is_current(self, known: KnownInput) -> bool:
        return known.pipeline_version == self.pipeline_version

    def _hash(self, item: Input) -> PlannedInput:
        problem = None
        sha256 = UNREADABLE
        if item.size_bytes > self.max_file_bytes:
            problem = (
                f"too_large: {item.size_bytes / 1e6:.1f} MB is over {self.max_file_bytes / 1e6:.0f} MB; "
                "split the file or raise source.max_file_mb"
            )
        try:
            with Path(item.path).open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            problem = f"{UNREADABLE_REASON}: {error.strerror or error}; check that the file exists and may be read"
        return PlannedInput(item.path, item.size_bytes, item.mtime_ns, sha256, problem)


@dataclass(slots=True)
class _Forming:
    """The batch that is being put together."""

    pipeline_version: str
    inputs: list[PlannedInput] = field(default_factory=list)
    duplicates: list[PlannedInput] = field(default_factory=list)
    size_bytes: int = 0

    def add(self, item: PlannedInput, *, is_copy: bool) -> None:
        (self.duplicates if is_copy else self.inputs).append(item)
        self.size_bytes += item.size_bytes

    def finish(self) -> Batch:
        """The batch, and a fresh start."""
        digest = hashlib.sha256(self.pipeline_version.encode())
        for item in [*self.inputs, *self.duplicates]:
            digest.update(f"{item.sha256} {item.path}\n".encode())
        batch = Batch(digest.hexdigest()[:16], tuple(self.inputs), tuple(self.duplicates))
        self.inputs, self.duplicates, self.size_bytes = [], [], 0
        return batch
