"""Which of two plain lines over an article is its headline."""

from __future__ import annotations

import pytest

from transforms.leaning import LEANING, leaning_signs
from transforms.page import read_page

_MILL = "本报讯（记者 谷雨声）市面粉三厂上半年利润翻了一番，奖金昨天发到四百名工人手里。车间主任说，活还是那些活。"
_RAIL = "本报讯（记者 谷雨声）云州至安岭铁路昨天全线铺轨，最后一组钢轨在安岭站外落下。明年通车后两地车程三十五分钟。"


def leaning(above: str, below: str, opening: str, *, before_news: bool = True) -> float:
    signs = leaning_signs(above, below, opening, before_news=before_news)
    assert signs.keys() == LEANING.keys()
    return sum(LEANING[name] * value for name, value in signs.items())


@pytest.mark.parametrize(
    ("lines", "text", "kicker"),
    [
        (("砸掉“大锅饭” 换来“干劲足”", "市面粉三厂利润翻番"), _MILL, True),
        (("云州至安岭铁路全线铺轨", "通车后两地车程三十五分钟"), _RAIL, False),
        (("安岭站外最后一组钢轨", "“铁路修到了家门口”"), _RAIL, True),
        (("市面粉三厂利润翻番", "厂长：活还是那些活"), _MILL, False),
        (("雨天骑车 当心“水下陷阱”", "市政热线提醒：见到路面冒泡请绕行"), _MILL, False),
    ],
)
def test_a_slogan_is_a_kicker_and_what_goes_on_from_news_a_deck(
    lines: tuple[str, str], text: str, kicker: bool
) -> None:
    article = read_page("\n".join([*lines, text]) + "\n").articles[0]
    read = (article.kicker, article.headline) if kicker else (article.headline, article.deck)
    assert read == lines


def test_the_line_whose_words_the_article_opens_with_is_rather_the_headline() -> None:
    above, below = "老船坞里忙检修", "渡轮公司添新船"
    assert leaning(above, below, "渡轮公司昨天添了两条新船。") > leaning(above, below, "老船坞里船工忙着检修。")


def test_only_the_first_sentence_counts_as_the_opening() -> None:
    above, below = "老船坞里忙检修", "渡轮公司添新船"
    assert leaning(above, below, "天晴了。渡轮公司昨天添了两条新船。") == leaning(above, below, "天晴了。")


def test_the_signs_of_a_division_are_its_evidence() -> None:
    article = read_page(f"云州至安岭铁路全线铺轨\n通车后两地车程三十五分钟\n{_RAIL}\n").articles[0]
    assert dict(article.evidence)["leaning: before news"] == LEANING["before news"]
