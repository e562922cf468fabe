"""EUC-TW, recognised so that a rejection can say what a file is: Python has no codec for it, and it is hardly met."""

from __future__ import annotations

import re

from transforms.plausibility import PLAUSIBLE, score_chinese

_FIRST_ROW = 0xC4
_AHEAD = 0.4
_LEAST_DISTINCT = 10
_PAIR = re.compile(rb"\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\xa1-\xfe]{2}")
_NOT_EUC = re.compile(rb"[\x80-\x8d\x8f-\xa0\xff]")
_UNASSIGNED = range(0xA7, _FIRST_ROW)
"""Rows that hold next to nothing in EUC-TW, and half of the common characters in GB2312."""


def looks_like_euc_tw(sample: bytes, rival: float) -> bool:
    """Whether the bytes give sensible Chinese as EUC-TW, and plainly more so than their best reading, of score `rival`.

    EUC-TW's first plane and Big5 hold the same 5,401 characters in nearly the same order (a fifth is off by one):
    counting leads from one to the other closely enough to score, though not to read.
    """
    if _NOT_EUC.search(sample):
        return False
    pairs = [pair for pair in _PAIR.findall(sample) if len(pair) == 2]
    hanzi = [pair for pair in pairs if pair[0] >= _FIRST_ROW and pair[0] < 0xFE]
    if len(set(hanzi)) < _LEAST_DISTINCT or sum(pair[0] in _UNASSIGNED for pair in pairs) > 0.05 * len(pairs):
        return False
    reading = b"".join(_to_big5(*pair) for pair in hanzi).decode("big5", "replace")
    return score_chinese(reading) >= max(PLAUSIBLE, rival + _AHEAD)


def _to_big5(row: int, column: int) -> bytes:
    lead, trail = divmod((row - _FIRST_ROW) * 94 + column - 0xA1, 157)
    return bytes((0xA4 + lead, trail + (0x40 if trail < 63 else 0x62)))
