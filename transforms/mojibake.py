"""Mojibake (乱码): text that was once decoded with the wrong codec and stored like that.

A line is repaired only where the mix-up can be undone exactly, byte for byte, and the result is plainly Chinese while
the line was plainly not. 锟斤拷 is beyond repair, since the characters were lost before: it becomes U+FFFD again.
To add a mix-up, add a row to `_MIXUPS`.
"""

from __future__ import annotations

import re

from transforms.plausibility import score_chinese

_MIXUPS: tuple[tuple[str, str], ...] = (
    ("cp1252", "utf-8"),
    ("cp1252", "gb18030"),
    ("gb18030", "utf-8"),
    ("cp1252", "big5-hkscs"),
)
"""The wrong codec, and the right one; cp1252 stands for Latin-1 too."""

_CP1252 = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}}

TRIGGERS = frozenset(
    "".join(map(chr, range(0xA1, 0x100))).translate({0xB7: None, 0xD7: None, 0xB0: None}) + "锛銆鈥涓鐨浜锟"
)
"""Characters one of which stands in any Chinese text so garbled: Latin-1's upper half, and the beginnings of UTF-8's
commonest Chinese characters and marks as GB18030 reads them (of ，: 锛; of 。: 銆; of “: 鈥; of 的: 鐨)."""

_TRIGGER = re.compile(f"[{''.join(sorted(TRIGGERS))}]")
_LOST = re.compile("(?:锟斤拷){2,}")
_GARBLED = 0.2
_SENSIBLE = 0.7
_LEAST_HAN = 3
_HIGH = re.compile("[^\x00-\x7f]")
_HAN = re.compile("[\u4e00-\u9fff]")


def fix_mojibake(text: str) -> tuple[str, int]:
    r"""Undo the wrong decoding of lines that were garbled, and mark lost characters as such.

    >>> fix_mojibake("会议召开".encode("gb18030").decode("latin-1") + "\n本报讯")
    ('会议召开\n本报讯', 1)
    >>> fix_mojibake("Zürich与Genève签约")
    ('Zürich与Genève签约', 0)
    """
    pieces, end, n_repaired = [], 0, 0
    while match := _TRIGGER.search(text, end):
        start = max(end, text.rfind("\n", end, match.start()) + 1)
        pieces.append(text[end:start])
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        repaired = _repair(text[start:end])
        n_repaired += repaired is not None
        pieces.append(text[start:end] if repaired is None else repaired)
    text = "".join(pieces) + text[end:] if n_repaired else text
    if "锟斤拷" not in text:
        return text, n_repaired
    text, n_lost = _LOST.subn(lambda match: "\ufffd" * (len(match.group()) // 3 * 2), text)
    return text, n_repaired + n_lost


def _repair(line: str) -> str | None:
    for wrong, right in _MIXUPS:
        if right != "utf-8" and not _is_mostly_high(line):
            continue
        repaired = _undo(line, wrong, right)
        if repaired and _is_plainly_better(repaired, line):
            return repaired
    return None


def _is_mostly_high(line: str) -> bool:
    """Whether accented letters prevail, as they never do in European text: one before a plain letter reads as GBK."""
    characters = line.replace(" ", "")
    return len(_HIGH.findall(characters)) >= 0.5 * len(characters)


def _is_plainly_better(repaired: str, line: str) -> bool:
    if len(_HAN.findall(repaired)) < _LEAST_HAN or score_chinese(repaired[:2000]) < _SENSIBLE:
        return False
    return score_chinese(line[:2000]) < _GARBLED


def _undo(line: str, wrong: str, right: str) -> str | None:
    """What the line was before `wrong` decoded the bytes of `right`; None where that can't be undone exactly."""
    try:
        data = line.translate(_CP1252).encode("latin-1") if wrong == "cp1252" else line.encode(wrong)
        repaired = data.decode(right)
        return repaired if repaired.encode(right) == data else None
    except UnicodeError:
        return None
