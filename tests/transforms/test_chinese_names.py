"""How long a Chinese name is, and what is none though it opens like one."""

from __future__ import annotations

import pytest

from transforms.chinese_names import held_end, is_time, name_end
from transforms.tagged import TaggedText, join_sentences
from transforms.wordclasses import classes_of
from transforms.words import Segmenter

SEGMENTER = Segmenter()


def tagged(text: str) -> TaggedText:
    joined = join_sentences([[text]])
    words = SEGMENTER.words(joined.text)
    tags = SEGMENTER.tags(words)
    return TaggedText(joined, words, tags, bytes(map(classes_of, words, tags)))


@pytest.mark.parametrize(
    ("text", "name"), [("市长魏民主持会议", "魏民"), ("局长林志远说", "林志远"), ("院长高高兴兴", "")]
)
def test_what_can_follow_a_name_says_where_it_ends(text: str, name: str) -> None:
    end = name_end(tagged(text), 2, 2)
    assert text[2:end] == name


def test_less_has_to_speak_for_a_name_behind_an_office_but_a_name_it_must_look_like() -> None:
    text = "主任医师骆鸿儒赴外地"
    assert text[4 : held_end(tagged(text), 4)] == "骆鸿儒"
    assert held_end(tagged("公安局局长连夜赶到现场"), 5) == 0


@pytest.mark.parametrize(
    ("text", "at", "end", "time"),
    [("于次年辞职", 0, 3, True), ("张华年过七旬", 0, 3, True), ("粟万年出席", 0, 3, False), ("池晓月说", 0, 3, False)],
)
def test_a_time_or_an_age_is_no_name(text: str, at: int, end: int, time: bool) -> None:
    assert is_time(text, at, end) is time
