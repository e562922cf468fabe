"""The calls to an object store, in one place, through pyarrow; the counterpart of `warehouse.files`.

Everything is named relative to a prefix of a bucket. What the service refuses becomes a StoreError that says what,
where, and what to do; a service that is down is given up on after `ATTEMPTS` quick tries.

pyarrow reads the usual variables for keys by itself (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
`AWS_SESSION_TOKEN`, the files in `~/.aws`), but not those for the endpoint, which are read here: `AWS_ENDPOINT_URL_S3`,
else `AWS_ENDPOINT_URL`, else Amazon's own; and `AWS_REGION`, else `AWS_DEFAULT_REGION`.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

import pyarrow as pa

from transforms.errors import StoreDamaged, StoreError
from warehouse import files
from warehouse.location import ObjectUrl

ATTEMPTS = 3
CONNECT_SECONDS, SILENT_SECONDS = 5, 30
"""How long a connection may take, and how long an answer may bring nothing, before an attempt counts as failed."""
N_TRANSFERS = 8
"""Objects sent or fetched at the same time."""
N_LOOKS = 10
"""How often to read an object again that was replaced meanwhile."""
PIECE_BYTES = 16 << 20
"""Read at once: every read is a request."""

_KEYS = re.compile(r"ACCESS_DENIED|INVALID_ACCESS_KEY|SIGNATURE|InvalidToken|ExpiredToken|TOKEN|status 40[13]")


@dataclass(frozen=True, slots=True)
class Found:
    """An object in a listing: its bytes and when it was written, by the service's clock, to the second."""

    size_bytes: int
    written_at: datetime


class Bucket:
    """A prefix of a bucket. An object is there whole or not at all, and what was acknowledged is seen by every later
    read and listing: that is what S3 promises (strong consistency), and what everything here relies on.
    """

    def __init__(self, url: ObjectUrl) -> None:
        self.url = url
        self._root = "/".join(filter(None, (url.bucket, url.prefix)))

    def read(self, name: str) -> bytes | None:
        """A small object's bytes, None where there is none.

        pyarrow asks for the size first and then for so many bytes: of an object that is replaced in between it would
        give a piece. So what was read counts only if it is still the same object.
        """
        with self._explained(name):
            for _ in range(N_LOOKS):
                found = self._look(name)
                if found is None:
                    self._require_bucket()
                    return None
                data, tag = found
                if self._tag(name) == tag:
                    return data
        raise StoreError(f"{self.url}/{name}: is being replaced all the time; run the same command again")

    def _look(self, name: str) -> tuple[bytes, object] | None:
        try:
            with self._fs.open_input_file(self._key(name)) as file:
                return bytes(file.read()), file.metadata()
        except FileNotFoundError:
            return None
        except OSError:  # one that was deleted in between reads as an internal failure
            if self._fs.get_file_info(self._key(name)).is_file:
                raise
            return None

    def _tag(self, name: str) -> object:
        """What tells an object from another of the same name."""
        try:
            with self._fs.open_input_file(self._key(name)) as file:
                return file.metadata()
        except FileNotFoundError:
            return None

    @contextmanager
    def reading(self, name: str) -> Iterator[BufferedReader]:
        """An object open for reading, seekable."""
        with self._explained(name), self._fs.open_input_file(self._key(name)) as file:
            yield BufferedReader(cast(Any, file), PIECE_BYTES)

    def put(self, name: str, data: bytes) -> None:
        """Create or replace an object: one request for what is small, invisible until complete for what is not."""
        with self._explained(name), self._fs.open_output_stream(self._key(name), compression=None) as sink:
            sink.write(data)

    def upload(self, name: str, path: Path) -> None:
        """Put a local file, and see that it arrived with all its bytes."""
        with self._explained(name), pa.memory_map(str(path)) as source:
            size = source.size()
            with self._fs.open_output_stream(self._key(name), compression=None) as sink:
                sink.write(source.read_buffer())
            if self._fs.get_file_info(self._key(name)).size != size:
                raise StoreError(f"{self.url}/{name}: did not arrive with its {size} bytes; run the same command again")

    def download(self, name: str, path: Path, sha256: str = "") -> None:
        """Fetch an object into a local file, put in place whole, and only with the SHA-256 it should have, if given.

        Raises StoreDamaged where there is none, or another.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
        with self._explained(name):
            try:
                with self._fs.open_input_file(self._key(name)) as source, beside.open("wb") as sink:
                    while piece := source.read(PIECE_BYTES):
                        sink.write(piece)
                if sha256 and files.sha256_of(beside) != sha256:
                    raise StoreDamaged(f"{self.url}/{name}: its bytes are not those that were written; `baoku verify`")
                os.replace(beside, path)
            except FileNotFoundError as error:
                self._require_bucket()
                raise StoreDamaged(f"{self.url}/{name}: is missing; run `baoku verify`") from error
            finally:
                beside.unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        """Whether there is such an object."""
        with self._explained(name):
            return bool(self._fs.get_file_info(self._key(name)).is_file)

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects, several at the same time; those that are gone already are fine."""
        at_once(self._delete, names)

    def _delete(self, name: str) -> None:
        with self._explained(name):
            try:
                self._fs.delete_file(self._key(name))
            except FileNotFoundError:
                self._require_bucket()

    def rename(self, name: str, target: str) -> None:
        """Copy an object and delete the first; a death in between leaves both."""
        with self._explained(name):
            self._fs.copy_file(self._key(name), self._key(target))
            self._delete(name)

    def list(self, folder: str = "") -> dict[str, Found]:
        """Every object below a folder, by name, sorted.

        A listing of more than 1,000 comes in pages, in the order of names, so it is no picture of one instant: what is
        written meanwhile is in it or not. The commit log only grows at its end, so it is always read as a whole log
        of some instant; all other listings are used by the one writer, or in a report.
        """
        from pyarrow.fs import FileSelector

        key = self._key(folder)
        with self._explained(folder):
            entries = self._fs.get_file_info(FileSelector(key, recursive=True, allow_not_found=True))
        if not entries:
            self._require_bucket()
        start = len(self._root) + 1
        return {e.path[start:]: Found(e.size, e.mtime) for e in sorted(entries, key=_path) if e.is_file}

    def _require_bucket(self) -> None:
        """Say so where the bucket is not there: S3 answers like for a missing object."""
        from pyarrow.fs import FileType

        if self._fs.get_file_info(self.url.bucket).type == FileType.NotFound:
            raise StoreError(
                f"no bucket {self.url.bucket!r} at {endpoint()}: create it, or correct the store's address {self.url}"
            )

    def _key(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    @property
    def _fs(self) -> Any:
        return _connected(os.getpid(), endpoint(), region())

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """The service's errors as StoreErrors."""
        try:
            yield
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"{self.url}/{name}".rstrip("/") + f": {_advice(str(error), self.url)}") from error


