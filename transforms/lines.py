"""The lines of a page, with offsets, and the manner of its layout (wrap width, blank lines, indents).

Matching never depends on the cleaner: every rule reads `Line.plain`, the page in a form of the same length (full-width
ASCII, ideographic spaces, Kangxi radicals and traditional characters folded), so that offsets in it are offsets in the
page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_TRADITIONAL = "報訊電記員攝轉見責編輯評論華聯專實習圖為時強調題號國廣導讀閱續後來線參與寫採訪綜聞點據臺週網"
_SIMPLIFIED = "报讯电记员摄转见责编辑评论华联专实习图为时强调题号国广导读阅续后来线参与写采访综闻点据台周网"

_FEWEST_LINES = 6
_TOP = 3
_CLEARLY_MORE = 1.1
_LONG_LINE = 16
_OVERHANG = 1
_MANY_OPEN = 0.12
_MOSTLY = 0.7
_WIDEST_GAP = 3
_FEWEST_GAPS = 2
_MOST_GAPS = 0.4
_LONGEST_HEADING = 40
_NEVER = 10**9
_CLOSERS = frozenset("。,、;:!?…”’)》」』】〉%·")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、..)]\D|[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)]|第[一二三四五六七八九十百零\d]{1,4}[章条节款]|[一二三四五六七八九十]是(?!否)[\u4e00-\u9fff]|[①-⑳■●◆▲□○★◎△▶►]"
)
_NUMBER_OPENS = frozenset("一二三四五六七八九十0123456789(第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■●◆▲□○★◎△▶►")
TERMINALS = "。!?…"
_AFTER_TERMINAL = "”’」』)】\"'"
_MAY_END = frozenset(TERMINALS + _AFTER_TERMINAL)


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
    table.update({ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)})
    table.update({ord(old): " " for old in "\u3000\u00a0\u2002\u2003\u200b\u200c\u200d\ufeff\u2060\u00ad\u202f"})
    table.update({ord("﹐"): ",", ord("－"): "-", ord("〇"): "〇", ord("○"): "〇", ord("―"): "—", ord("─"): "—"})
    table.update({ord("╱"): "/", ord("∕"): "/"})
    table.update({ord("／"): "/", ord("〔"): "[", ord("〕"): "]", ord("〈"): "《", ord("〉"): "》"})
    return table


_PLAIN = _table()
_COMMON = "，：（）；？！\u3000"
_OTHERS = re.compile(f"[{re.escape(''.join(set(map(chr, _PLAIN)) - set(_COMMON)))}]")
_MANY = 100
_TRADITIONAL_SET = frozenset(_TRADITIONAL)
_CLEARLY_TRADITIONAL = 5


def plain_form(text: str) -> str:
    """Text for matching, character for character as long as `text`.

    >>> plain_form("（記者：３）")
    '(记者:3)'
    """
    present = set(_OTHERS.findall(text))
    if len(_TRADITIONAL_SET & present) >= _CLEARLY_TRADITIONAL:
        text = _simplified(text)
    if len(present) > _MANY:
        return text.translate(_PLAIN)
    for char in (*_COMMON, *present):
        text = text.replace(char, _PLAIN[ord(char)])
    return text


def _simplified(text: str) -> str:
    """Text in simplified characters where that keeps its length, so that word lists serve traditional pages too."""
    folded = str(_converter().convert(text))
    return folded if len(folded) == len(text) else text


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


class Line:
    """One line (or a part of one that a mark cuts off): where it stands and what matching needs to know of it.

    `start`, `end`: offsets of its text without surrounding white space. `plain`: that text for matching, stripped.
    `lead_spaces`: how far it is indented. `blank`: how many blank lines stand before it. `glued`: whether it was cut
    from the line before it. `ended`: whether it closes a sentence. `width`: characters, spaces included. `closing`:
    whether it opens with a mark that can only go on a line begun before. `numbered`: whether it opens with an item's
    number. `full`: whether it reaches the page's wrap width, which `find_manner` says. `row`: whether it is a row of a
    table, None until somebody asks. `marked`: whether a mark that parts articles (专栏：, 上一篇 下一篇) was taken out
    before it.
    """

    __slots__ = (
        "blank",
        "closing",
        "end",
        "ended",
        "full",
        "glued",
        "lead_spaces",
        "marked",
        "numbered",
        "plain",
        "row",
        "start",
        "width",
    )
    row: bool | None

    def __init__(self, start: int, end: int, plain: str, lead_spaces: int, blank: int, glued: bool = False) -> None:
        self.start = start
        self.end = end
        self.plain = plain
        self.lead_spaces = lead_spaces
        self.blank = blank
        self.glued = glued
        self.width = end - start + (lead_spaces if lead_spaces <= 4 else 0)
        self.ended = plain[-1] in _MAY_END and ends_sentence(plain)
        first = plain[0]
        self.closing = first in _CLOSERS and not plain.startswith("……")
        self.numbered = first in _NUMBER_OPENS and _NUMBERED.match(plain) is not None
        self.full = False
        self.marked = False
        self.row = None

    def __repr__(self) -> str:
        return f"Line({self.start}, {self.end}, {self.plain[:20]!r})"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page is laid out.

    `wrap_width`: the length, in full-width characters, at which lines were broken, or 0 where a line is a paragraph (or
    a piece of one); lines of `full_from` to `full_to` count as full (marks that may not open or close a line, and words
    that are not broken, make them vary). `blank_lines`: whether blank lines part the elements. `indents`: whether
    paragraphs open with spaces; `heads_indented`: whether headings do so too; `heads_flush`: whether none does,
    not even a subhead. `wide_gap`: the number of blank lines that parts more than paragraphs, 0 where none
    does. `parted`: whether blank lines stand between the paragraphs of a wrapped page. `broken`: whether paragraphs of
    an unwrapped page are often cut in two.
    """

    wrap_width: int = 0
    full_from: int = 0
    full_to: int = 0
    blank_lines: bool = False
    indents: bool = False
    heads_indented: bool = False
    heads_flush: bool = False
    wide_gap: int = 0
    parted: bool = False
    broken: bool = False


