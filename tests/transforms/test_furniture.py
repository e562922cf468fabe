"""Furniture by its place on the page: heads above, between and behind the text, several lines in a row, contacts."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.furniture import find_furniture
from transforms.furniture_kinds import closing_kind
from transforms.lines import find_manner, split_lines
from transforms.page import read_page

NEWS = (
    "河口大桥昨日合龙\n本报讯（记者 林小溪）昨天上午，河口大桥主桥顺利合龙。大桥全长两千一百米，预计明年六月通车。\n"
    "建设者在江上奋战了三个冬天，没有一人请过长假。\n"
)
NOTICE = "停水通知\n因管网检修，城南片区明天八时至二十时停水，请市民提前储水。\n"
DATES = ("2018年3月28日", "二〇一八年三月二十八日", "2018.03.28", "中華民國107年3月28日")
NAMES = ("临江晚报", "临　江　晚　报", "臨江時報　海外版")
PAGES = ("A08", "第三版", "5版")
SECTIONS = ("要闻", "公司·市场", "城事")
CREDITS = (
    "编辑 白小荷　组版 阿青　校对 许诺",
    "責任編輯／方季　版面設計／阮小鹿",
    "责编 卞 之 溪  见习编辑 祝 余",
    "责任编辑：律 己 美术编辑：云 开",
)
BESIDE = (
    "农历戊戌年二月十二",
    "戊戌年二月十二",
    "第九八六三号",
    "今日12 版",
    "LINJIANG DAILY",
    "每份四分　全月一元一角",
)


def furniture_of(text: str) -> list[str]:
    return [text[piece.start : piece.end].strip() for piece in read_page(text).furniture]


def articles_of(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    page = read_page(text)
    return [(article.headline, tuple(p.text for p in article.paragraphs)) for article in page.articles]


@st.composite
def folios(draw: st.DrawFn) -> str:
    """A line of a paper's head: the day with weekday, name or page, in any order and with either sort of gap."""
    parts = [draw(st.sampled_from(DATES)), draw(st.sampled_from(PAGES)), draw(st.sampled_from(SECTIONS))]
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(("星期三", "星 期 三", "週三"))))
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(NAMES)))
    return draw(st.sampled_from(("　", "  ", "　　"))).join(draw(st.permutations(parts)))


@settings(max_examples=60, deadline=None)
@given(folio=folios(), place=st.sampled_from(["above", "between", "behind"]))
def test_a_folio_is_found_wherever_it_stands_and_leaves_the_articles_as_they_are(folio: str, place: str) -> None:
    page = {
        "above": f"{folio}\n{NEWS}{NOTICE}",
        "between": f"{NEWS}{folio}\n{NOTICE}",
        "behind": f"{NEWS}{NOTICE}{folio}\n",
    }[place]
    assert furniture_of(page) == [folio]
    assert articles_of(page) == articles_of(NEWS + NOTICE)


@settings(max_examples=60, deadline=None)
@given(head=st.permutations(["临　江　晚　报", "2018年3月28日　星期三", *BESIDE[:5]]), n_lines=st.integers(2, 6))
def test_a_head_of_several_lines_is_furniture_as_a_whole(head: list[str], n_lines: int) -> None:
    lines = ["2018年3月28日　星期三", *(line for line in head if "星期" not in line)][: n_lines + 1]
    page = "\n".join(lines) + "\n" + NEWS
    assert furniture_of(page) == lines
    assert articles_of(page) == articles_of(NEWS)


@pytest.mark.parametrize("credits_line", CREDITS)
@pytest.mark.parametrize("beside", ["临江晚报", "每份四分　全月一元一角", "扫码看大桥全景"])
def test_what_stands_beside_the_credits_at_the_foot_is_furniture(credits_line: str, beside: str) -> None:
    for foot in ([credits_line, beside], [beside, credits_line]):
        assert furniture_of(NEWS + "\n".join(foot)) == foot


def test_a_telephone_without_owner_belongs_to_the_paper_behind_its_credits_alone() -> None:
    credits_line, number = "责任编辑：林小溪 版式：江河", "电话：8801234"
    assert furniture_of(f"{NEWS}{credits_line}\n{number}\n") == [credits_line, number]
    assert furniture_of(f"{NEWS}{NOTICE}{number}\n{credits_line}\n") == [credits_line]


@pytest.mark.parametrize(
    "own", ["联系人：边工　电话：6633022", "联系电话：6622900", "救助热线：23890000", "2018年3月28日"]
)
def test_what_closes_a_notice_stays_with_it_above_the_foot_of_the_page(own: str) -> None:
    page = f"{NEWS}{NOTICE}{own}\n责任编辑：林小溪 版式：江河\n临江晚报　2018年3月28日　星期三\n"
    assert own not in furniture_of(page)
    assert own in articles_of(page)[-1][1]


