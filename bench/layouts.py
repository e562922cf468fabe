"""The articles of a gold page set anew: in other layouts than the page's own, so that rules don't learn one by heart.

Five layouts, after what extraction makes of pages: lines parted by blank lines with and without indents, one line a
paragraph, wrapped lines with and without indents. Columns break paragraphs here and there, a folio may stand above and
an imprint below. The words are the page's; only the layout is drawn, the same for the same seed.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.gold_roles import GoldArticle, GoldPage


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is set. `breaks`: the share of longer paragraphs that a column's end breaks in two."""

    name: str
    wraps: bool
    blank_lines: bool
    indents: bool
    breaks: float


LAYOUTS = (
    Layout("blank", wraps=False, blank_lines=True, indents=False, breaks=0.25),
    Layout("compact", wraps=False, blank_lines=False, indents=False, breaks=0.12),
    Layout("wrapped", wraps=True, blank_lines=False, indents=True, breaks=0.12),
    Layout("flush", wraps=True, blank_lines=False, indents=False, breaks=0.12),
    Layout("indented", wraps=False, blank_lines=True, indents=True, breaks=0.25),
)
OTHER_LAYOUTS = "other layouts"
WIDTHS = (13, 16, 18, 22, 28, 34)
_FOLIOS = (
    (),
    ("2026年3月5日 星期四", "综合新闻 06"),
    ("第6版 综合新闻 2026年3月5日 星期四",),
)
_IMPRINT = "责任编辑：陈华 版式：李晓 校对：王宁"
_BREAKABLE = 30
_TAILS = 0.3
_IMPRINTS = 0.5


def in_all_layouts(page: GoldPage, seed: int) -> list[GoldPage]:
    """A page in each layout, in its own group; such pages are a lot of their own."""
    return [replace(page, lot=OTHER_LAYOUTS, data=set_page(page, layout, seed).encode()) for layout in LAYOUTS]


def set_page(page: GoldPage, layout: Layout, seed: int) -> str:
    """The text of a page in a layout; it holds every character of the gold."""
    chance = random.Random(zlib.crc32(f"{page.group} {layout.name} {seed}".encode()))
    width = chance.choice(WIDTHS) if layout.wraps else 0
    lines = list(chance.choice(_FOLIOS))
    for article in page.articles:
        lines += _article_lines(article, layout, width, chance)
    if chance.random() < _IMPRINTS:
        lines.append(_IMPRINT)
    return ("\n\n" if layout.blank_lines else "\n").join(lines) + "\n"


def _article_lines(article: GoldArticle, layout: Layout, width: int, chance: random.Random) -> Iterator[str]:
    """An article's lines: its heads, those who signed it and are not named in its text, its paragraphs, its marks."""
    if article.jump_from:
        yield f"（上接第{article.jump_from}版）"
    for _, text in article.heads:
        yield from text.splitlines()
    printed = _tight("".join(text for _, text in article.paragraphs))
    names = [name for name in article.byline if _tight(name) not in printed]
    is_tail = chance.random() < _TAILS
    if names and not is_tail:
        yield "本报记者 " + " ".join(names)
    for role, text in article.paragraphs:
        yield from _paragraph_lines(role, text, layout, width, chance)
    if names and is_tail:
        yield "（" + "、".join(map(_tight, names)) + "）"
    if article.jump_to:
        yield f"（下转第{article.jump_to}版）"


def _paragraph_lines(role: str, text: str, layout: Layout, width: int, chance: random.Random) -> Iterator[str]:
    """A paragraph's lines: indented, broken by a column's end, and wrapped, as the layout has it."""
    text = "".join(text.splitlines())
    pieces = [text]
    if role == "body" and len(text) > _BREAKABLE and chance.random() < layout.breaks:
        at = chance.randrange(10, len(text) - 6)
        pieces = [text[:at], text[at:]]
    if layout.indents:
        pieces[0] = "　　" + pieces[0]
    for piece in pieces:
        if width and role != "subhead":
            yield from (piece[at : at + width] for at in range(0, len(piece), width))
        else:
            yield piece


def _tight(text: str) -> str:
    return "".join(text.split())
