"""Whether a line signs an article, under its headline or at its end, and what speaks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.bylines import (
    Byline,
    is_group_author,
    is_roles_only,
    read_byline,
    read_office_holder,
    read_signature,
)
from transforms.column_names import is_column_name
from transforms.lexicon import is_word
from transforms.looks import SHORT, Context, indent_features, is_set_right
from transforms.name_lists import is_name
from transforms.notes import is_label
from transforms.rows import is_row

_PADDED = re.compile(r"(?:^|\s)[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff](?:\s|$)")
_FEW_NAMES = 2
_PEN_NAME = 5
_PEN = re.compile(r"(?!.*[了的着过们吗呢吧啊]$)(?:\S+|\S(?:\s+\S)+)$")
_LONGEST_HEADING = 40
_INDENT = 2
_PICTURED = re.compile(r"^[^文]*(?<![/并])[摄攝]$")
_BULLETS = frozenset("□■◇◆")


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, with the features of the line as a byline (`under` a headline) and as a `tail`; one may be empty."""

    byline: Byline
    under: list[str]
    tail: list[str]


def find_signing(context: Context, *, is_credit: bool) -> Signing | None:
    """What a line says as a byline, or None where it can be none.

    `is_credit`: whether it can be a picture's credit, which one that says 摄 alone is for certain.
    """
    found = None if is_credit and _PICTURED.search(context.line.plain) else _read(context)
    if found is None:
        return None
    byline, names = found
    plain = context.line.plain
    tail = [] if is_credit else _tail_features(context, byline, names)
    if names == ["place before names"]:
        return Signing(byline, [], tail) if "set right" in tail else None
    if " " in plain and _PADDED.search(plain):
        names.append("padded")
    names += [name for name in indent_features(context.line, context.manner) if name == "indented"]
    if not byline.has_role and context.before is not None and _names_column(context.before.plain):
        names.append("below a label")
    return Signing(byline, names, tail)


def _names_column(plain: str) -> bool:
    return is_label(plain) or is_column_name(plain)


def _read(context: Context) -> tuple[Byline, list[str]] | None:
    """The names of a line and what vouches for them, unless it stands in a list."""
    plain = context.line.plain
    byline = read_byline(plain)
    if byline is not None:
        if not byline.has_role and len(byline.names) > _FEW_NAMES and _is_in_list(context):
            return None
        return byline, _wording(plain, byline)
    if is_group_author(plain):
        is_commentator = plain.endswith("评论员") and _is_under_heading(context)
        return Byline((plain,), has_role=is_commentator), ["role word" if is_commentator else "group author"]
    bare = "".join(plain.split()) if len(plain) <= _PEN_NAME and _PEN.match(plain) else ""
    if bare and is_name(bare, strict=False):
        is_common = " " not in plain and (is_word(plain) or (is_word(plain[:2]) and is_word(plain[2:])))
        return Byline((bare,), has_role=False), ["pen name", *(["is word"] if is_common else [])]
    if is_roles_only(plain):
        return Byline((), has_role=True), ["role word"]
    return _read_office(context)


def _read_office(context: Context) -> tuple[Byline, list[str]] | None:
    """Names behind an office, or behind a place where the line is set right."""
    held = read_office_holder(context.line.plain)
    if held is not None:
        is_listed = (not held.has_role and len(held.names) > _FEW_NAMES and _is_in_list(context)) or _is_among(context)
        return None if is_listed else (held, ["office holder"])
    if _is_far(context):
        signed = read_signature(context.line.plain)
        return (signed, ["place before names"]) if signed else None
    signed = read_signature(context.line.plain) if _is_under_heading(context) else None
    return (signed, ["affiliation"]) if signed else None


def _wording(plain: str, byline: Byline) -> list[str]:
    """What the wording of a line of names says."""
    if byline.has_role:
        return ["role word"]
    names = ["surname"]
    if len(byline.names) > _FEW_NAMES:
        names.append("many names")
    if len(plain) <= 3 and is_word(byline.names[0]):
        names.append("is word")
    return names


def _tail_features(context: Context, byline: Byline, names: list[str]) -> list[str]:
    """The features of a line of names as a tail byline; empty where it can be none."""
    before, plain = context.before, context.line.plain
    if before is None or not (before.ended or (before.plain[-1] == ")" and len(before.plain) > SHORT)):
        return []
    if _is_far(context):
        return ["names on a line", "set right"]
    if "surname" in names and len(byline.names) == 1 and context.run <= 2 and plain[0] != "(":
        return ["bare name on a line"]
    if byline.has_role or plain[0] in _BULLETS:
        return ["names on a line", *(["bullet"] if plain[0] in _BULLETS else [])]
    return []


def _is_in_list(context: Context) -> bool:
    """Whether names stand in several rows, or under a line that announces them: a list, not a byline."""
    before, following = context.before, context.following
    return (before is not None and (before.plain[-1] == ":" or is_row(before))) or (
        following is not None and is_row(following)
    )


def _is_among(context: Context) -> bool:
    """Whether a line of office and names stands beside another: a list of winners or of those present."""
    return any(
        line is not None and not line.ended and read_office_holder(line.plain) is not None
        for line in (context.before, context.following)
    )


def _is_under_heading(context: Context) -> bool:
    """Whether a line stands between a heading and text: there, a body and a name are an author."""
    before, following = context.before, context.following
    if before is None or following is None or before.ended or len(before.plain) > _LONGEST_HEADING or is_row(before):
        return False
    opens = following.lead_spaces >= _INDENT > context.line.lead_spaces
    return opens or following.full or following.ended or len(following.plain) > SHORT


def _is_far(context: Context) -> bool:
    """Whether a line is set right behind the end of a text, as who signs a letter or notice is."""
    before = context.before
    return before is not None and before.ended and is_set_right(context.line, context.manner)
