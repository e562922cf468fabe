"""A page's quality as one number, so that people can look at the worst pages first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from transforms.plausibility import common_characters

_COSTS = {"damaged": 10.0, "private": 5.0, "rare": 2.0, "repaired": 1.0}
_USUAL_RARE_SHARE = 0.01
_HARMLESS = frozenset({"line_ends", "white_space", "trailing_space", "wide_forms", "entities", "tags"})


def measure_quality(characters: Counter[str], applied: Mapping[str, int]) -> float:
    """Quality 0..1 of a cleaned text, from its characters and the repairs made.

    1 - (10 damaged + 5 private + 2 rare + 1 repaired) / n, at least 0, where n counts the characters that are not white
    space; damaged are U+FFFD, private the private-use characters left, rare the ideographs outside the five thousand
    commonest beyond the 1 % of any page (names), repaired what cleaning mended, without harmless conventions such as
    line ends and full-width digits.

    >>> measure_quality(Counter("本报讯记者获悉" * 10), {})
    1.0
    """
    n_characters = n_damaged = n_private = n_rare = 0
    common = _common()
    for character, n in characters.items():
        if character in common:
            n_characters += n
        elif not character.isspace():
            n_characters += n
            n_damaged += n * (character == "\ufffd")
            n_private += n * ("\ue000" <= character <= "\uf8ff")
            n_rare += n * ("\u3400" <= character <= "\u9fff" or character >= "\U00020000")
    if not n_characters:
        return 0.0
    counts = {
        "damaged": n_damaged,
        "private": n_private,
        "rare": max(0.0, n_rare - _USUAL_RARE_SHARE * n_characters),
        "repaired": sum(n for rule, n in applied.items() if rule not in _HARMLESS),
    }
    cost = sum(_COSTS[fault] * n for fault, n in counts.items())
    return round(max(0.0, 1 - cost / n_characters), 4)


@cache
def _common() -> frozenset[str]:
    return frozenset(common_characters())
