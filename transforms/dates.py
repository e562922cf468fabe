"""Dates, periods and relative times in a sentence.

Without an anchor only calendar expressions count (2035年, 10月8日, 前三季度), and what they leave open stays open. With
an anchor, relative words (昨日, 去年以来, 周五, “十四五”末) are read too and everything is resolved against it.
"""

from __future__ import annotations

from datetime import date

from transforms.numerals import fold
from transforms.records import DateMention
from transforms.timepieces import TimeExpression
from transforms.timespans import resolve
from transforms.timewords import find_times, may_hold_time


def extract_dates(sentence: str, anchor: date | None = None) -> list[DateMention]:
    """The time expressions of a sentence in order; `anchor` is the day it was written, such as the issue date.

    `date_start` and `date_end` are None, and `precision` is `partial`, where words and anchor leave the days open.

    >>> extract_dates("工程于10月8日开工")[0]
    DateMention(raw='10月8日', start=3, precision='partial', date_start=None, date_end=None, anchor=None)
    >>> extract_dates("記者昨日獲悉", date(2021, 10, 9))[0].date_start
    datetime.date(2021, 10, 8)
    """
    relative = anchor is not None
    if may_hold_time(relative).search(sentence) is None:
        return []
    found: list[DateMention] = []
    context: tuple[int, int] | None = None
    text = fold(sentence)
    for time in find_times(text, relative):
        if not (time.is_calendar or relative) or _is_aside(text, time):
            continue
        precision, first, last = resolve(time, anchor, context)
        if first and (time.month or (time.word and time.word[0] == "month")):
            context = (first.year, first.month)
        used = None if first is None or _is_full(time.year, time.plan) else anchor
        found.append(DateMention(sentence[time.start : time.end], time.start, precision, first, last, used))
    return found


def _is_aside(text: str, time: TimeExpression) -> bool:
    """Whether it fixes nothing (日前, 近日) or only says what a figure is compared with (比上年增长)."""
    if time.word is None or time.is_calendar:
        return False
    is_compared = text.endswith(("比", "较"), 0, time.start) or text.startswith(("同期", "同月", "同季"), time.end)
    return time.word[0] == "vague" or is_compared


def _is_full(year: int | None, plan: int | None) -> bool:
    """Whether the words alone fix the days."""
    return year is not None or plan is not None
