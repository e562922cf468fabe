"""Names of columns: told by their kind, by their words, by leading on into a headline; news headlines are none."""

from __future__ import annotations

import pytest

from transforms.column_names import is_column_name, leads_on
from transforms.page import read_page


@pytest.mark.parametrize(
    "plain",
    [
        "灯下漫笔",
        "股市行情",
        "第一落点",
        "诗 页",
        "战“疫”诗笺",
        "连载42",
        "诗二首",
        "学习《矛盾论》札记",
        "一线调研·走进车间",
        "■以案说法",
        "科学与生活",
        "今日云州",
    ],
)
def test_names_of_columns_are_known(plain: str) -> None:
    assert is_column_name(plain)


@pytest.mark.parametrize(
    "plain",
    [
        "我市新开三条公交线",
        "父亲的菜园",
        "二号高炉昨日投产",
        "张三获奖",
        "■二号高炉投产",
        "今日开幕",
        "今日启程",
        "父亲与儿子",
    ],
)
def test_headlines_are_no_names_of_columns(plain: str) -> None:
    assert not is_column_name(plain)


def test_a_place_in_which_things_happen_leads_on() -> None:
    assert leads_on("在希望的田野上")
    assert not leads_on("在市委三楼会议室里昨天举行了座谈会")


def test_a_columns_name_is_no_part_of_the_headline_below_it() -> None:
    text = "股市行情\n沙角指数微升\n本报讯 沙角交易所昨天成交清淡，指数收市微升三点，成交二百万股。\n"
    (article,) = read_page(text).articles
    assert (article.label, article.kicker, article.headline) == ("股市行情", None, "沙角指数微升")
