"""The perceptron finds weights that tell right from wrong, and stays near those it started from."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bench.gold_roles import GoldArticle, GoldPage, line_up
from bench.page_examples import PageExample, measure_pages
from bench.paths import TABLES
from bench.perceptron import difference, learn, rounded
from bench.weight_file import Name, Values, WeightFile

A: Name = ("a",)
B: Name = ("b",)
PAGE = """汀河大桥昨日合龙
　　本报讯（记者 周砚秋）汀河大桥昨日合龙。这座桥跨越汀河两
岸，是连接新旧城区的要道。
　　通车以后，两岸居民过河只要五分钟。
桥下的渔村
　　岭南的渔民顾大成说，他每天看着桥一点一点伸过来。
"""
ARTICLE = GoldArticle(
    None,
    "汀河大桥昨日合龙",
    None,
    ("周砚秋",),
    (
        ("body", "本报讯（记者 周砚秋）汀河大桥昨日合龙。这座桥跨越汀河两岸，是连接新旧城区的要道。"),
        ("body", "通车以后，两岸居民过河只要五分钟。"),
        ("subhead", "桥下的渔村"),
        ("body", "岭南的渔民顾大成说，他每天看着桥一点一点伸过来。"),
    ),
)


@dataclass(frozen=True)
class Choice:
    """Right where a weight is above another by more than the cost."""

    right: Name
    wrong: Name
    times: float = 1.0

    def mistake(self, values: Values, cost: float) -> Values | None:
        if values[self.right] > values[self.wrong] + cost:
            return None
        return difference({self.right: self.times}, {self.wrong: self.times})


def test_learning_separates_a_page_from_weights_that_know_nothing() -> None:
    file = WeightFile.read()
    page = line_up(GoldPage("page", "lot", PAGE.encode(), (ARTICLE,)))
    example, nothing = PageExample(page, file, "lot", "page"), dict.fromkeys(file.values(*TABLES), 0.0)
    assert measure_pages([example], nothing)["lot", "roles"].f1 < 1.0
    *_, learned = learn([example], nothing, epochs=30, rate=0.1, cost=1.0, seed=1)
    assert measure_pages([example], learned)["lot", "roles"].f1 == 1.0
    assert measure_pages([example], learned)["lot", "starts"].f1 == 1.0


def test_a_weight_that_two_roles_share_is_learned_as_one() -> None:
    file = WeightFile.read()
    page = line_up(GoldPage("page", "lot", PAGE.encode(), (ARTICLE,)))
    nothing = dict.fromkeys(file.values(*TABLES), 0.0)
    *_, learned = learn([PageExample(page, file, "lot", "page")], nothing, epochs=3, rate=0.1, cost=1.0, seed=1)
    follows = file.tables(learned)["FOLLOWS"]
    assert any(follows["lead"].values())
    assert follows["lead"] == follows["start"] == follows["body"] == follows["cont"]


def test_examples_read_rightly_by_the_margin_change_nothing() -> None:
    start = {A: 3.0, B: 1.0}
    assert list(learn([Choice(A, B)], start, epochs=2, rate=0.5, cost=1.0, seed=1)) == [start, start]


def test_the_cost_asks_for_a_margin() -> None:
    start = {A: 1.2, B: 1.0}
    assert list(learn([Choice(A, B)], start, epochs=1, rate=0.5, cost=0.0, seed=1)) == [start]
    assert list(learn([Choice(A, B)], start, epochs=1, rate=0.5, cost=1.0, seed=1)) == [{A: 1.7, B: 0.5}]


def test_weights_are_the_mean_of_those_after_every_step() -> None:
    steps = learn([Choice(A, B)], {A: 0.0, B: 0.0}, epochs=2, rate=1.0, cost=3.0, seed=1)
    assert list(steps) == [{A: 1.0, B: -1.0}, {A: 1.5, B: -1.5}]


def test_one_step_changes_a_weight_by_three_times_the_rate_at_most() -> None:
    (values,) = learn([Choice(A, B, times=50.0)], {A: 0.0, B: 0.0}, epochs=1, rate=0.1, cost=0.0, seed=1)
    assert values == pytest.approx({A: 0.3, B: -0.3})


def test_a_difference_leaves_out_what_both_have_as_often() -> None:
    assert difference({A: 2.0, B: 1.0}, {A: 2.0, ("c",): 1.0}) == {B: 1.0, ("c",): -1.0}


def test_rounding_gives_one_decimal_and_no_negative_zero() -> None:
    assert str(rounded({A: -0.04, B: 1.26})) == str({A: 0.0, B: 1.3})
