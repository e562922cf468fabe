"""What a store asks of the place it is kept in: one interface for a folder and for an object store.

`warehouse.folder` implements it with renames and flushes, `warehouse.objects` with whole-object writes. The commit
protocol (`warehouse.commit`), checking, repair and the build are written against it once. Names are those of files in
the store, with forward slashes, such as `lake/_commits/00000001.json`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path
from typing import Protocol

from transforms.errors import StoreError
from warehouse.layout import Layout
from warehouse.location import Location, ObjectUrl
from warehouse.parts import Part


class Lock(Protocol):
    """The right to write, held until it is released or the process dies."""

    @property
    def left_by(self) -> str:
        """The text of the holder before, if that died without giving the lock back; else empty."""
        ...

    @property
    def n_late(self) -> int:
        """How many holders that were thought dead may still write one commit; 0 where the lock goes with its holder."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...


class Storage(Protocol):
    """A place that holds one store."""

    @property
    def location(self) -> Location:
        """Where it is, for messages."""
        ...

    @property
    def layout(self) -> Layout:
        """Where local files are: the store's own where it is a folder, else those of its local copy."""
        ...

    # The place as a whole

    def is_store(self) -> bool:
        """False where nothing is there yet; raises StoreError where something else is."""
        ...

    def create(self) -> None:
        """Make the place a store; one that is a store already stays as it is. Raises StoreError."""
        ...

    def check(self) -> None:
        """Refuse a place that is no store, or one of a newer format (StoreError)."""
        ...

    def lock(self, holder: str) -> Lock:
        """Take the one right to write; `holder` is the text for whoever comes second. Raises StoreLocked."""
        ...

    def is_locked(self) -> bool:
        """Whether a living writer holds the lock."""
        ...

    # Single files

    def read(self, name: str) -> bytes | None:
        """A small file's bytes, None where it isn't there."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Put a file in place whole and durable: at any instant the old one, or the new one, never a piece."""
        ...

    def delete(self, *names: str) -> None:
        """Remove files that may be gone already."""
        ...

    def delete_folder(self, name: str) -> None:
        """Remove a folder with all it holds; one that is gone already is fine."""
        ...

    def rename(self, name: str, target: str) -> None:
        """Give a file another name; need not be one step."""
        ...

    def sizes(self, folder: str) -> dict[str, int]:
        """Every file below a folder, by name, sorted, with its bytes; empty where there is none."""
        ...

    def reading(self, name: str) -> AbstractContextManager[BufferedReader]:
        """A file open for reading, seekable. Raises OSError or StoreError where it isn't there."""
        ...

    def local(self, name: str) -> Path | None:
        """A local file with the bytes of a small file, None where there is none."""
        ...

    # Steps of a commit, see `warehouse.commit`

    @property
    def mark(self) -> str:
        """What names of new parts carry so that no other writer, not even a late one, uses them; empty: not needed."""
        ...

    def log(self) -> Path:
        """The local folder of all commit files, as they stand now."""
        ...

    def offer(self, staging: Path, parts: Sequence[Part]) -> None:
        """Step 1: make staged parts durable, so that whatever happens then, `place` finds them."""
        ...

    def decide(self, number: int, data: bytes) -> None:
        """Step 2: put commit file `number` in place, in one step. Raises StoreDamaged where it is there already."""
        ...

    def is_pending(self, staging: str) -> bool:
        """Whether steps 3 and 4 of the commit staged there may not be done."""
        ...

    def place(self, staging: str, parts: Sequence[Part]) -> None:
        """Step 3: parts stand at their names in the lake, durable. Raises StoreDamaged where one is nowhere."""
        ...

    def clear(self, staging: str, removed: Sequence[Part]) -> None:
        """Step 4: delete replaced parts, then what was staged. Repeating it changes nothing."""
        ...

    def undo(self, live: Collection[Part]) -> None:
        """Delete all that was staged or offered without being decided; `live` are the parts that were."""
        ...

    def is_staged(self, staging: str, part: Part) -> bool:
        """Whether a part of a decided commit waits in staging to be placed."""
        ...

    def offered(self) -> set[str]:
        """Names of files that stand in the lake without being decided yet."""
        ...

    def leftovers(self) -> list[str]:
        """Names of what a writer that died left behind; only meaningful while none is at work."""
        ...

    def roots_of(self, parts: Sequence[Part]) -> list[Path]:
        """For each part the local folder below which its file stands at `part.path`, got from the store if need be."""
        ...

    # The published warehouse

    def published(self) -> Path | None:
        """A local file that is the published warehouse, got from the store if it is newer there; None without one."""
        ...

    def previous(self) -> Path | None:
        """The same for the warehouse that was published before."""
        ...

    def publish(self, *, keeps_previous: bool) -> Path:
        """Publish `layout.next_warehouse`, in one step; `keeps_previous`: what it replaces becomes the previous one."""
        ...

    def exchange(self) -> Path:
        """Publish the previous warehouse, and keep the present one in its place."""
        ...


def storage_at(location: Location | str) -> Storage:
    """The storage of the store at this place; nothing is looked at yet."""
    from warehouse.location import parse_location

    place = parse_location(location)
    if isinstance(place, ObjectUrl):
        from warehouse.objects import ObjectStorage

        return ObjectStorage(place)
    from warehouse.folder import Folder

    return Folder(place)


def published_warehouse(location: Location) -> Path:
    """A local file that is the published warehouse of the store there. Raises StoreError where there is none."""
    path = storage_at(location).published()
    if path is None:
        raise StoreError(f"no warehouse at {location}/warehouse.duckdb; `baoku run` or `baoku rebuild` builds it")
    return path
