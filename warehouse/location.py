"""Where a store is: a folder, or a prefix of a bucket in an object store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from transforms.errors import SettingsError

_URL = re.compile(r"s3://([a-z0-9][a-z0-9.-]+)/?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ObjectUrl:
    """A prefix of a bucket, written `s3://bucket/prefix`; `prefix` has no slash at its ends and may be empty.

    `cache` is the folder for local copies, None for the platform's; it does not make another place of the store.
    """

    bucket: str
    prefix: str = ""
    cache: Path | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    def absolute(self) -> ObjectUrl:
        """Itself: a URL depends on no working folder."""
        return self

    def cached_in(self, folder: Path | None) -> ObjectUrl:
        """The same place, with local copies in this folder."""
        return replace(self, cache=folder)


Location = Path | ObjectUrl


def parse_location(value: object) -> Location:
    """A folder's path, or the URL of a prefix, as a location.

    >>> str(parse_location("s3://papers/baoku/"))
    's3://papers/baoku'

    Raises:
        SettingsError: a URL that names no bucket.
    """
    if isinstance(value, ObjectUrl | Path):
        return value
    text = str(value)
    if not text.startswith("s3:"):
        return Path(text)
    found = _URL.fullmatch(text)
    if found is None:
        raise SettingsError(f"{text!r} names no bucket: an object store is written s3://BUCKET/PREFIX")
    return ObjectUrl(found[1], found[2].strip("/"))
