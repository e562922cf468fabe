"""How well a page was read, measured against its gold: F1 by measure, blind to white space and width of characters.

article    articles of gold and reading in pairs whose bodies overlap in 5-character shingles (Jaccard >= 0.9)
boundary   where articles begin: the first 12 characters of the head, or of the first paragraph where there is no head
paragraph  body paragraphs with exactly the gold's text
headline, byline, jump   the values of paired articles
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.overlap import pair_up, shingles
from transforms.records import Article

MEASURES = ("article", "boundary", "paragraph", "headline", "byline", "jump")
_HEAD = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """What the measures need of an article, whether from gold or as read."""

    head: str
    headline: str
    body: str
    paragraphs: tuple[str, ...]
    bylines: tuple[str, ...]
    jumps: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Agreements between gold and reading, and how many there could have been on either side."""

    agreed: int = 0
    gold: int = 0
    read: int = 0

    def add(self, gold: Iterable[str], read: Iterable[str]) -> None:
        """Count the values both hold, each as often as both hold it; empty values do not count."""
        wanted, found = Counter(filter(None, gold)), Counter(filter(None, read))
        self.agreed += (wanted & found).total()
        self.gold += wanted.total()
        self.read += found.total()

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 where there was nothing to find and nothing was found."""
        possible = self.gold + self.read
        return 2 * self.agreed / possible if possible else 1.0


def plain(text: object) -> str:
    """The text without white space and without differences of width; empty for None."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text or "")))


def piece_of_gold(article: dict[str, Any]) -> Piece:
    """The piece for an article of a gold file."""
    paragraphs = [(p["role"], p["text"]) for p in article["paragraphs"]]
    heads = (article["kicker"], article["headline"], article["deck"])
    return _piece(heads, paragraphs, article["byline"], (article["jump_to"], article["jump_from"]))


def piece_of_article(article: Article) -> Piece:
    """The piece for an article as read."""
    paragraphs = [(p.role, p.text) for p in article.paragraphs]
    heads = (article.kicker, article.headline, article.deck)
    return _piece(heads, paragraphs, article.byline, (article.jump_to_page, article.jump_from_page))


def score(pages: Iterable[tuple[Sequence[dict[str, Any]], Sequence[Article]]]) -> dict[str, Tally]:
    """The tallies over all pages, each a pair of its gold articles and its articles as read."""
    tallies = {measure: Tally() for measure in MEASURES}
    for gold, read in pages:
        _score_page(tallies, [piece_of_gold(a) for a in gold], [piece_of_article(a) for a in read])
    return tallies


def _score_page(tallies: dict[str, Tally], gold: list[Piece], read: list[Piece]) -> None:
    pairs = _pair(gold, read)
    tallies["article"].agreed += len(pairs)
    tallies["article"].gold += len(gold)
    tallies["article"].read += len(read)
    tallies["boundary"].add((g.head for g in gold), (r.head for r in read))
    tallies["paragraph"].add((p for g in gold for p in g.paragraphs), (p for r in read for p in r.paragraphs))
    for g, r in pairs:
        tallies["headline"].add([g.headline], [r.headline])
        tallies["byline"].add(g.bylines, r.bylines)
        tallies["jump"].add(g.jumps, r.jumps)


def _piece(
    heads: Sequence[object], paragraphs: Sequence[tuple[str, str]], byline: Sequence[str], jumps: Sequence[object]
) -> Piece:
    texts = [(role, plain(text).removeprefix("本报讯")) for role, text in paragraphs]
    first_head = next((plain(h) for h in heads if h), texts[0][1] if texts else "")
    return Piece(
        head=first_head[:_HEAD],
        headline=plain(heads[1]),
        body="".join(text for role, text in texts if role in ("body", "subhead")),
        paragraphs=tuple(text for role, text in texts if role == "body"),
        bylines=tuple(plain(name) for name in byline),
        jumps=tuple(plain(jump).lstrip("0") for jump in jumps),
    )


def _pair(gold: list[Piece], read: list[Piece]) -> list[tuple[Piece, Piece]]:
    places = pair_up([shingles(g.body) for g in gold], [shingles(r.body) for r in read])
    return [(gold[i], read[j]) for i, j in places]
