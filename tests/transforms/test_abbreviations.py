"""Abbreviations of organisations go with their full names."""

import time

import pytest

from transforms.abbreviations import abbreviates, core_of
from transforms.mentions import extract_article_mentions
from transforms.words import Segmenter

SEGMENTER = Segmenter()


def full_names(*sentences: str) -> dict[str, str]:
    words = [SEGMENTER.words(sentence) for sentence in sentences]
    mentions = extract_article_mentions(sentences, words, [SEGMENTER.tags(row) for row in words])
    return {m.text: m.normalized for row in mentions for m in row if m.kind == "organisation"}


@pytest.mark.parametrize(
    ("sentences", "short", "full"),
    [
        (["云岭理工大学（以下简称云理工）签约，云理工将设站。"], "云理工", "云岭理工大学"),
        (["国家自然科学基金委员会（简称“基金委”）公布项目。", "基金委表示满意。"], "基金委", "国家自然科学基金委员会"),
        (["中国科学院院士到会。", "中科院表示支持。"], "中科院", "中国科学院"),
        (["云岭市公安局通报。", "市公安局提醒市民。"], "市公安局", "云岭市公安局"),
        (["太原理工大学召开会议。", "会上，太原理工的师生发言。"], "太原理工", "太原理工大学"),
    ],
)
def test_a_short_name_goes_with_the_full_name_of_the_article(sentences: list[str], short: str, full: str) -> None:
    assert full_names(*sentences)[short] == full


def test_a_short_name_of_two_bodies_goes_with_none() -> None:
    names = full_names("云岭市公安局和河口市公安局通报。", "市公安局提醒市民。")
    assert names["市公安局"] == "市公安局"


def test_a_full_name_stays_as_it_is() -> None:
    assert full_names("云岭市公安局通报。", "市公安局提醒。")["云岭市公安局"] == "云岭市公安局"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("北京大学", "北京理工大学"),
        ("中国银行", "中国人民银行"),
        ("公安局", "云岭市公安局"),
        ("人民医院", "市人民医院"),
    ],
)
def test_another_body_of_its_kind_is_no_abbreviation(short: str, long: str) -> None:
    assert not abbreviates(short, long)


@pytest.mark.parametrize("name", ["云岭市财政局", "北京大学", "东方集团", "中国有限公司"])
def test_names_without_a_core_of_their_own(name: str) -> None:
    assert core_of(name) is None


@pytest.mark.parametrize("piece", ["云岭大学", "市公安局，", "（以下简称", "中国科学院、中科院、"])
def test_time_is_linear_in_adversarial_text(piece: str) -> None:
    started = time.process_time()
    full_names(piece * 5_000)
    assert time.process_time() - started < 20, "a quadratic step"
