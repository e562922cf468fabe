"""What days a time expression covers, by its words and, where they leave it open, by an anchor date.

A year that is not printed is the anchor's, but news of the turn of the year looks back (in January 12月 is last year's)
or, for single days, ahead; a day without a month is the nearest one, the past counting as nearer. The first day of a
week is Monday (GB/T 7408.1-2023, after ISO 8601).
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta

from transforms.timepieces import TimeExpression

Resolved = tuple[str, date | None, date | None]
"""(precision, first day, last day), both days inclusive."""

_PARTIAL: Resolved = ("partial", None, None)


def resolve(time: TimeExpression, anchor: date | None, context: tuple[int, int] | None = None) -> Resolved:
    """Precision and days of an expression; `context` is (year, month) of a date before it in the sentence."""
    if time.is_open:
        return _PARTIAL
    try:
        return _range(time, anchor, context) if time.until else _point(time, anchor, context)
    except ValueError:
        return _PARTIAL  # 2月30日: printed, but no day


def _range(time: TimeExpression, anchor: date | None, context: tuple[int, int] | None) -> Resolved:
    assert time.until is not None
    first = _point(time, anchor, context, single=False)
    if first[1] is None:
        return _PARTIAL
    inherited = (first[1].year, first[1].month)
    year = time.until.year if time.until.year is not None else inherited[0]
    is_relative = time.until.word is not None and not time.until.is_calendar
    until = time.until if is_relative else _dated(time.until, year, inherited[1])
    end = _point(until, anchor, inherited)[2]
    if end is not None and end < first[1] and time.until.year is None:
        end = _point(_dated(time.until, year + 1, inherited[1]), anchor, inherited)[2]
    return ("span", first[1], end) if end is not None and end >= first[1] else _PARTIAL


def _dated(time: TimeExpression, year: int, month: int) -> TimeExpression:
    month_or_none = time.month if time.month or time.season or time.day is None else month
    return time._replace(year=year, month=month_or_none, word=None)


def _point(time: TimeExpression, anchor: date | None, context: tuple[int, int] | None, single: bool = True) -> Resolved:
    if time.decade_of is not None:
        return _decade(time.decade_of, anchor)
    if time.plan is not None:
        return _plan(time)
    year = time.year
    if time.word is not None and year is None:
        if anchor is None:
            return _PARTIAL
        if time.word[0] != "year":
            return _relative(time, anchor)
        year = anchor.year + time.word[1]
    if year is None:
        return _yearless(time, anchor, context, single)
    return _in_year(time, year, anchor)


def _in_year(time: TimeExpression, year: int, anchor: date | None) -> Resolved:
    if time.season is not None:
        return _season(year, time.season)
    if time.month is None:
        return _year(year, time, anchor)
    if time.day is not None:
        day = date(year, time.month, time.day)
        return "day", day, day
    return _month(year, time.month, time.third)


def _yearless(time: TimeExpression, anchor: date | None, context: tuple[int, int] | None, single: bool) -> Resolved:
    if time.day is not None and time.month is None:
        if context is not None:
            day = date(*context, time.day)
            return "day", day, day
        return _nearest_day(time.day, anchor) if anchor else _PARTIAL
    if anchor is None:
        return _PARTIAL
    if (time.month, time.day) == (2, 29):
        return _leap_day(anchor)
    year = anchor.year
    first = time.month or (time.season or (1, 1))[0]
    if anchor.month <= 2 and first >= 10:
        year -= 1
    elif single and time.day is not None and anchor.month >= 11 and first <= 2:
        year += 1
    return _in_year(time, year, anchor)


def _leap_day(anchor: date) -> Resolved:
    """The 29th of February nearest to the anchor: a year that has none can't be meant."""
    leap_years = (year for year in range(anchor.year - 8, anchor.year + 9) if year > 0 and isleap(year))
    day = min((date(year, 2, 29) for year in leap_years), key=lambda day: _distance(day, anchor))
    return "day", day, day


