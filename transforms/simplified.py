"""Traditional text in simplified characters (OpenCC), for search columns; the text itself stays as printed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_LINE = re.compile(r"[^\n]*\n?")


def simplify(text: str) -> str:
    """The text in simplified characters, as long as the text, so that offsets into one serve the other.

    A line that OpenCC would make shorter or longer is converted character by character. Text in simplified characters
    comes out as it went in; Japanese forms and variants that OpenCC does not know stay.

    >>> simplify("臨江市長發表談話，頭髮乾了")
    '临江市长发表谈话，头发干了'
    """
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(map(_simplify_line, _LINE.findall(text)))


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
