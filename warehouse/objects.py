# ruff: noqa: D102 (the interface says what its methods do)
"""A store in an object store: objects are written whole, a decision is one PUT, a lease keeps writers apart.

In the bucket, below the prefix, everything has the name it has in a folder, except the warehouse. `warehouse.json` says
which object is published and which was before; these objects, `warehouse/<hash>.duckdb`, are never overwritten, so a
reader that downloads one gets it whole, and publishing or going back is one PUT of that file.

A local folder, the *copy*, is laid out like a store: what is staged and built stands there, commit files as last seen,
parts and warehouses by their hash, so that none is fetched twice and none can be mistaken for another. It may be
deleted whenever nothing runs; nothing in it is the only one of its kind.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
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

POINTER = "warehouse.json"
N_LOOKS = 3
"""How often a reader looks again for a warehouse that was replaced while it was being fetched."""
YOUNG_SECONDS = 600
"""How long a local copy of a warehouse stays at least."""
_MARK = 8
"""Digits of a lease's token that names of parts carry."""
_SHORT = 16
"""Digits of a SHA-256 that name an object or a local copy."""


class ObjectStorage:
    """Storage below a prefix of a bucket; see `warehouse.storage` for what each method promises."""

    def __init__(self, url: ObjectUrl) -> None:
        self._url = url
        self._bucket = Bucket(url)
        self._layout = Layout(copy_of(url))
        self._lease: Lease | None = None

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
        self._bucket.put(name, data)
        if self._bucket.read(name) != data:
            raise StoreDamaged(f"{self._url}/{name}: another writer replaced it at once; run `baoku verify`")

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
        decided = {f"lake/{part.path}" for part in live}
        for intent in self._intents():
            self._bucket.delete(self._offered_by(intent) - decided)
            self._bucket.delete([intent])
        self._bucket.delete(self._replaced_warehouses())
        files.delete_tree(self._layout.staging)
        files.make_folder(self._layout.staging)
        self._drop_copies({part.sha256[:_SHORT] for part in live})

    def is_staged(self, staging: str, part: Part) -> bool:
        return False  # a decided part is in its place

    def offered(self) -> set[str]:
        return {name for intent in self._intents() for name in self._offered_by(intent)}

    def leftovers(self) -> list[str]:
        return sorted([*self._intents(), *self._replaced_warehouses()])

    def roots_of(self, parts: Sequence[Part]) -> list[Path]:
        at_once(self._fetch_part, [part for part in parts if not (self._copy_root(part) / part.path).is_file()])
        return [self._copy_root(part) for part in parts]

    def _fetch_part(self, part: Part) -> None:
        path = self._copy_root(part) / part.path
        self._fetch(f"lake/{part.path}", path, part.sha256)

    def _fetch(self, name: str, path: Path, sha256: str) -> None:
        """Download an object and look whether it is what it should be, before anybody finds it under its path."""
        fetched = path.with_name(f".{path.name}.{os.getpid()}.fetched")
        try:
            self._bucket.download(name, fetched)
            if files.sha256_of(fetched) != sha256:
                raise StoreDamaged(f"{self._url}/{name}: its bytes are not those that were written; run `baoku verify`")
            files.move(fetched, path)
        finally:
            files.delete(fetched)

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
        return self._warehouse("published")

    def previous(self) -> Path | None:
        return self._warehouse("previous")

    def publish(self, *, keeps_previous: bool) -> Path:
        """Upload the build under its own name, then say in one PUT that it is the published one."""
        built = self._layout.next_warehouse
        sha256, before = files.sha256_of(built), self._pointer()
        target = self._warehouse_copy(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        files.move(built, target)
        self._bucket.upload(_warehouse_name(sha256), target)
        old = before.get("published")
        self._point({"published": sha256, "previous": old if keeps_previous and old else before.get("previous")})
        files.delete(self._layout.failed_warehouse)
        return target

    def exchange(self) -> Path:
        """One PUT: both are in the bucket already."""
        before = self._pointer()
        self._point({"published": before.get("previous"), "previous": before.get("published")})
        path = self.published()
        if path is None:
            raise StoreError(f"{self._url}: no earlier warehouse to go back to")
        return path

    def _pointer(self) -> dict[str, str | None]:
        """SHA-256 of the published and of the previous warehouse; none before the first, or where it can't be read."""
        try:
            said = json.loads(self._bucket.read(POINTER) or b"{}")
            return {key: said.get(key) for key in ("published", "previous")}
        except (ValueError, AttributeError):
            return {}

    def _point(self, pointer: dict[str, str | None]) -> None:
        """Publish by one PUT, then remove warehouses that nothing points to any more, here and in the bucket."""
        self._hold()
        about = {**pointer, "published_at": datetime.now(UTC).isoformat()}
        self._bucket.put(POINTER, (json.dumps(about, indent=1) + "\n").encode())
        self._bucket.delete(self._replaced_warehouses())
        self._drop_old_warehouses()

    def _drop_old_warehouses(self) -> None:
        """Delete local copies that nothing points to; young ones stay, as a reader may be about to open one."""
        kept = {self._warehouse_copy(sha256) for sha256 in self._pointer().values() if sha256}
        old = time.time() - YOUNG_SECONDS
        for path in (self._layout.root / "warehouse").glob("*.duckdb"):
            with contextlib.suppress(FileNotFoundError):
                if path not in kept and path.stat().st_mtime < old:
                    files.delete(path)

    def _replaced_warehouses(self) -> list[str]:
        there = self._bucket.list("warehouse")
        kept = {_warehouse_name(sha256) for sha256 in self._pointer().values() if sha256} if there else set()
        return [name for name in there if name not in kept]

    def _warehouse(self, which: str) -> Path | None:
        """The warehouse that is `published` or `previous` now, fetched if this machine has it not yet.

        Raises StoreDamaged where it is not in the bucket, also when looked for again: it may have been replaced.
        """
        for look in range(N_LOOKS):
            sha256 = self._pointer().get(which)
            if not sha256:
                return None
            path = self._warehouse_copy(sha256)
            if path.is_file():
                return path
            try:
                self._fetch(_warehouse_name(sha256), path, sha256)
            except StoreError as error:
                if self._bucket.has(_warehouse_name(sha256)):
                    raise
                if look == N_LOOKS - 1:
                    raise StoreDamaged(
                        f"{self._url}/{_warehouse_name(sha256)} is missing; `baoku rebuild` builds it anew"
                    ) from error
                continue
            self._drop_old_warehouses()
            return path
        return None

    def _warehouse_copy(self, sha256: str) -> Path:
        return self._layout.root / _warehouse_name(sha256)


def _warehouse_name(sha256: str) -> str:
    return f"warehouse/{sha256[:_SHORT]}.duckdb"


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
