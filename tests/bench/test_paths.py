"""Paths count what the search adds up, under any weights, on pages of every kind of line."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.gold_roles import GoldPage, LinedPage, Roles, line_up
from bench.page_examples import PageExample, worst_gap
from bench.paths import TABLES, best_score, kept_to, make_model, path_features, weighed, with_cost
from bench.weight_file import WeightFile
from transforms.segments import find_roles

FILE = WeightFile.read()
VALUES = FILE.values(*TABLES)
LINES = [
    "汀河大桥昨日合龙",
    "——写在两岸居民通车之后",
    "社论",
    "本报记者 周砚秋",
    "　　本报讯（记者 周砚秋）汀河大桥昨日合龙。",
    "　　新华社汀州10月13日电 汀河两岸连日大雨。",
    "　　通车以后，两岸居民过河只要五分钟。",
    "　　岭南的渔民顾大成说，他每天看着桥一点一点",
    "伸过来，",
    "一、桥下的渔村",
    "（顾大成）",
    "（下转第3版）",
    "（上接第1版）",
    "图为合龙现场。 任小明摄",
    "（作者为汀河文学社社员）",
]
TEXT_AROUND_A_HEADING = [LINES[0], LINES[6], LINES[9], LINES[6]]
PAGES = st.lists(st.sampled_from(LINES), min_size=1, max_size=25)


def lined(lines: Sequence[str]) -> LinedPage:
    return line_up(GoldPage("page", "lot", ("\n".join(lines) + "\n").encode(), ()))


@settings(max_examples=30, deadline=None)
@given(PAGES, st.integers(0, 9999), st.sampled_from([0.0, 0.3, 2.0]))
def test_what_paths_count_is_what_the_search_adds_up(lines: list[str], seed: int, spread: float) -> None:
    chance = random.Random(seed)
    values = {name: value + chance.gauss(0.0, spread) for name, value in VALUES.items()}
    page = lined(lines)
    if page.lines:
        assert worst_gap([PageExample(page, FILE, "lot", "page")], values) < 1e-9


def test_weights_of_the_file_give_the_readings_their_own_scores() -> None:
    page = lined(LINES)
    again = weighed(page.readings, make_model(FILE, VALUES))
    assert [reading.scores for reading in again] == [pytest.approx(reading.scores) for reading in page.readings]


def test_a_weight_on_the_path_changes_its_score_by_as_often_as_it_counts() -> None:
    page = lined(LINES)
    roles = find_roles(page.readings)
    counts, _ = path_features(page.readings, roles, FILE, VALUES)
    assert counts["JOINS", "sentence open"] >= 1
    raised = VALUES | {("JOINS", "sentence open"): VALUES["JOINS", "sentence open"] + 0.5}
    model = make_model(FILE, raised)
    before, after = (best_score(weighed(page.readings, m), m.grammar) for m in (make_model(FILE, VALUES), model))
    assert after - before == pytest.approx(0.5 * counts["JOINS", "sentence open"])


@pytest.mark.parametrize("role", ["head", "subhead"])
def test_readings_kept_to_a_role_lead_to_it(role: str) -> None:
    page = lined(TEXT_AROUND_A_HEADING)
    allowed: list[Roles | None] = [None, None, frozenset({role}), None]
    assert {"head", "subhead"} <= page.readings[2].scores.keys()
    assert find_roles(kept_to(page.readings, allowed))[2] == role


def test_a_cost_leads_to_roles_that_are_not_allowed() -> None:
    page = lined(TEXT_AROUND_A_HEADING)
    right = find_roles(page.readings)
    allowed: list[Roles | None] = [frozenset({role}) for role in right]
    assert find_roles(with_cost(page.readings, allowed, 0.0)) == right
    assert find_roles(with_cost(page.readings, allowed, 99.0))[2] != right[2]


def test_beginning_an_article_where_none_begins_costs_three_times_as_much() -> None:
    page = lined(TEXT_AROUND_A_HEADING)
    (before, after) = (
        readings[2].scores for readings in (page.readings, with_cost(page.readings, [frozenset({"body"})] * 4, 1.0))
    )
    assert {role: after[role] - before[role] for role in ("body", "subhead", "head")} == pytest.approx(
        {"body": 0.0, "subhead": 1.0, "head": 3.0}
    )
