"""Where things are in a store, and what marks a folder as one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from transforms.errors import StoreError
from warehouse import files

FORMAT = 1
"""Version of the layout and of the commit log; raised when an older baoku could no longer write here safely."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of the store at `root`."""

    root: Path

    @property
    def marker(self) -> Path:
        """The file that says: this is a store, of this format."""
        return self.root / "store.json"

    @property
    def lake(self) -> Path:
        """The Parquet files."""
        return self.root / "lake"

    @property
    def commits(self) -> Path:
        """The commit log."""
        return self.lake / "_commits"

    @property
    def staging(self) -> Path:
        """What is written but not committed; emptied when a writer opens the store."""
        return self.root / "_staging"

    @property
    def rejects(self) -> Path:
        """Rejected inputs, by SHA-256."""
        return self.root / "rejects"

    @property
    def lock(self) -> Path:
        """The writer's lock; its text names the holder."""
        return self.root / "writer.lock"

    @property
    def warehouse(self) -> Path:
        """The published warehouse."""
        return self.root / "warehouse.duckdb"

    @property
    def next_warehouse(self) -> Path:
        """The warehouse being built."""
        return self.root / "warehouse.next.duckdb"

    @property
    def previous_warehouse(self) -> Path:
        """The warehouse that was published before, for `baoku rollback`."""
        return self.root / "warehouse.previous.duckdb"

    @property
    def lost(self) -> Path:
        """Files that a repair found in the lake and that the log does not know."""
        return self.root / "lost"

    @property
    def failed_warehouse(self) -> Path:
        """The last build that failed its checks, kept for a look."""
        return self.root / "warehouse.failed.duckdb"

    def create(self) -> None:
        """Make the folder a store; one that is a store already stays as it is.

        Raises:
            StoreError: the folder holds other things, or can't be written to.
        """
        try:
            if not self.marker.exists():
                self.refuse_foreign()
                files.make_folder(self.root)
                files.write_atomic(self.marker, new_marker())
            for folder in (self.lake, self.commits, self.staging, self.rejects):
                files.make_folder(folder)
        except OSError as error:
            raise StoreError(f"can't create a store at {self.root}: {error}") from error

    def check(self) -> None:
        """Refuse a folder that is no store, or one of a newer format.

        Raises:
            StoreError: as said.
        """
        try:
            data = self.marker.read_bytes()
        except FileNotFoundError as error:
            raise StoreError(f"no store at {self.root}; `baoku init` makes one") from error
        except OSError as error:
            raise StoreError(f"{self.marker}: not readable as a store's marker ({error})") from error
        check_marker(data, self.root)

    def refuse_foreign(self) -> None:
        """Refuse a folder with anything in it but what a creation that was cut short leaves."""
        leftover = f".{self.marker.name}.tmp"
        if self.root.is_file() or (self.root.is_dir() and any(p.name != leftover for p in self.root.iterdir())):
            raise StoreError(f"{self.root} is not empty and not a store; choose an empty or new folder")


def new_marker() -> bytes:
    """The marker of a store that is being made."""
    about = {"what": "baoku store", "format": FORMAT, "created_at": datetime.now(UTC).isoformat()}
    return json.dumps(about).encode()


def check_marker(data: bytes, place: object) -> None:
    """Refuse what is no marker, or one of a newer format (StoreError)."""
    try:
        version = json.loads(data)["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{place}/store.json: not readable as a store's marker ({error})") from error
    if not isinstance(version, int) or version > FORMAT:
        raise StoreError(f"{place} has store format {version}, this baoku knows {FORMAT}: use a newer baoku")
