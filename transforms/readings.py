"""What each line of a page can be: its plausible roles, each with the features that speak for and against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.bylines import (
    Byline,
    read_byline,
    read_pen_names,
    read_tail,
    tail_bracket,
)
from transforms.cohesion import matter_feature
from transforms.column_names import is_column_name
from transforms.headforms import heading_forms
from transforms.joins import cannot_join, is_seen_elsewhere, join_features
from transforms.jumps import Jump, read_jump
from transforms.labels import label_features
from transforms.leads import Lead, read_lead, read_reporter_line
from transforms.lines import Line, Manner
from transforms.looks import LONGEST_SUBHEAD, Context, indent_features, is_set_right, look_at
from transforms.matter import matter_grade
from transforms.notes import caption_features, has_credit, is_caption_opening, is_label, note_feature
from transforms.rows import is_row, mark_rows
from transforms.shapes import head_features, more_features
from transforms.signing import find_signing
from transforms.subheads import subhead_features
from transforms.texts import body_features, is_same_matter, lead_across, list_marks
from transforms.weights import JOINS, LOOKS

_CERTAIN_BODY = 61
_WIDE_LINE = 34
_SHORT_WITH_STOP = 16
_MARK_OPENERS = "([【■●◆▲□★△—问答"
_NO_TEXT_OPENERS = frozenset(_MARK_OPENERS)
_NAMED_COLUMN = re.compile(r"“([^“”]{2,12})”(?:专栏|栏目|专题)")
_MAY_HEAD = frozenset(("head", "more", "byline"))
_LONGEST_OF_RUN = 22
_LONGEST_VERSE = 15
_VERSE = 4
_MOST_ABOVE = 5
_HOPELESS = -2.5
_CLEAR = 4.5


@dataclass(slots=True)
class Reading:
    """A line's plausible roles with their scores, and what was parsed on the way.

    `scores`: role -> sum of weights. `features`: role -> names of those weights (`weights.JOINS` for `cont`, else
    `weights.LOOKS`).
    """

    scores: dict[str, float] = field(default_factory=dict)
    features: dict[str, list[str]] = field(default_factory=dict)
    lead: Lead | None = None
    byline: Byline | None = None
    jump: Jump | None = None

    def add(self, role: str, names: list[str]) -> None:
        """Offer a role; its score is the sum of its features' weights."""
        weights = JOINS if role == "cont" else LOOKS[role]
        total = 0.0
        for name in names:
            total += weights[name]
        self.scores[role] = total
        self.features[role] = names


def read_lines(lines: list[Line], manner: Manner, page: str = "") -> list[Reading]:
    """The readings of every line, given its neighbours, the page's manner and the page in matching form."""
    runs = _short_runs(lines)
    columns, bullets = frozenset(_NAMED_COLUMN.findall(page)), list_marks(lines)
    mark_rows(lines)
    forms = heading_forms(lines)
    above_credits = _above_credits(lines) if manner.wrap_width else frozenset()
    readings: list[Reading] = []
    last_text: Line | None = None
    last_lead: int | None = None
    inside, going_on, settled = _inside_paragraph(manner), _going_on(manner), _whole_paragraph(manner)
    for index, line in enumerate(lines):
        is_above_credit = index in above_credits
        if index and not is_above_credit and _is_inside(line, lines[index - 1], manner):
            is_second = last_text is lines[index - 1] and (readings[-1] is inside or readings[-1] is going_on)
            readings.append(going_on if is_second else inside)
            last_text = line
            continue
        if last_text is not None and last_text.ended and _is_settled(line, last_text, manner):
            readings.append(settled)
            last_text = line
            continue
        before = lines[index - 1] if index else None
        following = lines[index + 1] if index + 1 < len(lines) else None
        is_after_opening = index < 2 or _is_finished(lines[index - 2])
        context = Context(line, before, following, manner, runs[index], is_after_opening)
        reading = Reading()
        if not _is_mark(line, reading):
            reporter = None if line.full else read_reporter_line(line.plain)
            if reporter is not None:
                reading.byline = Byline(reporter.names, has_role=True, place=reporter.place)
                reading.add("byline", ["role word"])
                readings.append(reading)
                last_text = line
                continue
            reading.lead = lead_across(line.plain, following)
            is_same = reading.lead is not None and last_lead is not None and is_same_matter(lines, last_lead, index)
            _offer_text(context, reading, last_text, page, is_same_matter=is_same, bullets=bullets)
            if is_above_credit:
                reading.add("caption", [*reading.features.get("caption", ()), "credit below"])
            if before is not None and "caption" in readings[-1].scores and _is_open_caption(before, manner):
                reading.add("caption", [*reading.features.get("caption", ()), "caption goes on"])
            if not _is_certainly_text(context):
                is_in_stack = bool(readings) and not _MAY_HEAD.isdisjoint(readings[-1].scores)
                _offer_headings(context, reading, columns, page, is_in_stack=is_in_stack, form=forms.get(index, ()))
        readings.append(reading)
        if reading.jump is None and not line.glued and "caption" not in reading.scores:
            last_text = line
        if reading.lead is not None:
            last_lead = index
    return readings


