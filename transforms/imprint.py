"""What a page's furniture says of it: the newspaper, the day, the page label and the section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from transforms.components import Part, is_section, read_components
from transforms.jumps import page_label

_DATE_PARTS = re.compile(
    r"(?P<y>\d{4}|[〇零一二三四五六七八九]{4}|(?P<republic>民国)\s*(?:\d{1,3}|[〇零一二三四五六七八九十百]{1,4}))\s*[年./-]\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月./-]\s*(?P<d>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
)
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_REPUBLIC = 1911
_LABEL = re.compile(r"[A-Z]{0,2}\d{1,3}(?:[-—~][A-Z]{1,2}\d{1,3})?|[一二三四五六七八九十]{1,3}")
_DIGITAL = re.compile(r"(?:数字报|数字版|电子版|电子报)$")
_SILENT = frozenset({"contact", "rights", "navigation", "credits", "advert", "mark", "weather"})
_NAME_ENDINGS = ("大众", "周末", "融媒", "画报", "周刊", "文摘", "时讯", "新闻网", "导刊", "月刊", "参考", "在线")
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a page's furniture says of it."""

    publication: str | None = None
    issue_date: date | None = None
    page_label: str | None = None
    page_section: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    plain: str
    printed: str
    parts: tuple[Part, ...]

    def of(self, *kinds: str) -> list[Part]:
        return [part for part in self.parts if part.kind in kinds]

    def text(self, part: Part) -> str:
        """A component in the characters of the page."""
        source = self.printed if len(self.printed) == len(self.plain) else self.plain
        return source[part.start : part.end].strip()


def read_imprint(pieces: list[tuple[str, str, str]]) -> Imprint:
    """Publication, date, page and section from furniture; the first piece that says each wins.

    `pieces`: kind, text in matching form, text as printed. A page printed over two sheets keeps both in its label
    (W4-W5). A name or section without its usual words is believed where only that is left for it to be.
    """
    read = [_Piece(*piece, read_components(piece[1])) for piece in pieces]
    spoken = [piece for piece in read if piece.kind not in _SILENT or piece.of("date", "page")]
    label = section = None
    for piece in spoken:
        if label is None or section is None:
            page, part = _page(piece)
            label, section = label or page, section or part
    return Imprint(
        next(filter(None, map(_name, spoken)), None) or next(filter(None, map(_unusual_name, spoken)), None),
        next(filter(None, (read_date(piece.plain) for piece in spoken)), None),
        label,
        section or next(filter(None, map(_section_alone, spoken)), None),
    )


def _name(piece: _Piece) -> str | None:
    for part in piece.of("name"):
        return _DIGITAL.sub("", "".join(piece.text(part).split()))
    return None


def _unusual_name(piece: _Piece) -> str | None:
    """A paper that isn't called 报: what else stands beside a date or, at the head, beside Latin letters."""
    words = [part for part in piece.of("han") if not _is_section(piece.plain[part.start : part.end])]
    if len(words) != 1 or words[0].end - words[0].start < _SHORTEST_NAME or piece.of("credit", "number"):
        return None
    plain = piece.plain[words[0].start : words[0].end]
    if piece.kind == "masthead":
        is_name = bool(piece.of("latin")) or plain.endswith(_NAME_ENDINGS) or plain.startswith("今日")
    else:
        is_name = bool(piece.of("date")) and (not piece.of("page") or plain.endswith(_NAME_ENDINGS))
    return piece.text(words[0]) if is_name else None


def _is_section(plain: str) -> bool:
    return any(map(is_section, re.split("[·/]", plain)))


def _section_alone(piece: _Piece) -> str | None:
    """A line of a head that is nothing but a section's words; the second of two (影像·元宵) can be a topic."""
    if piece.kind != "masthead" or [part.kind for part in piece.parts] != ["han"]:
        return None
    words = re.split("[·/]", piece.plain)
    if not is_section(words[0]):
        return None
    whole = piece.text(piece.parts[0])
    return whole if all(map(is_section, words)) else whole[: len(words[0])]


def _page(piece: _Piece) -> tuple[str | None, str | None]:
    """Page label and section of a line. A bare number is a page where the line is nothing else."""
    labels = piece.of("page") or [part for part in piece.of("number") if piece.kind in ("folio", "imprint")]
    if len(labels) != 1:
        return None, None
    found = _LABEL.search(piece.plain[labels[0].start : labels[0].end].replace(" ", ""))
    words = [part for part in piece.of("han") if not piece.plain[part.start : part.end].endswith(_NAME_ENDINGS)]
    known = [part for part in words if _is_section(piece.plain[part.start : part.end])]
    sections = known if len(words) > 1 else words
    return page_label(found[0]) if found else None, piece.text(sections[0]) if len(sections) == 1 else None


def read_date(plain: str) -> date | None:
    """The full date in a line, in Arabic or Chinese digits, or None.

    >>> read_date("二〇二六年八月二十二日")
    datetime.date(2026, 8, 22)
    """
    found = _DATE_PARTS.search(plain)
    if found is None:
        return None
    try:
        year = _number(found["y"].removeprefix("民国").strip()) + (_REPUBLIC if found["republic"] else 0)
        return date(year, _number(found["m"]), _number(found["d"]))
    except ValueError:
        return None


def _number(printed: str) -> int:
    if printed.isascii():
        return int(printed)
    value = printed.replace("廿", "二十").replace("卅", "三十")
    if "十" in value:
        tens, _, ones = value.partition("十")
        return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)
    return int("".join(str(_HAN_DIGITS[char]) for char in value))
