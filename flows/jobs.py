"""What a run is asked to do. Light to import: the command line makes it before anything heavy is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from flows.settings import Settings
from flows.sources import Input


@dataclass(frozen=True, slots=True)
class Job:
    """What to run: inputs as the user named them, and the settings in force.

    `found` are the files where they are not to be looked for. `retires` says whether known inputs go whose files are
    gone from the folders named, `is_sure` whether that may be most of them.
    """

    inputs: tuple[str, ...]
    settings: Settings
    command: str = "baoku run"
    found: tuple[Input, ...] | None = None
    retires: bool = False
    is_sure: bool = False