def _above_credits(lines: list[Line]) -> frozenset[int]:
    """The lines of wrapped captions that stand above the one with the credit: full, open, few, behind a whole line."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if line.glued or not has_credit(line.plain) or is_caption_opening(line.plain):
            continue
        above = index
        while above and lines[above - 1].full and not lines[above - 1].ended and index - above <= _MOST_ABOVE:
            above -= 1
        if index - above <= _MOST_ABOVE:
            found.update(range(above, index))
    return frozenset(found)


def _inside_paragraph(manner: Manner) -> Reading:
    """The one reading, shared by all, of lines in the middle of a wrapped paragraph."""
    reading = Reading()
    reading.add("cont", ["sentence open", "full line", *(["not indented"] if manner.indents else [])])
    reading.add("body", ["long", *(["not indented"] if manner.indents else [])])
    return reading


def _going_on(manner: Manner) -> Reading:
    """The reading of lines behind an inner line: they can't open a paragraph better than they go on with it."""
    reading = _inside_paragraph(manner)
    del reading.scores["body"], reading.features["body"]
    return reading


def _whole_paragraph(manner: Manner) -> Reading:
    """The one reading, shared by all, of lines that are plainly paragraphs of their own."""
    reading = Reading()
    reading.add("body", [*(["indented"] if manner.indents else []), "sentence"])
    return reading


def _is_settled(line: Line, last_text: Line, manner: Manner) -> bool:
    """Whether a line is plainly a paragraph: a long one that ends a sentence, opens like text and behind an ended one.

    Such lines are most of a page; they need no look at leads, captions, headings and joins.
    """
    plain = line.plain
    if len(plain) <= LONGEST_SUBHEAD or plain[-1] != "。" or line.glued or line.marked or plain[0] in _NO_TEXT_OPENERS:
        return False
    if not cannot_join(last_text, line, manner) or ":" in plain[:8] or line.numbered:
        return False
    return read_lead(plain) is None and not caption_features(line, manner)


def _is_inside(line: Line, before: Line, manner: Manner) -> bool:
    """Whether a line of a wrapped page surely goes on with the line before it.

    That one is full and its sentence open; this one is full itself or ends a sentence, and opens like neither a
    paragraph nor a mark.
    """
    if before.ended or before.glued or line.glued or line.marked or not before.full:
        return False
    if (manner.indents and line.lead_spaces >= 2) or line.plain[0] in _MARK_OPENERS:
        return False
    return line.full or line.plain[-1] == "。"


def _is_finished(line: Line) -> bool:
    """Whether what stands behind a line opens something: it ended a sentence, is a mark or a picture's credit."""
    return line.ended or line.glued or has_credit(line.plain)


