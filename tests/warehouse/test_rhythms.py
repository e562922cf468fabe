"""What is usual is learned from a newspaper's own issues and from the store's own runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from newsroom import filled

from warehouse import load
from warehouse.schema import TABLES
from warehouse.sql import catalogue

MONDAY = date(2025, 3, 3)
PAPER = "青江日报"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse in memory, with its views."""
    with duckdb.connect() as opened:
        load.create_tables(opened)
        load.finish_tables(opened)
        yield opened


def days(n: int, weekdays: Iterable[int] = range(1, 8), start: date = MONDAY) -> list[date]:
    """The days of issue within n days, for a paper that comes out on these weekdays (1 Monday)."""
    return [day for day in (start + timedelta(i) for i in range(n)) if day.isoweekday() in set(weekdays)]


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    filled_rows = [filled(table, **row) for row in rows]
    load.insert_rows(con, TABLES[table], pa.Table.from_pylist(filled_rows, schema=TABLES[table].arrow_schema))


def publish(con: duckdb.DuckDBPyConnection, issues: Iterable[date], **facts: Any) -> None:
    """A page for each day of issue."""
    rows = (
        {"doc_id": f"{day:%Y%m%d}", "publication": PAPER, "newspaper": PAPER, "issue_date": day} | facts
        for day in issues
    )
    insert(con, "documents", rows)


def failing(con: duckdb.DuckDBPyConnection, check: str) -> list[tuple[Any, ...]]:
    return con.execute(catalogue.load("checks", check).sql).fetchall()


def missing(con: duckdb.DuckDBPyConnection) -> list[date]:
    return [day for (day,) in con.execute("SELECT issue_date FROM reports.missing_issues").fetchall()]


# The calendar


@pytest.mark.parametrize(
    ("weekdays", "n_days", "left_out"),
    [
        (range(1, 8), 60, [date(2025, 3, 26)]),
        (range(1, 8), 14, [date(2025, 3, 8)]),
        (range(1, 6), 60, [date(2025, 3, 21), date(2025, 3, 24)]),
        (range(1, 7), 60, [date(2025, 3, 29)]),
        ([2, 5], 90, [date(2025, 4, 15)]),
        ([4], 150, [date(2025, 4, 17)]),
        ([4], 150, [date(2025, 4, 17), date(2025, 4, 24)]),
    ],
    ids=["daily", "daily, two weeks", "Monday to Friday", "no Sunday", "twice a week", "weekly", "weekly, two weeks"],
)
def test_an_issue_that_is_left_out_is_missed(
    con: duckdb.DuckDBPyConnection, weekdays: Iterable[int], n_days: int, left_out: list[date]
) -> None:
    publish(con, [day for day in days(n_days, weekdays) if day not in left_out])
    assert missing(con) == left_out


@pytest.mark.parametrize(
    "issues",
    [
        days(60),
        days(60, range(1, 6)),
        days(10, range(1, 7)),
        days(150, [4]),
        days(150, [4])[::2],
        days(49, [4])[::2],
        days(200, [4])[::4],
        days(50) + days(150, [1], date(2025, 4, 25)),
        [date(1958, 1, 1), date(1958, 1, 2), date(1976, 10, 1), date(1976, 10, 3)],
        days(30) + days(30, start=date(2025, 9, 1)),
        [MONDAY + timedelta(i * i) for i in range(40)],
    ],
    ids=[
        *("daily", "Monday to Friday", "no Sunday", "weekly", "fortnightly", "fortnightly, few", "monthly"),
        *("daily, then weekly", "scattered pages", "a summer nobody loaded", "no rhythm"),
    ],
)
def test_nothing_is_missed_where_the_rhythm_holds_or_there_is_none(
    con: duckdb.DuckDBPyConnection, issues: list[date]
) -> None:
    publish(con, issues)
    assert missing(con) == []


def test_a_week_without_any_issue_is_missed_day_by_day_and_told_once(con: duckdb.DuckDBPyConnection) -> None:
    gone = days(7, start=date(2025, 3, 24))
    publish(con, [day for day in days(60) if day not in gone])
    assert missing(con) == gone
    told = failing(con, "issues_missing")
    assert [row[:4] for row in told] == [(PAPER, gone[0], gone[-1], 7)]


def test_a_day_without_an_issue_on_a_holiday_is_listed_and_not_told(con: duckdb.DuckDBPyConnection) -> None:
    festival = date(2025, 1, 29)
    publish(con, [day for day in days(60, start=date(2025, 1, 1)) if day != festival])
    assert missing(con) == [festival]
    assert con.execute("SELECT holiday FROM reports.missing_issues").fetchall() == [("春节",)]
    assert failing(con, "issues_missing") == []


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        *((date(1966, 1, 21), "春节"), (date(2023, 1, 22), "春节"), (date(2027, 2, 6), "春节")),
        *(
            (date(2026, 3, 1), None),
            (date(2025, 5, 31), "端午节"),
            (date(2020, 10, 1), "中秋节"),
            (date(2024, 10, 1), "国庆节"),
        ),
        *((date(1998, 5, 30), None), (date(1931, 2, 17), None), (date(2060, 2, 2), None), (date(2060, 1, 1), "元旦")),
    ],
)
def test_holidays_are_known(con: duckdb.DuckDBPyConnection, day: date, holiday: str | None) -> None:
    assert con.execute("SELECT reports.holiday(?::DATE)", [day]).fetchone() == (holiday,)


