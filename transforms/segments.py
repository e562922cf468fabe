"""The best sequence of roles for the lines of a page: Viterbi over readings under the grammar in `weights.py`.

State: the role of the line; how far the article at hand is signed (not at all, by its lead, by names), because a tail
byline is likely where nobody signed yet, and an article's end is likely where somebody did; and whether it is news that
opened with a lead, and how many subheads it has, because news rarely has one, and hardly any article a single one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from transforms.readings import Reading
from transforms.weights import FOLLOWS, NEW_ARTICLE, OPENS, SIGNED, START_INSIDE, SUBHEADS, Weights

_BEAM = 8.0
_WORST = -math.inf
_CLOSING = frozenset({"tail", "note", "jump"})
_SIGNS = frozenset({"byline", "tail", "lead", "start", "caption", "from"})
_UNSIGNED, _BY_LEAD, _BY_NAMES = 0, 1, 2

_FEATURE, _NEWS, _PARTED_NEWS, _ONCE_PARTED, _PARTED = 0, 3, 6, 9, 12
_SIZE = 15
_NEXT_KIND = {
    _FEATURE: _ONCE_PARTED,
    _NEWS: _PARTED_NEWS,
    _PARTED_NEWS: _PARTED_NEWS,
    _ONCE_PARTED: _PARTED,
    _PARTED: _PARTED,
}

State = int
"""Fifteen times the number of the line's role, plus what the article is, plus how far it is signed.

