"""Who signs an article, read off small pages; the cases are in tests/cases/signings.json."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from transforms.page import read_page

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "cases" / "signings.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_articles_are_signed_as_the_page_prints_it(case: dict[str, Any]) -> None:
    found = [
        [
            article.headline,
            ["".join(name.split()) for name in article.byline],
            article.dateline_place,
            len(article.paragraphs),
        ]
        for article in read_page(case["page"]).articles
    ]
    assert found == case["articles"]


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_every_character_of_a_signed_page_is_claimed_once(case: dict[str, Any]) -> None:
    text, page = case["page"], read_page(case["page"])
    spans = [(span.start, span.end) for article in page.articles for span in article.spans]
    claimed = sorted([*spans, *((piece.start, piece.end) for piece in page.furniture)])
    assert all(left[1] <= right[0] for left, right in pairwise(claimed))
    assert "".join("".join(text[start:end] for start, end in claimed).split()) == "".join(text.split())
