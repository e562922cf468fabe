"""Which member of the Big5 family a file is in.

The members agree on 13,000 characters and differ in a few symbols and in what vendors added. The bytes C6A1..C7FE hold
circled digits and kana twice: in the layout of the ETEN system, which Taiwan and Hong Kong print with (Python's
big5-hkscs), and in another order (Python's big5 and cp950).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from transforms.plausibility import common_characters

FAMILY = ("big5", "cp950", "big5-hkscs")
"""Tried in this order: the narrowest that reads the whole file strictly."""

_TWO_LAYOUTS = re.compile("[\u3005\u3041-\u30fe\u0401-\u0451①-⑩⑴-⑽]")
"""What the other order reads from C6A1..C7FE; big5 and cp950 hold these characters nowhere else."""

_ENOUGH = 500
_LIKELY = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽の〇々")


def decode_big5(data: bytes) -> tuple[str, str] | None:
    """The text and the codec of the Big5 family that reads all of the bytes; None where none does.

    >>> decode_big5("①市長".encode("big5-hkscs")), decode_big5("①市長".encode("big5"))
    (('①市長', 'big5-hkscs'), ('①市長', 'big5'))
    """
    for encoding in FAMILY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "big5-hkscs" or not _TWO_LAYOUTS.search(text) or not _is_eten(data, text):
            return text, encoding
    return None


def choose_damaged_big5(data: bytes) -> str:
    """The codec for damaged bytes of the Big5 family: the superset, unless the other order of C6A1.. makes sense."""
    other = data.decode("big5", "replace")
    return "big5" if _TWO_LAYOUTS.search(other) and not _is_eten(data, other) else "big5-hkscs"


@cache
def _common() -> frozenset[str]:
    return _LIKELY.union(common_characters()[:2500])


def _is_eten(data: bytes, other: str) -> bool:
    """Whether ETEN's layout makes more sense of the characters where it differs from the `other` reading."""
    eten = data.decode("big5-hkscs", "replace")
    common = _common()
    if len(eten) != len(other):
        return len(eten) < len(other)  # damaged: what reads two bytes as one character loses less
    differing = [(eten[match.start()], match.group()) for match in islice(_TWO_LAYOUTS.finditer(other), _ENOUGH)]
    return sum(a in common for a, _ in differing) >= sum(b in common for _, b in differing)
