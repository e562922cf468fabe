"""Cleaning rule for private-use characters: glyphs of typesetting systems and of codecs older than their characters."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

_KNOWN = {
    "\ue40c": "\n",  # a typesetting system's paragraph mark
    "\ue5e5": "\u3000",  # GB18030's reading of the bytes A3A0 of older Chinese systems
}

_UNTIL_2005 = {
    **dict(zip("\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796", "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    **dict(zip("\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864", "龴龵龶龷龸龹龺龻", strict=True)),
    **dict(zip("\ue816\ue817\ue818\ue831\ue83b\ue855", "𠂇𠂉𠃌𡗗𢦏𤇾", strict=True)),
    "\ue7c7": "ḿ",
}
"""What GB18030 held at private-use places until Unicode had the characters, as Python's codec still reads the bytes
(GB 18030-2005 and -2022, appendix on the changed code points)."""

_MEANINGS = _KNOWN | _UNTIL_2005
PRIVATE = frozenset(map(chr, range(0xE000, 0xF900)))
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_HONG_KONG = "嘅喺咗哋啲嚟嗰噉嘢瞓攞啱睇咩喎㗎嘥埗鰂邨栢恒峯着綫鎅"
"""Frequent characters of Hong Kong that the supplementary set (HKSCS) has and Big5 lacks."""

_PAIRS_A_ROW = 157
_BLOCKS = ((0xE000, 0xE310, 0xFA, 0), (0xE311, 0xEEB7, 0x8E, 0), (0xEEB8, 0xF6B0, 0x81, 0), (0xF6B1, 0xF848, 0xC6, 63))
"""Where Windows puts Big5's user-defined rows: first and last private-use character, first byte, cells left out."""

_LEAST_SIGNS = 2


def fix_private_use(text: str) -> tuple[str, int]:
    r"""Give the private-use characters whose meaning is known; others stay, and lower the page's quality.

    Known are U+E40C, a paragraph mark, U+E5E5, a full-width space, the places that GB18030 once gave to characters that
    Unicode has since, and, where the page's other private-use characters say so, Hong Kong's set as Windows reads it.

    >>> fix_private_use("会议闭幕。\ue40c本报讯\ue81e")
    ('会议闭幕。\n本报讯龴', 2)
    >>> fix_private_use("佢\uecd8\ue88c頭食\uecd9飯")
    ('佢喺埗頭食咗飯', 3)
    """
    found = Counter(_PRIVATE.findall(text))
    readings = {c: _MEANINGS[c] for c in found if c in _MEANINGS}
    if found.keys() != readings.keys() and _is_from_hong_kong(found):
        readings |= {c: reading for c in found if (reading := _supplementary(c)) != c}
    for character, reading in readings.items():
        text = text.replace(character, reading)
    return text, sum(found[character] for character in readings)


def _is_from_hong_kong(found: Counter[str]) -> bool:
    """Whether half of the private-use characters, and two different ones, read as what Hong Kong prints often."""
    signs = [character for character in found if _supplementary(character) in _HONG_KONG]
    return len(signs) >= _LEAST_SIGNS and 2 * sum(found[sign] for sign in signs) >= found.total()


@cache
def _supplementary(character: str) -> str:
    """The character of HKSCS whose bytes Windows reads as this private-use one; the same where there is none."""
    code = ord(character)
    for first, last, lead, left_out in _BLOCKS:
        if first <= code <= last:
            row, cell = divmod(code - first + left_out, _PAIRS_A_ROW)
            data = bytes((lead + row, cell + (0x40 if cell < 63 else 0x62)))
            return data.decode("big5-hkscs", "ignore") or character
    return character
