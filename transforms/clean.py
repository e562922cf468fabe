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

UNKNOWN_GLYPHS = "private_unknown"
"""The name under which `applied` counts private-use characters of unknown meaning: counted, not changed."""

_MAX_PASSES = 12
"""One repair can uncover another (a tag inside an entity); text of people is stable after two passes."""


def clean(text: str) -> Cleaned:
    r"""Apply every cleaning rule until nothing changes; `applied` maps the rules that fired to their repairs' number.

    `quality` is 0..1, and `reasons` what it lost (see `transforms.quality.measure_quality`).

    >>> cleaned = clean("本报\u200b讯\r\n⼈民会议召开")
    >>> cleaned.text, cleaned.applied, cleaned.quality
    ('本报讯\n人民会议召开', {'line_ends': 1, 'invisibles': 1, 'radicals': 1}, 0.7778)
    >>> cleaned.reasons
    {'repaired': 0.2222}
    """
    applied: Counter[str] = Counter()
    unchanged: dict[str, str] = {}
    for _ in range(_MAX_PASSES):
        counts = Counter(_unusual().findall(text))
        cleaned = _run_rules(text, counts.keys(), applied, unchanged)
        if cleaned == text:
            break
        text = cleaned
    quality, reasons = measure_quality(text, counts, applied)
    if n_unknown := sum(n for character, n in counts.items() if "\ue000" <= character <= "\uf8ff"):
        applied[UNKNOWN_GLYPHS] = n_unknown
    return Cleaned(text, dict(applied), quality, reasons)


@cache
def _unusual() -> re.Pattern[str]:
    """Any character that triggers a rule or counts for the quality: one fast scan that most of a text falls through."""
    usual = set(common_characters()) | set(ascii_letters + digits + "，。、：；“”（）《》")
    usual.difference_update(*(rule.triggers for rule in RULES))
    return re.compile(f"[^{''.join(sorted(usual))}]")


def _run_rules(text: str, characters: Set[str], applied: Counter[str], unchanged: dict[str, str]) -> str:
    """One pass; a rule reads the text only if one of its characters stood in it when the pass began.

    `unchanged` holds, by rule, the last text it left as it was: that one it need not read again.
    """
    for rule in RULES:
        if (rule.triggers and rule.triggers.isdisjoint(characters)) or unchanged.get(rule.name) is text:
            continue
        fixed, n_repairs = rule.fix(text)
        if n_repairs:
            applied[rule.name] += n_repairs
            text = fixed
        else:
            unchanged[rule.name] = text
    return text
