"""Stores in a bucket for tests: copying one, and dying at the n-th request that changes something."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from warehouse.bucket import Bucket, at_once
from warehouse.location import ObjectUrl

CHANGES = ("put", "upload", "_delete", "rename")
"""Every call of `Bucket` that changes what the object store holds."""


def copied(source: ObjectUrl, prefix: str) -> ObjectUrl:
    """A copy of a store under another prefix."""
    target = ObjectUrl(source.bucket, prefix)
    whole, bucket = Bucket(ObjectUrl(source.bucket)), Bucket(source)

    def copy(name: str) -> None:
        whole._fs.copy_file(f"{source.bucket}/{source.prefix}/{name}", f"{target.bucket}/{target.prefix}/{name}")

    at_once(copy, list(bucket.list()))
    return target


def beside(source: ObjectUrl, name: str) -> ObjectUrl:
    """A copy of a store beside it."""
    return copied(source, f"{source.prefix.rpartition('/')[0]}/{name}")


def die_at(step: int, death: Callable[[], None], patch: Callable[[Any, str, Any], None]) -> Callable[[], int]:
    """Die before the step-th change; the returned function tells how many were asked for."""
    asked = 0

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any) -> Any:
            nonlocal asked
            asked += 1
            if asked >= step:
                death()
            return change(*given)

        return wrapped

    for name in CHANGES:
        patch(Bucket, name, counted(getattr(Bucket, name)))
    return lambda: asked


def kill_this_process() -> None:
    """As `kill -9` does it."""
    os.kill(os.getpid(), signal.SIGKILL)
