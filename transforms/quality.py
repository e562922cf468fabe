"""A page's quality as one number, so that people can look at the worst pages first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Set
from functools import cache

from transforms.plausibility import common_characters

_COSTS = {"damaged": 10.0, "private": 5.0, "rare": 2.0, "repaired": 1.0}
_USUAL_RARE_SHARE = 0.01
_HARMLESS = frozenset({"line_ends", "white_space", "trailing_space", "wide_forms", "entities", "tags"})
_FEW = 40


def measure_quality(text: str, characters: Set[str], applied: Mapping[str, int]) -> float:
    """Quality 0..1 of a cleaned text, from its unusual characters and the repairs made.

    1 - (10 damaged + 5 private + 2 rare + 1 repaired) / n, at least 0, where n counts the characters that are not white
    space; damaged are U+FFFD, private the private-use characters left, rare the ideographs outside the five thousand
    commonest beyond the 1 % of any page (names), repaired what cleaning mended, without harmless conventions such as
    line ends and full-width digits.

    >>> measure_quality("本报讯记者获悉", set("本报讯记者获悉"), {})
    1.0
    """
    unusual = characters - _common()
    n_characters = len(text) - _count(text, [c for c in unusual if c.isspace()])
    if not n_characters:
        return 0.0
    n_rare = _count(text, [c for c in unusual if "\u3400" <= c <= "\u9fff" or c >= "\U00020000"])
    counts = {
        "damaged": text.count("\ufffd"),
        "private": _count(text, [c for c in unusual if "\ue000" <= c <= "\uf8ff"]),
        "rare": max(0.0, n_rare - _USUAL_RARE_SHARE * n_characters),
        "repaired": sum(n for rule, n in applied.items() if rule not in _HARMLESS),
    }
    cost = sum(_COSTS[fault] * n for fault, n in counts.items())
    return round(max(0.0, 1 - cost / n_characters), 4)


def _count(text: str, wanted: Collection[str]) -> int:
    """How often any of these characters stands in the text: one search each while they are few."""
    if len(wanted) <= _FEW:
        return sum(map(text.count, wanted))
    counts = Counter(text)
    return sum(counts[character] for character in wanted)


@cache
def _common() -> frozenset[str]:
    return frozenset(common_characters())
