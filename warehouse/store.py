"""A store: one folder, or prefix of an object store, with the lake, its commit log, rejected inputs and the warehouse.

One writer at a time.

with Store.open(path, write=True, holder="baoku run") as store:
    staging = store.staging_dir("batch-1")
    parts = write_parts(staging, "batch-1", rows, {})          # in a worker, if you like
    store.commit(StagedBatch(staging, "batch-1", run_id, parts))
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from transforms.errors import StoreError
from warehouse import commit as protocol
from warehouse import files
from warehouse.commit import StagedBatch
from warehouse.location import Location
from warehouse.log import Commit, live_parts, read_log, voided
from warehouse.parts import Part, read_part, write_parts
from warehouse.rewrite import Change, drop_documents, touched
from warehouse.schema import TABLES
from warehouse.storage import Lock, Storage, storage_at

__all__ = ["Commit", "KnownInput", "Part", "StagedBatch", "Store", "drop_documents", "write_parts"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
REASON = "reason.json"
"""What stands beside a rejected input's bytes: why it was refused."""
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class KnownInput:
    """What the store knows of an input: enough to tell whether it has to be read again.

    `outcome` is loaded, duplicate or rejected; `doc_id` the page it became or repeats; `declared_encodings` what was
    declared for this input alone, separated by commas; `sidecar_facts` what the sidecar table said of it.
    """

    source_sha256: str
    size_bytes: int
    mtime_ns: int | None
    outcome: str
    doc_id: str | None
    pipeline_version: str
    declared_encodings: str | None = None
    sidecar_facts: str | None = None


