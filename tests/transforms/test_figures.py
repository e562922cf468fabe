"""Figures: values, units, qualifiers, changes and metrics, on the cases of tests/cases/figures.json."""

from __future__ import annotations

import doctest
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.figures import MAY_HOLD_FIGURE, extract_figures
from transforms.numerals import fold
from transforms.quantities import find_quantities
from transforms.timewords import find_times
from transforms.units import UNITS

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases" / "figures.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["sentence"] for case in CASES])
def test_the_sentence_has_exactly_these_figures(case: dict[str, Any]) -> None:
    figures = extract_figures(case["sentence"])
    assert len(figures) == len(case["figures"]), [f.raw for f in figures]
    for figure, expected in zip(figures, case["figures"], strict=True):
        assert {key: getattr(figure, key) for key in expected} == pytest.approx(expected)


@pytest.mark.parametrize("case", CASES, ids=[case["sentence"] for case in CASES])
def test_raw_is_the_sentence_at_start(case: dict[str, Any]) -> None:
    for figure in extract_figures(case["sentence"]):
        if figure.value is not None:
            assert case["sentence"].startswith(figure.raw, figure.start)


def test_a_figure_takes_the_period_before_it_resolved_against_the_anchor() -> None:
    (figure,) = extract_figures("今年1月至9月，河口市财政收入20亿元。", date(2021, 10, 9))
    assert (figure.period, figure.period_start, figure.period_end) == (
        "今年1月至9月",
        date(2021, 1, 1),
        date(2021, 9, 30),
    )


def test_without_an_anchor_a_plan_still_fixes_the_period() -> None:
    (figure,) = extract_figures("到“十四五”末全市企业达到3000家以上。")
    assert (figure.period, figure.period_start) == ("“十四五”末", date(2025, 1, 1))


@given(value=st.integers(1, 10**7), unit=st.sampled_from(["元", "吨", "亩", "公顷", "千瓦时"]))
def test_any_arabic_amount_of_a_measure_is_read_back(value: int, unit: str) -> None:
    (figure,) = extract_figures(f"产出{value}{unit}。")
    assert (figure.value, figure.unit) == (value, unit)


@given(st.text("一二三十百千万亿0123456789.,%元个年月日增长同比比上年分别和、至—“”《》第近约多余 ", max_size=60))
def test_no_text_breaks_the_extraction(text: str) -> None:
    for figure in extract_figures(text, date(2026, 1, 31)):
        assert 0 <= figure.start <= len(text)
        assert figure.value is not None or figure.direction is not None


@pytest.mark.parametrize(
    "unit", ["1", "1,234", "一", "万", "“", "1个", "增长", "1至", "、", "和1", "《", "1%、", "比", "（"]
)
def test_time_grows_linearly_on_one_long_sentence(unit: str) -> None:
    def seconds(n: int) -> float:
        text = (unit * n)[:n]
        find_times.cache_clear()
        begin = time.process_time()
        extract_figures(text)
        return time.process_time() - begin

    seconds(2000)
    small, large = min(seconds(8_000) for _ in range(3)), seconds(64_000)
    assert large < 40 * small + 0.05


def test_folding_changes_no_length() -> None:
    text = "１２３萬億個點兩餘約與較增長％，。"
    assert len(fold(text)) == len(text)


def test_the_documentation_runs() -> None:
    page = Path(__file__).parents[2] / "docs" / "figures.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("unit", sorted(UNITS))
@pytest.mark.parametrize("numeral", ["12", "三十二", "1.5万"])
def test_the_cheap_look_passes_by_no_quantity(numeral: str, unit: str) -> None:
    sentence = f"共{numeral}{unit}"
    assert not find_quantities(fold(sentence)) or MAY_HOLD_FIGURE.search(sentence)