Numbers, because they make the search fast.
"""

_ROLES = ("page", *NEW_ARTICLE)
_FIRST_STATE = {role: _SIZE * number for number, role in enumerate(_ROLES)}


@dataclass(frozen=True, slots=True)
class Grammar:
    """The costs of going from line to line, as the search needs them.

    `follows`: role -> what may follow it inside its article. `opening`: role -> what it costs to open an article with
    each opening role behind it. `ending`: what an article's end costs by how it is parted and signed. `signed_twice`,
    `first_in_news`, `further_in_news`, `second_lead`: what a tail byline costs behind names, and subheads and another
    lead in news.
    """

    follows: Mapping[str, Mapping[str, float]]
    opening: Mapping[str, Mapping[str, float]]
    ending: tuple[float, ...]
    signed_twice: float
    first_in_news: float
    further_in_news: float
    second_lead: float


def make_grammar(
    *,
    follows: Mapping[str, Weights] = FOLLOWS,
    new_article: Weights = NEW_ARTICLE,
    opens: Weights = OPENS,
    start_inside: float = START_INSIDE,
    signed: Weights = SIGNED,
    subheads: Weights = SUBHEADS,
) -> Grammar:
    """The grammar of a set of weights; those of `weights.py` by default."""
    opening = {
        role: {
            opener: closing + cost + (start_inside if opener == "start" and role not in _CLOSING else 0.0)
            for opener, cost in opens.items()
        }
        for role, closing in new_article.items()
    }
    ending = tuple(
        (signed["unsigned"] if state % 3 == _UNSIGNED else 0.0)
        + (subheads["alone"] if _ONCE_PARTED <= state < _PARTED else 0.0)
        for state in range(_SIZE)
    )
    return Grammar(
        follows,
        opening,
        ending,
        signed["signed twice"],
        subheads["first in news"],
        subheads["further in news"],
        signed["second lead"],
    )


_GRAMMAR = make_grammar()

Offer = tuple[str, float, State, int]
"""A role a line can have: its name, its score, its first state, and how far a line in it signs the article."""


def find_roles(readings: list[Reading], grammar: Grammar = _GRAMMAR) -> list[str]:
    """The role of each line in the best reading of the page."""
    alive: dict[State, float] = {_FIRST_STATE["page"]: 0.0}
    trail: list[dict[State, State]] = []
    offers: list[Offer] = []
    openers: list[Offer] = []
    last: Reading | None = None
    for reading in readings:
        if reading is not last:  # plain lines share theirs
            offers = [
                (role, looks, _FIRST_STATE[role], _gain(role, reading) if role in _SIGNS else _UNSIGNED)
                for role, looks in reading.scores.items()
            ]
            openers = [offer for offer in offers if offer[0] in OPENS]
            last = reading
        alive, back = _step(alive, offers, openers, grammar)
        trail.append(back)
    return _walk_back(alive, trail, grammar.ending)


def _step(
    alive: dict[State, float], offers: list[Offer], openers: list[Offer], grammar: Grammar
) -> tuple[dict[State, float], dict[State, State]]:
    """One line further: the best score of every state it can be in, and where each came from."""
    reached: dict[State, float] = {}
    back: dict[State, State] = {}
    all_follows, ending = grammar.follows, grammar.ending
    for state, score in alive.items():
        role, signed = _ROLES[state // _SIZE], state % 3
        kind = state % _SIZE - signed
        follows = all_follows[role]
        for next_role, looks, first, gain in offers:
            cost = follows.get(next_role)
            if cost is None:
                continue
            total = score + looks + cost
            key = first + kind + (gain if gain > signed else signed)
            if next_role == "tail":
                if signed == _BY_NAMES and role != "tail":
                    total += grammar.signed_twice
            elif next_role == "subhead":
                key += _NEXT_KIND[kind] - kind
                if kind == _NEWS:
                    total += grammar.first_in_news
                elif kind == _PARTED_NEWS:
                    total += grammar.further_in_news
            elif next_role == "lead" or next_role == "start":
                if kind == _FEATURE:
                    key += _NEWS
                elif kind in (_NEWS, _PARTED_NEWS):
                    total += grammar.second_lead
            if total > reached.get(key, _WORST):
                reached[key] = total
                back[key] = state
        if openers and role != "page":
            base = score + ending[state % _SIZE]
            costs = grammar.opening[role]
            for next_role, looks, first, gain in openers:
                total = base + looks + costs[next_role]
                key = first + gain + (_NEWS if next_role == "start" else _FEATURE)
                if total > reached.get(key, _WORST):
                    reached[key] = total
                    back[key] = state
    if not reached:
        return _fall_back(alive, offers)
    if len(reached) <= 3:
        return reached, back
    floor = max(reached.values()) - _BEAM
    return {key: total for key, total in reached.items() if total >= floor}, back


def _fall_back(alive: dict[State, float], offers: list[Offer]) -> tuple[dict[State, float], dict[State, State]]:
    """Where the grammar has no way on: take the line's best reading, at a price."""
    state = max(alive, key=lambda key: alive[key])
    _, looks, first, gain = max(offers, key=lambda offer: offer[1])
    kind = state % _SIZE - state % 3  # a feature, news, parted or not, as before
    key = first + kind + max(state % 3, gain)
    return {key: alive[state] + looks - 6.0}, {key: state}


def _gain(role: str, reading: Reading) -> int:
    """How far a line in a role signs its article."""
    if role in ("byline", "tail"):
        return _BY_NAMES
    if role in ("lead", "start") and reading.lead is not None:
        if reading.lead.names:
            return _BY_NAMES
        return _UNSIGNED if (reading.lead.source or "").endswith("讯") else _BY_LEAD
    if role == "from" or (role == "caption" and "bare credit" in reading.features["caption"]):
        return _BY_LEAD
    return _UNSIGNED


def _walk_back(alive: dict[State, float], trail: list[dict[State, State]], ending: tuple[float, ...]) -> list[str]:
    if not trail:
        return []
    final = {key: score + ending[key % _SIZE] for key, score in alive.items()}
    state = max(final, key=lambda key: final[key])
    roles: list[str] = []
    for back in reversed(trail):
        roles.append(_ROLES[state // _SIZE])
        state = back[state]
    roles.reverse()
    return roles
