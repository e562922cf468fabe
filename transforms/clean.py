"""Clean a page's text: the rules of `transforms.cleaning_rules` in their order, each counted.

Cleaning is idempotent, keeps every Chinese character, and leaves sound text as it is. docs/cleaning.md lists the rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from functools import cache
from string import ascii_letters, digits

from transforms.cleaning_rules import RULES
from transforms.plausibility import common_characters
from transforms.quality import measure_quality
from transforms.records import Cleaned

__all__ = ["Cleaned", "clean"]

_MAX_PASSES = 12
"""One repair can uncover another (a tag inside an entity); text of people is stable after two passes."""


def clean(text: str) -> Cleaned:
    r"""Apply every cleaning rule until nothing changes; `applied` maps the rules that fired to their repairs' number.

    `quality` is 0..1 (see `transforms.quality.measure_quality`).

    >>> clean("本报\u200b讯\r\n⼈民会议召开")
    Cleaned(text='本报讯\n人民会议召开', applied={'line_ends': 1, 'invisibles': 1, 'radicals': 1}, quality=0.7778)
    """
    applied: Counter[str] = Counter()
    for _ in range(_MAX_PASSES):
        characters = set(_unusual().findall(text))
        cleaned = _run_rules(text, characters, applied)
        if cleaned == text:
            break
        text = cleaned
    return Cleaned(text, dict(applied), measure_quality(text, characters, applied))


@cache
def _unusual() -> re.Pattern[str]:
    """Any character that triggers a rule or counts for the quality: one fast scan that most of a text falls through."""
    usual = set(common_characters()) | set(ascii_letters + digits + "，。、：；“”（）《》")
    usual.difference_update(*(rule.triggers for rule in RULES))
    return re.compile(f"[^{''.join(sorted(usual))}]")


def _run_rules(text: str, characters: Set[str], applied: Counter[str]) -> str:
    """One pass; a rule reads the text only if one of its characters stood in it when the pass began."""
    for rule in RULES:
        if rule.triggers and rule.triggers.isdisjoint(characters):
            continue
        text, n_repairs = rule.fix(text)
        if n_repairs:
            applied[rule.name] += n_repairs
    return text
