"""The simplified form for search: as long as the text, and simplified text unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.plausibility import common_characters
from transforms.simplified import search_forms, simplify

texts = st.text(st.sampled_from(common_characters() + "，。「」ab1\n \ufffd𠮷"), max_size=80)


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("臨江市政府昨日召開會議", "临江市政府昨日召开会议"),
        ("皇后在後面，頭髮發白", "皇后在后面，头发发白"),
        ("乾隆年間的乾糧", "乾隆年间的干粮"),
        ("「產業」升級，GDP增長3.8%\n", "「产业」升级，GDP增长3.8%\n"),
        ("", ""),
    ],
)
def test_traditional_text_is_simplified(text: str, simplified: str) -> None:
    assert simplify(text) == simplified


def test_simplified_text_stays() -> None:
    assert simplify("临江市政府昨日召开会议，部署工作。") == "临江市政府昨日召开会议，部署工作。"


@settings(max_examples=200, deadline=None)
@given(texts)
def test_offsets_into_the_text_serve_its_simplified_form(text: str) -> None:
    assert len(simplify(text)) == len(text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_simplifying_twice_is_simplifying_once(text: str) -> None:
    once = simplify(text)
    assert simplify(once) == once


def test_text_in_simplified_characters_is_not_even_copied() -> None:
    text = "临江市政府昨日召开会议，部署工作。" * 50
    assert simplify(text) is text


def test_the_search_form_of_a_word_does_not_depend_on_its_neighbours() -> None:
    words = ["答覆", "經濟", "Wi-Fi", "\n", "İ", "一目瞭然", "会议", "", "甦醒"]
    assert search_forms(words) == [search_forms([word])[0] for word in words]
    assert search_forms(words)[1::4] == ["经济", "一目了然"]


def test_words_in_both_scripts_have_one_search_form() -> None:
    assert search_forms(["會議", "会议", "軟體", "软体"]) == ["会议", "会议", "软体", "软体"]