def _nearest_day(day: int, anchor: date) -> Resolved:
    best: date | None = None
    for shift in (-1, 0, 1):
        index = anchor.year * 12 + anchor.month - 1 + shift
        year, month = divmod(index, 12)
        if day > monthrange(year, month + 1)[1]:
            continue
        candidate = date(year, month + 1, day)
        if best is None or _distance(candidate, anchor) < _distance(best, anchor):
            best = candidate
    return ("day", best, best) if best else _PARTIAL


def _distance(day: date, anchor: date) -> int:
    days = (day - anchor).days
    return 2 * days if days > 0 else -days


def _year(year: int, time: TimeExpression, anchor: date | None) -> Resolved:
    if time.since and anchor and anchor.year >= year:
        return "span", date(year, 1, 1), anchor
    if time.third in ("底", "末"):
        return "month", date(year, 12, 1), date(year, 12, 31)
    if time.third == "初":
        return "month", date(year, 1, 1), date(year, 1, 31)
    return "year", date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int, third: str | None) -> Resolved:
    last = monthrange(year, month)[1]
    days = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last), "底": (21, last), "末": (21, last)}
    if third in days:
        first_day, last_day = days[third]
        return "span", date(year, month, first_day), date(year, month, last_day)
    if third is not None:
        return _PARTIAL  # 初一: a day of the lunar calendar
    return "month", date(year, month, 1), date(year, month, last)


def _season(year: int, months: tuple[int, int]) -> Resolved:
    first, last = months
    precision = {(1, 6): "half", (7, 12): "half"}.get(
        months, "quarter" if last - first == 2 and last % 3 == 0 else "span"
    )
    return precision, date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _decade(first: int, anchor: date | None) -> Resolved:
    year = first
    if first < 100:
        year += 1900
        if anchor and anchor.year >= 2000 + first:
            year += 100
    return "decade", date(year, 1, 1), date(year + 9, 12, 31)


def _plan(time: TimeExpression) -> Resolved:
    first = time.plan or 0
    if time.third in ("末", "底"):
        return "year", date(first + 4, 1, 1), date(first + 4, 12, 31)
    if time.third == "初":
        return "year", date(first, 1, 1), date(first, 12, 31)
    return "span", date(first, 1, 1), date(first + 4, 12, 31)


def _relative(time: TimeExpression, anchor: date) -> Resolved:
    assert time.word is not None
    unit, offset = time.word
    if unit == "vague":
        return _PARTIAL
    if unit == "month":
        return _relative_month(time, anchor, offset)
    if unit == "quarter":
        index = anchor.year * 4 + (anchor.month - 1) // 3 + offset
        return _season(index // 4, (index % 4 * 3 + 1, index % 4 * 3 + 3))
    if time.weekday is not None:
        day = _weekday(time.weekday, unit, offset, anchor)
        return "day", day, day
    if unit == "week":
        monday = anchor + timedelta(days=7 * offset - anchor.weekday())
        first = monday + timedelta(days=5) if time.third else monday  # 本周末
        return "span", first, monday + timedelta(days=6)
    day = anchor + timedelta(days=offset)
    return "day", day, day


def _relative_month(time: TimeExpression, anchor: date, offset: int) -> Resolved:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + offset, 12)
    if time.day is not None:
        day = date(year, month + 1, time.day)
        return "day", day, day
    return _month(year, month + 1, time.third)


def _weekday(weekday: int, unit: str, offset: int, anchor: date) -> date:
    """The day of the named week; without a named week the nearest one, the past counting as nearer."""
    same = anchor + timedelta(days=weekday - anchor.weekday())
    if unit == "week":
        return same + timedelta(days=7 * offset)
    return min((same - timedelta(days=7), same, same + timedelta(days=7)), key=lambda day: _distance(day, anchor))
