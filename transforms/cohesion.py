"""Lexical cohesion: whether the text behind a heading speaks of what the text before it spoke of.

After M. A. Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages", Computational Linguistics
23(1), 1997, with pairs of characters for words: an article's own subhead is followed by pairs that its last paragraphs
had, the headline of another article hardly.
"""

from __future__ import annotations

import re
from operator import add

from transforms.lexicon import frequent_pairs

_BEFORE = 300
_BEHIND = 150
_FEWEST_PAIRS = 50
_FEWEST_CHARACTERS = 60
_NO_HAN = re.compile(r"[^\u3400-\u9fff]")
_GRADES = ((0.06, "same words"), (0.03, "some same words"), (0.015, ""), (-1.0, "other words"))


def matter_feature(page: str, start: int) -> list[str]:
    """What the share of rarer character pairs behind `start` that stand before it, too, says of a heading there.

    One name of `weights.LOOKS`, or none where the share tells nothing or there is too little text. The grades are
    quantiles of subheads and headlines without a lead: from 0.06 on three subheads to one headline, below 0.015 the
    reverse.
    """
    before = "".join(page[max(0, start - _BEFORE) : start].split())
    if len(before) < _FEWEST_CHARACTERS:
        return []
    behind = character_pairs("".join(page[start : start + _BEHIND].split())) - frequent_pairs()
    if len(behind) < _FEWEST_PAIRS:
        return []
    share = len([pair for pair in behind if pair in before]) / len(behind)
    return next([name] if name else [] for least, name in _GRADES if share > least)


def shared_pairs(text: str, other: str) -> int:
    """How many rarer pairs of Chinese characters a text has in common with another; both without white space."""
    common = set(map(add, text, text[1:])).intersection(map(add, other, other[1:])) - frequent_pairs()
    return len([pair for pair in common if _NO_HAN.search(pair) is None])


def character_pairs(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters of a text without white space."""
    masked = _NO_HAN.sub(" ", text)
    return {pair for pair in set(map(add, masked, masked[1:])) if " " not in pair}
