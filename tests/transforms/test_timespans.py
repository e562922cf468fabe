"""Resolving time expressions against an anchor."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.timepieces import TimeExpression
from transforms.timespans import resolve


def test_without_an_anchor_a_relative_word_stays_open() -> None:
    assert resolve(TimeExpression(0, 2, word=("day", -1)), None) == ("partial", None, None)


def test_the_context_gives_a_bare_day_its_month() -> None:
    assert resolve(TimeExpression(0, 3, day=30), date(2021, 6, 20), (2021, 5))[1] == date(2021, 5, 30)


def test_a_day_that_does_not_exist_stays_open() -> None:
    assert resolve(TimeExpression(0, 5, year=2021, month=2, day=30), None) == ("partial", None, None)


@pytest.mark.parametrize(
    ("first", "anchor", "start"),
    [(80, date(1995, 1, 1), 1980), (80, date(2026, 1, 1), 1980), (20, date(2026, 1, 1), 2020), (50, None, 1950)],
)
def test_a_decade_without_a_century_is_the_last_one_begun(first: int, anchor: date | None, start: int) -> None:
    assert resolve(TimeExpression(0, 4, decade_of=first), anchor)[1] == date(start, 1, 1)


def test_a_range_over_the_turn_of_the_year_ends_in_the_next() -> None:
    last = TimeExpression(4, 8, month=1, day=3)
    time = TimeExpression(0, 8, month=12, day=28, until=last)
    assert resolve(time, date(2026, 12, 20)) == ("span", date(2026, 12, 28), date(2027, 1, 3))


def test_a_range_that_runs_backwards_stays_open() -> None:
    time = TimeExpression(0, 9, year=2021, until=TimeExpression(5, 9, year=2019))
    assert resolve(time, None) == ("partial", None, None)
