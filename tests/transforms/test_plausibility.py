"""Plausibility: Chinese scores high, wrong readings and other languages low."""

from __future__ import annotations

import pytest

from transforms.plausibility import PLAUSIBLE, common_characters, name_script, score_chinese

SIMPLIFIED = "临江市政府昨日召开会议，部署第三季度工作。"
TRADITIONAL = "臨江市政府昨日召開會議，部署第三季度工作。"


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "佢哋嘅作品喺大會堂擺咗一個月", "第三版", "会议"])
def test_chinese_is_plausible(text: str) -> None:
    assert score_chinese(text) > 0.6


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (TRADITIONAL, "big5", "gb18030"),
        (SIMPLIFIED, "gb18030", "big5-hkscs"),
        (SIMPLIFIED, "utf-8", "gb18030"),
        (SIMPLIFIED, "utf-16-le", "utf-16-be"),
        (SIMPLIFIED, "gb18030", "latin-1"),
    ],
)
def test_a_wrong_reading_is_not_plausible(text: str, right: str, wrong: str) -> None:
    assert score_chinese(text.encode(right).decode(wrong, "replace")) < PLAUSIBLE - 0.3


def test_text_without_chinese_scores_zero() -> None:
    assert score_chinese("The council met.") == 0.0


def test_the_table_holds_every_character_once() -> None:
    assert len(set(common_characters())) == len(common_characters()) > 5000


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("会议 on Monday", "han"),
        ("市の予算案は可決された", "kana"),
        ("예산안을 가결했다", "hangul"),
        ("Совет утвердил бюджет", "cyrillic"),
        ("123, 456", "none"),
    ],
)
def test_a_script_is_named(text: str, script: str) -> None:
    assert name_script(text)[0] == script
