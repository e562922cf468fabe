"""Headline stacks with the division that gold gives them: what the weights of `transforms.heads` learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bench.gold_roles import LinedPage
from bench.perceptron import difference
from bench.tallies import Tallies, Tally
from bench.weight_file import Name, Values
from transforms import heads

_PARTS = ("kicker", "headline", "deck")
Division = tuple[int, int]
"""How many lines are kicker, and how many headline; the rest is deck."""


@dataclass(frozen=True, slots=True)
class StackExample:
    """A stack of two lines or more: the weights each division of it meets, by written name, and the right one."""

    lot: str
    group: str
    divisions: dict[Division, tuple[Name, ...]]
    right: Division

    def best(self, values: Values, cost: float = 0.0) -> Division:
        """The division that scores most, with a bonus on every wrong one."""
        return max(
            self.divisions,
            key=lambda one: sum(values[name] for name in self.divisions[one]) + (cost if one != self.right else 0.0),
        )

    def mistake(self, values: Values, cost: float) -> Values | None:
        """As `perceptron.Example` says."""
        preferred = self.best(values, cost)
        if preferred == self.right:
            return None
        return difference(_counts(self.divisions[self.right]), _counts(self.divisions[preferred]))


def _counts(names: tuple[Name, ...]) -> Values:
    return {name: float(names.count(name)) for name in names}


def measure_stacks(examples: Iterable[StackExample], values: Values) -> Tallies:
    """How many stacks are divided as in the gold, by lot."""
    tallies: Tallies = defaultdict(Tally)
    for example in examples:
        tallies[example.lot, "stacks"] += Tally(int(example.best(values) == example.right), 1, 1)
    return tallies


def stacks_of(page: LinedPage) -> list[StackExample]:
    """The stacks of a page whose lines stand together and in order; those that open with a label are passed over.

    So are two plain lines, one of them the headline: `transforms.leaning` decides them.
    """
    heads_of: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with_lead: set[int] = set()
    for index, place in enumerate(page.places):
        if place is not None and place[0].kind in _PARTS:
            heads_of[place[0].article].append((index, place[0].kind))
        elif place is not None and place[1] == 0 and page.readings[index].lead is not None:
            with_lead.add(place[0].article)
    examples = [_example(page, stack, before_news=number in with_lead) for number, stack in heads_of.items()]
    return [example for example in examples if example is not None]


def _example(page: LinedPage, stack: list[tuple[int, str]], *, before_news: bool) -> StackExample | None:
    kinds = [kind for _, kind in stack]
    is_whole = all(after == before + 1 for (before, _), (after, _) in pairwise(stack))
    if len(stack) < 2 or not is_whole or kinds != sorted(kinds, key=_PARTS.index) or "headline" not in kinds:
        return None
    lines = [page.lines[index] for index, _ in stack]
    is_leaning = len(lines) == 2 and "headline" in kinds and len(set(kinds)) == 2
    if heads._is_label(lines, before_news=before_news) or (is_leaning and heads.is_unmarked(*(x.plain for x in lines))):
        return None
    shown = min(len(lines), heads._MOST_LINES)
    divisions: dict[Division, tuple[Name, ...]] = {
        (n, m): tuple(("STACK", name) for name in heads._features(lines, n, m, page.manner, before_news))
        for n in range(shown)
        for m in range(1, shown - n + 1)
    }
    right = (kinds.count("kicker"), kinds.count("headline"))
    return StackExample(page.gold.lot, page.gold.group, divisions, right) if right in divisions else None