def _path(entry: Any) -> str:
    return str(entry.path)


def at_once(act: Any, items: Iterable[Any]) -> list[Any]:
    """Do the same for several objects at the same time; gives the results in order, raises the first error."""
    items = list(items)
    if len(items) < 2:
        return [act(item) for item in items]
    with ThreadPoolExecutor(N_TRANSFERS) as threads:
        return list(threads.map(act, items))


def read_object(url: ObjectUrl) -> bytes:
    """The bytes of one object, named by its whole URL; raises StoreError."""
    data = Bucket(ObjectUrl(url.bucket)).read(url.prefix)
    if data is None:
        raise StoreError(f"{url}: there is no such object at {endpoint()}")
    return data


def endpoint() -> str:
    """The address of the service, from the environment."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or "Amazon S3"


def region() -> str | None:
    """The region, from the environment; any will do for a service with an address of its own."""
    named = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return named or (None if endpoint() == "Amazon S3" else "us-east-1")


@lru_cache(maxsize=4)
def _connected(process: int, address: str, region: str | None) -> Any:
    """The file system of this process: connections don't survive a fork."""
    from pyarrow.fs import AwsStandardS3RetryStrategy, S3FileSystem

    return S3FileSystem(
        endpoint_override=None if address == "Amazon S3" else address,
        region=region,
        connect_timeout=CONNECT_SECONDS,
        request_timeout=SILENT_SECONDS,
        retry_strategy=AwsStandardS3RetryStrategy(max_attempts=ATTEMPTS),
        allow_delayed_open=True,  # small objects in one request
    )


def _advice(said: str, url: ObjectUrl) -> str:
    """What is wrong and what to do, from the words of an error."""
    again = "What was committed stays; run the same command again once that is mended"
    if "NO_SUCH_BUCKET" in said:
        return f"no bucket {url.bucket!r} at {endpoint()}: create it, or correct the store's address"
    if "NETWORK_CONNECTION" in said or "curlCode" in said:
        what = said.partition("Details: ")[2] or said
        return (
            f"can't reach the object store at {endpoint()} ({what}): check that it is up and AWS_ENDPOINT_URL. {again}"
        )
    if _KEYS.search(said):
        return (
            f"{endpoint()} refused the keys ({_short(said)}): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
            f"AWS_SESSION_TOKEN, and what they may do in bucket {url.bucket!r}"
        )
    return f"{_short(said)}. {again}"


def _short(said: str) -> str:
    return said.partition("AWS Error ")[2].partition(" (Request ID")[0] or said
