"""The outer form of headings, and whether one has the form of those beside it.

An article's subheads share their form: all numbered, all in 【】, all 谈…：…. A plain line behind several of one form
is hardly one more of them, but the headline of what comes next. Their sections are long, too: a short text under a
heading is rather an item of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.bylines import read_byline, tail_bracket
from transforms.leads import read_lead
from transforms.lines import Line

_LONGEST = 40
_LONGEST_COLON = 12
_FEWEST = 2
_FEWEST_ALIKE = 3
_NEAR = 5
_LONG_ENOUGH = 6
_SHORT_SECTION = 160
_LONG_SECTION = 300
_BRIEF = (30, 110)
_NUMBER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.]|第[一二三四五六七八九十\d]{1,3}[章节部]"
)
_BULLETS = frozenset("■●◆▲□○★◎△▶►【《“")


def heading_forms(lines: Sequence[Line]) -> dict[int, list[str]]:
    """By index, what its form and the text up to the next one say of each line that could be a heading.

    Names of `weights.LOOKS`.
    """
    found: dict[int, list[str]] = {index: [name] for index, name in _alike(lines).items()}
    for index in _announcing(lines):
        found.setdefault(index, []).append("announces in a row")
    sections = list(_sections(lines))
    for index, size, last in sections:
        if size <= _SHORT_SECTION:
            found.setdefault(index, []).append("short section")
            if _BRIEF[0] <= size <= _BRIEF[1]:
                found[index].append("brief below")
        elif size >= _LONG_SECTION:
            is_signed = tail_bracket(last.plain) >= 0
            found.setdefault(index, []).append("long signed section" if is_signed else "long section")
    for above, below in pairwise(sections):
        if all(_BRIEF[0] <= size <= _BRIEF[1] for _, size, _ in (above, below)):
            for index, _, _ in (above, below):
                if "briefs in a row" not in found[index]:
                    found[index].append("briefs in a row")
    return found


def _announcing(lines: Sequence[Line]) -> Iterator[int]:
    """Lines of a few characters with a colon at their end that stand near one another, each over text (石桥村：)."""
    colons = [
        index
        for index, (line, below) in enumerate(pairwise(lines))
        if line.plain[-1] == ":" and len(line.plain) <= _LONGEST_COLON and not line.full and below.ended
    ]
    for at, index in enumerate(colons):
        near = [other for other in colons[max(0, at - 1) : at + 2] if 1 < abs(other - index) <= _NEAR]
        if near:
            yield index


def _sections(lines: Sequence[Line]) -> Iterator[tuple[int, int, Line]]:
    """Each line that could be a heading, how many characters stand between it and the next one, and their last line."""
    last: int | None = None
    size = 0
    for index, line in enumerate(lines):
        if _is_heading_like(line) and index and (lines[index - 1].ended or lines[index - 1].glued):
            if last is not None and size:
                yield last, size, lines[index - 1]
            last, size = index, 0
        else:
            size += len(line.plain)
    if last is not None and size:
        yield last, size, lines[-1]


def _is_heading_like(line: Line) -> bool:
    plain = line.plain
    return not (line.ended or line.glued or line.full or len(plain) > _LONGEST or plain[-1] in "。;,、:)")


def _alike(lines: Sequence[Line]) -> dict[int, str]:
    """The lines that have the form of headings beside them, or not that of several before."""
    found: dict[int, str] = {}
    marked: list[tuple[int, str]] = []
    plain: list[int] = []
    for index, line in enumerate(lines):
        form = form_of(line.plain) if _is_heading_like(line) else ""
        if form:
            if marked and marked[-1][1] == form and index - marked[-1][0] > 1:
                found[index] = found[marked[-1][0]] = "form of its neighbours"
            marked.append((index, form))
        elif not _is_heading_like(line) or not is_plain_heading(lines, index):
            continue
        elif _is_announced(lines, index):
            plain = []
        elif len(marked) >= _FEWEST and marked[-1][1] == marked[-2][1] and index - marked[-1][0] > 1:
            found[index] = "unlike those before"
            marked = []
        else:
            found.update(_of_one_length(lines, plain[-_NEAR:], index))
            plain.append(index)
    return found


def _of_one_length(lines: Sequence[Line], before: list[int], index: int) -> dict[int, str]:
    """Plain headings near one another that are of one length, as an article's subheads are, with long texts between."""
    size = len(lines[index].plain)
    run = [*(at for at in before if len(lines[at].plain) == size), index]
    gaps = [lines[below].start - lines[above].start for above, below in pairwise(run)]
    is_run = len(run) >= _FEWEST_ALIKE and min(gaps) >= _SHORT_SECTION
    is_pair = len(run) == _FEWEST and size >= _LONG_ENOUGH and min(gaps) >= 2 * _LONG_SECTION
    return dict.fromkeys(run, "form of its neighbours") if is_run or is_pair else {}


def _is_announced(lines: Sequence[Line], index: int) -> bool:
    """Whether a byline or a lead stands below a heading."""
    below = lines[index + 1].plain if index + 1 < len(lines) else ""
    return bool(below) and (read_byline(below) is not None or read_lead(below) is not None)


def is_plain_heading(lines: Sequence[Line], index: int) -> bool:
    """Whether a line without any mark stands behind the end of a paragraph, and a longer line not far below."""
    if index == 0 or not (lines[index - 1].ended or lines[index - 1].glued):
        return False
    return any(len(line.plain) > _LONGEST for line in lines[index + 1 : index + 3])


def form_of(plain: str) -> str:
    """The form of a heading by its marks: how it is numbered, its bullet or bracket, 甲：乙, a dash; empty where plain.

    >>> form_of("一、分类追肥") == form_of("二、防治病虫草害"), form_of("【法官说法】"), form_of("供种信息")
    (True, '【】', '')
    """
    first, last = plain[0], plain[-1]
    numbered = _NUMBER.match(plain)
    if numbered is not None:
        return re.sub(r"[一二三四五六七八九十]+|\d+", "1", numbered[0])
    if first in _BULLETS:
        return first + (last if last in "】》”" else "")
    if last == "—":
        return "—"
    before, colon, behind = plain.partition(":")
    if colon:
        return ":" if behind and 2 <= len(before) <= 6 else ""
    first_clause, comma, second = plain.partition(",")
    return f"{len(first_clause)}," if comma and 2 <= len(first_clause) <= 8 and len(second) <= 12 else ""
