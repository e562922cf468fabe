"""Planning: which inputs are new or changed, put into batches in the order of their paths.

A batch is the unit of work, of retry and of commit. Planning is lazy: a batch is hashed just before it is handed out,
so that a run starts at once and memory stays flat however long the list of inputs is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.sources import Input
from warehouse.store import KnownInput

UNREADABLE = ""


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
    """Inputs that are read, staged and committed together; `key` follows from their content and the pipeline version."""

    key: str
    inputs: tuple[PlannedInput, ...]
    duplicates: tuple[tuple[PlannedInput, str], ...] = ()
    """Inputs whose bytes were loaded before or stand earlier in this run, each with the SHA-256 they share."""

    @property
    def n_files(self) -> int:
        """Files that this batch settles."""
        return len(self.inputs) + len(self.duplicates)

    @property
    def size_bytes(self) -> int:
        """Bytes of all its files."""
        return sum(i.size_bytes for i in self.inputs) + sum(i.size_bytes for i, _ in self.duplicates)


@dataclass(slots=True)
class Planner:
    """Hands out batches of the inputs that the store doesn't know yet in their present state."""

    known: Mapping[str, KnownInput]
    pipeline_version: str
    batch_bytes: int
    max_file_bytes: int
    n_unchanged: int = 0
    seen: set[str] = field(default_factory=set)

    def pending(self, inputs: Iterable[Input]) -> list[Input]:
        """The inputs that must be looked at: a file of the same path, size and time of change needs only its stat."""
        pending = [i for i in inputs if not self._is_unchanged(i)]
        return pending

    def _is_unchanged(self, item: Input) -> bool:
        known = self.known.get(item.path)
        same = (
            known is not None
            and known.pipeline_version == self.pipeline_version
            and (known.size_bytes, known.mtime_ns) == (item.size_bytes, item.mtime_ns)
        )
        self.n_unchanged += same
        return same

    def batches(self, pending: Iterable[Input], touched: Callable[[PlannedInput], None]) -> Iterator[Batch]:
        """Batches of up to `batch_bytes` (at least one file); `touched` is told of files whose content didn't change."""
        loaded = {k.sha256 for k in self.known.values() if k.outcome == "loaded" and self._is_current(k)}
        inputs: list[PlannedInput] = []
        duplicates: list[tuple[PlannedInput, str]] = []
        size = 0
        for item in pending:
            planned = self._hash(item)
            known = self.known.get(item.path)
            if known and self._is_current(known) and known.sha256 == planned.sha256 and not planned.problem:
                self.n_unchanged += 1
                touched(planned)
                continue
            if planned.sha256 and planned.sha256 in loaded | self.seen:
                duplicates.append((planned, planned.sha256))
            else:
                self.seen.add(planned.sha256)
                inputs.append(planned)
            size += item.size_bytes
            if size >= self.batch_bytes:
                yield self._batch(inputs, duplicates)
                inputs, duplicates, size = [], [], 0
        if inputs or duplicates:
            yield self._batch(inputs, duplicates)

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
            problem = f"unreadable: {error.strerror or error}; check that the file exists and may be read"
        return PlannedInput(item.path, item.size_bytes, item.mtime_ns, sha256, problem)

    def _batch(self, inputs: list[PlannedInput], duplicates: list[tuple[PlannedInput, str]]) -> Batch:
        digest = hashlib.sha256(self.pipeline_version.encode())
        for item in [*inputs, *(d for d, _ in duplicates)]:
            digest.update(f"{item.sha256} {item.path}\n".encode())
        return Batch(digest.hexdigest()[:16], tuple(inputs), tuple(duplicates))
