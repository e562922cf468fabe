"""Cleaning rules for what printing doubles: overprinted characters and doubled marks."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
_LEAST_DISTINCT = 5
_PRINTED = f"[{_HAN}0-9，。、：；（）《》“”]"
_HAN_PATTERN = re.compile(f"[{_HAN}]")
_COPIES = (4, 3, 2)
_RUNS = {n: re.compile(f"(?:({_PRINTED})\\1{{{n - 1}}}){{{_LEAST_DISTINCT},}}") for n in _COPIES}
"""How often each character is printed, and the pattern of a run of such."""

_HINTS = {n: re.compile(rb"(?!\0\0)..".join([rb"\0\0" * (n - 1)] * _LEAST_DISTINCT), re.DOTALL) for n in _COPIES}
"""The same on the differences between neighbours, two bytes each: none between copies, some between characters."""


def fix_overprints(text: str) -> tuple[str, int]:
    """Set once each character of a run that was printed twice, or up to four times, for bold type, as PDFs give it.

    Counts the Chinese characters dropped. Five different characters repeated one after the other are no word: of
    reduplicated words (高高兴兴, 明明白白清清楚楚) no more than four stand in a row.

    >>> fix_overprints("新新华华社社北北京京电")
    ('新华社北京电', 5)
    >>> fix_overprints("要要要闻闻闻版版版导导导读读读")
    ('要闻版导读', 10)
    >>> fix_overprints("高高兴兴上班，平平安安回家")
    ('高高兴兴上班，平平安安回家', 0)
    """
    n_dropped = 0
    differences = _differences(text)
    for copies, hint in _HINTS.items():
        if hint.search(differences):
            text, n = _set_once(text, copies)
            n_dropped += n
    return text, n_dropped


def _differences(text: str) -> bytes:
    """Each character less the one before it, two bytes each: all are compared at once, as one number."""
    data = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(data, "little")
    return (number ^ (number >> 16)).to_bytes(len(data), "little")


def _set_once(text: str, copies: int) -> tuple[str, int]:
    n_dropped = 0

    def once(match: re.Match[str]) -> str:
        nonlocal n_dropped
        kept = match.group()[::copies]
        han = _HAN_PATTERN.findall(kept)
        if len(set(han)) < _LEAST_DISTINCT:
            return match.group()
        n_dropped += len(han) * (copies - 1)
        return kept

    return _RUNS[copies].sub(once, text), n_dropped


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