def _short_runs(lines: list[Line]) -> list[int]:
    """For each line, how many short lines without a closing mark stand in a row around it."""
    runs = [0] * len(lines)
    start = 0
    for index, line in enumerate(lines):
        size = line.end - line.start
        is_text = line.plain[-1] in "。;)" or "。" in line.plain or (size > _LONGEST_VERSE and "," in line.plain)
        if line.full or size > _LONGEST_OF_RUN or is_text:
            if start < index:
                runs[start:index] = [index - start] * (index - start)
            start = index + 1
    runs[start:] = [len(lines) - start] * (len(lines) - start)
    return runs


def _is_mark(line: Line, reading: Reading) -> bool:
    """Whether the line is a jump or a glued tail byline and nothing else; offers a tail byline in any case."""
    plain = line.plain
    reading.jump = read_jump(plain)
    if reading.jump is not None:
        reading.add("jump" if reading.jump.direction == "to" else "from", ["jump"])
        return True
    if plain[-1] not in ")】" or plain[0] not in "([【" or tail_bracket(plain) != 0:
        return False
    if not line.glued and read_reporter_line(plain) is not None:
        return False
    inner = plain[1:-1].strip()
    reading.byline = read_tail(inner) or (read_pen_names(inner) if plain[0] == "(" else None)
    if reading.byline is None:
        return False
    names = ["names in brackets"] + ["glued"] * line.glued + ["role word"] * reading.byline.has_role
    reading.add("tail", names)
    return line.glued


def _offer_text(
    context: Context,
    reading: Reading,
    last_text: Line | None,
    page: str,
    *,
    is_same_matter: bool,
    bullets: frozenset[str] = frozenset(),
) -> None:
    """The readings as running text: lead, body, going on with the paragraph before, caption."""
    line, manner = context.line, context.manner
    caption = [] if line.plain[0] in bullets else caption_features(line, manner)
    if caption:
        reading.add("caption", caption)
    if reading.lead is not None:
        _offer_lead(line, manner, reading, last_text, is_same_matter=is_same_matter)
    else:
        reading.add("body", body_features(context, is_tail="tail" in reading.scores))
    if last_text is None or line.glued or cannot_join(last_text, line, manner):
        return
    names = join_features(
        last_text,
        line,
        manner,
        context.following,
        is_lead=reading.lead is not None,
        is_credit=bool(caption),
        is_opening=context.is_after_opening,
    )
    if context.run < _VERSE and not last_text.full and not last_text.ended and is_seen_elsewhere(last_text, line, page):
        names.append("seen elsewhere")
    if context.run >= _VERSE and not last_text.full and not line.closing:
        names.append("among short lines")
    reading.add("cont", names)


def _is_open_caption(before: Line, manner: Manner) -> bool:
    """Whether a caption breaks off at the end of its line."""
    return not before.ended and not has_credit(before.plain) and (before.full or not manner.wrap_width)


def _offer_lead(line: Line, manner: Manner, reading: Reading, last_text: Line | None, *, is_same_matter: bool) -> None:
    names = ["lead", *indent_features(line, manner)]
    if is_same_matter:
        names.append("same matter")
    reading.add("lead", names)
    is_open = last_text is not None and not last_text.ended and last_text.end - last_text.start > 40
    reading.add("start", [*names, "after open text"] if is_open else names)


def _is_certainly_text(context: Context) -> bool:
    """Whether a line needs no look at headings.

    Long, or in the middle of a wrapped paragraph, or its end or wide opening; or a sentence ends inside it.
    """
    line, before = context.line, context.before
    plain = line.plain
    if line.ended and plain[-1] == "。" and before is not None:
        return True
    manner = context.manner
    if manner.indents and not manner.heads_indented and line.full and line.lead_spaces >= 2 and before is not None:
        return True
    if len(plain) > _SHORT_WITH_STOP and "。" in plain[:-1] and plain[0] != "(":
        return True
    if line.full and len(plain) >= _WIDE_LINE and before is not None and before.ended:
        return True
    if len(plain) >= _CERTAIN_BODY and (line.ended or line.full):
        return True
    is_run_on = before is not None and before.full and not before.ended
    return is_run_on and (line.full or line.ended or line.closing)


