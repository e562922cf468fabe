"""What a line looks like as running text: a lead, a paragraph, an item of a list."""

from __future__ import annotations

import re
from collections import Counter

from transforms.joins import breaks_inside, is_question_or_answer
from transforms.leads import Lead, read_lead
from transforms.lines import Line
from transforms.looks import (
    LONGEST_SUBHEAD,
    SHORT,
    SIGNED_ENDS,
    Context,
    ends_inside,
    indent_features,
    is_set_right,
    is_signature,
)
from transforms.notes import has_credit, opens_author_note
from transforms.rows import is_row

_LEAD_OPENERS = "本新中据【[("
_LEAD_AND_CREDIT = re.compile(
    r"^[\[【(][^\[\]【】()]{2,40}[\]】)]|^.{0,40}?(?:讯|电|消息)\s*(?:\([^()]*\))?|[\d月日时]+|记者从|获悉"
)
_SHARED_RUNS = 3
_OPENING = 220
_OPENING_LINES = 5
_LONGEST_CREDIT = 60
_CREDIT_WORD = re.compile(r"记者|通讯|实习|特约|[(\[【]")


def lead_across(plain: str, following: Line | None) -> Lead | None:
    """The lead a line opens with, also where the line breaks off inside it."""
    if len(plain) <= 5:
        return None
    whole = read_lead(plain)
    if following is None or len(plain) > _LONGEST_CREDIT:
        return whole
    if whole is None:
        if len(plain) > SHORT or plain[0] not in _LEAD_OPENERS:
            return None
        after = read_lead(plain + following.plain[:60])
        return after if after is not None and after.end > len(plain) - 8 else None
    if whole.end >= len(plain) - 1:
        return read_lead(plain + " " + following.plain[:80])
    if whole.names or _CREDIT_WORD.search(plain, whole.end) is None:
        return whole
    after = read_lead(plain + following.plain[:60])
    return after if after is not None and after.end == whole.end else whole


def is_same_matter(lines: list[Line], last: int, index: int) -> bool:
    """Whether two items that open with leads share their subject: several runs of four characters."""
    first = _opening(lines[last : min(index, last + _OPENING_LINES)])
    second = _opening(lines[index : index + _OPENING_LINES])
    runs = {first[at : at + 4] for at in range(len(first) - 3)}
    return sum(1 for at in range(len(second) - 3) if second[at : at + 4] in runs) >= _SHARED_RUNS


def _opening(lines: list[Line]) -> str:
    """The first sentences of an item that opens with these lines, without lead and credit."""
    joined = "".join(line.plain[:_OPENING] for line in lines)[:_OPENING]
    return _LEAD_AND_CREDIT.sub("", joined)


def list_marks(lines: list[Line]) -> frozenset[str]:
    """The triangles that open several lines of a page without being pictures' marks: the items of a list."""
    opened = [line.plain for line in lines if line.plain[0] in "▲▼△▶◀"]
    if any("图" in plain[:4] or has_credit(plain) for plain in opened):
        return frozenset()
    return frozenset(mark for mark, n in Counter(plain[0] for plain in opened).items() if n > 1)


def body_features(context: Context, *, is_tail: bool) -> list[str]:
    """The features of a line as a paragraph; `is_tail`: whether it may be a tail byline, too."""
    line, following, manner = context.line, context.following, context.manner
    plain = line.plain
    names = [*([] if is_row(line) else indent_features(line, manner)), _ending_feature(line)]
    if line.closing:
        names.append("opens with closer")
    elif plain[0] == "—":
        names.append("opens with dash")
    elif plain[0] in "(【" and (plain[0] == "(" or opens_author_note(plain)):
        names.append("author note" if opens_author_note(plain) else "in brackets")
    elif ":" in plain[:8] and is_question_or_answer(plain):
        names.append("question or answer")
    elif line.numbered:
        names.append("numbered")
    if following is not None:
        if plain[-1] == ":" and is_row(following):
            names.append("list follows")
        elif following.plain[-1] in SIGNED_ENDS and is_signature(plain, following.plain):
            names.append("signature")
    if names[-1] in ("short and open", "quotation") and _is_between_paragraphs(context):
        names.append("between paragraphs")
    if is_set_right(line, manner):
        names.append("set right")
    if is_tail:
        names.append("names in brackets")
    elif len(plain) <= LONGEST_SUBHEAD and is_row(line):
        names.append("list")
    if plain[-1] in ",;:、":
        names.append("ends in comma")
    return names


def _is_between_paragraphs(context: Context) -> bool:
    """Whether a line that ends nothing stands between the end of a paragraph and a whole one: hardly text itself."""
    before, following = context.before, context.following
    return (
        before is not None
        and following is not None
        and before.ended
        and (following.ended or following.plain[-1] == ";")
        and len(context.line.plain) <= SHORT < len(following.plain)
        and not is_row(context.line)
        and not breaks_inside(context.line.plain, following.plain)
    )


def _ending_feature(line: Line) -> str:
    """How a line of text ends."""
    plain = line.plain
    if line.ended and not (plain[0] == "(" and "。" not in plain):
        return "sentence"
    if line.full:
        return "long"
    if len(plain) >= 60:
        return "long and open"
    if plain[-1] in "”’" or (plain[0] == "(" and plain[-1] == ")"):
        return "quotation"
    return (
        "short and open"
        if len(plain) <= SHORT and not ("," in plain or "、" in plain or ends_inside(plain))
        else "open end"
    )
