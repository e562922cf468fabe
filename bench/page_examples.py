"""Gold pages as examples of role sequences, and how well a set of weights reads them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bench.gold_roles import GoldArticle, LinedPage, tight
from bench.paths import Model, best_score, kept_to, make_model, path_features, weighed, with_cost
from bench.perceptron import difference
from bench.tallies import Tallies, Tally
from bench.weight_file import Values, WeightFile
from transforms.articles import build_articles
from transforms.records import Article
from transforms.segments import find_roles

_HEAD = 12


@dataclass(frozen=True, slots=True)
class PageExample:
    """A page to learn roles from; `lot` and `group` as in `gold_roles.GoldPage`."""

    page: LinedPage
    file: WeightFile
    lot: str
    group: str

    def mistake(self, values: Values, cost: float) -> Values | None:
        """As `perceptron.Example` says."""
        page, model = self.page, make_model(self.file, values)
        readings = weighed(page.readings, model)
        right = find_roles(kept_to(readings, page.allowed), model.grammar)
        preferred = find_roles(with_cost(readings, page.allowed, cost), model.grammar)
        if right == preferred:
            return None
        wanted, _ = path_features(page.readings, right, self.file, values)
        found, _ = path_features(page.readings, preferred, self.file, values)
        return difference(wanted, found)


def measure_pages(examples: Iterable[PageExample], values: Values) -> Tallies:
    """How well weights read pages, by lot.

    `starts`: the first 12 characters of articles' heads, or of their first paragraphs where they have none. `roles`:
    lines in a role that the gold allows, of those it says something of.
    """
    tallies: Tallies = defaultdict(Tally)
    model: Model | None = None
    for example in examples:
        page, model = example.page, model or make_model(example.file, values)
        readings = weighed(page.readings, model)
        roles = find_roles(readings, model.grammar)
        articles, _ = build_articles(page.text, page.lines, readings, roles, page.manner)
        gold, read = Counter(map(_gold_start, page.gold.articles)), Counter(map(_read_start, articles))
        tallies[example.lot, "starts"] += Tally((gold & read).total(), gold.total(), read.total())
        judged = [(role, allowed) for role, allowed in zip(roles, page.allowed, strict=True) if allowed is not None]
        n_right = sum(role in allowed for role, allowed in judged)
        tallies[example.lot, "roles"] += Tally(n_right, len(judged), len(judged))
    return tallies


def worst_gap(examples: Iterable[PageExample], values: Values) -> float:
    """The largest difference between a path's score as counted here and as the search had it; 0 but for rounding."""
    gap = 0.0
    for example in examples:
        model = make_model(example.file, values)
        readings = weighed(example.page.readings, model)
        roles = find_roles(readings, model.grammar)
        counts, price = path_features(readings, roles, example.file, values)
        counted = price + sum(values[name] * count for name, count in counts.items())
        gap = max(gap, abs(counted - best_score(readings, model.grammar)))
    return gap


def _start(heads: Iterable[str | None], paragraphs: Iterable[str]) -> str:
    first = next((head for head in heads if head), None) or next(iter(paragraphs), "").removeprefix("本报讯")
    return tight(first)[:_HEAD]


def _gold_start(article: GoldArticle) -> str:
    return _start((text for _, text in article.heads), (text for _, text in article.paragraphs))


def _read_start(article: Article) -> str:
    return _start((article.kicker, article.headline, article.deck), (p.text for p in article.paragraphs))
