"""Pages with their gold, and the roles that the gold allows each line: what the weights of the page reader learn from.

Gold says what articles hold, not what role each line has. Lines are found again in the texts of the gold; where one
stands in them (in a head, at a paragraph's start, in its middle) leaves it a few roles, and the learner takes the best
of those. A line that is in no text (a byline, a jump mark) may have any role.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.clean import clean
from transforms.cuts import cut_glued
from transforms.decode import decode
from transforms.furniture import find_furniture
from transforms.lines import Line, Manner, find_manner, plain_form, split_lines
from transforms.readings import Reading, read_lines

ROOT = Path(__file__).resolve().parents[1]
SEALED = frozenset({"pages_exam", "sealed"})
"""Folders that examine the reader: what was learned from them would examine nothing."""
_GOLD_BESIDE = {ROOT / "examples" / "pages": ROOT / "tests" / "cases" / "examples"}
_HEADS = ("kicker", "headline", "deck")
_BLIND = re.compile(r"[\s\u200b-\u200f\u00ad\ufeff\u2060]+")
_FEWEST_TO_SKIP = 6
_MOST_SKIPPED = 2

Roles = frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """What an article of a page holds; `paragraphs` are pairs of role and text."""

    kicker: str | None
    headline: str | None
    deck: str | None
    byline: tuple[str, ...]
    paragraphs: tuple[tuple[str, str], ...]
    jump_to: str | None = None
    jump_from: str | None = None

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The parts of its headline stack that it has, with their names."""
        parts = zip(_HEADS, (self.kicker, self.headline, self.deck), strict=True)
        return [(name, text) for name, text in parts if text]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page with its gold. `group`: pages of one group hold the same articles; `lot`: what they are reported under."""

    group: str
    lot: str
    data: bytes
    articles: tuple[GoldArticle, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A text of the gold: its article's number, what it is (kicker, headline, deck or a paragraph's role), its text."""

    article: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LinedPage:
    """A page as the search sees it, beside its gold.

    `places`: for each line the element it stands in, and where in its text, None where in none. `allowed`: the roles
    its line may have, None where any.
    """

    gold: GoldPage
    text: str
    lines: list[Line]
    readings: list[Reading]
    manner: Manner
    places: list[tuple[Element, int] | None]
    allowed: list[Roles | None]


def load_pages(folder: Path, gold: Path | None = None, lot: str | None = None) -> list[GoldPage]:
    """The pages of a folder that have gold: beside them (`x.txt`, `x.json`), or in a folder whose files name them.

    Raises ValueError for a folder of sealed pages, FileNotFoundError where there is no gold.
    """
    if SEALED.intersection(folder.resolve().parts):
        raise ValueError(f"{folder} examines the reader: nothing is learned from it; give other pages")
    lot = lot or f"{folder.parent.name}/{folder.name}"
    gold = gold or _GOLD_BESIDE.get(folder.resolve())
    found = _named_by_gold(folder, gold) if gold else _beside_gold(folder)
    pages = [
        GoldPage(path.relative_to(folder.parent).as_posix(), lot, data, articles) for path, data, articles in found
    ]
    if not pages:
        raise FileNotFoundError(f"no page with gold in {folder}: each x.txt needs its x.json")
    return pages


def _beside_gold(folder: Path) -> Iterator[tuple[Path, bytes, tuple[GoldArticle, ...]]]:
    for path in sorted(folder.glob("*.txt")):
        if path.with_suffix(".json").exists():
            yield path, path.read_bytes(), read_gold(path.with_suffix(".json"))


def _named_by_gold(folder: Path, gold: Path) -> Iterator[tuple[Path, bytes, tuple[GoldArticle, ...]]]:
    for record in sorted(gold.glob("*.json")):
        path = folder / json.loads(record.read_text("utf-8"))["file"]
        yield path, path.read_bytes(), read_gold(record)


def read_gold(path: Path) -> tuple[GoldArticle, ...]:
    """The articles of a gold file."""
    return tuple(_gold_article(article) for article in json.loads(path.read_text("utf-8"))["articles"])


