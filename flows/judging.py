"""Judging: what is to be done with an input, by its content and what the store knows of it; `Verdict` lists the ways.

`baoku run` and `baoku run --dry-run` ask the same judge, so that the one does what the other says.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from flows.dictionaries import Versions
from flows.page_hints import hints_of
from flows.settings import Settings
from flows.sidecar import Sidecar
from flows.sources import Input
from warehouse.store import KnownInput

UNREADABLE = ""
UNREADABLE_REASON = "unreadable"


class Verdict(Enum):
    """What is to be done with an input; the value is what people read."""

    NEW = "new"
    CHANGED = "changed"
    VERSION = "pipeline version changed"
    DECLARED = "encoding declared"
    TOLD = "sidecar table changed"
    MOVED = "renamed, to be read again"
    RENAMED = "renamed"
    DUPLICATE = "duplicate by content"
    FACTS = "known, its facts to be found anew"
    KNOWN = "known"

    @property
    def is_read(self) -> bool:
        """Whether the file goes through the whole pipeline."""
        return self not in (Verdict.RENAMED, Verdict.DUPLICATE, Verdict.FACTS, Verdict.KNOWN)


@dataclass(frozen=True, slots=True)
class PlannedInput:
    """An input with the SHA-256 of its bytes; empty where it could not be read, with the reason in `problem`.

    `encodings` are declared for this input alone. `kept_at` is where its bytes are if they are no longer at its path.
    `was_at` is the vanished path under which the same bytes were loaded before. `facts`: what the sidecar says of it.
    """

    path: str
    size_bytes: int
    mtime_ns: int
    sha256: str
    problem: str | None = None
    encodings: tuple[str, ...] = ()
    kept_at: str = ""
    was_at: str | None = None
    facts: str = ""


@dataclass(slots=True)
class Judge:
    """Decides input by input, in the order of a run: of several new files with the same bytes the first is read."""

    known: Mapping[str, KnownInput]
    versions: Versions
    settings: Settings
    sidecar: Sidecar = field(default_factory=Sidecar)
    declared: Mapping[str, KnownInput] | None = None
    """Where to look up encodings that were declared for single inputs; by default in `known`."""
    _loaded: set[str] = field(init=False)
    _owners: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Note which bytes are loaded, and from where."""
        loaded = [(path, known) for path, known in self.known.items() if known.outcome == "loaded"]
        self._loaded = {
            known.source_sha256 for _, known in loaded if self.is_current(known) or self.versions.lacks_facts(known)
        }
        self._owners = {known.source_sha256: path for path, known in loaded}

    def is_current(self, known: KnownInput) -> bool:
        """Whether an input was read by the pipeline of today."""
        return self.versions.is_current(known)

    def is_unchanged(self, item: Input) -> bool:
        """Whether path, size and time of change tell that nothing is to be done; the file is not opened."""
        known = self.known.get(item.path)
        return known is not None and self.is_current(known) and self._is_as_seen(item, known)

    def lacks_facts(self, item: Input) -> PlannedInput | None:
        """The input where nothing is to be done but to find its facts anew, which the lake is enough for; else None."""
        known = self.known.get(item.path)
        if known is None or not self.versions.lacks_facts(known) or not self._is_as_seen(item, known):
            return None
        encodings = tuple(filter(None, (known.declared_encodings or "").split(",")))
        facts = known.sidecar_facts or ""
        return PlannedInput(
            item.path, item.size_bytes, item.mtime_ns, known.source_sha256, None, encodings, facts=facts
        )

    def _is_as_seen(self, item: Input, known: KnownInput) -> bool:
        """Whether size and time of change, and what was declared of it, are as they were."""
        return (
            known.size_bytes == item.size_bytes
            and known.mtime_ns == item.mtime_ns
            and known.source_sha256 != UNREADABLE
            and not item.encodings
            and not item.kept_at
            and (known.sidecar_facts or "") == self.sidecar.facts(item.path)
        )

    def decide(self, item: Input) -> tuple[PlannedInput, Verdict]:
        """Read the file's bytes and say what is to be done with it."""
        planned = self._hashed(item)
        verdict = self._verdict(planned)
        if verdict in (Verdict.RENAMED, Verdict.MOVED):
            owner = self._owners.pop(planned.sha256)
            planned = _at(planned, self._declared(owner, planned), owner)
        if planned.sha256 != UNREADABLE and verdict is not Verdict.KNOWN:
            self._loaded.add(planned.sha256)
        return planned, verdict

    def _verdict(self, planned: PlannedInput) -> Verdict:
        known = self.known.get(planned.path)
        if known and known.source_sha256 == planned.sha256 and not planned.problem:
            if (known.declared_encodings or "") != ",".join(planned.encodings):
                return Verdict.DECLARED
            if (known.sidecar_facts or "") != planned.facts:
                return Verdict.TOLD
            if self.is_current(known):
                return Verdict.KNOWN
        if known is None and self._is_renamed(planned):
            return Verdict.RENAMED if self._says_the_same(planned) else Verdict.MOVED
        if planned.sha256 in self._loaded:
            return Verdict.DUPLICATE
        if known is None:
            return Verdict.NEW
        return Verdict.VERSION if known.source_sha256 == planned.sha256 else Verdict.CHANGED

    def _is_renamed(self, planned: PlannedInput) -> bool:
        """The same bytes were loaded under a path where nothing is any more."""
        owner = self._owners.get(planned.sha256)
        return bool(owner) and not planned.problem and not os.path.lexists(owner or "")

    def _says_the_same(self, planned: PlannedInput) -> bool:
        """Reading the file under its new path would give the rows that are there."""
        owner = self._owners[planned.sha256]
        of_owner = hints_of(owner, self.known[owner].sidecar_facts or "", self.settings)
        of_path = hints_of(planned.path, planned.facts, self.settings)
        return self.is_current(self.known[owner]) and of_owner == of_path and not planned.encodings

    def _hashed(self, item: Input) -> PlannedInput:
        problem, sha256 = None, UNREADABLE
        limit = self.settings.source.max_file_mb * 10**6
        if item.size_bytes > limit:
            problem = (
                f"too_large: {item.size_bytes / 1e6:.1f} MB is over {limit / 1e6:.0f} MB; "
                "split the file or raise source.max_file_mb"
            )
        try:
            with Path(item.kept_at or item.path).open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            problem = f"{UNREADABLE_REASON}: {error.strerror or error}; check that the file exists and may be read"
        planned = PlannedInput(
            item.path,
            item.size_bytes,
            item.mtime_ns,
            sha256,
            problem,
            item.encodings,
            item.kept_at,
            facts=self.sidecar.facts(item.path),
        )
        return _at(planned, item.encodings or self._declared(item.path, planned), None)

    def _declared(self, path: str, planned: PlannedInput) -> tuple[str, ...]:
        """The encodings that were declared for these very bytes."""
        known = (self.known if self.declared is None else self.declared).get(path)
        if known is None or not known.declared_encodings or known.source_sha256 != planned.sha256:
            return planned.encodings
        return tuple(known.declared_encodings.split(","))


def _at(planned: PlannedInput, encodings: tuple[str, ...], was_at: str | None) -> PlannedInput:
    if encodings == planned.encodings and was_at == planned.was_at:
        return planned
    return replace(planned, encodings=encodings, was_at=was_at)
