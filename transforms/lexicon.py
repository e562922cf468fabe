"""Common words, from jieba's dictionary: whether one lies across a line break, and which pairs tell no subject."""

from __future__ import annotations

import importlib.util
import math
import re
from functools import lru_cache
from pathlib import Path

_LISTED = re.compile(r"^(\S{1,4}) (\d+)\b", re.MULTILINE)
_COMMON = 20
_VERY_FREQUENT = 3000
_LONGEST = 4
_BESIDE = 5
_LEFT = re.compile(r"[\u4e00-\u9fff]{1,5}$")
_RIGHT = re.compile(r"[\u4e00-\u9fff]{1,5}")


def is_word(token: str) -> bool:
    """Whether a token is a common word of two to four characters."""
    return len(token) > 1 and token in _chances()


@lru_cache(maxsize=1)
def frequent_pairs() -> frozenset[str]:
    """Words of two characters that jieba's dictionary counts above 3,000 times: they tell no subject."""
    floor = math.log(_VERY_FREQUENT) - _total()
    return frozenset(word for word, chance in _chances().items() if len(word) == 2 and chance > floor)


@lru_cache(maxsize=4096)
def word_gain(left: str, right: str) -> float:
    """How much likelier the text beside a break is where words may lie across it (natural logarithm, 0 or more).

    The most probable division into words (unigrams, as jieba weighs its paths) of five characters on each side, against
    the most probable one that parts at the break. In text that was broken 2.5 or more means a word broken in two
    wherever it was seen; where a paragraph ended it is 0 but for one in two hundred.

    >>> word_gain("全面建成小", "康社会") > 2.5, word_gain("推动脱贫攻坚", "市长说")
    (True, 0.0)
    """
    before, behind = _LEFT.search(left[-_BESIDE:]), _RIGHT.match(right)
    if before is None or behind is None:
        return 0.0
    text, cut = before[0] + behind[0], len(before[0])
    if not _crosses(text, cut):
        return 0.0
    whole, right_part = _best_paths(text), _best_paths(behind[0])
    return max(0.0, whole[-1] - whole[cut] - right_part[-1])


def _crosses(text: str, cut: int) -> bool:
    """Whether any word of the dictionary lies across a place in the text."""
    chances = _chances()
    for start in range(max(0, cut - _LONGEST + 1), cut):
        for stop in range(cut + 1, min(len(text), start + _LONGEST) + 1):
            if text[start:stop] in chances:
                return True
    return False


def _best_paths(text: str) -> list[float]:
    """The log probability of the best division of every beginning of a few characters."""
    chances, unknown = _chances(), -_total()
    best = [0.0]
    for stop in range(1, len(text) + 1):
        score = best[-1] + chances.get(text[stop - 1], unknown)
        for start in range(max(0, stop - _LONGEST), stop - 1):
            chance = chances.get(text[start:stop])
            if chance is not None and best[start] + chance > score:
                score = best[start] + chance
        best.append(score)
    return best


@lru_cache(maxsize=1)
def _chances() -> dict[str, float]:
    """Log probabilities of all single characters and of words of two to four that are counted at least 20 times."""
    total = _total()
    return {word: math.log(max(1, int(n))) - total for word, n in _listed() if len(word) == 1 or int(n) >= _COMMON}


@lru_cache(maxsize=1)
def _total() -> float:
    """The logarithm of all counts together."""
    return math.log(max(2, sum(int(n) for _, n in _listed())))


def _listed() -> list[tuple[str, str]]:
    """Words of up to four characters with their counts (read on first use); nothing where jieba is not installed."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        return []
    listed = Path(spec.submodule_search_locations[0], "dict.txt").read_text(encoding="utf-8")
    return _LISTED.findall(listed)
