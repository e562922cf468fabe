"""The commit log: what is in the store is what these files say, never what a folder happens to hold.

`lake/_commits/<n>.json`, eight digits, from 1 without gaps. Each holds the SHA-256 of the one before, so that a lost
or altered commit shows.

The one exception keeps late writers out. Where a lock can be lost to another while its holder lives, as in
`warehouse.lease`, a writer that takes over leaves the numbers void that those before it may still be writing to, and
says in its first commit, the *fence*, how many: whatever stands at these numbers, or comes to stand there, does not
count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, TypeVar

from transforms.errors import StoreDamaged
from warehouse.parts import Part

_Folder = TypeVar("_Folder", bound=PurePath)


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: the parts it added and removed, and whose rows it replaced.

    `origins` names for each added part, by path, the last commit that brought rows of it, where that is not this one:
    the part is a remainder of a part whose other rows were replaced, or was merged from older parts. `oldest` names
    the first such commit where it is another one. `moves` says under which path documents are found now whose input
    was renamed. `reason` says in words why, where it isn't a load. `voids` is how many numbers before it are void; the
    commit before it has a number so much smaller. `sha256` is that of the commit's file; `staging`
    is relative to the store.
    """

    number: int
    batch_key: str
    run_id: str
    pipeline_version: str
    committed_at: str
    staging: str
    added: tuple[Part, ...]
    removed: tuple[Part, ...]
    origins: Mapping[str, int]
    replaces_doc_ids: tuple[str, ...]
    replaces_paths: tuple[str, ...]
    previous_sha256: str
    oldest: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    voids: int = 0
    sha256: str = ""

    @property
    def is_void(self) -> bool:
        """Whether it only stands for a number that was left out."""
        return not self.batch_key

    def brought(self) -> list[Part]:
        """The added parts that hold rows of this commit, not only older ones written anew."""
        return [part for part in self.added if self.origins.get(str(part.path), self.number) == self.number]

    def encoded(self) -> bytes:
        """The commit's file: JSON, one part a line, so that it reads well and diffs well."""
        content = asdict(self)
        content.pop("sha256")
        if not self.voids:
            content.pop("voids")
        lines = [f'  "{key}": {_value(value)}' for key, value in content.items()]
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _value(value: object) -> str:
    """A JSON value; the elements of a list of objects stand one a line."""
    if isinstance(value, tuple) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join("    " + json.dumps(item, ensure_ascii=False) for item in value) + "\n  ]"
    return json.dumps(value, ensure_ascii=False)


def commit_path(folder: _Folder, number: int) -> _Folder:
    """Where commit `number` stands in the folder of commits."""
    return folder / f"{number:08d}.json"


def decode(data: bytes, name: str = "commit") -> Commit:
    """The commit that a file holds.

    Raises:
        StoreDamaged: the bytes are no commit.
    """
    try:
        content: dict[str, Any] = json.loads(data)
        content |= {key: tuple(Part(**part) for part in content[key]) for key in ("added", "removed")}
        content |= {key: tuple(content[key]) for key in ("replaces_doc_ids", "replaces_paths")}
        return Commit(**content, sha256=hashlib.sha256(data).hexdigest())
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{name}: not a commit ({error}); put it back from a backup") from error


def read_log(folder: Path) -> list[Commit]:
    """Every commit in order, number n at place n - 1; void numbers have a commit that says and does nothing.

    Raises:
        StoreDamaged: a commit is missing, unreadable, or does not follow from the one before.
    """
    found = {path: decode(path.read_bytes(), path.name) for path in sorted(folder.glob("[0-9]*.json"))}
    void = _void_numbers(list(found.values()))
    commits: list[Commit] = []
    for path, commit in found.items():
        if commit.number in void and path == commit_path(folder, commit.number):
            continue
        if commit.number != len(commits) + commit.voids + 1 or path != commit_path(folder, commit.number):
            raise StoreDamaged(f"{path.name}: expected commit {len(commits) + 1}; put the missing file back")
        if commit.previous_sha256 != (commits[-1].sha256 if commits else ""):
            raise StoreDamaged(f"{path.name}: does not follow from commit {len(commits)}; a commit file was altered")
        commits += [*voided(commits, commit), commit]
    return commits


def _void_numbers(commits: Sequence[Commit]) -> set[int]:
    """The numbers that fences left out; a fence that stands at such a number is void itself, so the last one counts."""
    void: set[int] = set()
    for commit in reversed(commits):
        if commit.number not in void:
            void.update(range(commit.number - commit.voids, commit.number))
    return void


def voided(commits: Sequence[Commit], fence: Commit) -> list[Commit]:
    """What stands in the log for the numbers that a commit after these leaves out."""
    last = commits[-1].sha256 if commits else ""
    nothing = Commit(0, "", "", "", fence.committed_at, "", (), (), {}, (), (), last, reason="void", sha256=last)
    return [replace(nothing, number=number) for number in range(fence.number - fence.voids, fence.number)]


@dataclass(frozen=True, slots=True)
class LivePart:
    """A part that is in the store, and the first and the last of the commits that brought its rows."""

    part: Part
    first: int
    last: int


def live_parts(commits: Iterable[Commit]) -> dict[str, LivePart]:
    """What the store holds after these commits, by the part's path, sorted."""
    live: dict[str, LivePart] = {}
    for commit in commits:
        for part in commit.removed:
            live.pop(str(part.path), None)
        live |= {str(part.path): _live(commit, part) for part in commit.added}
    return dict(sorted(live.items()))


def _live(commit: Commit, part: Part) -> LivePart:
    last = commit.origins.get(str(part.path), commit.number)
    return LivePart(part, commit.oldest.get(str(part.path), last), last)
