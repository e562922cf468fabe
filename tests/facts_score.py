"""How well facts of sentences agree with their gold, as F1 and shares over all pages.

Figures and changes count as multisets by page, the rest as sets of strings by page. Neither way count: figures the gold
calls optional; a place or an organisation that is found inside an organisation of the gold (市财政局 inside it).
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from transforms.dates import extract_dates
from transforms.figures import extract_figures
from transforms.mentions import extract_article_mentions
from transforms.records import Figure, Mention
from transforms.words import Segmenter

KINDS = ("figure", "change", "person", "place", "organisation", "slogan", "date")
SHARES = ("metric", "role", "employer", "same")
_GOLD_KEYS = {"person": "people", "place": "places", "organisation": "organisations", "slogan": "slogans"}


@dataclass(slots=True)
class Score:
    """What was right, found and wanted; `errors` are (page, missing, extra)."""

    right: int = 0
    found: int = 0
    gold: int = 0
    errors: list[tuple[str, list[str], list[str]]] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def add(self, page: str, gold: Counter[Any], found: Counter[Any]) -> None:
        self.right += (gold & found).total()
        self.found += found.total()
        self.gold += gold.total()
        if gold != found:
            self.errors.append((page, _listed(gold - found), _listed(found - gold)))

    def agree(self, page: str, name: str, *, is_right: bool) -> None:
        self.right, self.found, self.gold = self.right + is_right, self.found + 1, self.gold + 1
        if not is_right:
            self.errors.append((page, [name], []))


def _listed(counter: Counter[Any]) -> list[str]:
    return [str(item) for item in counter.elements()]


def score(pages: Iterable[Path], segmenter: Segmenter) -> dict[str, Score]:
    """F1 by kind of fact, and the shares of right metrics, roles, employers and full names of abbreviations."""
    scores = {name: Score() for name in (*KINDS, *SHARES)}
    for path in pages:
        page = json.loads(path.read_text("utf-8"))
        day = date.fromisoformat(page["issue_date"]) if page["issue_date"] else None
        sentences = page["sentences"]
        texts = [sentence["text"] for sentence in sentences]
        words = [segmenter.words(text) for text in texts]
        mentions = extract_article_mentions(texts, words, [segmenter.tags(row) for row in words])
        _score_figures(path.stem, sentences, [extract_figures(text, day) for text in texts], scores)
        _score_mentions(path.stem, sentences, [m for row in mentions for m in row], scores)
        dates = Counter({d.raw for text in texts for d in extract_dates(text, day)})
        scores["date"].add(path.stem, Counter(set(_all(sentences, "dates"))), dates)
    return scores


def _all(sentences: Sequence[dict[str, Any]], key: str) -> list[Any]:
    return [item for sentence in sentences for item in sentence.get(key, ())]


def number(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def _score_figures(
    page: str, sentences: Sequence[dict[str, Any]], found: list[list[Figure]], scores: dict[str, Score]
) -> None:
    gold = _all(sentences, "figures")
    figures = [figure for row in found for figure in row]
    levels = Counter((number(f["value"]), f["unit"]) for f in gold if not f.get("optional") and f["value"] is not None)
    optional = Counter((number(f["value"]), f["unit"]) for f in gold if f.get("optional"))
    mine = Counter((number(f.value), f.unit) for f in figures if f.value is not None)
    scores["figure"].add(page, levels, mine - (optional - levels))
    changes = [f["change"] for f in gold if f.get("change")]
    wanted = Counter((direction, number(value), unit) for direction, value, unit in changes)
    scores["change"].add(
        page, wanted, Counter((f.direction, number(f.change_value), f.change_unit) for f in figures if f.direction)
    )
    for sentence, row in zip(sentences, found, strict=True):
        for f in sentence.get("figures", ()):
            same = [g.metric for g in row if _same_figure(f, g)]
            if f["metric"] and same:
                is_right = any(overlap(f["metric"], metric) for metric in same)
                scores["metric"].agree(page, f"{f['metric']}: {same}", is_right=is_right)


def _same_figure(gold: dict[str, Any], found: Figure) -> bool:
    if gold["value"] is not None:
        return (number(gold["value"]), gold["unit"]) == (number(found.value), found.unit)
    direction, value, unit = gold["change"]
    return (direction, number(value), unit) == (found.direction, number(found.change_value), found.change_unit)


def overlap(first: str | None, second: str | None) -> bool:
    """Whether one holds the other, or they share 60 % of the shorter one's characters."""
    a, b = norm(first), norm(second)
    if not a or not b:
        return a == b
    return a in b or b in a or (Counter(a) & Counter(b)).total() >= 0.6 * min(len(a), len(b))


def norm(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").replace(" ", "").strip('“”"‘’《》')


def _score_mentions(
    page: str, sentences: Sequence[dict[str, Any]], mentions: list[Mention], scores: dict[str, Score]
) -> None:
    bodies = set(map(norm, _all(sentences, "organisations")))
    for kind, key in _GOLD_KEYS.items():
        gold = {norm(item["name"] if kind == "person" else item) for item in _all(sentences, key)}
        found = {norm(m.text) for m in mentions if m.kind == kind}
        inner = {name for name in gold | found if any(name != body and name in body for body in bodies)}
        if kind == "place":
            found -= inner - gold
        elif kind == "organisation":
            gold, found = gold - inner, found - inner
        scores[kind].add(page, Counter(gold), Counter(found))
    roles = {norm(m.text): m for m in mentions if m.kind == "person"}
    for person in _all(sentences, "people"):
        mine = roles.get(norm(person["name"]))
        if mine is not None and person["role"]:
            what = f"{person['name']} {person['role']}: {mine.role}"
            scores["role"].agree(page, what, is_right=overlap(person["role"], mine.role or ""))
        if mine is not None and person["organisation"]:
            what = f"{person['name']} {person['organisation']}: {mine.organisation}"
            scores["employer"].agree(page, what, is_right=person["organisation"] == mine.organisation)
    for name, full in {name: full for sentence in sentences for name, full in sentence.get("same", {}).items()}.items():
        forms = {m.normalized for m in mentions if m.text == name}
        scores["same"].agree(page, f"{name} {full}: {forms}", is_right=forms == {full})


def main() -> None:
    """Print the figures, and with a kind as argument what is missing and extra."""
    import sys

    pages = sorted(Path(sys.argv[1]).glob("*.json"))
    scores = score(pages, Segmenter())
    for name, s in scores.items():
        print(f"{name:13} F1 {s.f1:.3f}  right {s.right}  found {s.found}  gold {s.gold}")
        if name in sys.argv[2:]:
            for page, missing, extra in s.errors:
                print("  ", page, "missing", missing, "extra", extra)


if __name__ == "__main__":
    main()
