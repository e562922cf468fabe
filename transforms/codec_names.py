"""The encodings that baoku reads, by the names under which people declare them.

To add one, add a row to `READABLE`; that it is also detected is the affair of `transforms.candidates`.
"""

from __future__ import annotations

import codecs
import re

READABLE: dict[str, tuple[str, ...]] = {
    "utf-8": ("utf-8",),
    "utf-8-sig": ("utf-8",),
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
    "utf-32": ("utf-32-le", "utf-32-be"),
    "utf-32-le": ("utf-32-le",),
    "utf-32-be": ("utf-32-be",),
    "gb2312": ("gb2312",),
    "gbk": ("gbk",),
    "gb18030": ("gb18030",),
    "hz": ("hz",),
    "big5": ("big5",),
    "cp950": ("cp950",),
    "big5hkscs": ("big5-hkscs",),
}
"""Python's codec names that may be declared, and the codecs tried for a file without a byte order mark."""


def codec_of(name: str) -> str | None:
    """Python's name of the encoding that `name` (as people write it) stands for; None where baoku reads no such one.

    >>> codec_of("GB 18030"), codec_of("cp936"), codec_of("Big5-HKSCS"), codec_of("utf-9"), codec_of("latin-1")
    ('gb18030', 'gbk', 'big5hkscs', None, None)
    """
    spelled = name.strip().lower()
    for spelling in (spelled, re.sub(r"[\s_-]+", "", spelled)):
        try:
            codec = codecs.lookup(spelling).name.replace("_", "-")
        except (LookupError, ValueError):
            continue
        if codec in READABLE:
            return codec
    return None
