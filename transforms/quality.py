"""A page's quality as one number with its reasons, so that people can look at the worst pages first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from transforms.plausibility import common_characters

_COSTS = {"damaged": 10.0, "private": 5.0, "rare": 2.0, "repaired": 1.0}
_USUAL_RARE_SHARE = 0.01
_HARMLESS = frozenset({"line_ends", "white_space", "trailing_space", "wide_forms", "entities", "tags"})


def measure_quality(text: str, counts: Mapping[str, int], applied: Mapping[str, int]) -> tuple[float, dict[str, float]]:
    """Quality 0..1 of a cleaned text, and what it lost by reason: from its unusual characters and the repairs made.

    1 - (10 damaged + 5 private + 2 rare + 1 repaired) / n, at least 0, where n counts the characters that are not white
    space; damaged are U+FFFD, private the private-use characters left, rare the ideographs outside the five thousand
    commonest beyond the 1 % of any page (names), repaired what cleaning mended, without harmless conventions such as
    line ends and full-width digits. `counts` holds how often each character stands in the text; the five thousand
    commonest may be left out. A text without characters has quality 0 for the reason `empty`.

    >>> measure_quality("本报讯记者获悉", {}, {})
    (1.0, {})
    >>> measure_quality("本报讯\ufffd记者获悉会议召开", {"\ufffd": 1}, {})
    (0.1667, {'damaged': 0.8333})
    """
    n_characters = len(text) - sum(n for character, n in counts.items() if character.isspace())
    if n_characters <= 0:
        return 0.0, {"empty": 1.0}
    found = {
        "damaged": counts.get("\ufffd", 0),
        "private": sum(n for character, n in counts.items() if "\ue000" <= character <= "\uf8ff"),
        "rare": max(0.0, _count_rare(counts) - _USUAL_RARE_SHARE * n_characters),
        "repaired": sum(n for rule, n in applied.items() if rule not in _HARMLESS),
    }
    shares = {reason: _COSTS[reason] * n / n_characters for reason, n in found.items() if n}
    quality = round(max(0.0, 1 - sum(shares.values(), 0.0)), 4)
    return quality, {reason: round(min(1.0, share), 4) for reason, share in shares.items()}


def _count_rare(counts: Mapping[str, int]) -> int:
    common = _common()
    return sum(
        n
        for character, n in counts.items()
        if ("\u3400" <= character <= "\u9fff" or character >= "\U00020000") and character not in common
    )


@cache
def _common() -> frozenset[str]:
    return frozenset(common_characters())
