"""Lines are found in the gold, and it allows them the roles they have there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.gold_roles import GoldArticle, GoldPage, LinedPage, elements_of, find_places, line_up, load_pages

PAGE = """汀河大桥昨日合龙
全长三公里 明年通车
　　本报讯（记者 周砚秋）汀河大桥昨日合龙。这座桥跨越汀河两
岸，是连接新旧城区的要道。
　　通车以后，两岸居民过河只要五分钟。
桥下的渔村
岭南的渔民顾大成说，他每天看着桥一点一点伸过来。
"""
ARTICLES = (
    GoldArticle(
        None,
        "汀河大桥昨日合龙",
        "全长三公里 明年通车",
        ("周砚秋",),
        (
            ("body", "本报讯（记者　周砚秋）汀河大桥昨日合龙。这座桥跨越汀河两岸，是连接新旧城区的要道。"),
            ("body", "通车以后，两岸居民过河只要五分钟。"),
        ),
    ),
    GoldArticle(None, "桥下的渔村", None, (), (("body", "岭南的渔民顾大成说，他每天看着桥一点一点伸过来。"),)),
)


def lined(text: str = PAGE, articles: tuple[GoldArticle, ...] = ARTICLES) -> LinedPage:
    return line_up(GoldPage("page", "lot", text.encode(), articles))


def test_each_line_may_have_the_roles_of_its_place_in_the_gold() -> None:
    wanted = [{"head"}, {"more"}, {"lead"}, {"cont"}, {"body"}, {"head"}, {"body"}]
    assert [set(roles or ()) for roles in lined().allowed] == wanted


def test_a_line_that_is_in_no_gold_text_may_have_any_role() -> None:
    page = lined(PAGE + "汀河文学社 供稿启事一则\n")
    assert page.places[-1] is None
    assert page.allowed[-1] is None
    assert None not in page.allowed[:-1]


def test_no_line_is_allowed_a_role_it_cannot_have() -> None:
    page = lined()
    pairs = list(zip(page.allowed, page.readings, strict=True))
    assert all(roles <= reading.scores.keys() for roles, reading in pairs if roles is not None)


def test_a_text_that_stands_twice_is_found_where_the_page_is() -> None:
    articles = (
        GoldArticle(None, "渔村", None, (), (("body", "一天。"), ("body", "两天。"))),
        GoldArticle(None, "渔村", None, (), (("body", "一天。"), ("body", "三天。"))),
    )
    places = find_places(["渔村", "一天。", "两天。", "渔村", "一天。", "三天。"], elements_of(articles))
    assert [place and place[0].article for place in places] == [0, 0, 0, 1, 1, 1]


def test_a_paragraph_goes_on_behind_what_stands_between_its_lines() -> None:
    articles = (GoldArticle(None, None, None, (), (("body", "汀河的水年年上涨，今年也是。"), ("caption", "汀河一瞥"))),)
    places = find_places(["汀河的水年年上涨，", "汀河一瞥", "今年也是。"], elements_of(articles))
    assert [(place[0].kind, place[1]) for place in places if place] == [("body", 0), ("caption", 0), ("body", 9)]


def test_pages_are_loaded_with_the_gold_beside_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("汀河", "utf-8")
    (tmp_path / "without_gold.txt").write_text("汀河", "utf-8")
    article = {"kicker": None, "headline": "汀河", "deck": None, "byline": None, "paragraphs": [["body", "水"]]}
    (tmp_path / "a.json").write_text(json.dumps({"articles": [article | {"jump_to": 3}]}), "utf-8")
    (page,) = load_pages(tmp_path, lot="lot")
    assert (page.lot, page.data.decode()) == ("lot", "汀河")
    assert page.articles == (GoldArticle(None, "汀河", None, (), (("body", "水"),), jump_to="3"),)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no page with gold"):
        load_pages(tmp_path)


def test_pages_that_examine_the_reader_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="examines the reader"):
        load_pages(tmp_path / "pages_exam")
