"""A paper's own rules: each changes what it says and nothing else, on any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_page import claimed

from transforms.page import read_page
from transforms.paper_rules import with_byline_words
from transforms.records import Page, PageHints, PaperRules

CASES = Path(__file__).parents[1] / "cases"
SCRAPS: list[str] = json.loads((CASES / "scraps.json").read_text("utf-8"))
PAGES = sorted((CASES / "pages").glob("*.txt"))

NEWS = (
    "河道清淤提前完工\n本报讯 昨天，市水务局宣布清淤工程提前完工，投入机械四百六十台。（孙小宁）\n"
    "老城人家灯火闲坐\n桥头的灯亮了一夜\n桥头的灯亮了一夜，摆摊的人说，灯亮着，心里就踏实。\n"
    "今日上街热线　请拨打市民服务专线\n"
)


def read(text: str, **rules: object) -> Page:
    return read_page(text, PageHints(rules=PaperRules(**rules)))


def heads(page: Page) -> list[tuple[str | None, str | None]]:
    return [(article.label, article.headline) for article in page.articles]


def test_lines_that_a_pattern_fits_as_a_whole_are_furniture() -> None:
    own = read(NEWS, furniture=("今日.{1,6}热线.*", "桥头"))
    assert [NEWS[f.start : f.end] for f in own.furniture if f.kind == "paper"] == ["今日上街热线　请拨打市民服务专线"]
    assert [f.kind for f in read_page(NEWS).furniture] == []


def test_a_pattern_reads_lines_as_they_are_printed() -> None:
    text = "（本版导览）\n" + NEWS
    assert [f.kind for f in read(text, furniture=("（本版导览）",)).furniture] == ["paper"]
    assert [f.kind for f in read(text, furniture=("本版导览",)).furniture] == []


def test_furniture_stands_in_the_order_of_the_page() -> None:
    text = "市内要闻导览牌\n" + NEWS + "责任编辑：陈安\n"
    starts = [f.start for f in read(text, furniture=("市内要闻导览牌", "今日.*")).furniture]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_a_papers_label_stands_over_its_headline() -> None:
    assert ("老城人家灯火闲坐", "桥头的灯亮了一夜") in heads(read(NEWS, labels=("老城人家灯火闲坐",)))
    assert ("老城人家灯火闲坐", "桥头的灯亮了一夜") not in heads(read_page(NEWS))


def test_a_papers_word_for_reporters_vouches_for_names_in_lines_and_leads() -> None:
    text = (
        "渡轮停了\n晚报跑腿员 陶小舟\n早上七点，码头的铁门没有开，等船的人站了一排，谁也不说话。\n"
        "菜价连涨三周\n晚报讯（晚报跑腿员 宁可）连续阴雨，把叶菜的价格顶了上去。\n"
    )
    own = read(text, byline_words=("晚报跑腿员",))
    assert [article.byline for article in own.articles] == [("陶小舟",), ("宁可",)]
    assert [article.byline for article in read_page(text).articles] != [("陶小舟",), ("宁可",)]
    assert "（晚报跑腿员 宁可）" in own.articles[1].paragraphs[0].text


def test_pages_that_hold_their_stories_whole_have_no_jumps_and_keep_the_marks_out_of_the_text() -> None:
    text = NEWS.split("老城")[0] + "（下转第3版）\n"
    assert [a.jump_to_page for a in read_page(text).articles] == ["3"]
    own = read(text, jumps=False)
    assert [a.jump_to_page for a in own.articles] == [None]
    assert not any("下转" in p.text for a in own.articles for p in a.paragraphs)


def test_lines_longer_than_a_headline_can_be_are_in_none() -> None:
    text = "全市老旧小区加装电梯工作座谈会昨天在市会议中心举行\n本报讯 昨天，座谈会在会议中心举行，十二家单位到会。\n"
    assert heads(read_page(text)) == [(None, text.split("\n", 1)[0])]
    assert set(heads(read(text, max_headline=20))) == {(None, None)}
    assert heads(read(text, max_headline=40)) == heads(read_page(text))


def test_one_paragraph_a_line_is_never_joined() -> None:
    text = "桥头的灯\n桥头的灯亮了一夜，摆摊的人说，灯亮着，心里就踏\n实，走夜路的人也就不怕了，大家都这样说。\n"
    assert len(read_page(text).articles[0].paragraphs) == 1
    own = read(text, layout="lines")
    assert [p.text for a in own.articles for p in a.paragraphs if p.role == "body"][-1].startswith("实，")


def test_blank_lines_part_paragraphs_where_the_paper_says_so() -> None:
    text = (
        "桥头的灯\n\n桥头的灯亮了一夜，摆摊的人都说：灯亮着\n心里就踏实。走夜路的人也不怕\n"
        "大家都这样说，年年都这样。\n\n清早起来，灯灭了。\n"
    )
    parted = ["".join(part.split()) for part in text.split("\n\n")]
    assert [p.text for p in read(text, layout="blank_lines").articles[0].paragraphs] == parted[1:]
    assert [p.text for p in read_page(text).articles[0].paragraphs] != parted[1:]


def test_a_layout_that_wraps_joins_lines_of_the_common_width() -> None:
    text = "桥头的灯\n桥头的灯亮了一夜，摆摊的人说\n灯亮着，心里就踏实，走夜路的\n人也就不怕了。\n"
    own = read(text, layout="wrapped")
    assert own.manner["wrap_width"] == 14
    assert read_page(text).manner["wrap_width"] == 0
    assert len(own.articles[0].paragraphs) == 1


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_rules_that_say_nothing_change_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    assert read(text) == read_page(text)


@given(st.lists(st.sampled_from([*SCRAPS, "短评", "晚报跑腿员 "]) | st.text(max_size=12), max_size=40).map("".join))
@settings(max_examples=100, deadline=None)
def test_every_character_is_claimed_once_under_any_rules(text: str) -> None:
    for layout in ("wrapped", "blank_lines", "lines"):
        page = read_page(text, PageHints(rules=PaperRules(("市.*",), ("短评",), ("晚报跑腿员",), layout, False, 12)))
        counts = claimed(text, page)
        assert [at for at, n in enumerate(counts) if n > 1 or (n == 0 and not text[at].isspace())] == []


@given(st.text("跑腿员记者晚报 ", max_size=30), st.lists(st.text("跑腿员", max_size=4), max_size=3))
def test_a_papers_words_for_reporters_leave_every_place_where_it_is(plain: str, words: list[str]) -> None:
    assert len(with_byline_words(plain, PaperRules(byline_words=tuple(words)))) == len(plain)
