"""Time expressions and their days, on the cases of tests/cases/dates.json."""

from __future__ import annotations

import doctest
import json
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import extract_dates
from transforms.timewords import find_times

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases" / "dates.json").read_text("utf-8"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=[f"{case['sentence']}@{case['anchor']}" for case in CASES])
def test_the_sentence_has_exactly_these_dates(case: dict[str, Any]) -> None:
    found = extract_dates(case["sentence"], _day(case["anchor"]))
    expected = [(d["raw"], d["precision"], _day(d["date_start"]), _day(d["date_end"])) for d in case["dates"]]
    assert [(d.raw, d.precision, d.date_start, d.date_end) for d in found] == expected
    assert all(case["sentence"].startswith(d.raw, d.start) for d in found)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_full_date_is_read_back(day: date) -> None:
    (found,) = extract_dates(f"会议于{day.year}年{day.month}月{day.day}日举行。")
    assert (found.date_start, found.date_end, found.precision, found.anchor) == (day, day, "day", None)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 60))
def test_a_yearless_day_of_the_last_two_months_is_found_from_the_anchor(anchor: date, back: int) -> None:
    day = anchor - timedelta(days=back)
    found = extract_dates(f"会议于{day.month}月{day.day}日举行。", anchor)
    assert [d.date_start for d in found] == [day]


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 14))
def test_a_bare_day_of_the_last_fortnight_is_found_from_the_anchor(anchor: date, back: int) -> None:
    day = anchor - timedelta(days=back)
    assert [d.date_start for d in extract_dates(f"{day.day}日上午，会议举行。", anchor)] == [day]


@given(
    st.text("0123456789年月日号至到—-/.前三季度上半旬底初十一二〇昨去今周五“”末时期世纪代", max_size=40), st.booleans()
)
def test_no_text_breaks_the_extraction(text: str, anchored: bool) -> None:
    for found in extract_dates(text, date(2024, 2, 29) if anchored else None):
        assert text.startswith(found.raw, found.start)
        assert found.date_start is None or found.date_end is None or found.date_start <= found.date_end


@pytest.mark.parametrize("unit", ["1", "年", "1年", "1月至", "2021—", "十", "“十", "1日", "周", "1-", "上世纪"])
def test_time_grows_linearly_on_one_long_sentence(unit: str) -> None:
    def seconds(n: int) -> float:
        text = (unit * n)[:n]
        find_times.cache_clear()
        begin = time.process_time()
        extract_dates(text, date(2026, 5, 5))
        return time.process_time() - begin

    seconds(2000)
    small, large = min(seconds(8_000) for _ in range(3)), seconds(64_000)
    assert large < 40 * small + 0.05


def test_the_documentation_runs() -> None:
    page = Path(__file__).parents[2] / "docs" / "dates.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0
