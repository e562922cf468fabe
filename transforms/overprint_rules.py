"""Cleaning rules for what printing doubles: overprinted characters and doubled marks."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
_LEAST_DISTINCT = 5
_DOUBLED_RUN = re.compile(f"(?:([{_HAN}0-9，。、：；（）《》“”])\\1){{{_LEAST_DISTINCT},}}")
_HAN_PATTERN = re.compile(f"[{_HAN}]")
_HINT = re.compile(rb"\0\0(?!\0\0)..\0\0(?!\0\0)..\0\0(?!\0\0)..\0\0(?!\0\0)..\0\0", re.DOTALL)


def fix_overprints(text: str) -> tuple[str, int]:
    """Set once each character of a run that was printed twice for bold type, as extraction from a PDF gives it.

    Counts the Chinese characters dropped. Five different characters doubled one after the other are no word: of
    reduplicated words (高高兴兴, 明明白白清清楚楚) no more than four stand in a row.

    >>> fix_overprints("新新华华社社北北京京电")
    ('新华社北京电', 5)
    >>> fix_overprints("高高兴兴上班，平平安安回家")
    ('高高兴兴上班，平平安安回家', 0)
    """
    if not _may_be_overprinted(text):
        return text, 0
    n_dropped = 0

    def set_once(match: re.Match[str]) -> str:
        nonlocal n_dropped
        once = match.group()[::2]
        han = _HAN_PATTERN.findall(once)
        if len(set(han)) < _LEAST_DISTINCT:
            return match.group()
        n_dropped += len(han)
        return once

    return _DOUBLED_RUN.sub(set_once, text), n_dropped


def _may_be_overprinted(text: str) -> bool:
    """Whether a character equals the next one five times by turns: all pairs are compared at once, as one number."""
    data = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(data, "little")
    return bool(_HINT.search((number ^ (number >> 16)).to_bytes(len(data), "little")))


_DOUBLED = tuple(
    (mark * 2, mark, re.compile(f"{mark}{mark}(?<=[{_HAN}”》）]{mark}{mark})(?!{mark})")) for mark in "，、；：。,"
)
"""Two marks, what stands for them, and the pattern: it begins with a literal, which is searched fastest."""


def fix_doubled_punctuation(text: str) -> tuple[str, int]:
    """Write a mark once that was set twice; three and more dots are an ellipsis, ！！ and ？？ are emphasis.

    >>> fix_doubled_punctuation("会议召开，，气氛热烈。。。。。。")
    ('会议召开，气氛热烈。。。。。。', 1)
    """
    n_doubled = 0
    for pair, mark, pattern in _DOUBLED:
        if pair in text:
            text, n = pattern.subn(mark, text)
            n_doubled += n
    return text, n_doubled
