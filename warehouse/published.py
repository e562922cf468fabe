"""The warehouses of a store in an object store: which is published, getting it, and publishing another.

`warehouse.json` says which object is published and which was before; these objects, `warehouse/<hash>.duckdb`, are
never overwritten, so a reader that downloads one gets it whole, and publishing or going back is one PUT of that file.
An object that it does not name, because a writer died or it was replaced, is deleted by the next writer.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from transforms.errors import StoreDamaged, StoreError
from warehouse import files
from warehouse.bucket import Bucket

POINTER = "warehouse.json"
FOLDER = "warehouse"
N_LOOKS = 3
"""How often a reader looks again for a warehouse that was replaced while it was being fetched."""
YOUNG_SECONDS = 600
"""How long a local copy stays at least."""
_DIGITS = 16
"""Digits of a SHA-256 that name a warehouse."""


class Warehouses:
    """The warehouses in a bucket, and their copies in a local folder; `hold` asks for the lease before a decision."""

    def __init__(self, bucket: Bucket, folder: Path, hold: Callable[[], None]) -> None:
        self._bucket = bucket
        self._folder = folder
        self._hold = hold

    def get(self, which: Literal["published", "previous"]) -> Path | None:
        """The local file of that warehouse, fetched if it isn't there yet; None without one.

        Raises StoreDamaged where it is not in the bucket, also when looked for again: it may have been replaced.
        """
        name = ""
        for _ in range(N_LOOKS):
            sha256 = self._pointer().get(which)
            if not sha256:
                return None
            name = _name(sha256)
            path = self._folder / name
            if path.is_file():
                return path
            try:
                self._bucket.download(name, path, sha256)
            except StoreError:
                if self._bucket.has(name):
                    raise
            else:
                self._drop_old_copies()
                return path
        raise StoreDamaged(f"{self._bucket.url}/{name} is missing; `baoku rebuild` builds it anew")

    def publish(self, built: Path, *, keeps_previous: bool) -> Path:
        """Upload a build under its own name, then say in one PUT that it is the published one; gives its local file."""
        sha256, before = files.sha256_of(built), self._pointer()
        target = self._folder / _name(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        files.move(built, target)
        self._bucket.upload(_name(sha256), target)
        old = before.get("published")
        self._point({"published": sha256, "previous": old if keeps_previous and old else before.get("previous")})
        return target

    def exchange(self) -> Path:
        """Publish the previous one, and keep the present one in its place, by one PUT: both are in the bucket."""
        before = self._pointer()
        self._point({"published": before.get("previous"), "previous": before.get("published")})
        path = self.get("published")
        if path is None:
            raise StoreError(f"{self._bucket.url}: no earlier warehouse to go back to")
        return path

    def replaced(self) -> list[str]:
        """Objects that are neither published nor the previous warehouse."""
        there = self._bucket.list(FOLDER)
        kept = {_name(sha256) for sha256 in self._pointer().values() if sha256} if there else set()
        return [name for name in there if name not in kept]

    def _pointer(self) -> dict[str, str | None]:
        """SHA-256 of the published and of the previous warehouse; none before the first, or where it can't be read."""
        try:
            said = json.loads(self._bucket.read(POINTER) or b"{}")
            return {key: said.get(key) for key in ("published", "previous")}
        except (ValueError, AttributeError):
            return {}

    def _point(self, pointer: dict[str, str | None]) -> None:
        """Decide by one PUT, then remove warehouses that nothing points to any more, here and in the bucket."""
        self._hold()
        about = {**pointer, "published_at": datetime.now(UTC).isoformat()}
        self._bucket.put(POINTER, (json.dumps(about, indent=1) + "\n").encode())
        self._bucket.delete(self.replaced())
        self._drop_old_copies()

    def _drop_old_copies(self) -> None:
        """Delete local copies that nothing points to; young ones stay, as a reader may be about to open one."""
        kept = {self._folder / _name(sha256) for sha256 in self._pointer().values() if sha256}
        old = time.time() - YOUNG_SECONDS
        for path in (self._folder / FOLDER).glob("*.duckdb"):
            with contextlib.suppress(FileNotFoundError):
                if path not in kept and path.stat().st_mtime < old:
                    files.delete(path)


def _name(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:_DIGITS]}.duckdb"
