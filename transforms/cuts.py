"""Marks glued to text become lines of their own: tail bylines, jump marks, and articles run together on one line."""

from __future__ import annotations

import re
from itertools import chain, pairwise

from transforms.bylines import pen_bracket, read_byline, tail_bracket
from transforms.jumps import tail_jump
from transforms.leads import read_lead
from transforms.lines import Line

Pair = tuple[str, str]
_LONG = 150
_LONGEST_HEAD = 60
_LONGEST_HEADING = 40
_LONGEST_REST = 24
_LONGEST_OPEN = 30
_GAP = re.compile(r"\s\s+")
_FEWEST_GAPS = 3
_INNER_LEAD = re.compile(r"(?:本报|新华社|中新社|本刊|本台)[\u4e00-\u9fff\d 月日〇]{0,16}(?:讯|电|消息)")
_SENTENCE_END = re.compile(r"[。!?…][”’」』)】]*|[)】]")
_HEAD_AND_BYLINE = re.compile(
    r"^[^。;:,()\[\]【】]{6,40}?[^。;:,()\[\]【】\s]\s+(?P<byline>(?:本报|本刊|特约|见习|实习|全媒体|融媒体?|首席)*(?:记者|通讯员)[^。;:,]{2,20})$"
)
_CREDIT_AHEAD = re.compile(r"\S{0,16}(?:\s\S{1,6})?(?:摄|供图|提供)\b")


def cut_glued(lines: list[Line], page: Pair) -> list[Line]:
    """The lines with every glued mark cut off; `page` is the whole page as printed and in matching form."""
    cut: list[Line] = []
    for line, following in zip(lines, chain(lines[1:], (None,)), strict=False):
        if line.plain[-1] in ")】" and cut and len(line.plain) <= _LONGEST_REST:
            mended = _mend(cut[-1], line, page)
            if mended:
                cut[-1:] = mended
                continue
        pieces = _cut_byline(line, page)
        if pieces:
            cut += pieces
        elif line.end - line.start > _LONG:
            for piece in _cut_run_together(line, page):
                cut.extend(_cut_tails(piece, page) if piece.plain[-1] in ")】]" else (piece,))
        elif line.plain[-1] in ")】]":
            pieces = _cut_tails(line, page)
            cut.extend(pieces if len(pieces) > 1 else _cut_pen_name(line, following, page))
        else:
            cut.append(line)
    return cut


def _cut_tails(line: Line, page: Pair) -> list[Line]:
    """Cut jump mark and tail byline off the end of a line, in whichever order they stand."""
    tails: list[Line] = []
    rest = line
    for _ in range(3):
        at = tail_jump(rest.plain)
        if at <= 0:
            at = tail_bracket(rest.plain)
        if at <= 0:
            break
        offset = rest.start + _skipped(rest, page) + at
        head, tail = _piece(rest, rest.start, offset, page), _piece(rest, offset, rest.end, page, glued=True)
        if head is None or tail is None:
            break
        tails.append(tail)
        rest = head
    return [rest, *reversed(tails)]


def _cut_byline(line: Line, page: Pair) -> list[Line]:
    """A headline and the reporters who stand behind it on its line; empty where none do."""
    found = _HEAD_AND_BYLINE.match(line.plain) if "者" in line.plain or "员" in line.plain else None
    byline = read_byline(found["byline"]) if found else None
    if found is None or byline is None or not byline.has_role:
        return []
    offset = line.start + _skipped(line, page) + found.start("byline")
    head, tail = _piece(line, line.start, offset, page), _piece(line, offset, line.end, page, spaces=0)
    return [] if head is None or tail is None else [head, tail]


def _cut_pen_name(line: Line, following: Line | None, page: Pair) -> list[Line]:
    """Cut a pen name off the end of a line behind which an article can end: no text follows."""
    at = pen_bracket(line.plain)
    if at < 0 or (following is not None and (following.ended or len(following.plain) > _LONGEST_HEADING)):
        return [line]
    offset = line.start + _skipped(line, page) + at
    head, tail = _piece(line, line.start, offset, page), _piece(line, offset, line.end, page, glued=True)
    return [line] if head is None or tail is None else [head, tail]


