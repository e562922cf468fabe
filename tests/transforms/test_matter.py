"""Another matter: new people and bodies and the heading's own words speak for it, pronouns and shared words against."""

from __future__ import annotations

import pytest

from transforms.matter import GRADES, MATTER, matter_grade, matter_signs
from transforms.weights import LOOKS

BEFORE = (
    "渡轮公司上月把老码头的两条旧船送进船坞检修，船工们在船坞里给船底除锈、换板、刷漆，检修完的渡轮重新回到航线上。"
    "公司说航线不会减少，旧船坞也会留下来。"
)


def page_of(heading: str, behind: str) -> tuple[str, int, int]:
    text = f"{BEFORE}\n{heading}\n{behind}\n"
    return text, len(BEFORE) + 1, len(BEFORE) + 1 + len(heading)


def signs(heading: str, behind: str) -> dict[str, float]:
    return matter_signs(*page_of(heading, behind))


def test_every_sign_has_a_weight_and_every_grade_too() -> None:
    assert signs("烧饼铺", "出锅了。").keys() == MATTER.keys()
    for _, name in GRADES:
        assert name in LOOKS["head"]
        assert name in LOOKS["subhead"]


def test_somebody_and_some_body_new_are_seen_and_those_before_are_not_new() -> None:
    new = signs("烧饼铺开张", "昨天，赵建国的烧饼铺在白石县城关中学门口开张。")
    assert new["new name"]
    assert new["new body"]
    assert not signs("船坞留下来", "渡轮公司的船坞检修完了。")["new body"]


def test_the_words_of_a_heading_are_shares_of_its_words() -> None:
    found = signs("烧饼出锅", "烧饼出锅的时候街上只有扫地的人。")
    assert found["heading's words below"] > found["heading's words before"] == 0
    assert all(0 <= found[f"heading's words {where}"] < 1 for where in ("below", "before"))


@pytest.mark.parametrize("opening", ["他把", "但这", "“我们"])
def test_text_that_goes_on_speaks_for_the_same_matter(opening: str) -> None:
    text, start, end = page_of("新的航线", f"{opening}船坞里的旧船检修完了，渡轮重新回到航线上，船工们都在船坞里。")
    assert matter_grade(text, start, end) in ("surely the same matter", "likely the same matter")


def test_an_item_of_its_own_is_graded_so() -> None:
    text, start, end = page_of(
        "白石县烧饼节“烤”出三万游客", "昨天，白石县烧饼节闭幕，县旅游局局长赵建国说，三天里烧饼节迎来三万游客。"
    )
    assert matter_grade(text, start, end) in ("surely another matter", "likely another matter")


def test_nothing_around_a_heading_is_no_error() -> None:
    assert matter_grade("烧饼铺", 0, 3) in LOOKS["head"]
