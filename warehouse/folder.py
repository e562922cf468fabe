"""A store in a folder of a local disk: renames are one step, flushes make them last, a lock keeps writers apart."""

# ruff: noqa: D102 (the interface says what its methods do)
from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from transforms.errors import StoreDamaged, StoreLocked
from warehouse import files
from warehouse.layout import Layout
from warehouse.location import Location
from warehouse.log import commit_path
from warehouse.parts import Part


class Folder:
    """Storage in the folder at `root`; see `warehouse.storage` for what each method promises."""

    def __init__(self, root: Path) -> None:
        self._layout = Layout(root.absolute())

    @property
    def location(self) -> Location:
        return self._layout.root

    @property
    def layout(self) -> Layout:
        return self._layout

    def is_store(self) -> bool:
        if self._layout.marker.exists():
            return True
        self._layout.refuse_foreign()
        return False

    def create(self) -> None:
        self._layout.create()

    def check(self) -> None:
        self._layout.check()

    def lock(self, holder: str) -> files.FileLock:
        lock = files.FileLock(self._layout.lock)
        if (other := lock.acquire(holder)) is not None:
            raise StoreLocked(f"{self._layout.root} is being written to by {other}; wait for it to end")
        return lock

    def is_locked(self) -> bool:
        return files.is_locked(self._layout.lock)

    def read(self, name: str) -> bytes | None:
        path = self._layout.root / name
        return path.read_bytes() if path.is_file() else None

    def write(self, name: str, data: bytes) -> None:
        path = self._layout.root / name
        files.make_folder(path.parent)
        files.write_atomic(path.resolve(), data)

    def delete(self, *names: str) -> None:
        for name in names:
            files.delete(self._layout.root / name)

    def delete_folder(self, name: str) -> None:
        files.delete_tree(self._layout.root / name)

    def rename(self, name: str, target: str) -> None:
        files.make_folder((self._layout.root / target).parent)
        files.move(self._layout.root / name, self._layout.root / target)

    def sizes(self, folder: str) -> dict[str, int]:
        root = self._layout.root
        found = sorted(path for path in (root / folder).rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.stat().st_size for path in found}

    @contextmanager
    def reading(self, name: str) -> Iterator[BufferedReader]:
        with (self._layout.root / name).open("rb") as file:
            yield file

    def local(self, name: str) -> Path | None:
        path = self._layout.root / name
        return path if path.is_file() else None

    @property
    def mark(self) -> str:
        return ""  # a writer that lost its lock is dead

    def log(self) -> Path:
        return self._layout.commits

    def offer(self, staging: Path, parts: Sequence[Part]) -> None:
        _sync_folders(staging, parts)

    def decide(self, number: int, data: bytes) -> None:
        target = commit_path(self._layout.commits, number)
        if target.exists():
            raise StoreDamaged(f"{target} exists already: somebody wrote to the store without its lock")
        files.write_atomic(target, data)

    def is_pending(self, staging: str) -> bool:
        return True  # looking costs as much as doing it again

    def place(self, staging: str, parts: Sequence[Part]) -> None:
        for part in parts:
            staged, final = self._layout.root / staging / part.path, self._layout.lake / part.path
            if staged.exists():
                files.make_folder(final.parent)
                files.move(staged, final)
            elif not final.exists():
                raise StoreDamaged(f"{final}: committed, but neither there nor in staging; put it back from a backup")
        _sync_folders(self._layout.lake, parts)

    def clear(self, staging: str, removed: Sequence[Part]) -> None:
        for part in removed:
            files.delete(self._layout.lake / part.path)
        files.delete_tree(self._layout.root / staging)

    def undo(self, live: Collection[Part]) -> None:
        files.delete_tree(self._layout.staging)
        files.make_folder(self._layout.staging)
        self.delete(*self.leftovers())

    def is_staged(self, staging: str, part: Part) -> bool:
        return (self._layout.root / staging / part.path).is_file()

    def offered(self) -> set[str]:
        return set()  # parts come into the lake by a rename that follows the decision

    def leftovers(self) -> list[str]:
        layout = self._layout
        staged = layout.staging.iterdir() if layout.staging.is_dir() else ()
        beside = [layout.next_warehouse, layout.root / f"{layout.next_warehouse.name}.wal"]
        pieces = [path for place in (".", "lake/_commits", "rejects/*") for path in layout.root.glob(f"{place}/.*.tmp")]
        found = [*staged, *filter(Path.exists, beside), *pieces]
        return sorted(path.relative_to(layout.root).as_posix() for path in found)

    def roots_of(self, parts: Sequence[Part]) -> list[Path]:
        return [self._layout.lake] * len(parts)

    def published(self) -> Path | None:
        return self.local(self._layout.warehouse.name)

    def previous(self) -> Path | None:
        return self.local(self._layout.previous_warehouse.name)

    def publish(self, *, keeps_previous: bool) -> Path:
        """Swap by one rename: readers keep the file they opened, whoever opens the path later sees the new one."""
        layout = self._layout
        files.sync_file(layout.next_warehouse)
        if keeps_previous:
            files.link(layout.warehouse, layout.previous_warehouse)
        files.move(layout.next_warehouse, layout.warehouse)
        files.sync_folder(layout.root)
        files.delete(layout.failed_warehouse)
        return layout.warehouse

    def exchange(self) -> Path:
        """Both files change places, each by one rename.

        A death between the renames leaves the older warehouse published, whole, with the newer one beside it under a
        temporary name.
        """
        layout = self._layout
        aside = layout.root / ".warehouse.rolled-back.tmp"
        files.delete(aside)
        if layout.warehouse.is_file():
            files.link(layout.warehouse, aside)
        files.move(layout.previous_warehouse, layout.warehouse)
        if aside.is_file():
            files.move(aside, layout.previous_warehouse)
        files.sync_folder(layout.root)
        return layout.warehouse


def _sync_folders(root: Path, parts: Sequence[Part]) -> None:
    """Flush every folder between the root and the parts, deepest first."""
    folders = {folder for part in parts for folder in part.path.parents}
    for folder in sorted(folders, key=lambda f: -len(f.parts)):
        files.sync_folder(root / folder)
