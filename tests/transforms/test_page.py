"""Pages read whole: structure, conservation of characters, hints, and time."""

from __future__ import annotations

import json
import random
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.page import Page, PageHints, read_page

CASES = Path(__file__).parents[1] / "cases" / "pages"
SHARED = Path(__file__).parents[2] / ".." / "shared"
PAGES = sorted(CASES.glob("*.txt"))
SCRAPS: list[str] = json.loads((CASES.parent / "scraps.json").read_text("utf-8"))


def claimed(text: str, page: Page) -> list[int]:
    """How often each character of a page lies in a span of an article or in furniture."""
    counts = [0] * len(text)
    spans = [(span.start, span.end) for article in page.articles for span in article.spans]
    for start, end in spans + [(piece.start, piece.end) for piece in page.furniture]:
        for at in range(start, end):
            counts[at] += 1
    return counts


def assert_conserved(text: str) -> None:
    page = read_page(text)
    counts = claimed(text, page)
    assert [(at, text[at], n) for at, n in enumerate(counts) if n > 1 or (n == 0 and not text[at].isspace())] == []
    assert page.n_chars == sum(not char.isspace() for char in text)
    for article in page.articles:
        for paragraph in article.paragraphs:
            pieces = [text[start:end] for start, end in paragraph.fragments]
            assert paragraph.text == "".join(p[:-1] + " " if p[-1].isspace() else p for p in pieces)
            assert len(paragraph.text) == sum(end - start for start, end in paragraph.fragments)


def shape(page: Page) -> dict[str, Any]:
    return {
        "publication": page.publication,
        "issue_date": str(page.issue_date) if page.issue_date else None,
        "page_label": page.page_label,
        "page_section": page.page_section,
        "articles": [
            {
                "kind": article.kind,
                "kicker": article.kicker,
                "headline": article.headline,
                "deck": article.deck,
                "byline": list(article.byline),
                "source": article.source,
                "jump_to": article.jump_to_page,
                "jump_from": article.jump_from_page,
                "is_truncated": article.is_truncated,
                "paragraphs": [[paragraph.role, paragraph.text] for paragraph in article.paragraphs],
            }
            for article in page.articles
        ],
    }


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_page_is_read_as_its_gold_says(path: Path) -> None:
    assert shape(read_page(path.read_text("utf-8"))) == json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_every_character_of_a_page_is_claimed_once(path: Path) -> None:
    assert_conserved(path.read_text("utf-8"))


