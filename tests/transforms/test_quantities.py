"""Quantities: units, qualifiers and ranges in folded text."""

from __future__ import annotations

import pytest

from transforms.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "raw", "approximation"),
    [
        ("收入近420亿元", "近420亿元", "近"),
        ("附近3家商店", "3家", None),
        ("节约500吨", "500吨", None),
        ("达到3000家以上", "3000家以上", "以上"),
        ("在2公里内", "2公里内", "内"),
        ("内蒙古有2公里内蒙边界", "2公里", None),
        ("突破5亿元", "5亿元", "突破"),
        ("上百名工人", "上百名", "上"),
    ],
)
def test_a_qualifier_is_part_of_the_quantity_only_where_it_qualifies(
    text: str, raw: str, approximation: str | None
) -> None:
    (quantity,) = find_quantities(text)
    assert (text[quantity.start : quantity.end], quantity.approximation) == (raw, approximation)


def test_the_lower_end_of_a_range_takes_the_power_of_the_upper_one() -> None:
    (quantity,) = find_quantities("3至5万元")
    assert (quantity.value, quantity.value_to) == (30_000, 50_000)


def test_from_and_to_are_two_levels_and_no_range() -> None:
    assert [q.value for q in find_quantities("从10%到20%")] == [10, 20]


def test_a_slogan_in_quotation_marks_hides_its_numeral_only() -> None:
    assert [q.value for q in find_quantities("“三个一批”带来3个项目")] == [3]