def test_a_line_behind_furniture_that_fills_the_column_is_looked_at_too() -> None:
    lines = split_lines("责任编辑：林小溪　版式：江河水　校对：罗山\n值班编辑：林小溪　美编：江河水　校对：罗山")
    for line in lines:
        line.full = True
    assert find_furniture(lines) == {0: "credits", 1: "credits"}


def test_a_day_above_a_foot_that_says_the_day_itself_closes_a_notice() -> None:
    foot = "A05 公告　临江晚报　2018年3月29日"
    assert furniture_of(f"{NEWS}{NOTICE}2018年3月28日\n{foot}\n") == [foot]
    assert furniture_of(f"{NEWS}{NOTICE}2018年3月28日\nA05 公告　临江晚报\n")[0] == "2018年3月28日"


def test_a_long_line_of_addresses_and_prices_is_furniture_at_the_foot() -> None:
    phones = "　".join(f"{office}电话：860123{n}" for n, office in enumerate(["总编室", "编辑部", "广告部", "发行部"]))
    prices = "国内统一刊号：CN99-0001　邮发代号：51-7　零售每份1.5元　承印：临江日报印务中心"
    imprint = f"社址：临江市人民路1号　邮编：330000　{phones}　{prices}"
    assert len(imprint) > 110
    assert furniture_of(NEWS + imprint) == [imprint]


@pytest.mark.parametrize("section", ["影像·元宵", "理论", "公司/市场"])
def test_a_section_alone_opens_the_head(section: str) -> None:
    page = read_page(f"{section}\n2018年3月28日　星期三\n{NEWS}")
    assert [piece.kind for piece in page.furniture] == ["masthead", "folio"]
    assert page.page_section == section.split("·")[0]
    assert furniture_of(f"{NEWS}{section}\n2018年3月28日　星期三\n{NOTICE}") == ["2018年3月28日　星期三"]


def test_a_number_under_a_table_and_a_page_in_a_summary_are_no_foot() -> None:
    assert furniture_of(NEWS + "导读\n美育从娃娃抓起\n第八版\n") == []


@pytest.mark.parametrize(
    "unit", [" ", "1", "(", "一", "报 ", "12 34 ", "2018年", "电话:", "编辑 ", "责编 林 ", "正月", "· "]
)
def test_odd_lines_take_time_in_proportion_to_their_number(unit: str) -> None:
    text = "\n".join("题" + unit * (100 // len(unit)) + "地" * (n % 7) for n in range(3000))
    lines = split_lines(text)
    find_manner(lines)
    began = time.process_time()
    find_furniture(lines)
    assert time.process_time() - began < 3.0


def test_every_line_of_furniture_is_kept_with_its_kind() -> None:
    page = "临江晚报\n第三版　要闻\n" + NEWS + "责任编辑：林小溪\n"
    text = re.sub(r"\s", "", "".join(furniture_of(page)))
    assert text == "临江晚报第三版要闻责任编辑：林小溪"
    assert [piece.kind for piece in read_page(page).furniture] == ["masthead", "folio", "credits"]


def test_the_last_sentence_of_an_article_is_no_foot() -> None:
    text = "供电所上门教老人缴费\n本报讯 供电所昨天派人上门教老人缴费。\n市民可在客户端查询2026年度的账单。\n"
    assert [f.kind for f in read_page(text).furniture] == []


def test_a_paper_names_its_hotline_at_the_foot() -> None:
    text = "供电所上门教老人缴费\n本报讯 供电所昨天派人上门教老人缴费。\n读者报料：96000 一经采用，奖励50元\n"
    assert [f.kind for f in read_page(text).furniture] == ["contact"]


def test_a_forecast_above_the_credits_belongs_to_its_article() -> None:
    text = "周末降温\n市气象台预计，今天夜里起有小雨。\n明天：小雨，东北风三级，8℃至14℃\n责任编辑：陈安 版式：李宁\n"
    assert [f.kind for f in read_page(text).furniture] == ["credits"]


def test_a_paper_warns_of_its_own_page_and_not_of_what_it_reports() -> None:
    assert closing_kind("本版文中所涉药物、药方,请在医师指导下使用。") == "rights"
    assert closing_kind("本报记者获得的信息显示,这家公司向市民提供虚假服务。") is None
    assert closing_kind("文中提到的资料由市档案馆提供。") is None