def _mend(before: Line, line: Line, page: Pair) -> list[Line]:
    """A tail byline or a jump mark that a line break parts, made whole: what stands before it, and the mark.

    Empty where the line closes no such mark. Without the break the mark has as many characters on the printed page as
    in matching form.
    """
    opened = max(before.plain.rfind("(", -_LONGEST_OPEN), before.plain.rfind("【", -_LONGEST_OPEN))
    if opened < 0 or ")" in before.plain[opened:] or "(" in line.plain or "【" in line.plain:
        return []
    joined = before.plain + line.plain
    if tail_bracket(joined) != opened and tail_jump(joined) != opened:
        return []
    offset = before.start + _skipped(before, page) + opened
    whole = "".join(page[1][offset : line.end].splitlines()).strip()
    head = _piece(before, before.start, offset, page) if opened else None
    mark = Line(offset, line.end, whole, 0 if head else before.lead_spaces, blank=head is None and before.blank)
    mark.glued = head is not None or before.glued
    return [mark] if head is None else [head, mark]


def _skipped(line: Line, page: Pair) -> int:
    """How many invisible characters stand before the text that `Line.plain` shows."""
    shown = page[1][line.start : line.end]
    return len(shown) - len(shown.lstrip())


def _piece(
    line: Line, start: int, end: int, page: Pair, *, glued: bool = False, spaces: int | None = None
) -> Line | None:
    """A part of a line as a line; None where nothing but space is in it.

    White space is trimmed as the printed page has it: an invisible character is a space in the matching form only.
    """
    printed = page[0][start:end]
    bare = printed.strip()
    if not bare:
        return None
    is_first = start == line.start
    at = start + printed.index(bare[0])
    indent = line.lead_spaces if is_first else (spaces or 0)
    n_blank = line.blank if is_first else int(spaces is not None)
    text = page[1][at : at + len(bare)].strip() or "?"
    piece = Line(at, at + len(bare), text, indent, n_blank, glued or (is_first and line.glued))
    piece.width = line.width if end == line.end else piece.width
    return piece


def _cut_run_together(line: Line, page: Pair) -> list[Line]:
    """Cut a very long line at gaps behind sentences and around leads that stand inside it."""
    shown = page[1][line.start : line.end]
    marks = _gaps(shown)
    for lead in _INNER_LEAD.finditer(shown):
        at = _opening(shown, lead.start())
        if at >= 4 and read_lead(shown[at : at + 60]):
            marks.update(_around_lead(shown, at))
    if not marks:
        return [line]
    edges = [0, *sorted(marks), len(shown)]
    pieces = (
        _piece(line, line.start + left, line.start + right, page, spaces=marks.get(left))
        for left, right in pairwise(edges)
    )
    return [piece for piece in pieces if piece is not None]


def _opening(shown: str, at: int) -> int:
    """Where a lead whose agency stands at a place opens: 据 and a bracket may stand before it."""
    if at > 0 and shown[at - 1] == "据":
        at -= 1
    return at - 1 if at > 0 and shown[at - 1] in "【(" else at


def _gaps(shown: str) -> dict[int, int]:
    """Where gaps part a line, with their widths: behind sentences, and anywhere where a line has several of them."""
    gaps = [gap for gap in _GAP.finditer(shown) if gap.start() > 0 and gap.end() < len(shown)]
    if not gaps:
        return {}
    is_run_together = len(gaps) >= _FEWEST_GAPS
    marks: dict[int, int] = {}
    last = 0
    for gap, after in zip(gaps, [*gaps[1:], None], strict=True):
        stop = after.start() if after else len(shown)
        is_parted = is_run_together and gap.start() - last >= 4 and stop - gap.end() >= 6
        is_behind_sentence = shown[gap.start() - 1] in "。!?…”’)》」』"
        if (is_parted or is_behind_sentence) and not _CREDIT_AHEAD.match(shown, gap.end(), gap.end() + 24):
            marks[gap.end()] = gap.end() - gap.start()
            last = gap.end()
    return marks


def _around_lead(shown: str, at: int) -> dict[int, int]:
    """The cuts a lead inside a line calls for: before it, and before the headline that stands before it."""
    window = shown[max(0, at - _LONGEST_HEAD - 10) : at]
    ends = [found.end() for found in _SENTENCE_END.finditer(window)]
    if not ends:
        return {at: 0} if at <= _LONGEST_HEAD else {}
    last = at - len(window) + ends[-1]
    gap = len(shown[last:at].strip())
    if gap == 0:
        return {at: 0}
    return {last: 0, at: 0} if 4 <= gap <= _LONGEST_HEAD else {}
