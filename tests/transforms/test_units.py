"""The unit table: longest match, synonyms, compounds and conversion."""

from __future__ import annotations

import pytest

from transforms.units import COUNTERS, MEASURES, UNITS, match_unit, to_base


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("平方千米的", "平方公里"),
        ("百分点", "个百分点"),
        ("千米", "公里"),
        ("人民币元", "元"),
        ("美元", "美元"),
        ("个小时", "小时"),
        ("人次", "人次"),
        ("元/吨", "元/吨"),
        ("米/秒", "米/秒"),
        ("立方米", "立方米"),
        ("千瓦·时", "千瓦时"),
    ],
)
def test_the_longest_form_gives_the_canonical_name(text: str, name: str) -> None:
    matched = match_unit(text, 0)
    assert matched is not None
    assert matched[0].name == name


@pytest.mark.parametrize("text", ["", "的", "号线", "月", "世纪"])
def test_no_unit_is_found_where_none_stands(text: str) -> None:
    assert match_unit(text, 0) is None


@pytest.mark.parametrize(
    ("value", "unit", "base", "converted"),
    [
        (1, "公顷", "平方米", 10_000),
        (15, "亩", "平方米", 10_000),
        (1, "平方公里", "平方米", 1_000_000),
        (2, "吨", "千克", 2000),
        (3, "斤", "千克", 1.5),
        (2, "里", "米", 1000),
        (5, "个", "个", 5),
        (5, "元", "元", 5),
        (5, "unknown", "unknown", 5),
    ],
)
def test_conversion_to_the_base_unit(value: float, unit: str, base: str, converted: float) -> None:
    result, name = to_base(value, unit)
    assert name == base
    assert result == pytest.approx(converted)


def test_every_base_unit_converts_to_itself() -> None:
    for unit in UNITS.values():
        assert to_base(1, unit.base) in ((1, unit.base), (1.0, unit.base))


def test_no_form_is_listed_twice() -> None:
    forms = [form for printed, _, _ in MEASURES for form in printed.split()] + list(COUNTERS)
    assert sorted(forms) == sorted(set(forms))
