# ruff: noqa: D102 (the interface says what its methods do)
"""A store in an object store: objects are written whole, a decision is one PUT, a lease keeps writers apart.

In the bucket, below the prefix, everything has the name it has in a folder, except the warehouse, see
`warehouse.published`, and the lock, see `warehouse.lease`.

A local folder, the *copy*, is laid out like a store: what is staged and built stands there, commit files as last seen,
parts and warehouses by their hash, so that none is fetched twice and none can be mistaken for another. It may be
deleted whenever nothing runs; nothing in it is the only one of its kind.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from transforms.errors import StoreDamaged, StoreError
from warehouse import files
from warehouse.bucket import Bucket, Found, at_once, endpoint
from warehouse.layout import Layout, check_marker, new_marker
from warehouse.lease import Lease, claims
from warehouse.location import Location, ObjectUrl
from warehouse.log import commit_path
from warehouse.parts import Part
from warehouse.published import Warehouses

_MARK = 8
"""Digits of a lease's token that names of parts carry."""
_SHORT = 16
"""Digits of a part's SHA-256 that name its local copy."""


class ObjectStorage:
    """Storage below a prefix of a bucket; see `warehouse.storage` for what each method promises."""

    def __init__(self, url: ObjectUrl) -> None:
        self._url = url
        self._bucket = Bucket(url)
        self._layout = Layout(copy_of(url))
        self._lease: Lease | None = None
        self._warehouses = Warehouses(self._bucket, self._layout.root, self._hold)

    @property
    def location(self) -> Location:
        return self._url

    @property
    def layout(self) -> Layout:
        return self._layout

    # The place as a whole

    def is_store(self) -> bool:
        if self._bucket.has(self._layout.marker.name):
            return True
        if found := self._bucket.list():
            raise StoreError(f"{self._url} holds {next(iter(found))} and is not a store; choose an empty or new prefix")
        return False

    def create(self) -> None:
        if not self.is_store():
            self._bucket.put(self._layout.marker.name, new_marker())
        for folder in (self._layout.commits, self._layout.staging):
            files.make_folder(folder)

    def check(self) -> None:
        data = self._bucket.read(self._layout.marker.name)
        if data is None:
            raise StoreError(f"no store at {self._url}; `baoku run --store {self._url}` makes one")
        check_marker(data, self._url)

    def lock(self, holder: str) -> Lease:
        self._lease = Lease.acquire(self._bucket, holder)
        return self._lease

    def is_locked(self) -> bool:
        return any(claim.is_alive for claim in claims(self._bucket))

    # Single files

    def read(self, name: str) -> bytes | None:
        return self._bucket.read(name)

    def write(self, name: str, data: bytes) -> None:
        self._bucket.put(name, data)

    def delete(self, *names: str) -> None:
        self._bucket.delete(names)

    def delete_folder(self, name: str) -> None:
        self._bucket.delete(self._bucket.list(name))

    def rename(self, name: str, target: str) -> None:
        self._bucket.rename(name, target)

    def sizes(self, folder: str) -> dict[str, int]:
        return {name: found.size_bytes for name, found in self._bucket.list(folder).items()}

    @contextmanager
    def reading(self, name: str) -> Iterator[BufferedReader]:
        with self._bucket.reading(name) as file:
            yield file

    def local(self, name: str) -> Path | None:
        data = self._bucket.read(name)
        if data is None:
            return None
        files.write_atomic(self._layout.root / name, data)
        return self._layout.root / name

    # Steps of a commit

    @property
    def mark(self) -> str:
        return f"-{self._lease.token[:_MARK]}" if self._lease else ""

    def log(self) -> Path:
        """Bring the copy of the log up to date: commit files never change, so only new ones are fetched.

        One that stands there with another size or time than in the bucket is fetched again: the prefix may have been
        restored from a backup, or be another store's by now.
        """
        folder = self._layout.commits
        files.make_folder(folder)
        listed = {Path(name).name: found for name, found in self._bucket.list("lake/_commits").items()}
        at_once(
            self._fetch_commit, [(name, found) for name, found in listed.items() if not _is_same(folder / name, found)]
        )
        for path in folder.glob("*.json"):
            if path.name not in listed:
                files.delete(path)
        return folder

    def _fetch_commit(self, wanted: tuple[str, Found]) -> None:
        name, found = wanted
        path = self._layout.commits / name
        self._bucket.download(f"lake/_commits/{name}", path)
        os.utime(path, (found.written_at.timestamp(),) * 2)

    def offer(self, staging: Path, parts: Sequence[Part]) -> None:
        self._hold()
        intent = {"offered": [part.path.as_posix() for part in parts]}
        self._bucket.put(self._intent_of(staging), json.dumps(intent).encode())
        at_once(lambda part: self._bucket.upload(f"lake/{part.path}", staging / part.path), parts)

    def decide(self, number: int, data: bytes) -> None:
        name = f"lake/_commits/{commit_path(Path(), number).name}"
        self._hold()
        if self._bucket.has(name):
            raise StoreDamaged(f"{self._url}/{name} exists already: somebody wrote to the store without its lock")
        try:
            self._bucket.put(name, data)
        except StoreError:
            if self._lease is not None:
                self._lease.doubt()
            raise
        if self._bucket.read(name) != data:
            raise StoreDamaged(f"{self._url}/{name}: another writer replaced it at once; run `baoku verify`")
        self._hold()  # who lost the lease meanwhile may not take the commit for one that counts

    def is_pending(self, staging: str) -> bool:
        return self._bucket.has(f"{staging}.json")

    def place(self, staging: str, parts: Sequence[Part]) -> None:
        for part in parts:  # they are in the lake; their staged files serve as local copies
            staged = self._layout.root / staging / part.path
            if staged.is_file():
                target = self._copy_root(part) / part.path
                target.parent.mkdir(parents=True, exist_ok=True)
                files.move(staged, target)

    def clear(self, staging: str, removed: Sequence[Part]) -> None:
        self._hold()
        self._bucket.delete(f"lake/{part.path}" for part in removed)
        for part in removed:
            files.delete_tree(self._copy_root(part))
        self._bucket.delete([f"{staging}.json"])
        files.delete_tree(self._layout.root / staging)

    def undo(self, live: Collection[Part]) -> None:
        if self._lease is not None:
            self._lease.bury()  # the fence stands
        decided = {f"lake/{part.path}" for part in live}
        for intent in self._intents():
            self._bucket.delete(self._offered_by(intent) - decided)
            self._bucket.delete([intent])
        self._bucket.delete(self._warehouses.replaced())
        files.delete_tree(self._layout.staging)
        files.make_folder(self._layout.staging)
        self._drop_copies({part.sha256[:_SHORT] for part in live})

    def is_staged(self, staging: str, part: Part) -> bool:
        return False  # a decided part is in its place

    def offered(self) -> set[str]:
        return {name for intent in self._intents() for name in self._offered_by(intent)}

    def leftovers(self) -> list[str]:
        return sorted([*self._intents(), *self._warehouses.replaced()])

    def roots_of(self, parts: Sequence[Part]) -> list[Path]:
        at_once(self._fetch_part, [part for part in parts if not (self._copy_root(part) / part.path).is_file()])
        return [self._copy_root(part) for part in parts]

    def _fetch_part(self, part: Part) -> None:
        self._bucket.download(f"lake/{part.path}", self._copy_root(part) / part.path, part.sha256)

    def _copy_root(self, part: Part) -> Path:
        return self._layout.root / "parts" / part.sha256[:_SHORT]

    def _drop_copies(self, live: Collection[str]) -> None:
        for folder in (self._layout.root / "parts").glob("*"):
            if folder.name not in live:
                files.delete_tree(folder)

    def _intent_of(self, staging: Path) -> str:
        return f"{staging.relative_to(self._layout.root).as_posix()}.json"

    def _intents(self) -> list[str]:
        return list(self._bucket.list(self._layout.staging.name))

    def _offered_by(self, intent: str) -> set[str]:
        """Names in the lake that an intent announces; none where the intent is gone by now."""
        data = self._bucket.read(intent)
        try:
            return {f"lake/{path}" for path in json.loads(data)["offered"]} if data else set()
        except (ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(
                f"{self._url}/{intent}: not readable ({error}); delete it, then `baoku verify`"
            ) from error

    def _hold(self) -> None:
        if self._lease is not None:
            self._lease.hold()

    # The published warehouse

    def published(self) -> Path | None:
        return self._warehouses.get("published")

    def previous(self) -> Path | None:
        return self._warehouses.get("previous")

    def publish(self, *, keeps_previous: bool) -> Path:
        path = self._warehouses.publish(self._layout.next_warehouse, keeps_previous=keeps_previous)
        files.delete(self._layout.failed_warehouse)
        return path

    def exchange(self) -> Path:
        return self._warehouses.exchange()


def _is_same(path: Path, found: Found) -> bool:
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    return status.st_size == found.size_bytes and int(status.st_mtime) == int(found.written_at.timestamp())


def copy_of(url: ObjectUrl) -> Path:
    """The folder of the local copy: below the setting `cache` or the user's cache folder, one for each store."""
    digest = hashlib.sha256(f"{endpoint()} {url}".encode()).hexdigest()[:12]
    return (url.cache or _cache_folder()).absolute() / f"{url.bucket}-{digest}"


def _cache_folder() -> Path:
    """Where the platform keeps what can be fetched again."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "baoku"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "baoku"
