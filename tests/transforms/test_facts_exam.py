"""Facts in sentences of many kinds of papers, whose gold was written before any rule was tried on them.

Rules have been made with the exam in view since: only the first-look figures below are those of unseen sentences.

For what is missing and extra: `PYTHONPATH=.:tests python tests/facts_score.py tests/cases/facts_exam person place ...`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from facts_score import KINDS, SHARES, Score, score

from transforms.words import Segmenter

CASES = Path(__file__).parents[1] / "cases"
EXAM = sorted((CASES / "facts_exam").glob("*.json"))
LATER = sorted((CASES / "facts_exam_later").glob("*.json"))
THIRD = sorted((CASES / "facts_exam_third").glob("*.json"))
# 12 papers, 150 sentences, read for the first time on the day they were written: figure 0.860, change 0.750,
# person 0.841, place 0.793, organisation 0.746, slogan 0.963, date 0.905; metric 0.920, role 0.943, employer 0.610,
# same 0.000.
# The floors are a little under what the rules reached last; raise them with it.
FLOORS = {
    "figure": 0.97,
    "change": 0.94,
    "person": 0.94,
    "place": 0.92,
    "organisation": 0.92,
    "slogan": 0.96,
    "date": 0.98,
    "metric": 0.93,
    "role": 0.98,
    "employer": 0.90,
    "same": 0.99,
}


# 5 other papers, 60 sentences, written when the rules were done and not answered by any since: figure 0.935, change
# 0.941, person 0.845, place 0.829, organisation 0.753, slogan 1.000, date 0.917; metric 0.949, role 0.967, employer
# 0.588, same 1.000. The rules before the first exam read of them: organisation 0.630, place 0.750, change 0.875,
# employer 0.500, same 0.000, and the rest alike.
LATER_FLOORS = {
    "figure": 0.93,
    "change": 0.94,
    "person": 0.88,
    "place": 0.82,
    "organisation": 0.79,
    "slogan": 0.99,
    "date": 0.91,
    "metric": 0.94,
    "role": 0.96,
    "employer": 0.58,
    "same": 0.99,
}

# 13 more papers, 219 sentences by another hand, read for the first time: figure 0.934, change 0.946 (a doubling counted
# as here), person 0.799, place 0.760, organisation 0.761, slogan 0.955, date 0.904; metric 0.893, role 0.925, employer
# 0.547, same 1.000. Rules were made with them in view since, which raised the exam before, too: person 0.845 to 0.892,
# organisation 0.753 to 0.800.
THIRD_FLOORS = {
    "figure": 0.93,
    "change": 0.94,
    "person": 0.93,
    "place": 0.83,
    "organisation": 0.85,
    "slogan": 0.95,
    "date": 0.90,
    "metric": 0.88,
    "role": 0.95,
    "employer": 0.67,
    "same": 0.99,
}


@pytest.fixture(scope="module")
def third() -> dict[str, Score]:
    return score(THIRD, Segmenter())


@pytest.mark.parametrize("measure", [*KINDS, *SHARES])
def test_facts_of_a_third_hand_are_found_no_worse_than_before(measure: str, third: dict[str, Score]) -> None:
    assert third[measure].gold > 0
    assert third[measure].f1 >= THIRD_FLOORS[measure], third[measure].errors


@pytest.fixture(scope="module")
def later() -> dict[str, Score]:
    return score(LATER, Segmenter())


@pytest.mark.parametrize("measure", [*KINDS, *SHARES])
def test_facts_of_other_papers_are_found_no_worse_than_at_first(measure: str, later: dict[str, Score]) -> None:
    assert later[measure].gold > 0
    assert later[measure].f1 >= LATER_FLOORS[measure], later[measure].errors


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score(EXAM, Segmenter())


@pytest.mark.parametrize("measure", [*KINDS, *SHARES])
def test_facts_are_found_no_worse_than_before(measure: str, scores: dict[str, Score]) -> None:
    assert scores[measure].gold > 0
    assert scores[measure].f1 >= FLOORS[measure], scores[measure].errors


@pytest.mark.parametrize("path", [*EXAM, *LATER, *THIRD], ids=lambda path: str(path.stem))
def test_what_the_gold_names_stands_in_its_sentence(path: Path) -> None:
    for sentence in json.loads(path.read_text("utf-8"))["sentences"]:
        for key in ("dates", "places", "organisations", "slogans"):
            assert all(name in sentence["text"] for name in sentence.get(key, ())), sentence
        assert all(person["name"] in sentence["text"] for person in sentence.get("people", ()))
        assert all((figure["raw"] or "") in sentence["text"] for figure in sentence.get("figures", ()))
