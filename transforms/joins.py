"""Whether a line goes on with the paragraph before it: named evidence for and against, summed with `weights.JOINS`."""

from __future__ import annotations

import re

from transforms.headwords import ASKS
from transforms.lexicon import is_word, word_gain
from transforms.lines import Line, Manner

_BESIDE = 5
_TINY = 4
_SALUTATION = 8
_BROKEN = 2.5
_SURELY_BROKEN = 6.0
_WINDOW = 4000
_PARTICLES = frozenset("的了着过们")
_CLAUSE = re.compile(r"[,、。;]")
_SHORT = 32
_FUNCTION_WORDS = frozenset(
    "的和与及在将被把向对从为以由于是并或且等地其各该这那不也又就都更最所他她它我你很再已曾却仍便使令叫给跟没"
)
_QUESTION = re.compile(r"(?:问|答|记者|主持人|[\u4e00-\u9fff·]{2,5})\s*:")
_OPEN_PAIRS = tuple(zip("“《(‘「『[【", "”》)’」』]】", strict=True))
_OPENING = re.compile("[“《(‘「『[【]")
_TWO_CLAUSES = re.compile(r"[\u4e00-\u9fff”》)] [\u4e00-\u9fff“《]")
_KICKER_END = re.compile(r"(?:强调|指出|表示|要求|时说|之际|以来)$")
_REPORTERS = re.compile(r"\((?:本报|本刊|新华社|全媒体)*记者[^()]{2,40}\).")
_ANSWERS = frozenset("唉哦啊嗯对是能不该当好行会有没要可一二三四五六七八九十")
"""What may stand before a comma at the head of a paragraph of its own."""
_DATE_ACROSS = re.compile(r"[年月]$")


def join_features(
    before: Line,
    line: Line,
    manner: Manner,
    following: Line | None = None,
    *,
    is_lead: bool,
    is_credit: bool,
    is_opening: bool = True,
) -> list[str]:
    """What speaks for and against `line` going on with `before`; names of weights.

    `is_opening`: whether `before` can open a paragraph, because the line before it ended one. `following`: the line
    below, which tells whether a paragraph would end here.
    """
    right = line.plain
    names: list[str] = []
    if before.glued or line.glued or line.marked:
        names.append("before is a mark")
    if line.closing:
        names.append("next opens with closing mark")
    if manner.indents:
        names.append("indented" if line.lead_spaces >= 2 else "not indented")
        if before.ended and not before.full and line.lead_spaces < 2:
            names.append("not indented, sentence ended")
    names.extend(_sentence_features(before, line, manner, is_opening=is_opening))
    if manner.wrap_width:
        names.extend(_wrapped_features(before, line, manner, following))
        if line.width > manner.wrap_width + 2:
            names.append("next too long")
        if before.width > manner.wrap_width + 2:
            names.append("before too long")
    elif manner.blank_lines and not line.blank:
        names.append("follows closely")
    if right[0] == "—":
        names.append("opens with dash")
    if is_lead:
        names.append("lead")
    if is_credit:
        names.append("credit")
    if (before.row and line.row) or (before.plain.count(" ") >= 2 and right.count(" ") >= 2 and not manner.wrap_width):
        names.append("rows")
    if line.numbered:
        names.append("next numbered")
    elif right[0] in "问答" and _QUESTION.match(right):
        names.append("question or answer")
    return names


def _wrapped_features(before: Line, line: Line, manner: Manner, following: Line | None) -> list[str]:
    """What the lines of a wrapped page say of a join: paragraphs run full to their last line, which ends a sentence."""
    names: list[str] = []
    if manner.parted:
        names.append("blank line between" if line.blank else "no blank line between")
    is_short = not line.full and not line.ended and line.plain[-1] != ")"
    if is_short and not before.full and not before.ended:
        names.append("two short lines")
    if is_short and following is not None:
        opens = following.lead_spaces >= 2 if manner.indents else manner.parted and following.blank > 0
        if opens:
            names.append("would end open")
    return names


