"""Stacks of gold pages become examples of division."""

from __future__ import annotations

import pytest

from bench.gold_roles import GoldArticle, GoldPage, line_up
from bench.stacks import StackExample, measure_stacks, stacks_of
from bench.tallies import Tally
from bench.weight_file import Name

BODY = "通车以后，两岸居民过河只要五分钟，不用再等渡船，也不用再绕道上游的老桥。"
ONE: Name = ("STACK", "one")
OTHER: Name = ("STACK", "other")
EXAMPLE = StackExample("lot", "page", {(0, 1): (ONE,), (1, 1): (OTHER, OTHER)}, (1, 1))


def stacks(*heads: str | None) -> list[StackExample]:
    article = GoldArticle(heads[0], heads[1], heads[2], (), (("body", BODY),))
    lines = [line for head in heads if head for line in head.split("\n")] + ["　　" + BODY]
    return stacks_of(line_up(GoldPage("page", "lot", "\n".join(lines).encode(), (article,))))


@pytest.mark.parametrize(
    ("heads", "division"),
    [
        (("市长在通车仪式上强调", "汀河大桥要让两岸都受益", None), (1, 1)),
        ((None, "汀河大桥昨日合龙", "——全长三公里 明年通车"), (0, 1)),
        ((None, "汀河大桥昨日合龙\n两岸居民奔走相告", None), (0, 2)),
        (("市长在通车仪式上强调", "汀河大桥要让两岸都受益", "全长三公里 明年通车\n投资十八亿元"), (1, 1)),
    ],
)
def test_the_right_division_is_that_of_the_gold(heads: tuple[str | None, ...], division: tuple[int, int]) -> None:
    (stack,) = stacks(*heads)
    assert stack.right == division
    n_lines = sum(len(head.split("\n")) for head in heads if head)
    assert len(stack.divisions) == n_lines * (n_lines + 1) // 2


def test_two_plain_lines_are_left_to_what_leans_on_what() -> None:
    assert stacks(None, "汀河大桥昨日合龙", "全长三公里 明年通车") == []


def test_a_single_headline_is_nothing_to_divide() -> None:
    assert stacks(None, "汀河大桥昨日合龙", None) == []


def test_a_mistake_raises_what_the_right_division_has_and_lowers_what_was_preferred() -> None:
    assert EXAMPLE.mistake({ONE: 1.0, OTHER: 0.0}, cost=0.0) == {ONE: -1.0, OTHER: 2.0}
    assert EXAMPLE.mistake({ONE: 1.0, OTHER: 1.0}, cost=0.0) is None
    assert EXAMPLE.mistake({ONE: 1.0, OTHER: 1.0}, cost=1.5) == {ONE: -1.0, OTHER: 2.0}


def test_stacks_are_counted_by_lot() -> None:
    assert measure_stacks([EXAMPLE, EXAMPLE], {ONE: 0.0, OTHER: 1.0}) == {("lot", "stacks"): Tally(2, 2, 2)}
    assert measure_stacks([EXAMPLE], {ONE: 1.0, OTHER: 0.0}) == {("lot", "stacks"): Tally(0, 1, 1)}
