"""Sources: where bytes come from. Files, folders and globs of the local disk become a sorted list of inputs.

To add a source, write a function that yields `Input`s and list it in `SOURCES`.
"""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from flows.settings import SourceSettings
from transforms.errors import SourceError
from transforms.records import PageHints


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: its absolute path with forward slashes, its size in bytes and its time of change.

    `encodings` are declared for this file alone; `kept_at` is where its bytes are if they are no longer at its path.
    """

    path: str
    size_bytes: int
    mtime_ns: int
    encodings: tuple[str, ...] = ()
    kept_at: str = ""


def list_inputs(arguments: Sequence[str], settings: SourceSettings) -> list[Input]:
    """Every file that the arguments name, each once, sorted by path.

    Raises SourceError where an argument names nothing.
    """
    found: dict[str, Input] = {}
    for argument in arguments:
        inputs = _resolve(argument, settings)
        if not inputs:
            wanted = ", ".join(settings.include)
            raise SourceError(
                f"nothing to read in {argument!r}: no file there matches {wanted} (setting source.include)"
            )
        found.update((item.path, item) for item in inputs)
    return [found[path] for path in sorted(found)]


def _resolve(argument: str, settings: SourceSettings) -> list[Input]:
    for accepts, read in SOURCES:
        if accepts(argument):
            return list(read(argument, settings))
    raise SourceError(f"no such file or folder: {argument!r} (relative to {Path.cwd()})")


def _from_file(argument: str, _: SourceSettings) -> Iterator[Input]:
    yield _input(Path(argument))


def _from_folder(argument: str, settings: SourceSettings) -> Iterator[Input]:
    pending = [Path(argument).absolute()]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise SourceError(f"can't list {folder}: {error.strerror}") from error
        for entry in entries:
            if _matches(entry.name, settings.exclude):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(Path(entry.path))
            elif _matches(entry.name, settings.include) and entry.is_file():
                status = entry.stat()
                yield Input(entry.path.replace(os.sep, "/"), status.st_size, status.st_mtime_ns)


def _from_glob(argument: str, settings: SourceSettings) -> Iterator[Input]:
    for name in sorted(glob.iglob(argument, recursive=True)):
        path = Path(name)
        if path.is_file():
            yield _input(path)
        elif path.is_dir() and not argument.rstrip("/").endswith("**"):
            yield from _from_folder(name, settings)


def _input(path: Path) -> Input:
    status = path.stat()
    return Input(Path(os.path.abspath(path)).as_posix(), status.st_size, status.st_mtime_ns)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return _any_of(patterns).match(name) is not None


@lru_cache(maxsize=64)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all of the patterns: a folder may hold hundreds of thousands of names."""
    return re.compile("|".join(map(fnmatch.translate, patterns)) or r"(?!)")


Reader = Callable[[str, SourceSettings], Iterator[Input]]

SOURCES: tuple[tuple[Callable[[str], bool], Reader], ...] = (
    (os.path.isfile, _from_file),
    (os.path.isdir, _from_folder),
    (glob.has_magic, _from_glob),
)
"""(accepts the argument, reads it), first match wins."""


def hints_from_path(path: str, settings: SourceSettings, patterns: Sequence[str] = ()) -> PageHints:
    """What a path says of its page, by `patterns`, `source.path_patterns` and `source.publications`.

    >>> hints_from_path("in/rmrb/2026-05-10/03.txt", SourceSettings(publications={"rmrb": "人民日报"}))
    PageHints(publication='人民日报', issue_date=datetime.date(2026, 5, 10), page_label='3', page_section=None)
    """
    said: dict[str, str] = {}
    for pattern in (*patterns, *settings.path_patterns):
        match = _compiled(pattern).search(path)
        if match:
            said = {**{k: v for k, v in match.groupdict().items() if v}, **said}
    publication = said.get("publication")
    return PageHints(
        publication=settings.publications.get(publication, publication)
        if publication
        else _named_part(path, settings.publications),
        issue_date=_date(said),
        page_label=_page_label(said.get("page")),
    )


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _named_part(path: str, publications: dict[str, str]) -> str | None:
    if not publications:
        return None
    parts = [part for piece in path.split("/") for part in (piece, *re.split(r"[-_.\d]+", piece))]
    return next((publications[part] for part in reversed(parts) if part in publications), None)


def _date(said: dict[str, str]) -> date | None:
    try:
        return date(int(said["year"]), int(said["month"]), int(said["day"]))
    except (KeyError, ValueError):
        return None


def _page_label(label: str | None) -> str | None:
    if label is None:
        return None
    return label.upper() if label[0].isalpha() else label.lstrip("0") or "0"
