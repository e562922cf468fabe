"""Cleaning: each rule mends its fault and leaves sound text alone; nothing Chinese is lost."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean import UNKNOWN_GLYPHS, clean
from transforms.cleaning_rules import RULES
from transforms.decode import UndecodableFile, decode
from transforms.mojibake import fix_mojibake

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases" / "cleaning.json").read_text("utf-8"))
DOCS = Path(__file__).parents[2] / "docs" / "cleaning.md"
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff〇\U00020000-\U0003ffff]")
PIECES = [
    *("国会民 年月日，。、：；“”‘’（）《》()<>&;,.%12４．ａ\n\r\t\u3000\u00a0"),
    *("\u200b\u200d\ufeff\x0c\x02⼈⺠\uf9dd\ue40c\ue5e5\ufffdﬁ︵﹐①℃…\u0301a👨產"),
    *(
        "☎\ufe0f",
        "\ufe00",
        "\U000e0101",
        "\u3164",
        "\u034f",
        "\u202e",
        "\ud800",
        "\udc00",
        "\ue81e",
        "\uf8ff",
        "— —",
        "⸺",
        "ｱ･",
    ),
    *("要要要", "闻闻闻", "版版版", "导导导", "读读读", "1\ufe0f\u20e3", "\u20dd", "\U0010fffd", "𠮷"),
    *("&amp;", "nbsp;", "#20013;", "<br>", "<b", "(chǎn)", "本报讯", "  ", "，，", "11 月16 日", "電(diàn)"),
]
dirty_texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_case(case: dict[str, Any]) -> None:
    cleaned = clean(case["original"])
    assert cleaned.text == case["cleaned"]
    assert set(cleaned.applied) == ({case["rule"]} if case["rule"] else set())


def test_every_rule_has_a_positive_case() -> None:
    assert {rule.name for rule in RULES} | {UNKNOWN_GLYPHS} == {case["rule"] for case in CASES if case["rule"]}


def test_every_rule_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == {rule.name for rule in RULES} | {UNKNOWN_GLYPHS}


@settings(max_examples=500, deadline=None)
@given(dirty_texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text).text
    again = clean(once)
    assert again.text == once
    assert set(again.applied) <= {UNKNOWN_GLYPHS}  # counted, never changed


def chinese_of(text: str) -> list[str]:
    """The Chinese characters of a text, with their doubles (compatibility forms, radicals, references) resolved."""
    text = (
        text.replace("⺠", "民")
        .replace("\ue81e", "龴")
        .replace("&#20013;", "")
        .replace("#20013;", "")
        .replace("中", "")
    )
    return HAN.findall("".join(unicodedata.normalize("NFKC", c) if c in "⼈\uf9dd" else c for c in text))


@settings(max_examples=500, deadline=None)
@given(dirty_texts)
def test_no_chinese_character_is_lost_or_moved(text: str) -> None:
    cleaned = clean(text)
    n_dropped = cleaned.applied.get("overprints", 0)
    assert len(chinese_of(cleaned.text)) + n_dropped == len(chinese_of(text))
    assert n_dropped or chinese_of(cleaned.text) == chinese_of(text)


@given(
    st.lists(st.sampled_from("临江市政府召开会议部署工作"), min_size=5, max_size=30).filter(lambda c: len(set(c)) > 4)
)
def test_overprinted_text_is_set_once_and_counted(characters: list[str]) -> None:
    cleaned = clean("".join(c * 2 for c in characters))
    assert len(cleaned.text) + cleaned.applied.get("overprints", 0) == 2 * len(characters)


def test_the_reasons_add_up_to_what_the_quality_lost() -> None:
    cleaned = clean("临江市政府昨日召开会议\ufffd，部署第三季度工作\ue123，⼈民日报等参加会议。" * 3)
    assert set(cleaned.reasons) == {"damaged", "private", "repaired"}
    assert 1 - sum(cleaned.reasons.values()) == pytest.approx(cleaned.quality, abs=0.001)


def test_a_page_without_text_says_so() -> None:
    assert clean(" \n").reasons == {"empty": 1.0}


@given(st.text(st.sampled_from("国会民年月日，。、：；“”（）《》12a\n"), max_size=60))
def test_text_without_a_fault_stays_as_it_is(text: str) -> None:
    text = re.sub(r"([，。、：；])\1+", r"\1", text)
    assert clean(text).text == text


def test_repairs_are_counted_by_rule() -> None:
    applied = clean("⼈⺠日报\r\n２０２６年").applied
    assert applied == {"radicals": 2, "line_ends": 1, "wide_forms": 1}


def test_sound_text_has_full_quality() -> None:
    assert clean("临江市政府昨日召开会议，部署第三季度工作。").quality == 1.0


def test_quality_falls_with_damage() -> None:
    sound = "临江市政府昨日召开会议，部署第三季度工作。" * 5
    qualities = [clean(sound + fault * 5).quality for fault in ("", "\u200b", "\ue123", "\ufffd")]
    assert qualities == sorted(qualities, reverse=True)
    assert len(set(qualities)) == 4


def test_quality_of_no_text_is_zero() -> None:
    assert clean(" \n").quality == 0.0


def test_full_width_digits_cost_no_quality() -> None:
    assert clean("２０２６年，全市召开会议。").quality == 1.0


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "&amp;",
        " ",
        "  \n",
        "国 ",
        "(",
        "，",
        "。。",
        "1 年",
        "１，",
        "a\u0301",
        "產(chǎn)",
        "⼈",
        "\t",
        "“ ",
        "\x0c国",
        "国国会会民民年年月月",
        "国国",
        "──",
    ],
)
def test_long_monotonous_input_is_cleaned_in_linear_time(unit: str) -> None:
    def seconds(n_characters: int) -> float:
        text = unit * (n_characters // len(unit))
        times = []
        for _ in range(3):
            start = time.process_time()
            clean(text)
            times.append(time.process_time() - start)
        return min(times)

    # eight times the text: linear work takes eight times as long, quadratic work sixty-four
    assert seconds(160_000) < 30 * max(seconds(20_000), 0.003)


@pytest.mark.skipif(not SHARED.exists(), reason="the sample texts are not beside the checkout")
@pytest.mark.parametrize("folder", ["pages", "words", "entities", "sentences"])
def test_no_sound_sample_text_is_taken_for_mojibake(folder: str) -> None:
    for path in sorted((SHARED / folder).rglob("*")):
        if path.is_file() and path.stat().st_size < 1_000_000:
            try:
                text = decode(path.read_bytes()).text
            except UndecodableFile:
                continue
            assert fix_mojibake(text) == (text, 0), path.name


@pytest.mark.skipif(not SHARED.exists(), reason="the sample pages are not beside the checkout")
def test_cleaning_sample_pages_is_idempotent_and_keeps_every_chinese_character() -> None:
    for path in sorted((SHARED / "pages").rglob("*.txt")):
        text = decode(path.read_bytes()).text
        cleaned = clean(text)
        assert clean(cleaned.text).applied == {}, path.name
        n_radicals = cleaned.applied.get("radicals", 0)
        assert len(HAN.findall(cleaned.text)) == len(HAN.findall(text)) + n_radicals, path.name
