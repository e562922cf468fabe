"""Every error baoku raises on purpose, in one tree.

BaokuError                  caught at the command line: printed without a traceback
├── RejectedFile            one file can't be loaded; the run goes on
│   ├── UndecodableFile     its bytes are not Chinese text that can be read
│   └── UnusablePage        its text was decoded but can't become a page
├── SourceError             an input can't be found, listed or read
├── SettingsError           a setting is unknown or has an unusable value
├── StoreError              the store can't be used
│   ├── StoreLocked         another run is writing to it
│   └── StoreDamaged        what is on disk contradicts the commit log
├── QueryError              a SQL statement of the user's failed
├── ChecksFailed            a build failed its checks and was not published
└── LostInput               a run did not account for every input (a fault of baoku's)

A message says what was wrong, where, and what to do. Errors of libraries are translated where they enter
(`raise StoreError(...) from error`), so that nothing outside this tree needs catching at the edge.
"""

from __future__ import annotations


class BaokuError(Exception):
    """The root: anything that baoku raises on purpose."""


class RejectedFile(BaokuError):
    """One file can't be loaded; the run goes on.

    `reason` is a short code that is counted and stored (`binary`, `empty`, `not_chinese`, …); `detail` is the sentence
    a person reads: what is wrong, where, what to do.
    """

    stage = "read"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[RejectedFile], tuple[str, str]]:
        """Keep both parts when the error crosses a process border."""
        return type(self), (self.reason, self.detail)


class UndecodableFile(RejectedFile):
    """The bytes of a file are not Chinese text that can be read."""

    stage = "decode"


class UnusablePage(RejectedFile):
    """Decoded text that can't become a page, such as one without any text."""

    stage = "page"


class SourceError(BaokuError):
    """An input can't be found, listed or read."""


class SettingsError(BaokuError):
    """A setting is unknown or has an unusable value."""


class StoreError(BaokuError):
    """The store can't be used."""


class StoreLocked(StoreError):
    """Another run is writing to the store."""


class StoreDamaged(StoreError):
    """What is on disk contradicts the commit log."""


class QueryError(BaokuError):
    """A SQL statement of the user's failed."""


class ChecksFailed(BaokuError):
    """A warehouse build failed its checks and was not published."""


class LostInput(BaokuError):
    """A run did not account for every input: a fault of baoku's own."""
