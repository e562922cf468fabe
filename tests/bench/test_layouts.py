"""Pages set anew hold all their gold, and only their layout differs."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.gold_roles import GoldArticle, GoldPage
from bench.layouts import LAYOUTS, WIDTHS, Layout, in_all_layouts, set_page

TEXT = st.text("汀河大桥昨日合龙全长三公里 明年通车，。", min_size=1, max_size=90).filter(str.strip)
HEAD = st.none() | TEXT
PARAGRAPHS = st.lists(st.tuples(st.sampled_from(["body", "subhead", "caption"]), TEXT), max_size=4).map(tuple)
NAMES = st.lists(st.sampled_from(["顾大成", "周砚秋", "任小明"]), max_size=2, unique=True).map(tuple)
ARTICLES = st.builds(
    GoldArticle, HEAD, HEAD, HEAD, NAMES, PARAGRAPHS, st.none() | st.just("3"), st.none() | st.just("4")
)
LONG = GoldArticle(None, "汀河大桥合龙", None, ("顾大成",), (("body", "汀河大桥昨日合龙，" * 40 + "完工。"),) * 9)


def characters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


@settings(max_examples=50, deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=3).map(tuple), st.sampled_from(LAYOUTS), st.integers(0, 99))
def test_a_page_set_anew_keeps_every_character_of_its_gold(
    articles: tuple[GoldArticle, ...], layout: Layout, seed: int
) -> None:
    text = set_page(GoldPage("page", "lot", b"", articles), layout, seed)
    for article in articles:
        gold = [text for _, text in (*article.heads, *article.paragraphs)] + list(article.byline)
        for part in gold:
            assert "".join(part.split()) in "".join(text.split())
    wanted = characters("".join(text for a in articles for _, text in (*a.heads, *a.paragraphs)))
    assert wanted <= characters(text)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_what_it_says(layout: Layout) -> None:
    text = set_page(GoldPage("page", "lot", b"", (LONG,)), layout, 1)
    lines = [line for line in text.splitlines() if line]
    assert ("\n\n" in text) == layout.blank_lines
    assert any(line.startswith("　　") for line in lines) == layout.indents
    widths = Counter(map(len, lines))
    assert (widths.most_common(1)[0][0] in WIDTHS) == layout.wraps


def test_the_same_seed_sets_a_page_the_same_and_another_one_another_way() -> None:
    page = GoldPage("page", "lot", b"", (LONG,))
    assert in_all_layouts(page, 1) == in_all_layouts(page, 1) != in_all_layouts(page, 2)


def test_settings_of_a_page_stay_in_its_group() -> None:
    page = GoldPage("page", "lot", b"", (LONG,))
    anew = in_all_layouts(page, 1)
    assert {one.group for one in anew} == {"page"}
    assert {one.articles for one in anew} == {page.articles}
    assert len({one.data for one in anew}) == len(LAYOUTS) == 5