def _gold_article(article: dict[str, Any]) -> GoldArticle:
    pairs = [(p["role"], p["text"]) if isinstance(p, dict) else (p[0], p[1]) for p in article["paragraphs"]]
    jump_to, jump_from = article.get("jump_to"), article.get("jump_from")
    return GoldArticle(
        article["kicker"],
        article["headline"],
        article["deck"],
        tuple(article["byline"] or ()),
        tuple(pairs),
        str(jump_to) if jump_to else None,
        str(jump_from) if jump_from else None,
    )


def line_up(page: GoldPage) -> LinedPage:
    """A page's lines and readings, as `transforms.page.read_page` makes them, with the roles that its gold allows."""
    text = clean(decode(page.data).text).text
    plain = plain_form(text)
    lines = cut_glued(split_lines(text, plain), (text, plain))
    manner = find_manner(lines, text)
    furniture = find_furniture(lines)
    kept = [line for index, line in enumerate(lines) if index not in furniture]
    readings = read_lines(kept, manner, plain)
    places = find_places([text[line.start : line.end] for line in kept], elements_of(page.articles))
    return LinedPage(page, text, kept, readings, manner, places, allowed_roles(places, readings))


def tight(text: str) -> str:
    """Text without white space and without differences of width."""
    return _BLIND.sub("", unicodedata.normalize("NFKC", text)).replace("...", "…").replace("——", "—")


def elements_of(articles: Iterable[GoldArticle]) -> list[Element]:
    """The texts of the gold in the order of the page."""
    return [
        Element(number, kind, tight(text))
        for number, article in enumerate(articles)
        for kind, text in (*article.heads, *article.paragraphs)
    ]


def find_places(lines: list[str], elements: list[Element]) -> list[tuple[Element, int] | None]:
    """Where each line stands in the gold: the nearest element whose text goes on with it.

    Nearest to the line before, those behind it first. Each element is used up from its start; a line of six characters
    and more may skip two that cleaning or cutting took.
    """
    places: list[tuple[Element, int] | None] = []
    used = [0] * len(elements)
    last = 0
    for text in map(tight, lines):
        place = None
        for number in _nearest(last, len(elements)) if text else ():
            at = elements[number].text.find(text, used[number])
            if at == used[number] or (len(text) >= _FEWEST_TO_SKIP and 0 < at - used[number] <= _MOST_SKIPPED):
                place = (elements[number], at)
                used[number], last = at + len(text), number
                break
        places.append(place)
    return places


def _nearest(start: int, n: int) -> Iterator[int]:
    """Numbers below n by their distance from one of them, the higher of two first."""
    for distance in range(n):
        if start + distance < n:
            yield start + distance
        if distance and start >= distance:
            yield start - distance


def allowed_roles(places: list[tuple[Element, int] | None], readings: list[Reading]) -> list[Roles | None]:
    """The roles each line may have, of those it can have; None where the gold says nothing of it."""
    allowed: list[Roles | None] = []
    begun: set[int] = set()
    for index, (place, reading) in enumerate(zip(places, readings, strict=True)):
        roles: Roles = frozenset()
        if place is not None:
            element, at = place
            is_first = element.article not in begun
            begun.add(element.article)
            may_be_label = index > 0 and "label" in readings[index - 1].scores
            roles = _roles(element.kind, is_inside=at > 0, is_first=is_first, is_behind_label=may_be_label)
            if index == 0 and is_first and element.kind not in _HEADS:
                roles = frozenset({"body", "start", "caption"})  # the page may open in the middle of an article
        allowed.append(roles & reading.scores.keys() or None)
    return allowed


def _roles(kind: str, *, is_inside: bool, is_first: bool, is_behind_label: bool) -> Roles:
    """The roles of a line in a text of this kind: inside it or at its start, the first of its article or not."""
    if kind in _HEADS:
        if is_first:
            return frozenset({"head", "label"})
        return frozenset({"more", "head"} if is_behind_label else {"more"})
    if kind == "caption":
        return frozenset({"caption"})
    if is_inside:
        return frozenset({"cont"})
    if kind == "body":
        return frozenset({"start"} if is_first else {"body", "lead", "note"})
    return frozenset({"subhead"} if kind == "subhead" else ())
