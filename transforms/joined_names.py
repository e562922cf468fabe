"""Names of Tibetans, Mongols and Yi as newspapers print them: parts side by side, without a surname or a dot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from transforms.tables import alternation, read_list
from transforms.tagged import TaggedText

_MOST_PARTS = 3
_LONGEST_NAME = 8
_FEWEST_ALONE = 3
"""Characters of a single part that is a name behind a title (巴特尔, 其其格)."""


@cache
def _parts() -> re.Pattern[str]:
    parts = read_list("name_parts.txt")
    first, second = ("".join(sorted({part[at] for part in parts})) for at in (0, 1))
    part = alternation(parts)
    return re.compile(f"(?=[{first}][{second}]){part}(?:{part}){{1,{_MOST_PARTS - 1}}}")


@cache
def _single() -> re.Pattern[str]:
    return re.compile(alternation(part for part in read_list("name_parts.txt") if len(part) >= _FEWEST_ALONE))


def joined_names(tagged: TaggedText) -> Iterator[tuple[int, int]]:
    """Where names of two parts or more stand, with words beginning where they begin and behind them."""
    for match in _parts().finditer(tagged.text):
        if tagged.is_border(match.start()) and tagged.is_border(match.end()):
            yield match.span()


def joined_end(tagged: TaggedText, at: int) -> int:
    """Where such a name of two parts or more ends; 0 where none begins."""
    return _whole(tagged, _parts().match(tagged.text, at, at + _LONGEST_NAME))


def single_end(tagged: TaggedText, at: int) -> int:
    """Where such a name of a single part ends, which only a title can introduce; 0 where none begins."""
    return _whole(tagged, _single().match(tagged.text, at))


def _whole(tagged: TaggedText, found: re.Match[str] | None) -> int:
    return found.end() if found and tagged.is_border(found.end()) else 0


@cache
def first_characters() -> frozenset[str]:
    """What such names begin with."""
    return frozenset(part[0] for part in read_list("name_parts.txt"))
