"""What a line looks like as a subhead (小标题): a heading inside an article."""

from __future__ import annotations

from transforms.joins import ends_in_function_word
from transforms.lines import Line
from transforms.looks import (
    COLUMN_TAG,
    DOCUMENT_NUMBER,
    LONGEST_LABEL,
    PAIR,
    SHORT,
    Context,
    Look,
    ends_inside,
    indent_features,
)

_FEW_CHARACTERS = 8


def _is_under_label(context: Context) -> bool:
    """Whether a line stands below a few characters that hold their own line: so that it is hardly a subhead."""
    before, following = context.before, context.following
    return (
        context.run == PAIR[0]
        and before is not None
        and following is not None
        and following.ended
        and len(before.plain) <= min(LONGEST_LABEL, len(context.line.plain))
        and before.plain.isalpha()
    )


def subhead_features(context: Context, look: Look, *, is_lead: bool) -> list[str]:
    """The features of a line as a subhead."""
    line, before = context.line, context.before
    size = len(line.plain)
    names = ["long" if size > SHORT else "short" if size > 2 else "tiny"]
    if not (context.manner.heads_flush and line.lead_spaces < 2):
        names += indent_features(line, context.manner)
    _add_subhead_marks(names, line)
    _add_subhead_wording(names, line.plain, look)
    names += [name for name in look.below if name in ("list follows", "caption next", "among rows")]
    if look.is_label or _is_under_label(context):
        names.append("beside a heading")
    if context.manner.blank_lines and not line.blank and before is not None:
        names.append("follows closely")
    if context.manner.broken and size > _FEW_CHARACTERS:
        names.append("columns are broken")
    if is_lead:
        names.append("opens with lead")
    if before is None:
        names.append("first of the page")
        return names
    is_after_heading = len(before.plain) <= SHORT and look.breaks == ["breaks a sentence"]
    return names if is_after_heading or before.plain[-1] == "—" else names + look.breaks


def _add_subhead_marks(names: list[str], line: Line) -> None:
    """What marks a subhead opens and ends with."""
    plain = line.plain
    first, last = plain[0], plain[-1]
    if first == "—":
        names.append("opens with dash")
    elif first == "(":
        names.append("in brackets")
    elif line.closing:
        names.append("opens with closer")
    if line.numbered:
        names.append("bullet" if first in "■●◆▲□○★◎△▶►" else "numbered")
    if last in "”’":
        names.append("quotation")
    elif last == "—":
        names.append("dash at end")
    elif last == ")" and first != "(" and COLUMN_TAG.search(plain):
        names.append("column tag")
    elif last == "号" and DOCUMENT_NUMBER.match(plain):
        names.append("document number")


def _add_subhead_wording(names: list[str], plain: str, look: Look) -> None:
    """What the words of a subhead say."""
    if ends_inside(plain[:-1]):
        names.append("inner sentence")
    if look.is_detail:
        names.append("detail")
    if look.is_listed or plain.count("、") >= 3:
        names.append("list")
    if _shrinks(plain):
        names.append("clauses shrink")
    if plain.count(",") > 1:
        names.append("many commas")
    if ends_in_function_word(plain):
        names.append("breaks off")
    if look.is_sentence:
        names.append("opens like a sentence")
    if look.is_open:
        names.append("bracket open")
    if look.is_apart:
        names.append("date or signature")
    elif look.is_genre:
        names.append("genre word")


def _shrinks(plain: str) -> bool:
    """Whether the second of two clauses is clearly the shorter, as where a sentence breaks off."""
    first, comma, second = plain.partition(",")
    return bool(comma) and "," not in second and "、" not in first and len(second) <= len(first) - 2
