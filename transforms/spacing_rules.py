"""Cleaning rules for spaces: extraction leaves some inside words, and typesetting means others.

A space stays where it may mean something: between two parts of a headline, in a padded two-character name (赵  鹏),
after a lead (本报讯), after a full stop, and at the start of a line. Patterns begin with a literal space, which the
regex engine finds fastest; what stands before it is then asked by looking back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from operator import ne

from transforms.plausibility import share_of_common_pairs

_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_UNITS = "年月日时点分秒号版期届次个名人位家项件条种万亿千百元美港欧吨亩公平立米里克岁倍成%％多余户辆台座所"
_OPENING = "“‘《〈「『（【〔"
_CLOSING = "》〉」』）】〕，。、；：！？"
_LEAD_ENDS = "电讯道"
"""Last characters of a lead (新华社北京5月1日电, 本报讯, 报道): the space behind one ends it."""

_INDENT_TAB = re.compile(r"^[ \u3000]*\t[\t \u3000]*", re.MULTILINE)
_ODD_SPACE = re.compile("[\t\u00a0\u202f\u205f\u2000-\u200a]")


def fix_white_space(text: str) -> tuple[str, int]:
    r"""Write a plain space for its typographic relatives, and the usual indent of two for a tab at a line's start.

    >>> fix_white_space("\t本报讯\u00a0记者")
    ('\u3000\u3000本报讯 记者', 2)
    """
    text, n_indents = _INDENT_TAB.subn("\u3000\u3000", text) if "\t" in text else (text, 0)
    text, n_spaces = _ODD_SPACE.subn(" ", text)
    return text, n_indents + n_spaces


def fix_trailing_space(text: str) -> tuple[str, int]:
    r"""Drop spaces before a line end, so that a line is blank or it is not.

    >>> fix_trailing_space("要闻  \n  \n本报讯")
    ('要闻\n\n本报讯', 2)
    """
    if " \n" not in text and "\u3000\n" not in text:
        return text, 0
    *lines, last = text.split("\n")
    stripped = [line.rstrip(" \u3000") for line in lines]
    return "\n".join([*stripped, last]), sum(map(ne, lines, stripped))


_SPACED_OUT = tuple(
    (
        re.compile(f"{gap}(?<=[{_HAN}]{gap})[{_HAN}]{gap}[{_HAN}]{gap}[{_HAN}]"),
        re.compile(f"(?<![^ \u3000\n])[{_HAN}](?:{gap}[{_HAN}]){{4,}}(?![^ \u3000\n])"),
    )
    for gap in (" ", "\u3000")
)
"""For each kind of space, a fast hint that a line may be spaced out, and the pattern of one."""


def fix_letter_spacing(text: str) -> tuple[str, int]:
    """Close up a line set with a space after every character, where the characters make words together.

    >>> fix_letter_spacing("全 国 人 民 代 表 大 会")
    ('全国人民代表大会', 1)
    >>> fix_letter_spacing("李 明 王 强 赵 鹏")
    ('李 明 王 强 赵 鹏', 0)
    """
    n_changed = 0

    def close_up(match: re.Match[str]) -> str:
        nonlocal n_changed
        closed = match.group()[::2]
        if share_of_common_pairs(closed) < 0.4:
            return match.group()
        n_changed += 1
        return closed

    for hint, pattern in _SPACED_OUT:
        text = _change_lines(text, hint, partial(pattern.sub, close_up))
    return text, n_changed


def _change_lines(text: str, hint: re.Pattern[str], change: Callable[[str], str]) -> str:
    """The text with the lines changed in which the hint is found."""
    pieces, end = [], 0
    while match := hint.search(text, end):
        start = max(end, text.rfind("\n", end, match.start()) + 1)
        stop = text.find("\n", match.end())
        pieces += [text[end:start], change(text[start : len(text) if stop < 0 else stop])]
        end = len(text) if stop < 0 else stop
    return "".join(pieces) + text[end:] if pieces else text


_STRAY = re.compile(
    " (?:"
    f"(?<=[{_OPENING}] ) *(?![ ”’{_CLOSING}\n])"  # after an opening mark; empty brackets are a blank to fill in
    "|(?<=[^\x00-\x7f\u3000] ) *(?=[”’])"  # before a closing quote; not in English, where ’ is an apostrophe
    f"|(?<=[^\\s{_OPENING}] ) *(?=[{_CLOSING}])"  # before a closing or dividing mark
    "|(?<=[，、；] ) *(?![ \n])"  # after a dividing mark
    "|(?<=\\d{4} ) *(?=年)"
    "|(?<=\\d ) *(?=月 ?\\d{1,2} ?日)"
    "|(?<=\\d年 ) *(?=\\d{1,2} ?月)"
    "|(?<=\\d月 ) *(?=\\d{1,2} ?日)"
    ")"
)
_SPACED_NUMBER = re.compile(f" (?<=[{_HAN}] )(?<![{_LEAD_ENDS}月日版期] )(\\d[\\d.,]{{0,15}}) (?=[{_UNITS}])")
# at a line's start the number may be a folio or count a heading: something else must stand before it
_AFTER_INNER_NUMBER = "|".join(f"(?<=[^\\s\\d.,][\\d.,]{{{n}}}\\d )" for n in range(9))
_NUMBER_APART = re.compile(f" (?:{_AFTER_INNER_NUMBER}) ?(?=[{_UNITS}])")


def fix_spaces(text: str) -> tuple[str, int]:
    """Close gaps where Chinese has none: around quotes and marks, in a date, between a number and its unit.

    >>> fix_spaces("11 月16 日，“ 情”字 。图为 3 名代表")
    ('11月16日，“情”字。图为3名代表', 5)
    >>> fix_spaces("本报讯 记者赵 鹏  周亚军")
    ('本报讯 记者赵 鹏  周亚军', 0)
    """
    text, n_spaced = _SPACED_NUMBER.subn(r"\1", text)
    text, n_apart = _NUMBER_APART.subn("", text)
    text, n_stray = _STRAY.subn("", text)
    return text, n_spaced + n_apart + n_stray
