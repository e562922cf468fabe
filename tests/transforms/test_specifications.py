"""How many of an independent set of specifications are met (the open Recognizers-Text suite, Chinese).

Its kinds that newspapers don't print, or that mean something else there, are out of scope: `OUT_OF_SCOPE` names them.
To see what fails, run with `-rA`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from transforms.dates import extract_dates
from transforms.figures import extract_figures
from transforms.numerals import fold, parse_number
from transforms.quantities import find_quantities

SPECIFICATIONS = Path(__file__).parents[2] / "../shared/data/recognizers"
pytestmark = pytest.mark.skipif(not SPECIFICATIONS.exists(), reason="the specifications are not beside this checkout")

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff\d])|\d +\d")
OUT_OF_SCOPE: dict[str, dict[str, str]] = {
    "numbers": {
        "thousands as k": r"\d *k\b",
        "dozens": "打",
        "兆, which is a million here and a million million there": "兆",
        "powers": r"\^",
        "a fraction with a sign within": "[负負].*之.*[负負]",
    },
    "percentages": {
        "thousands as k": r"\d *k\b",
        "spaces within": _SPACED.pattern,
    },
    "units": {
        "两 as a weight": "[千十万二\\d]两$",
        "binary multiples of bits and bytes": "千(?:比特|字节)",
        "一 as an article": "^一",
        "coins beside a note": "[又元]\\D*[銭分]$|5日本銭",
        "more digits than a float holds": r"\d{19}",
        "大 for an age in days or weeks": "大$",
    },
    "dates": {
        "lunar days and festivals": "农历|正月|大年|初[一二三]",
        "years of reigns": "神龙|雍正|康熙",
        "days by number alone (12号 is a house or a line, too)": r"^\d+号$",
        "orders of other countries, two-digit years and blanks": r"^\d+/\d+/\d+|^\d\d-|^\d{4} \d",
    },
    "periods": {
        "years of reigns": "神龙|雍正|康熙",
        "orders of other countries": r"^\d+/\d+/\d{4}",
        "stretches of time from today": r"^(?:[前上后过未]去?来?) ?[\d十]+个?[年月周]",
    },
}


def load(name: str) -> list[dict[str, Any]]:
    specifications: list[dict[str, Any]] = json.loads((SPECIFICATIONS / f"{name}.json").read_text("utf-8-sig"))
    return specifications


def in_scope(kind: str, text: str) -> bool:
    return not any(re.search(pattern, text) for pattern in OUT_OF_SCOPE[kind].values())


def close(found: float | None, expected: float) -> bool:
    return found is not None and abs(found - expected) <= 1e-6 * max(1, abs(expected))


def share(name: str, outcomes: Iterator[tuple[str, bool]]) -> float:
    """The share that is met; what isn't is printed."""
    results = list(outcomes)
    assert len(results) > 1
    met = sum(good for _, good in results)
    print(f"{name}: {met} of {len(results)} in scope; missed: {[text for text, good in results if not good]}")
    return met / len(results)


def numbers() -> Iterator[tuple[str, bool]]:
    for result in results_of("Number/NumberModel", "numbers"):
        if re.fullmatch(r"-?[\d.E+-]+", result["Resolution"]["value"]):
            yield result["Text"], close(parse_number(result["Text"]), float(result["Resolution"]["value"]))


def results_of(name: str, kind: str) -> Iterator[dict[str, Any]]:
    for specification in load(name):
        for result in specification["Results"]:
            if result.get("Resolution", {}).get("value") and in_scope(kind, result["Text"]):
                yield result | {"Input": specification["Input"]}


def percentages() -> Iterator[tuple[str, bool]]:
    for result in results_of("Number/PercentModel", "percentages"):
        value = result["Resolution"]["value"]
        if value.endswith("%"):
            found = find_quantities(fold(result["Text"])) + find_quantities(fold(result["Input"]))
            shares = [q.value for q in found if q.unit and q.unit.name in ("%", "个百分点")]
            yield result["Text"], any(close(share, float(value[:-1])) for share in shares)


def amounts(name: str) -> Iterator[tuple[str, bool]]:
    for result in results_of(f"NumberWithUnit/{name}", "units"):
        figures = extract_figures(result["Input"])
        found = [value for f in figures for value in (f.value, f.value_to, f.change_value)]
        yield result["Text"], any(close(value, float(result["Resolution"]["value"])) for value in found)


def days(name: str, kind: str) -> Iterator[tuple[str, bool]]:
    for specification in load(f"DateTime/{name}"):
        day = date.fromisoformat(specification["Context"]["ReferenceDateTime"][:10])
        found = {(d.date_start, d.date_end) for d in extract_dates(specification["Input"], day)}
        for result in specification["Results"]:
            if in_scope(kind, result["Text"]) and (expected := list(expected_days(result))):
                yield result["Text"], any(span in found for span in expected)


def expected_days(result: dict[str, Any]) -> Iterator[tuple[date | None, date | None]]:
    """The days that fit: theirs end before the last one, and a range of years before its last year; ours hold it.

    A day that doesn't exist is year 1 in the specifications, and no day here.
    """
    for which in ("PastResolution", "FutureResolution"):
        value = (result.get("Value") or {}).get(which) or {}
        if "date" in value:
            day = date.fromisoformat(value["date"])
            yield (day, day) if day.year > 1 else (None, None)
        elif "endDate" in value:
            start, end = date.fromisoformat(value["startDate"]), date.fromisoformat(value["endDate"])
            yield start, end - timedelta(days=1)
            yield start, end
            if (end.month, end.day) == (1, 1):
                yield start, end.replace(month=12, day=31)


@pytest.mark.parametrize(
    ("name", "least"),
    [("CurrencyModel", 0.9), ("DimensionModel", 0.9), ("AgeModel", 0.99), ("TemperatureModel", 0.99)],
)
def test_amounts_with_units(name: str, least: float) -> None:
    assert share(name, amounts(name)) >= least


def test_numbers() -> None:
    assert share("NumberModel", numbers()) >= 0.95


def test_percentages() -> None:
    assert share("PercentModel", percentages()) >= 0.9


def test_dates() -> None:
    assert share("DateParser", days("DateParser", "dates")) >= 0.85


def test_periods() -> None:
    assert share("DatePeriodParser", days("DatePeriodParser", "periods")) >= 0.85
