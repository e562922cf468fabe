"""Names of newspaper columns (栏目) that stand over a headline: 灯下漫笔, 股市行情, 第一落点, 一线调研·走进车间.

A column's name ends in the word for its kind (…论坛, …行情), is a word for the place or manner of what stands below it
(诗页, 微言大义), or leads on into its headlines (在希望的田野上). The words are in `data/column_kinds.txt` and
`data/column_names.txt`, set down by hand.
"""

from __future__ import annotations

import re
from functools import cache

from transforms.dictionary import plain_dictionary
from transforms.tables import alternation, read_list

_LONGEST = 9
_LONGEST_PARTED = 14
_NUMBER = r"(?:[\d①-⑳]{1,3}|\([\d一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3})?"
_PARTED = re.compile(r"^[\u4e00-\u9fffA-Z\d“”]{2,8}[·|][\u4e00-\u9fffA-Z\d“”]{2,8}$")
_PADDED = re.compile(r"^[\u4e00-\u9fff](?:\s{1,3}[\u4e00-\u9fff]){1,3}$")
_POEMS = re.compile(r"^(?:小|新|旧体|散文)?[诗词](?:[一二三四五六七八九十两]{1,2}[首章则题]|\([^()]{2,3}\))$")
_IN = re.compile(r"^在[\u4e00-\u9fff]{2,9}[上中里下间路]$")
_TODAY = re.compile(r"^今日([\u4e00-\u9fff]{2})$")
_PLACES = frozenset(("ns", "nz", "x"))
_BULLETS = "□■●◎▲△☆★◇◆ "
_AROUND_US = re.compile(r"^[\u4e00-\u9fff]{2,6}(?:在身边|进行时|面对面|零距离|在路上|新征程|里的中国|看变化|新气象)$")


def is_column_name(plain: str) -> bool:
    """Whether a line reads like the name of a column that stands over a headline.

    It may still be a short headline: only another headline below it makes it a column's.

    >>> is_column_name("灯下漫笔"), is_column_name("连载42"), is_column_name("我市新开三条公交线")
    (True, True, False)
    """
    plain = plain.lstrip(_BULLETS) or plain
    if _PADDED.match(plain):
        plain = "".join(plain.split())
    if len(plain) <= _LONGEST and (plain in _names() or ("的" not in plain and _of_a_kind().match(plain) is not None)):
        return True
    if plain[0] in "小新旧散诗词" and _POEMS.match(plain):
        return True
    if plain[:2] == "今日" and (today := _TODAY.match(plain)):
        return plain_dictionary().tag(today[1], True)[0][1] in _PLACES
    return leads_on(plain) or (len(plain) <= _LONGEST_PARTED and _PARTED.match(plain) is not None)


def leads_on(plain: str) -> bool:
    """Whether a line is a column's name that leads on into what stands below it (在火热的斗争生活中)."""
    if len(plain) > _LONGEST_PARTED:
        return False
    return (plain[0] == "在" and _IN.match(plain) is not None) or _AROUND_US.match(plain) is not None


@cache
def _names() -> frozenset[str]:
    return frozenset(read_list("column_names.txt"))


@cache
def _of_a_kind() -> re.Pattern[str]:
    kinds = alternation(read_list("column_kinds.txt"))
    return re.compile(rf"^[\u4e00-\u9fff“”·《》]{{0,7}}(?:{kinds}){_NUMBER}$")