def test_a_newspaper_printed_in_both_scripts_has_one_rhythm(con: duckdb.DuckDBPyConnection) -> None:
    issues = days(60)
    publish(con, issues[::2])
    publish(con, issues[1::2], publication="青江日報")
    assert missing(con) == []


# Freshness


def follow(con: duckdb.DuckDBPyConnection, issues: list[date], last_run: date, delay: int = 1) -> None:
    """Issues that were each loaded `delay` days after they came out, and a last run."""
    for day in issues:
        publish(con, [day], ingested_at=datetime(day.year, day.month, day.day) + timedelta(days=delay))
    insert(con, "runs", [{"run_id": "last", "started_at": datetime(last_run.year, last_run.month, last_run.day)}])


@pytest.mark.parametrize(
    ("weekdays", "last_run", "is_late"),
    [
        (range(1, 8), date(2025, 5, 3), False),
        (range(1, 8), date(2025, 5, 13), True),
        (range(1, 6), date(2025, 5, 5), False),
        ([4], date(2025, 5, 10), False),
        ([4], date(2025, 5, 30), True),
    ],
    ids=["daily", "daily, late", "over a weekend", "weekly", "weekly, late"],
)
def test_a_newspaper_that_came_in_day_by_day_is_late_by_its_own_rhythm(
    con: duckdb.DuckDBPyConnection, weekdays: Iterable[int], last_run: date, *, is_late: bool
) -> None:
    follow(con, days(60, weekdays), last_run)
    assert [row[0] for row in failing(con, "newspapers_fresh")] == [PAPER] * is_late


def test_a_newspaper_may_pause_over_a_holiday(con: duckdb.DuckDBPyConnection) -> None:
    follow(con, days(25, start=date(2025, 1, 3)), date(2025, 2, 4))
    assert failing(con, "newspapers_fresh") == []


def test_an_archive_that_was_loaded_later_is_never_late(con: duckdb.DuckDBPyConnection) -> None:
    follow(con, days(29), date(2025, 12, 1), delay=60)
    assert failing(con, "newspapers_fresh") == []


def test_a_newspaper_that_was_loaded_at_once_is_never_late(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, days(12), ingested_at=datetime(2025, 3, 15))
    insert(con, "runs", [{"run_id": "last", "started_at": datetime(2025, 12, 1)}])
    assert failing(con, "newspapers_fresh") == []


# Volumes


@pytest.mark.parametrize(
    ("volume", "is_told"),
    [
        ({"n_chars": 20_000, "n_articles": 30}, False),
        ({"n_chars": 3_000, "n_articles": 30}, True),
        ({"n_chars": 20_000, "n_articles": 3}, True),
        ({"n_chars": 70_000, "n_articles": 30}, True),
        ({"n_chars": 9_000, "n_articles": 12}, False),
    ],
)
def test_an_issue_far_from_what_is_usual_for_its_weekday_is_told(
    con: duckdb.DuckDBPyConnection, volume: dict[str, int], *, is_told: bool
) -> None:
    odd = date(2025, 3, 28)
    publish(con, [day for day in days(70) if day != odd], n_chars=20_000, n_articles=30)
    publish(con, [odd], **volume)
    assert [row[1] for row in failing(con, "issue_volumes_usual")] == [odd] * is_told


def test_thin_weekend_issues_are_usual(con: duckdb.DuckDBPyConnection) -> None:
    publish(con, days(90, range(1, 6)), n_chars=40_000, n_articles=60)
    publish(con, days(90, [6, 7]), n_chars=8_000, n_articles=9)
    assert failing(con, "issue_volumes_usual") == []


# Rejects


def runs(con: duckdb.DuckDBPyConnection, *rejected: int, command: str = "baoku run") -> None:
    """Runs that each read 100 files, with so many rejected."""
    rows = (
        {
            "run_id": f"run-{number:02}",
            "command": command,
            "started_at": datetime(2025, 3, 3) + timedelta(days=number),
            "n_loaded": 100 - n,
            "n_rejected": n,
        }
        for number, n in enumerate(rejected)
    )
    insert(con, "runs", rows)


@pytest.mark.parametrize(
    ("rejected", "is_told"),
    [((1, 2, 1, 9), True), ((1, 2, 1, 6), False), ((20, 22, 19, 30), False), ((9,), False), ((30,), True)],
    ids=["more than usual", "hardly more", "a poor source as usual", "first run", "poor first run"],
)
def test_a_run_that_rejects_more_than_usual_is_told(
    con: duckdb.DuckDBPyConnection, rejected: tuple[int, ...], *, is_told: bool
) -> None:
    runs(con, *rejected)
    assert [row[0] for row in failing(con, "rejects_usual")] == [f"run-{len(rejected) - 1:02}"] * is_told


def test_reading_rejects_again_is_no_run_that_rejects_more_than_usual(con: duckdb.DuckDBPyConnection) -> None:
    runs(con, 90, command="baoku rejects retry")
    assert failing(con, "rejects_usual") == []