def _offer_headings(
    context: Context, reading: Reading, columns: frozenset[str], page: str, *, is_in_stack: bool, form: Sequence[str]
) -> None:
    """The readings as headline, label, byline, note and subhead.

    `is_in_stack`: whether the line before may belong to a headline stack, which this one can go on with only then.
    """
    plain = context.line.plain
    is_lead = reading.lead is not None
    look = look_at(context)
    head = head_features(context, look, is_caption="caption" in reading.scores)
    is_open = plain[-1] not in "。!?…;:,、" and not context.line.ended
    may_part = len(plain) <= LONGEST_SUBHEAD and (is_open or look.is_genre)
    parting = subhead_features(context, look, is_lead=is_lead) if may_part else []
    is_doubtful = may_part and not look.breaks and _is_unannounced(context) and _is_undecided(head, parting)
    matter = _matter_features(context, page) if is_doubtful else []
    if context.run < _VERSE and not {"byline next"}.intersection(head):
        matter += form
    if is_set_right(context.line, context.manner):
        matter.append("set right")
    head += [name for name in matter if name in LOOKS["head"]]
    reading.add("head", head)
    if is_in_stack:
        reading.add("more", more_features(head, plain, context.before, is_lead=is_lead))
    label = label_features(context, columns)
    if label:
        reading.add("label", label)
    note = note_feature(plain) or ("set right" if "set right" in matter else None)
    if note is not None:
        reading.add("note", [note])
    elif "signature" in reading.features.get("body", ()):
        reading.add("note", ["signature"])
    is_genre = look.is_genre and not plain.endswith("评论员")  # who may sign, too
    if "tail" not in reading.scores and not is_genre and not is_lead:
        _offer_byline(context, reading)
    if may_part:
        reading.add("subhead", parting + [name for name in matter if name in LOOKS["subhead"]])


def _is_undecided(head: list[str], parting: list[str]) -> bool:
    """Whether a line looks enough like a headline, and not much more than like a subhead, to look at its words."""
    headline, subhead = LOOKS["head"], LOOKS["subhead"]
    score = sum(headline[name] for name in head)
    return score > _HOPELESS and score - sum(subhead[name] for name in parting) < _CLEAR


def _matter_features(context: Context, page: str) -> list[str]:
    """What the words before and behind a heading say of its opening another matter."""
    line, following = context.line, context.following
    names = matter_feature(page, line.start)
    if following is not None and (following.ended or following.full or len(following.plain) > LONGEST_SUBHEAD):
        names.append(matter_grade(page, line.start, line.end))
    return names


def _is_unannounced(context: Context) -> bool:
    """Whether neither a label above nor a lead or byline below says that a heading is a headline."""
    before, following = context.before, context.following
    return (
        before is not None
        and following is not None
        and context.run < _VERSE
        and not is_label(before.plain)
        and not is_column_name(before.plain)
        and not is_row(following)
        and context.line.plain[0].isalnum()
        and read_byline(following.plain) is None
        and read_lead(following.plain) is None
    )


def _is_in_bracket(before: Line | None) -> bool:
    """Whether a line goes on inside a bracket that the line before it leaves open (（本报记者 …)."""
    return before is not None and before.plain.rfind("(") > before.plain.rfind(")")


def _offer_byline(context: Context, reading: Reading) -> None:
    """The readings as a byline and as a tail byline."""
    signing = find_signing(context, is_credit="caption" in reading.scores)
    if signing is not None:
        reading.byline = signing.byline
        for role, names in (("tail", signing.tail), ("byline", signing.under)):
            if names:
                reading.add(role, names)
        if signing.byline.has_role and "cont" in reading.scores and not _is_in_bracket(context.before):
            reading.add("cont", [*reading.features["cont"], "signs"])
