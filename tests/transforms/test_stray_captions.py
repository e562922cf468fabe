"""Pictures beside other articles: captions at a page's head go home, pictures that share nothing are items."""

from __future__ import annotations

from transforms.page import read_page

LIFT = (
    "桂花新村加装电梯\n"
    "本报讯 桂花新村十四幢的老人盼了三年的电梯昨天装好了，八十岁的戚老太第一个下楼，社区为这幢楼补助了十二万元。\n"
    "社区主任说，全区还有四十幢楼报名加装电梯，年底以前都能开工。（任晓明）\n"
)
DANCE = "城关镇居民在新落成的民族广场上练习舞蹈，广场占地九千平方米。\n"


def shape(text: str) -> list[tuple[str | None, list[str]]]:
    return [(article.headline, [part.role for part in article.paragraphs]) for article in read_page(text).articles]


def test_a_caption_above_its_article_goes_to_it() -> None:
    text = "昨天，桂花新村的居民在新装的电梯前合影。 沙立 摄\n" + LIFT
    assert shape(text) == [("桂花新村加装电梯", ["caption", "body", "body"])]


def test_a_caption_above_an_article_that_speaks_of_something_else_stays_alone() -> None:
    text = DANCE.strip() + " 沙立 摄\n" + LIFT
    assert [headline for headline, _ in shape(text)] == [None, "桂花新村加装电梯"]


def test_a_picture_behind_an_article_it_shares_nothing_with_is_an_item() -> None:
    assert shape(LIFT + DANCE + "沙立 摄\n") == [("桂花新村加装电梯", ["body", "body"]), (None, ["caption"])]


def test_a_picture_of_the_article_before_it_stays_there() -> None:
    (article,) = read_page(LIFT + "桂花新村十四幢的老人在电梯前合影。 沙立 摄\n").articles
    assert [part.role for part in article.paragraphs] == ["body", "body", "caption"]


def test_every_character_is_kept() -> None:
    text = LIFT + DANCE + "沙立 摄\n"
    page = read_page(text)
    spans = [span for article in page.articles for span in article.spans]
    assert sum(len("".join(text[span.start : span.end].split())) for span in spans) == page.n_chars