def ends_sentence(plain: str) -> bool:
    """Whether a line closes a sentence: 。！？… with any closing quotes or brackets behind."""
    if plain and plain[-1] not in _MAY_END:
        return False
    bare = plain.rstrip(_AFTER_TERMINAL)
    if not bare:
        return bool(plain)
    if bare[-1] in TERMINALS:
        return True
    if plain[-1] == ")" and plain[plain.rfind("(") - 1] in TERMINALS:
        return True
    return len(bare) < len(plain) and plain[0] == "("


def split_lines(text: str, plain: str | None = None) -> list[Line]:
    """The lines of a page that hold more than white space; `plain` is its matching form where that is known."""
    plain = plain_form(text) if plain is None else plain
    lines: list[Line] = []
    position = 0
    blank = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            indent = 0 if body[0] == raw[0] else raw.index(body[0])
            start = position + indent
            end = start + len(body)
            lines.append(Line(start, end, plain[start:end].strip() or "?", indent, blank))
            blank = 0
        else:
            blank += 1
        position += len(raw)
    return lines


def find_manner(lines: list[Line], text: str = "") -> Manner:
    """The layout of a page, from the lengths of its lines and what stands before them.

    Lengths count characters, or, where more lines of `text` share one so, columns (an ASCII character takes half a
    one); in the second case the lines' `width` is set to columns. Either way it sets which lines are `full`.
    """
    if not lines:
        return Manner()
    width, full_from, full_to = _find_wrap(lines, text)
    if width:
        for line in lines:
            line.full = full_from <= line.width <= full_to + _OVERHANG
    enough = min(_LONG_LINE, 4 * width // 5) if width else _LONG_LINE
    long_lines = [line for line in lines if line.width >= enough] or lines
    n_indented = sum(1 for line in long_lines if line.lead_spaces >= 2)
    indents = n_indented >= 2 and n_indented >= (0.10 if width else 0.30) * len(long_lines)
    n_blank = sum(1 for line in lines if line.blank)
    n_flush, n_indented_heads = _indents_of_heads(lines, full_from or _NEVER) if indents else (0, 0)
    return Manner(
        width,
        full_from,
        full_to,
        n_blank * 2 >= len(lines),
        indents,
        heads_indented=n_flush == 0 and n_indented_heads > 0,
        heads_flush=n_flush > 0 and n_indented_heads == 0,
        wide_gap=_wide_gap(lines),
        parted=width > 0 and _are_parted(lines),
        broken=width == 0 and _are_broken(lines),
    )


def _are_broken(lines: list[Line]) -> bool:
    """Whether paragraphs of an unwrapped page are often cut in two: many long lines leave their sentence open."""
    long_lines = [line for line in lines if len(line.plain) > _LONGEST_HEADING]
    n_open = sum(1 for line in long_lines if not line.ended and line.plain[-1] not in ":;)")
    return len(long_lines) >= _FEWEST_LINES and n_open >= _MANY_OPEN * len(long_lines)


def _are_parted(lines: list[Line]) -> bool:
    """Whether blank lines stand between the paragraphs of a wrapped page."""
    openings = [line for before, line in pairwise(lines) if before.ended and not before.full]
    n_parted = sum(1 for line in openings if line.blank)
    return len(openings) >= _FEWEST_LINES and n_parted >= _MOSTLY * len(openings)


def _wide_gap(lines: list[Line]) -> int:
    """How many blank lines part more than paragraphs, where a few elements stand apart so; else 0."""
    gaps = [
        min(line.blank, _WIDEST_GAP)
        for before, line in pairwise(lines)
        if before.ended or not (line.ended or line.full or len(line.plain) > _LONGEST_HEADING)
    ]
    if len(gaps) < _FEWEST_LINES:
        return 0
    usual = Counter(gaps).most_common(1)[0][0]
    n_wide = sum(1 for gap in gaps if gap > usual)
    return usual + 1 if _FEWEST_GAPS <= n_wide <= _MOST_GAPS * len(gaps) else 0


def _find_wrap(lines: list[Line], text: str) -> tuple[int, int, int]:
    """Wrap width and the range of full lines, in characters or in columns; zeros where lines are not wrapped."""
    wrap, n_full = _wrap(lines)
    if text and len(lines) >= _FEWEST_LINES:
        by_characters = [line.width for line in lines]
        for line, columns in zip(lines, _in_columns(lines, text), strict=True):
            line.width = columns
        in_columns, n_full_columns = _wrap(lines)
        if in_columns is not None and n_full_columns > _CLEARLY_MORE * n_full:
            return in_columns
        for line, width in zip(lines, by_characters, strict=True):
            line.width = width
    return wrap or (0, 0, 0)


def _in_columns(lines: list[Line], text: str) -> list[int]:
    """The widths of lines where an ASCII character takes half a column."""
    return [line.width - len(text[line.start : line.end].encode("ascii", "ignore")) // 2 for line in lines]


def _indents_of_heads(lines: list[Line], full_from: int) -> tuple[int, int]:
    """How many short lines behind the end of a sentence stand flush, and how many are indented.

    Where all are alike, an indent says nothing of headings.
    """
    n_flush = n_indented = 0
    for before, line, following in zip(lines[_TOP:], lines[_TOP + 1 :], lines[_TOP + 2 :], strict=False):
        goes_on = line.lead_spaces >= 2 and following.lead_spaces < 2
        if (
            before.ended
            and not line.ended
            and not goes_on
            and line.end - line.start <= 24
            and line.width < full_from
            and line.plain[0] not in "([【"
        ):
            n_flush += line.lead_spaces < 2
            n_indented += line.lead_spaces >= 2
    return n_flush, n_indented


def _wrap(lines: list[Line]) -> tuple[tuple[int, int, int] | None, int]:
    """The width many lines share and few exceed, with the range that counts as full, or None; how many share it.

    Headings, captions and ends of paragraphs fall short of it or run past it, so a third of the lines is enough.
    """
    widths = [line.width for line in lines if line.width >= 8]
    if len(widths) < _FEWEST_LINES:
        return None, 0
    counts = Counter(widths)
    width, _ = max(counts.items(), key=lambda item: (item[1] + counts[item[0] - 1], item[0]))
    if counts[width - 1] > counts[width]:
        width -= 1
    near = counts[width - 1] + counts[width] + counts[width + 1]
    beyond = sum(n for length, n in counts.items() if length > width + 2)
    if near * 3 < len(widths) or beyond * 6 > len(widths):
        return None, 0
    open_counts = Counter(line.width for line in lines if not line.ended)
    enough = max(2.0, 0.08 * open_counts[width])
    full_from = full_to = width
    while full_from > width - 3 and open_counts[full_from - 1] >= enough:
        full_from -= 1
    while full_to < width + 2 and open_counts[full_to + 1] >= enough:
        full_to += 1
    return (width, full_from, full_to), counts[width]
