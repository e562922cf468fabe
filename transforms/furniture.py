"""What on a page belongs to no article: masthead, date, folio, section, credits, contact, prices, navigation.

What a line is in itself is told by `furniture_kinds`; here, where it stands decides. Some lines are furniture wherever
they are. Others (a paper's name, a page number with its section, a lunar date) are so among the first lines, at the
foot, or beside other furniture, also several in a row: so a head in the middle of the text or at its end is found too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from transforms.components import is_section_line
from transforms.furniture_kinds import closing_kind, foot_kind, is_composed, likely_kind, sure_kind
from transforms.imprint import read_date
from transforms.lines import Line

_NEEDS_SHORT_LINE = frozenset({"contact", "imprint", "rights"})
_OF_THE_HEAD = frozenset({"masthead", "date", "folio", "imprint"})
_AT_FOOT = frozenset({"masthead", "imprint", "folio"})
_AT_TOP = frozenset({"masthead", "date", "folio", "weather"})
_HOSTED = re.compile("^[^报]*(?:主办|承办|协办|主管)[^报]*$")
_PARTING = frozenset({"mark", "navigation"})
_LONGEST_IN_HEAD = 16
_LONGEST_NAME = 8
_TOP_LINES = 8
_MAX_LENGTH = 110
_FEWEST_UPRIGHT = 3
_NUMBERED_SECTION = re.compile(r"^[A-Z]?\d{1,2}\s+[\u4e00-\u9fff· ]{2,16}$")
_FOOT_LINES = 3
_LONGEST_FOOT = 240  # address, telephones, prices and registration in one line


def find_furniture(lines: list[Line]) -> dict[int, str]:
    """The kinds of those lines that are furniture, by index."""
    found = _sure(lines)
    found |= _upright_name(lines)
    top = _top_zone(lines, found)
    if 0 not in found and 1 in found and _NUMBERED_SECTION.match(lines[0].plain):
        found[0] = "folio"
    for index in range(top):
        line = lines[index]
        if index not in found and _can_be(line) and (kind := likely_kind(line.plain)):
            touches = index == 0 or index - 1 in found
            if touches or (kind in _AT_TOP and (kind != "folio" or "版" in line.plain)):
                found[index] = kind
    _grow(found, lines)
    return _with_whole_head(found, lines, top)


def _upright_name(lines: list[Line]) -> dict[int, str]:
    """The lines of one character each that a name or section set upright leaves at the head of a page."""
    n = next((index for index, line in enumerate(lines[:_TOP_LINES]) if len(line.plain) > 1), _TOP_LINES)
    return dict.fromkeys(range(n), "masthead") if _FEWEST_UPRIGHT <= n < len(lines) else {}


def mark_parted(lines: list[Line], furniture: Mapping[int, str]) -> None:
    """Mark the lines behind marks that stand between articles: 专栏：, 上一篇 下一篇."""
    for index, kind in furniture.items():
        if kind in _PARTING and index + 1 < len(lines) and index + 1 not in furniture:
            lines[index + 1].marked = True


def _sure(lines: list[Line]) -> dict[int, str]:
    found: dict[int, str] = {}
    is_run_on = False
    last = len(lines) - _FOOT_LINES
    for index, line in enumerate(lines):
        plain = line.plain
        is_inside = is_run_on and line.full
        is_run_on = line.full and not line.ended
        longest = _MAX_LENGTH if index < last else _LONGEST_FOOT
        if is_inside or len(plain) > longest or line.glued:
            continue
        kind = closing_kind(plain) if plain[-1] == "。" else sure_kind(plain)
        if kind is None and index >= last and index and (lines[index - 1].ended or index - 1 in found):
            kind = foot_kind(plain)
            if kind is not None:
                found[index] = kind
                continue
        is_wrapped = line.full and not (kind == "imprint" and is_composed(plain))
        if kind is None or (kind in _NEEDS_SHORT_LINE and (is_wrapped or line.numbered or plain[0] == "(")):
            continue
        found[index] = kind
        is_run_on = False
    return found


def _can_be(line: Line) -> bool:
    return len(line.plain) <= _MAX_LENGTH and not line.glued and not line.ended


def _grow(found: dict[int, str], lines: list[Line]) -> None:
    """Adds the lines beside furniture, and from the foot upwards, that would be furniture there."""
    for index in list(found):
        _grow_from(index, 1, found, lines)
        _grow_from(index, -1, found, lines)
    last = len(lines) - 1
    if last > 0 and last not in found and (kind := _kind_beside(lines[last], None, -1)):
        found[last] = kind
        _grow_from(last, -1, found, lines)


def _grow_from(index: int, step: int, found: dict[int, str], lines: list[Line]) -> None:
    at = index + step
    while 0 <= at < len(lines) and at not in found:
        kind = _kind_beside(lines[at], found[at - step], step)
        if at == 0 and kind is None and found[1] in _OF_THE_HEAD and is_section_line(lines[0].plain):
            kind = "masthead"
        if kind is None or (step < 0 and kind == "date" and _says_date(at + 1, found, lines)):
            return
        found[at] = kind
        at += step


def _says_date(at: int, found: dict[int, str], lines: list[Line]) -> bool:
    """Whether the furniture from a line on says a date: then one above it closes a notice."""
    while at in found:
        if read_date(lines[at].plain):
            return True
        at += 1
    return False


def _kind_beside(line: Line, neighbour: str | None, step: int) -> str | None:
    """What a line is beside a piece of furniture (None: the foot of the page), which stands before it or behind it.

    Above the credits at a page's foot may stand what closes a notice: a date, a telephone, its hosts.
    """
    kind = likely_kind(line.plain) if _can_be(line) else None
    if kind is None or (kind == "contact" and step < 0 and "扫" not in line.plain):
        return None
    if step < 0 and kind == "imprint" and _HOSTED.search(line.plain):
        return None
    if neighbour is None:
        return kind if kind in _AT_FOOT and not _is_number_alone(line.plain) else None
    if kind in ("date", "folio", "weather") and neighbour not in _OF_THE_HEAD:
        return None
    return kind


def _is_number_alone(plain: str) -> bool:
    """A number under a table's last row, or a page at which a summary's last item stands."""
    return all(char in "第版" or char.isnumeric() for char in plain)


def _with_whole_head(found: dict[int, str], lines: list[Line], top: int) -> dict[int, str]:
    """Short lines between two pieces of furniture at the head of a page belong there too: name, slogan, section."""
    inside = sorted(index for index, kind in found.items() if index < top and kind in _OF_THE_HEAD)
    pinyin = [index for index in inside[:2] if index and found[index] == "masthead" and lines[index].plain.isascii()]
    between = range(inside[0], inside[-1]) if inside else range(0)
    more = [index for index in between if index not in found and len(lines[index].plain) <= _LONGEST_IN_HEAD]
    more += [index - 1 for index in pinyin if index - 1 not in found and len(lines[index - 1].plain) <= _LONGEST_NAME]
    return dict(sorted((found | dict.fromkeys(more, "masthead")).items()))


def _top_zone(lines: list[Line], found: dict[int, str]) -> int:
    """How many lines belong to the head of the page: up to the first one as long as a sentence."""
    for index, line in enumerate(lines[:_TOP_LINES]):
        if index not in found and (line.end - line.start > 40 or line.ended):
            return index
    return min(len(lines), _TOP_LINES)