def _sentence_features(before: Line, line: Line, manner: Manner, *, is_opening: bool) -> list[str]:
    """The evidence of sentence ends, line lengths and what stands on both sides of the break."""
    left, right = before.plain, line.plain
    is_full = before.full
    if before.ended:
        if is_full and not manner.indents:
            return ["sentence ended", "full line, sentence ended"]
        if is_full:
            return ["sentence ended", "full line"]
        return ["sentence ended", "short line, sentence ended"] if manner.wrap_width else ["sentence ended"]
    names = ["sentence open"]
    if is_full:
        names.append("full line")
    elif not manner.wrap_width and _TINY < len(left) < 14 and (not _CLAUSE.search(left) or _is_pair(left, is_opening)):
        names.append("both short" if len(right) < 22 and not line.ended else "short before")
    elif is_opening and not is_full and len(left) <= _TINY:
        names.append("tiny before")
    elif is_opening and not is_full and len(left) <= 24 and not _CLAUSE.search(left):
        names.append("short before")
    if (right[0] in _PARTICLES and not is_word(right[:2])) or (right[1:2] in (",", "、", "。") and not line.numbered):
        names.append("next opens with a stump")
    if right[0] == "(" and left[-1] in "电讯" and _REPORTERS.match(right):
        names.append("lead's reporters")
    elif right[0] == "(" and right[-1] == ")" and not is_full:
        names.append("next in brackets")
    if not is_full and not line.ended and len(right) <= _SHORT and not line.full:
        names.append("still open")
    if not is_full and len(left) <= 30 and " " in left and "," not in left and _TWO_CLAUSES.search(left):
        names.append("gap before")
    last = left[-1]
    if last in "”’" and not is_full and len(left) <= 60:
        names.append("closed quotation")
    elif last == "—" and not is_full:
        names.append("dash before")
    elif last in ",、":
        names.append("comma")
    elif last in ";:—" and not is_full:
        names.append("semicolon or colon")
    elif last in _FUNCTION_WORDS and not is_word(left[-2:]):
        names.append("ends in function word")
    if _is_number_across(left, right):
        names.append("number across")
    elif "一" <= last <= "龥" and "一" <= right[0] <= "龥":
        gain = word_gain(left[-_BESIDE:], right[:_BESIDE])
        names.append(
            "words whole"
            if not gain
            else "word across"
            if gain < _BROKEN
            else "word broken"
            if gain < _SURELY_BROKEN
            else "word surely broken"
        )
    if last.isascii() and last.isalpha() and right[0].isascii() and right[0].isalpha():
        names.append("Latin word goes on")
    if not is_full and _KICKER_END.search(left):
        names.append("before ends like a kicker")
    if last == ":" and is_opening and len(left) <= _SALUTATION:
        names.append("before is a heading")
    elif left[0] == "—" and not is_full:
        names.append("before opens with dash")
    elif not is_full and len(left) <= 45 and before.numbered and "。" not in left:
        names.append("before is a heading")
    for opening, closing in _OPEN_PAIRS if _OPENING.search(left) else ():
        if opening in left and left.count(opening) > left.count(closing):
            names.append("bracket still open")
            if len(right) <= 40 and right.count(closing) > right.count(opening):
                names.append("bracket closed")
            break
    return names


def _is_pair(left: str, is_opening: bool) -> bool:
    """Whether a line is two short clauses of about one length (先治水，再修路), as subheads are."""
    first, comma, second = left.partition(",")
    return is_opening and bool(comma) and "," not in second and abs(len(first) - len(second)) <= 1


def _is_number_across(left: str, right: str) -> bool:
    if not right[0].isdigit():
        return False
    return left[-1].isdigit() or left[-1] in ".," or _DATE_ACROSS.search(left) is not None


def is_seen_elsewhere(before: Line, line: Line, page: str) -> bool:
    """Whether three characters across the break stand together elsewhere near by: names and terms of the day recur."""
    start, stop = max(0, before.start - _WINDOW), line.end + _WINDOW
    left, right = before.plain, line.plain
    if page.find(left[-1] + right[0], start, stop) < 0:  # most breaks end here, after one search instead of two
        return False
    return (len(left) > 1 and page.find(left[-2:] + right[0], start, stop) >= 0) or (
        len(right) > 1 and page.find(left[-1] + right[:2], start, stop) >= 0
    )


def ends_in_function_word(plain: str) -> bool:
    """Whether a line ends in a word that calls for another (的, 和, 在), not in a word like 目的 or 作为."""
    return plain[-1] in _FUNCTION_WORDS and not is_word(plain[-2:]) and not is_word(plain[-3:])


def is_question_or_answer(plain: str) -> bool:
    """Whether a line opens like a turn of a dialogue (问：, 答：, 记者：)."""
    return ":" in plain[:8] and _QUESTION.match(plain) is not None


def breaks_inside(left: str, right: str) -> bool:
    """Whether a line plainly breaks off where the next begins: in a word, or beside one that needs a neighbour."""
    return (
        right[0] in _PARTICLES
        or (right[1:2] == "," and right[0] not in _ANSWERS and not ASKS.search(left))
        or ends_in_function_word(left)
        or _is_number_across(left, right)
        or word_gain(left, right) >= _BROKEN
    )


def cannot_join(before: Line, line: Line, manner: Manner) -> bool:
    """Whether what `join_features` would say is surely against: a paragraph that ended before one that opens."""
    if not before.ended or line.closing:
        return False
    return line.lead_spaces >= 2 if manner.indents else not before.full
