"""Every call that changes the file system, in one place; `warehouse.bucket` is its counterpart for an object store.

A change is *durable* once the file and the folder that names it are flushed; each function below says what it makes
durable. Nothing here knows what a part or a commit is. What the operating system refuses (no space, no permission, an
I/O error) becomes a StoreError that says where and what to do.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from transforms.errors import StoreError
from warehouse import oslock

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _explained(change: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """The same change, with the operating system's errors as StoreErrors."""

    @wraps(change)
    def explained(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        try:
            return change(*args, **kwargs)
        except OSError as error:
            raise _refused(error, args[0]) from error

    return explained


def _refused(error: OSError, path: object) -> StoreError:
    return StoreError(
        f"{error.filename or path}: {error.strerror or error}. What was committed stays; "
        "run the same command again once that is mended"
    )


@_explained
def write_durable(path: Path, data: bytes) -> None:
    """Create or overwrite a file; its bytes are durable, its name is not before `sync_folder`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A new file to write piece by piece; its bytes are durable once the block ends without an error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _refused(error, path) from error


def write_atomic(path: Path, data: bytes) -> None:
    """Put a file in place whole and durable: at any instant the old one, or the new one, never a piece."""
    beside = path.with_name(f".{path.name}.tmp")
    write_durable(beside, data)
    move(beside, path)
    sync_folder(path.parent)


@_explained
def move(source: Path, target: Path) -> None:
    """Rename in one step, replacing what stands at the target; durable after `sync_folder` on both parents."""
    os.replace(source, target)


@_explained
def link(source: Path, target: Path) -> None:
    """Give a file a second name in one step, replacing what stands there; a copy where links can't be made."""
    beside = target.with_name(f".{target.name}.tmp")
    delete(beside)
    try:
        os.link(source, beside)
    except OSError:
        copy(source, beside)
        sync_file(beside)
    move(beside, target)
    delete(beside)  # a rename between two names of one file does nothing


@_explained
def delete(path: Path) -> None:
    """Remove a file that may be gone already."""
    path.unlink(missing_ok=True)


@_explained
def delete_tree(path: Path) -> None:
    """Remove a folder with all it holds; one that is gone already is fine."""
    if path.exists():
        shutil.rmtree(path)


@_explained
def copy(source: Path, target: Path) -> None:
    """Copy a file's bytes; not durable."""
    shutil.copyfile(source, target)


@_explained
def make_folder(path: Path) -> None:
    """Create a folder and its parents, each name durable."""
    missing = [path, *path.parents]
    missing = missing[: next(i for i, folder in enumerate(missing) if folder.exists())]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


@_explained
def sync_folder(path: Path) -> None:
    """Make the names in a folder durable; Windows can't open folders, and sees to their names itself."""
    if os.name != "nt":
        _flush(path, os.O_RDONLY)


@_explained
def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    _flush(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_locked(path: Path) -> bool:
    """Whether somebody holds a `FileLock` on this file just now."""
    if not path.exists():
        return False
    handle = os.open(path, os.O_RDONLY)
    try:
        return not oslock.is_free(handle)
    finally:
        os.close(handle)


class FileLock:
    """An exclusive lock on a file, given back by the operating system when the process dies.

    The file's text says who holds it. The lock is on the open file, so a second holder is refused in the same
    process as well. `left_by` is the text of the holder before, if that died without giving the lock back.
    """

    n_late = 0

    def __init__(self, path: Path) -> None:
        self.left_by = ""
        self._path = path
        self._handle: int | None = None

    def acquire(self, holder: str) -> str | None:
        """Take the lock and note the holder; returns None, or the text of whoever has it. Raises StoreError."""
        try:
            return self._acquire(holder)
        except OSError as error:
            self.release()
            raise _refused(error, self._path) from error

    def _acquire(self, holder: str) -> str | None:
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not oslock.try_lock(self._handle):
            os.close(self._handle)
            self._handle = None
            return self._path.read_text(encoding="utf-8") or "a process that has not said its name"
        self.left_by = self._path.read_text(encoding="utf-8", errors="replace")
        os.ftruncate(self._handle, 0)
        os.write(self._handle, holder.encode())
        return None

    def release(self) -> None:
        """Give the lock back; the file stays, empty, because removing it would let two holders in."""
        if self._handle is not None:
            with contextlib.suppress(OSError):  # the text stays: the lock itself goes all the same
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None
