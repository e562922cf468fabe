"""The lock on an open file, as Linux has it and as it is made on Windows."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from warehouse import files, oslock


class Windows:
    """As much of `msvcrt` as locking needs: whole ranges, one handle each, gone when the handle is closed."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, handle: int, mode: int, n_bytes: int) -> None:
        assert n_bytes == 1
        place = os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR)
        self.held = {at: by for at, by in self.held.items() if _is_open(by)}
        if mode == self.LK_UNLCK:
            assert self.held.pop(place) == handle
        elif self.held.get(place, handle) != handle:  # the number of a closed handle may be given out again
            raise OSError(errno.EACCES, "Permission denied")
        else:
            self.held[place] = handle


def _is_open(handle: int) -> bool:
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True


@pytest.fixture(params=["here", "windows"])
def lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType | SimpleNamespace]:
    """The module, and the same as Windows loads it, which has no `fcntl`."""
    if request.param == "here":
        yield oslock
        return
    monkeypatch.setitem(sys.modules, "msvcrt", Windows())  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("oslock_there", oslock.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(files, "oslock", module)
    yield module


def test_one_handle_has_the_lock(lock: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("somebody")
    first, second = (os.open(path, os.O_RDWR) for _ in range(2))
    assert lock.is_free(second)
    assert lock.try_lock(first)
    assert not lock.try_lock(second)
    assert not lock.is_free(second)
    os.close(first)
    assert lock.try_lock(second)
    os.close(second)


def test_the_holder_is_named_and_asking_takes_nothing(lock: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = files.FileLock(path), files.FileLock(path)
    assert not files.is_locked(path)
    assert first.acquire("the first") is None
    assert files.is_locked(path)
    assert second.acquire("the second") == "the first"
    first.release()
    assert not files.is_locked(path)
    assert second.acquire("the second") is None
    second.release()
    assert path.read_text() == ""
