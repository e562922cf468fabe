"""Traditional text in simplified characters, for columns to search in; what readers see stays as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_LINE = re.compile(r"[^\n]*\n?")
_IDEOGRAPHS = ((0x3400, 0xA000), (0xF900, 0xFB00))
_IN_WORDS = "瞭甦彷"
"""Changed only within a word; 沈, 覆 and their like are not here, because they are simplified characters too."""

# apart, because one character beyond the basic plane makes a whole set a hundred times slower to search
_LATER = re.compile("[\U00020000-\U0003ffff]")


def simplify(text: str) -> str:
    """The text in simplified characters, as long as the text, so that offsets into one serve the other.

    A line that OpenCC would make shorter or longer is converted character by character. Text in simplified characters
    comes out as it went in, the same object, at the cost of one scan; Japanese forms and variants that OpenCC does not
    know stay.

    >>> simplify("臨江市長發表談話，頭髮乾了")
    '临江市长发表谈话，头发干了'
    """
    if not _may_change(text):
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(map(_simplify_line, _LINE.findall(text)))


def search_forms(words: Sequence[str]) -> list[str]:
    """Each word in simplified characters and lower case, the same for a word whatever stands beside it.

    >>> search_forms(["經濟", "GDP", "会议"])
    ['经济', 'gdp', '会议']
    """
    printed = [word for word in words if "\n" not in word and _may_change(word)]
    forms = dict(zip(printed, simplify("\n".join(printed)).split("\n"), strict=True)) if printed else {}
    return [forms.get(word, word).lower() for word in words]


def _may_change(text: str) -> bool:
    return bool(_traditional().search(text) or _LATER.search(text))


@cache
def _traditional() -> re.Pattern[str]:
    """The characters that OpenCC changes: asked of it, one by one, with those that it changes only within a word."""
    characters = [chr(code) for first, last in _IDEOGRAPHS for code in range(first, last)]
    converted = _converter().convert("\n".join(characters)).split("\n")
    return re.compile(f"[{_IN_WORDS}{''.join(a for a, b in zip(characters, converted, strict=True) if a != b)}]")


def _simplify_line(line: str) -> str:
    converted: str = _converter().convert(line)
    return converted if len(converted) == len(line) else "".join(map(_simplify_character, line))


@cache
def _simplify_character(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _converter() -> OpenCC:
    """OpenCC's `t2s`, loaded at the first use: its dictionaries take a moment."""
    from opencc import OpenCC

    return OpenCC("t2s")