class Store:
    """An open store; made by `Store.open`."""

    def __init__(self, storage: Storage, lock: Lock | None) -> None:
        self.storage = storage
        self.layout = storage.layout
        self._lock = lock
        self._session = f"{os.getpid()}-{time.time_ns():x}"
        self._commits = read_log(storage.log())

    @classmethod
    def open(cls, path: Location | str, *, write: bool, holder: str = "") -> Store:
        """Open the store at `path`; a writer creates it, locks it, and finishes or undoes what a dead writer left.

        Args:
            path: the store's folder, or the URL of its prefix.
            write: readers take no lock and change nothing.
            holder: what the writer is doing, for the message to whoever comes second.

        Raises:
            StoreLocked: another writer has it; the message names it.
            StoreError: the place is something else, of a newer format, or can't be reached.
            StoreDamaged: what is on disk contradicts the commit log.
        """
        storage = storage_at(path)
        if not write:
            storage.check()
            return cls(storage, None)
        storage.create()
        storage.check()
        lock = storage.lock(_signed(holder))
        try:
            store = cls(storage, lock)
            store._recover()
        except BaseException:
            lock.release()
            raise
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock back.

        What is staged stays: after an error, a commit that was decided may still need it. The next writer sees to it.
        """
        if self._lock is not None:
            with contextlib.suppress(OSError):  # not there, or not empty
                (self.layout.staging / self._session).rmdir()
            self._lock.release()
            self._lock = None

    @property
    def path(self) -> Path:
        """The store's folder, or that of its local copy."""
        return self.layout.root

    @property
    def left_by(self) -> str:
        """The holder of the writer's lock before, as it named itself, if it died; else empty."""
        return "" if self._lock is None else self._lock.left_by

    @property
    def latest_commit(self) -> Commit | None:
        """The last commit, or None in a store without any."""
        return self._commits[-1] if self._commits else None

    def commits(self) -> list[Commit]:
        """Every commit in order."""
        return list(self._commits)

    def live_parts(self) -> list[Part]:
        """The parts that are in the store, by path."""
        return [found.part for found in live_parts(self._commits).values()]

    def rows(self, table: str) -> pa.Table:
        """All rows of a table of the lake, with columns as in its `arrow_schema`."""
        parts = [part for part in self.live_parts() if part.table == table]
        empty = TABLES[table].arrow_schema.empty_table()
        roots = self.storage.roots_of(parts)
        return pa.concat_tables([empty, *(read_part(root, part) for root, part in zip(roots, parts, strict=True))])

    def known_inputs(self) -> dict[str, KnownInput]:
        """Every input ever seen, by source path."""
        rows = self.rows("inputs")
        values = (rows[name].to_pylist() for name in KnownInput.__dataclass_fields__)
        return dict(zip(rows["source_path"].to_pylist(), map(KnownInput, *values), strict=True))

    def staging_dir(self, batch_key: str) -> Path:
        """An empty folder to write the batch's parts to; it is this writer's alone and gone after the commit."""
        self._require_writer()
        if not _FOLDER.fullmatch(batch_key):
            raise StoreError(f"{batch_key!r} can't be a batch key: it must match {_FOLDER.pattern}")
        folder = self.layout.staging / self._session / batch_key
        files.delete_tree(folder)
        files.make_folder(folder)
        return folder

    def lend(self, doc_ids: Collection[str], folder: Path) -> list[Part]:
        """Give live parts that hold rows of these documents a second name below a folder, where they outlast commits.

        Which may hold other documents too, or none of these.
        """
        self._require_writer()
        live = live_parts(self._commits)
        parts = [found.part for found in touched(self.storage, live, Change(frozenset(doc_ids)))]
        for root, part in zip(self.storage.roots_of(parts), parts, strict=True):
            (folder / part.path).parent.mkdir(parents=True, exist_ok=True)
            files.link(root / part.path, folder / part.path)
        return parts

    def commit(self, batch: StagedBatch) -> Commit:
        """Take a staged batch into the store, whole or not at all; see `warehouse.commit`.

        Raises:
            StoreError: the batch can't be committed as staged; nothing has changed.
        """
        self._require_writer()
        done = protocol.commit(self.storage, self._commits, batch)
        if done.number > len(self._commits):
            self._commits.append(done)
        return done

    def keep_reject(self, sha256: str, data: bytes | Path, reason: Mapping[str, object]) -> Path:
        """Keep a rejected input's bytes and `reason.json` under `rejects/<sha256>/`; returns where a folder has that.

        The bytes are written once; the reason is that of the last call.
        """
        self._require_writer()
        if not _SHA256.fullmatch(sha256):
            raise StoreError(f"{sha256!r} is no SHA-256 in lower-case hexadecimal")
        if kept_name(sha256) not in self.storage.sizes(f"rejects/{sha256}"):
            self.storage.write(kept_name(sha256), data.read_bytes() if isinstance(data, Path) else data)
        text = json.dumps(dict(reason), ensure_ascii=False, indent=2, sort_keys=True, default=str)
        self.storage.write(f"rejects/{sha256}/{REASON}", (text + "\n").encode())
        return self.layout.rejects / sha256

    def drop_reject(self, sha256: str) -> None:
        """Delete what `keep_reject` kept; an input that is not there any more is fine."""
        self._require_writer()
        if _SHA256.fullmatch(sha256):
            self.storage.delete_folder(f"rejects/{sha256}")

    def drop_unreferenced_rejects(self) -> int:
        """Delete what was kept of inputs that nothing refers to any more; gives their number.

        Bytes stay that an input was rejected with, or was loaded from because its file is gone.
        """
        self._require_writer()
        wanted = {digest for table in ("inputs", "rejects") for digest in self.rows(table)["source_sha256"].to_pylist()}
        kept = {name.split("/")[1] for name in self.storage.sizes("rejects")}
        for digest in kept - wanted:
            self.drop_reject(digest)
        return len(kept - wanted)

    def _recover(self) -> None:
        """Finish the last commit, keep late writers out, and drop what was staged without being committed."""
        if self.latest_commit is not None:
            protocol.finish(self.storage, self.latest_commit)
        if self._lock is not None and self._lock.n_late:
            staging = self.staging_dir("fence")
            fence = protocol.fence(self.storage, self._commits, staging, self._lock.n_late)
            self._commits += [*voided(self._commits, fence), fence]
        self.storage.undo(self.live_parts())

    def _require_writer(self) -> None:
        if self._lock is None:
            raise StoreError(f"{self.storage.location} was opened for reading, or is closed")


def kept_name(sha256: str) -> str:
    """The name in the store of a rejected input's bytes."""
    return f"rejects/{sha256}/input"


def _signed(holder: str) -> str:
    """The lock's text: who holds it since when."""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return f"{holder or 'a writer'} (process {os.getpid()} on {socket.gethostname()}, since {since})"
