"""Mojibake: what can be undone exactly is undone, and sound text is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.mojibake import fix_mojibake
from transforms.plausibility import common_characters

chinese_lines = st.text(st.sampled_from(common_characters()[:500]), min_size=12, max_size=60).map(
    lambda words: f"{words[:8]}，{words[8:]}。"
)


@pytest.mark.parametrize("right", ["utf-8", "gb18030"])
def test_chinese_read_as_latin1_is_restored(right: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(chinese_lines)
    def restores(line: str) -> None:
        assert fix_mojibake(line.encode(right).decode("latin-1")) == (line, 1)

    restores()


@settings(max_examples=200, deadline=None)
@given(st.lists(chinese_lines, max_size=4).map("\n".join))
def test_sound_chinese_is_left_alone(text: str) -> None:
    assert fix_mojibake(text) == (text, 0)


def test_only_the_garbled_line_changes() -> None:
    garbled = "会议昨日召开".encode("gb18030").decode("latin-1")
    assert fix_mojibake(f"要闻\n{garbled}\n价格±5%") == ("要闻\n会议昨日召开\n价格±5%", 1)


def test_one_mention_of_the_famous_mojibake_stays() -> None:
    assert fix_mojibake("乱码“锟斤拷”的来历") == ("乱码“锟斤拷”的来历", 0)
