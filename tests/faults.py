"""Disks that fail: calls of the operating system that are refused at a chosen moment, and small or read-only disks."""

from __future__ import annotations

import errno
import io
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch


@dataclass
class Fault:
    """The `at`-th call of a kind (write, fsync, replace, unlink, mkdir) fails, and all after it; counts the calls."""

    kind: str
    at: int
    errno: int = errno.EIO
    n_calls: int = 0

    def check(self, path: object) -> None:
        """Count a call, or refuse it."""
        self.n_calls += 1
        if self.n_calls >= self.at:
            raise OSError(self.errno, os.strerror(self.errno), str(path))


class FailingFile(io.BufferedWriter):
    """A file whose writes may fail."""

    fault: Fault

    def write(self, data: Any) -> int:
        self.fault.check(self.name)
        return super().write(data)


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """While it lasts, calls of the fault's kind may fail, whoever makes them in this process."""

    def refused(call: Callable[..., Any]) -> Callable[..., Any]:
        def checked(*args: Any, **options: Any) -> Any:
            fault.check(args[0])
            return call(*args, **options)

        return checked

    def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if fault.kind != "write" or mode != "wb":
            return open_file(file, mode, *args, **options)
        found = FailingFile(io.FileIO(file, "w"))
        found.fault = fault
        return found

    open_file = io.open
    name, call = ("open", opened) if fault.kind == "write" else (fault.kind, refused(getattr(os, fault.kind)))
    with patch.object(io if fault.kind == "write" else os, name, call):
        yield fault


def mount(folder: Path, options: str) -> str | None:
    """Mount an empty disk in memory, or mount it anew with other options; gives why that is refused, else None."""
    folder.mkdir(exist_ok=True)
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return str(error)
    return done.stderr.strip() or f"exit code {done.returncode}" if done.returncode else None


def unmount(folder: Path) -> None:
    """Take the disk away again, if it is there."""
    with suppress(OSError):
        subprocess.run(["umount", str(folder)], capture_output=True, check=False)