@given(st.lists(st.sampled_from(SCRAPS) | st.text(max_size=12), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_every_character_of_any_text_is_claimed_once(text: str) -> None:
    assert_conserved(text)


@given(st.randoms(use_true_random=False), st.sampled_from(PAGES))
@settings(max_examples=40, deadline=None)
def test_shuffled_lines_are_claimed_once(chance: random.Random, path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    chance.shuffle(lines)
    assert_conserved("\n".join(lines))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\u3000\n\t"])
def test_text_without_any_line_gives_no_article(text: str) -> None:
    page = read_page(text)
    assert (page.articles, page.furniture, page.n_chars) == ((), (), 0)


def test_hints_win_over_the_page() -> None:
    """What is known from outside, such as the path, is kept against the masthead."""
    text = (CASES / "evening.txt").read_text("utf-8")
    page = read_page(text, PageHints(publication="别的报", issue_date=date(2001, 2, 3), page_label="9"))
    assert (page.publication, page.issue_date, page.page_label) == ("别的报", date(2001, 2, 3), "9")
    assert (page.issue_date_source, page.page_section) == ("hint", "社会")


def test_date_comes_from_the_masthead_where_no_hint_is_given() -> None:
    assert read_page((CASES / "evening.txt").read_text("utf-8")).issue_date_source == "masthead"


def test_a_break_between_latin_words_becomes_one_space() -> None:
    """The line break is the last character of the first fragment."""
    text = (
        "新书亮相\n本报讯 昨天，市图书馆展出新书 The Long\nRiver 中译本，吸引读者三千余人次前来阅读和借阅，场面热烈。\n"
    )
    (article,) = read_page(text).articles
    (paragraph,) = article.paragraphs
    assert "The Long River" in paragraph.text
    (start, end), _ = paragraph.fragments
    assert text[start:end].endswith("Long\n")


def test_an_article_that_breaks_off_is_truncated_and_never_joined_to_the_next_headline() -> None:
    text = (
        "新平台进县城\n本报讯 昨天，远程诊疗平台在全市各县医院陆续上线，涉及的方向包括急诊、影像和医联\n"
        "河道清淤提前完工\n本报讯 昨天，市水务局宣布清淤工程提前完工。（孙小宁）\n"
    )
    first, second = read_page(text).articles
    assert (first.headline, first.is_truncated) == ("新平台进县城", True)
    assert (second.headline, second.is_truncated, second.byline) == ("河道清淤提前完工", False, ("孙小宁",))


def test_a_lead_behind_a_tail_byline_opens_an_article_without_headline() -> None:
    text = (
        "河道清淤提前完工\n本报讯 昨天，清淤工程完工。（孙小宁）\n"
        "本报讯 昨天上午，市长赴河口县调研防汛工作。\n他强调，要落实责任。（丁一、王小春）\n"
    )
    _, second = read_page(text).articles
    assert (second.headline, second.is_headline_missing, second.byline) == (None, True, ("丁一", "王小春"))


def test_confidence_is_lower_without_headline() -> None:
    text = (
        "河道清淤提前完工\n本报讯 昨天，清淤工程完工。（孙小宁）\n本报讯 昨天上午，市长赴河口县调研防汛工作。（丁一）\n"
    )
    first, second = read_page(text).articles
    assert 0 < second.confidence < first.confidence < 1


@pytest.mark.parametrize(
    "text",
    [
        "是" * 120_000,
        "(" * 120_000,
        "）" * 120_000,
        "是\n" * 40_000,
        "“《（" * 30_000,
        "张三摄\n好的\n" * 12_000,
        "本报讯 " * 20_000,
        "（张平）" * 20_000,
        "市政府召开会议\n" * 12_000,
        "。" + " " * 120_000 + "好",
        "后" + "," * 120_000 + "好",
    ],
    ids=[
        "one character",
        "opening",
        "closing",
        "tiny lines",
        "pairs",
        "captions",
        "leads",
        "tails",
        "heads",
        "spaces",
        "commas",
    ],
)
def test_odd_input_takes_linear_time(text: str) -> None:
    """A step that is quadratic in the page's length would take minutes here."""
    start = time.process_time()
    read_page(text)
    assert time.process_time() - start < 60, "a quadratic step"


def cpu_seconds(text: str) -> float:
    start = time.process_time()
    read_page(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit",
    [
        "\n".join(path.read_text("utf-8") for path in PAGES),
        "市政府召开会议\n" * 800,
        "".join(f"第{n}项工作取得进展，共有{n}户居民\n" for n in range(600)),
        "本报讯 今天开会。" * 600,
    ],
    ids=["pages", "heads", "open lines", "leads"],
)
def test_eight_times_the_text_takes_about_eight_times_as_long(unit: str) -> None:
    """A quadratic step would make it sixty-four; the margin is wide, for the machine may be busy."""
    cpu_seconds(unit)  # loads word lists
    small = min(cpu_seconds(unit) for _ in range(3))
    assert min(cpu_seconds("\n".join([unit] * 8)) for _ in range(2)) < 28 * small + 0.1


SAMPLES = ["000_dff3aea06fa824a6", "004_92f7cd8476515979"]


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared sample pages are not here")
@pytest.mark.parametrize("name", SAMPLES)
def test_sample_pages_are_read_without_a_fault(name: str) -> None:
    gold = json.loads((SHARED / "gold" / "structure" / f"{name}.json").read_text("utf-8"))
    page = read_page((SHARED / "data" / "pages" / f"{name}.txt").read_text("utf-8"))
    want = [
        (a["headline"], a["kicker"], a["deck"], tuple(a["byline"]), a["jump_to"], a["truncated"])
        for a in gold["articles"]
    ]
    got = [
        (a.headline, a.kicker, a.deck, a.byline, int(a.jump_to_page) if a.jump_to_page else None, a.is_truncated)
        for a in page.articles
    ]
    assert got == want
