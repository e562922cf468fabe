"""Changes: verbs, comparisons and lists in folded text."""

from __future__ import annotations

import pytest

from transforms.changes import changes_of, fixed_changes, is_attached
from transforms.quantities import find_quantities


def _changes(text: str) -> list[tuple[str, float | None, str | None] | None]:
    return [c and (c.direction, c.value, c.comparison) for c in changes_of(text, find_quantities(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同比增长5%", ("up", 5, "同比")),
        ("较去年同期下降了5%", ("down", 5, "较去年同期")),
        ("与上年同期相比回落0.5个百分点", ("down", 0.5, "与上年同期相比")),
        ("增加到5亿元", None),
        ("提高至5%", None),
        ("新增5亿元", None),
        ("占5%", None),
        ("降幅为5%", ("down", 5, None)),
        ("比全国平均水平低2个百分点", ("down", 2, None)),
    ],
)
def test_the_verb_before_a_quantity_tells_change_from_level(text: str, expected: tuple[str, float, str] | None) -> None:
    (change,) = _changes(text)
    assert (change and change[:2]) == (expected and expected[:2])
    if expected and expected[2]:
        assert change
        assert change[2] == expected[2]


def test_members_of_a_list_share_the_verb() -> None:
    assert _changes("同比分别增长1%、2%和3%") == [("up", 1, "同比"), ("up", 2, "同比"), ("up", 3, "同比")]


def test_a_list_ends_where_another_unit_begins() -> None:
    assert _changes("增长1%和2亿元")[1] is None


@pytest.mark.parametrize(
    ("text", "value", "unit"), [("翻一番", 1, "倍"), ("翻了两番", 3, "倍"), ("翻番", 1, "倍"), ("减半", 50, "%")]
)
def test_doubling_and_halving_are_changes_without_a_numeral_and_unit(text: str, value: float, unit: str) -> None:
    (change,) = fixed_changes(text)
    assert (change.value, change.unit) == (value, unit)


@pytest.mark.parametrize("text", ["坚持平等", "保持平稳", "减半天假", "一番苦心"])
def test_words_that_only_contain_a_change_are_none(text: str) -> None:
    assert fixed_changes(text) == []


@pytest.mark.parametrize(("gap", "attached"), [("，", True), ("、", True), ("", True), ("，其中出口", False)])
def test_a_change_belongs_to_a_level_only_directly_behind_it(gap: str, attached: bool) -> None:
    assert is_attached(f"5元{gap}增长", 2, 2 + len(gap)) is attached
