"""The example pages and their gold: complete, faithful to each other, and read as the gold says."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Any

import pytest
from structure_score import MEASURES, Tally, score

from transforms.clean import clean
from transforms.decode import decode
from transforms.errors import UndecodableFile
from transforms.page import read_page
from transforms.records import Page

PAGES = Path(__file__).parents[1] / "examples" / "pages"
GOLD = {
    record["file"]: record
    for path in sorted((Path(__file__).parent / "cases" / "examples").glob("*.json"))
    for record in [json.loads(path.read_text("utf-8"))]
}
BROKEN = "tanggang-wanbao/2025-10-16/A07.txt"
SAME_BYTES = ("tingyuan-ribao/2025-10-14/01.txt", "tingyuan-ribao/resent/20251014-1.txt")
SAME_TEXT = ("tingyuan-ribao/2025-10-14/03.txt", "tingyuan-ribao/resent/20251014-3.txt")

# what the reader reached last; raise these with it, never lower them
FLOORS = {"article": 1.0, "boundary": 1.0, "paragraph": 1.0, "headline": 0.97, "byline": 1.0, "jump": 1.0}


def text_of(name: str) -> str:
    return decode((PAGES / name).read_bytes()).text


def tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_read() -> dict[str, Page]:
    return {name: read_page(clean(text_of(name)).text) for name in GOLD}


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return pages_read()


@pytest.fixture(scope="module")
def tallies(pages: dict[str, Page]) -> dict[str, Tally]:
    return score((GOLD[name]["articles"], page.articles) for name, page in pages.items())


def test_every_page_has_gold_but_the_broken_file_and_the_two_copies() -> None:
    files = {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*") if path.is_file()}
    assert files == set(GOLD) | {BROKEN, SAME_BYTES[1], SAME_TEXT[1]}


def test_one_copy_is_the_same_byte_for_byte() -> None:
    one, other = ((PAGES / name).read_bytes() for name in SAME_BYTES)
    assert one == other


def test_one_copy_is_the_same_text_in_other_bytes() -> None:
    one, other = ((PAGES / name).read_bytes() for name in SAME_TEXT)
    assert one != other
    assert decode(one).text == decode(other).text


def test_the_broken_file_is_rejected_as_binary() -> None:
    with pytest.raises(UndecodableFile) as caught:
        decode((PAGES / BROKEN).read_bytes())
    assert caught.value.reason == "binary"


@pytest.mark.parametrize("name", GOLD)
def test_the_encoding_is_recognised(name: str) -> None:
    decoded = decode((PAGES / name).read_bytes())
    assert codecs.lookup(decoded.encoding).name == codecs.lookup(GOLD[name]["encoding"]).name
    assert decoded.n_replaced == 0


@pytest.mark.parametrize("name", GOLD)
def test_all_gold_text_stands_in_the_page(name: str) -> None:
    page = tight(text_of(name))
    missing = [text for text in gold_texts(GOLD[name]) if tight(text) not in page]
    assert missing == []


def gold_texts(record: dict[str, Any]) -> list[str]:
    articles = record["articles"]
    heads = [a[key] for a in articles for key in ("label", "kicker", "headline", "deck") if a[key]]
    return heads + [p["text"] for a in articles for p in a["paragraphs"]] + [n for a in articles for n in a["byline"]]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_pages_are_read_as_the_gold_says(measure: str, tallies: dict[str, Tally]) -> None:
    tally = tallies[measure]
    assert tally.gold > 0
    assert tally.f1 >= FLOORS[measure], tally


def test_mastheads_give_paper_date_and_page(pages: dict[str, Page]) -> None:
    wrong = {name: found for name, page in pages.items() if (found := masthead_of(page)) != masthead_in_gold(name)}
    assert wrong == {}


def masthead_of(page: Page) -> tuple[str | None, str | None, str | None]:
    printed = page.issue_date if page.issue_date_source == "masthead" else None
    return in_simplified(page.publication), printed and printed.isoformat(), page.page_label


def masthead_in_gold(name: str) -> tuple[str | None, str | None, str | None]:
    gold = GOLD[name]
    return in_simplified(gold["publication"]), gold["issue_date"], gold["page"] and str(gold["page"])


def in_simplified(paper: str | None) -> str | None:
    """The name of a paper, which is one and the same in either kind of characters."""
    return paper and paper.replace("報", "报")


@pytest.mark.parametrize("name", GOLD)
def test_every_character_is_in_an_article_or_in_furniture(name: str, pages: dict[str, Page]) -> None:
    text, page = clean(text_of(name)).text, pages[name]
    spans = [s for a in page.articles for s in a.spans] + list(page.furniture)
    covered = sum(len(tight(text[s.start : s.end])) for s in spans)
    assert covered == page.n_chars == len(tight(text))


def test_the_scorer_gives_nothing_for_another_pages_articles(pages: dict[str, Page]) -> None:
    """Gold of one page held against the reading of another scores nothing."""
    one, other = list(GOLD)[:2]
    wrong = score([(GOLD[one]["articles"], pages[other].articles)])
    assert wrong["article"].agreed == wrong["paragraph"].agreed == 0
