"""Jump marks: 下转第3版, 上接第一版, 详见C03版, and the page labels they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_PAGE = r"(?:[A-Z]{0,2}\d{1,3}|[一二三四五六七八九十〇零两]{1,4})"
_MARK = re.compile(
    rf"^[(\[【]?\s*(?P<verb>下转|紧转|转入|上接|紧接|接|(?:全文|详情|报道|相关报道|内容|图文|更多[\u4e00-\u9fff]{{0,8}})?(?:刊于|请?详?见))"
    rf"\s*(?:本报|今日|今天)?\s*(?P<mark>第)?\s*(?P<page>{_PAGE})(?:\s*[、,至到和\-—~]\s*第?\s*{_PAGE})*"
    r"\s*(?P<ban>版)?[^()。]{0,10}[)\]】]?$"
)
_TAIL = re.compile(
    r"[(\[【]\s*(?:下转|紧转|转入|上接|紧接|(?:全文|详情|相关报道|报道)?详?见)"
    r"\s*第?[^()\[\]【】]{1,14}版[^()\[\]【】]{0,10}[)\]】]$"
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump mark: whether it points on (`to`) or back (`from`), and the page it names."""

    direction: Literal["to", "from"]
    page: str


def read_jump(plain: str) -> Jump | None:
    """The jump a line consists of, or None.

    >>> read_jump("(下转第3版)")
    Jump(direction='to', page='3')
    >>> read_jump("一见钟情;经典豫剧版") is None
    True
    """
    if len(plain) > 40 or ("版" not in plain and plain[0] not in "(["):
        return None
    if not ("接" in plain or "转" in plain or "见" in plain or "刊于" in plain):
        return None
    found = _MARK.match(plain)
    if found is None or not (found["ban"] or (found["mark"] and plain[0] in "([")):
        return None
    verb = found["verb"]
    return Jump("from" if verb.endswith("接") else "to", page_label(found["page"]))


def tail_jump(plain: str) -> int:
    """Where a bracketed jump mark glued to the end of a line starts, or -1."""
    if plain[-1:] not in (")", "]", "】"):
        return -1
    tail = plain[-40:]
    found = _TAIL.search(tail)
    return len(plain) - len(tail) + found.start() if found else -1


def page_label(printed: str) -> str:
    """A page label in Arabic digits without leading zeros; labels with letters stay as printed.

    >>> page_label("十二"), page_label("03"), page_label("A03")
    ('12', '3', 'A03')
    """
    if printed.isascii():
        return printed.lstrip("0") or printed if printed.isdigit() else printed
    if "十" in printed:
        tens, _, ones = printed.partition("十")
        return str((_DIGITS.get(tens, 1)) * 10 + _DIGITS.get(ones, 0))
    return str(int("".join(str(_DIGITS[char]) for char in printed)))
