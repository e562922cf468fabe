"""Files in which UTF-16 text and text of another encoding follow each other, since files get concatenated.

Read as UTF-16, other Chinese text gives Hangul and private-use characters; and UTF-16 text gives NUL bytes in any
other encoding. The file is looked at block by block, and each border is put where both sides make most sense.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import accumulate, groupby

from transforms.plausibility import score_chinese, weight_of

Stretch = tuple[int, int, str]
"""(first byte, end, codec); the codec is empty for what is no UTF-16."""

_BLOCK = 256
_ORDERS = (("utf-16-le", 0), ("utf-16-be", 0), ("utf-16-le", 1), ("utf-16-be", 1))
_MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
_SENSIBLE = 0.5
_LINE_WORTH = 1.5
_FOREIGN = re.compile("[\ua000-\ud7ff\ue000-\uf8ff](?=(?:.{0,2}[\ua000-\ud7ff\ue000-\uf8ff]){3})", re.DOTALL)
_WIDE_BREAK = re.compile(rb"\n\0|\0\n")
_MAX_BLOCKS = 100_000


def may_hold_wide(data: bytes) -> bool:
    """Whether the bytes hold a line end of UTF-16, as any longer text in it does."""
    return _WIDE_BREAK.search(data) is not None


def may_hold_others(text: str) -> bool:
    """Whether a reading as UTF-16 has a place that may be another encoding: Hangul or private use in a row.

    >>> may_hold_others("会议召开" + "全市经济增长，会议闭幕".encode("gbk").decode("utf-16-le"))
    True
    """
    return _FOREIGN.search(text) is not None


def split_joined(data: bytes) -> list[Stretch]:
    r"""Cut a file into stretches of UTF-16 and of others; one stretch where it is no mixture.

    >>> wide, other = "本报讯会议在北京举行。\n".encode("utf-16-le") * 9, "全市经济增长。\n".encode("gbk") * 40
    >>> split_joined(wide + other) == [(0, len(wide), "utf-16-le"), (len(wide), len(wide + other), "")]
    True
    """
    if len(data) > _MAX_BLOCKS * _BLOCK:
        return [(0, len(data), "")]
    kinds = list(_kinds(data))
    stretches: list[Stretch] = []
    start = 0
    for (codec, odd), group in groupby(kinds):
        first = start
        start += len(list(group)) * _BLOCK
        end = min(start, len(data))
        if stretches:
            border = _border(data, stretches[-1], (first, end, codec), odd)
            stretches[-1] = (stretches[-1][0], border, stretches[-1][2])
            first = border
        stretches.append((first, end, codec))
    return [stretch for stretch in stretches if stretch[0] < stretch[1]]


def _kinds(data: bytes) -> Iterator[tuple[str, int]]:
    """The codec and parity of each block; a block that does not tell, such as ASCII, goes with the one before it."""
    kind: tuple[str, int] | None = None
    waiting = 0
    for start in range(0, len(data), _BLOCK):
        found = _kind(data[start : start + _BLOCK + 1])
        if found is None:
            if kind is None:
                waiting += 1
                continue
            found = kind
        yield from [found] * (waiting + 1)
        waiting, kind = 0, found
    yield from [("", 0)] * waiting


def _kind(block: bytes) -> tuple[str, int] | None:
    scores = [score_chinese(block[odd:].decode(codec, "ignore")) for codec, odd in _ORDERS]
    best = max(scores)
    if best >= _SENSIBLE:
        return _ORDERS[scores.index(best)]
    return None if 3 * block.count(0) > len(block) or block.isascii() else ("", 0)


def _border(data: bytes, before: Stretch, after: Stretch, odd: int) -> int:
    """Where one stretch ends and the next begins: near the first block of the latter, where both make most sense."""
    low, high = max(before[0], after[0] - _BLOCK), min(after[1], after[0] + _BLOCK)
    if after[2]:
        mark = data.find(_MARKS[after[2]], low, high)
        if mark >= 0:
            return mark
        low += (low - odd) % 2
        high -= (high - low) % 2
        sums = list(accumulate(map(weight_of, reversed(data[low:high].decode(after[2], "replace"))), initial=0.0))
        places = [high - 2 * i for i in range(len(sums))]
        return max(zip(sums, places, strict=False), key=lambda found: _begins_line(data, found[1]) + found[0])[1]
    low += (low - before[0]) % 2
    sums = list(accumulate(map(weight_of, data[low:high].decode(before[2], "replace")), initial=0.0))
    return low + 2 * max(i for i, value in enumerate(sums) if value == max(sums))


def _begins_line(data: bytes, at: int) -> float:
    """What it is worth that a line begins there, as a file put behind another does."""
    return _LINE_WORTH if data[max(0, at - 1) : at] == b"\n" else 0.0
