"""What the search of the page reader adds up: the weights on a path through a page's lines, and how often each counts.

Follows the rules of `transforms.segments` for one given sequence of roles. `best_score` is what the search itself
reached, so that the two can be held against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bench.gold_roles import Roles
from bench.weight_file import Name, Values, WeightFile
from transforms import segments
from transforms.readings import Reading
from transforms.segments import Grammar, make_grammar
from transforms.weights import FOLLOWS, OPENS

TABLES = ("LOOKS", "JOINS", "FOLLOWS", "NEW_ARTICLE", "OPENS", "START_INSIDE", "SIGNED", "SUBHEADS")
"""The tables of `weights.py` whose sum the search maximises."""
_DEAD_END = -6.0
_SPOILS_TWO = 3.0


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of the search under the names of the tables, and its grammar made of them."""

    looks: Mapping[str, Mapping[str, float]]
    joins: Mapping[str, float]
    grammar: Grammar


def make_model(file: WeightFile, values: Mapping[Name, float]) -> Model:
    """The model of a weight file with these values in place of its own."""
    tables = file.tables(values)
    grammar = make_grammar(
        follows=tables["FOLLOWS"],
        new_article=tables["NEW_ARTICLE"],
        opens=tables["OPENS"],
        start_inside=tables["START_INSIDE"],
        signed=tables["SIGNED"],
        subheads=tables["SUBHEADS"],
    )
    return Model(tables["LOOKS"], tables["JOINS"], grammar)


def weighed(readings: list[Reading], model: Model) -> list[Reading]:
    """The readings with the scores that a model gives them; lines that share a reading share the new one."""
    known: dict[int, Reading] = {}
    for reading in readings:
        if id(reading) not in known:
            scores = {role: _score(role, names, model) for role, names in reading.features.items()}
            known[id(reading)] = replace(reading, scores=scores)
    return [known[id(reading)] for reading in readings]


def _score(role: str, names: list[str], model: Model) -> float:
    table = model.joins if role == "cont" else model.looks[role]
    total = 0.0
    for name in names:
        total += table[name]
    return total


def kept_to(readings: list[Reading], allowed: Sequence[Roles | None]) -> list[Reading]:
    """The readings with the allowed roles alone."""
    return [
        reading if roles is None else replace(reading, scores={r: s for r, s in reading.scores.items() if r in roles})
        for reading, roles in zip(readings, allowed, strict=True)
    ]


def with_cost(readings: list[Reading], allowed: Sequence[Roles | None], cost: float) -> list[Reading]:
    """The readings with a bonus on every role that is not allowed, so that a right path must win by that much.

    A role that opens an article where none begins, or the other way round, has a larger one: it spoils two articles.
    """
    return [
        reading if roles is None else replace(reading, scores=_tempting(reading.scores, roles, cost))
        for reading, roles in zip(readings, allowed, strict=True)
    ]


def _tempting(scores: Mapping[str, float], allowed: Roles, cost: float) -> dict[str, float]:
    is_start = not allowed.isdisjoint(OPENS)
    return {
        role: score if role in allowed else score + cost * (_SPOILS_TWO if (role in OPENS) != is_start else 1.0)
        for role, score in scores.items()
    }


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a path stands behind a line: the line's role, what its article is, how far it is signed."""

    role: str
    kind: int
    signed: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a line: its score, the weights its last step met, what that cost besides, and the way before it."""

    score: float
    met: tuple[Name, ...]
    price: float
    before: Way | None


def path_features(readings: list[Reading], roles: list[str], file: WeightFile, values: Values) -> tuple[Values, float]:
    """How often each weight (by its written name) counts on the path of these roles, and what no weight accounts for.

    Where roles can be read in two ways (上接 in an article's head or opening one), it is the way that scores more.
    """
    paths = {Stand("page", segments._FEATURE, segments._UNSIGNED): Way(0.0, (), 0.0, None)}
    for reading, role in zip(readings, roles, strict=True):
        table = ("JOINS",) if role == "cont" else ("LOOKS", role)
        looks = tuple((*table, name) for name in reading.features[role])
        steps = [step for stand, path in paths.items() for step in _steps(stand, path, role, reading, looks)]
        paths = _best(steps or _past_dead_end(paths, role, reading, looks), file, values)
    paths = _best([(stand, path, _ending(stand), 0.0) for stand, path in paths.items()], file, values)
    best: Way | None = max(paths.values(), key=lambda path: path.score)
    counts, price = Counter[Name](), 0.0
    while best is not None:
        counts.update(best.met)
        price += best.price
        best = best.before
    return {name: float(count) for name, count in counts.items()}, price


Step = tuple[Stand, Way, tuple[Name, ...], float]
"""A step further: where it leads, the path it leaves, the uses of weights it meets, what it costs besides."""


def _steps(stand: Stand, path: Way, role: str, reading: Reading, looks: tuple[Name, ...]) -> Iterator[Step]:
    """The ways to go from where a path stands to a line in a role: on in the article, or opening the next one."""
    gain = segments._gain(role, reading) if role in segments._SIGNS else segments._UNSIGNED
    if role in FOLLOWS[stand.role]:
        following = Stand(role, _next_kind(stand.kind, role), max(stand.signed, gain))
        yield following, path, (*looks, ("FOLLOWS", stand.role, role), *_inside(stand, role)), 0.0
    if role in OPENS and stand.role != "page":
        opened = Stand(role, segments._NEWS if role == "start" else segments._FEATURE, gain)
        is_inside = role == "start" and stand.role not in segments._CLOSING
        met = (("NEW_ARTICLE", stand.role), ("OPENS", role), *((("START_INSIDE",),) if is_inside else ()))
        yield opened, path, (*looks, *met, *_ending(stand)), 0.0


def _next_kind(kind: int, role: str) -> int:
    if role == "subhead":
        return segments._NEXT_KIND[kind]
    return segments._NEWS if kind == segments._FEATURE and role in ("lead", "start") else kind


def _inside(stand: Stand, role: str) -> tuple[Name, ...]:
    """What a line costs that goes on with its article, by what the article is."""
    if role == "tail" and stand.signed == segments._BY_NAMES and stand.role != "tail":
        return (("SIGNED", "signed twice"),)
    if role == "subhead" and stand.kind == segments._NEWS:
        return (("SUBHEADS", "first in news"),)
    if role == "subhead" and stand.kind == segments._PARTED_NEWS:
        return (("SUBHEADS", "further in news"),)
    if role == "lead" and stand.kind in (segments._NEWS, segments._PARTED_NEWS):
        return (("SIGNED", "second lead"),)
    return ()


def _ending(stand: Stand) -> tuple[Name, ...]:
    """What it costs to end an article here."""
    unsigned = (("SIGNED", "unsigned"),) if stand.signed == segments._UNSIGNED else ()
    return (*unsigned, ("SUBHEADS", "alone")) if stand.kind == segments._ONCE_PARTED else unsigned


def _past_dead_end(paths: Mapping[Stand, Way], role: str, reading: Reading, looks: tuple[Name, ...]) -> list[Step]:
    """The step the search takes where the grammar has no way on: from the best path, at a price."""
    stand, path = max(paths.items(), key=lambda item: item[1].score)
    signed = max(stand.signed, segments._gain(role, reading))
    return [(Stand(role, stand.kind, signed), path, looks, _DEAD_END)]


def _best(steps: list[Step], file: WeightFile, values: Values) -> dict[Stand, Way]:
    """The best path to each place the steps lead to."""
    paths: dict[Stand, Way] = {}
    for stand, path, uses, price in steps:
        met = tuple(file.written[use] for use in uses)
        score = path.score + price + sum(values[name] for name in met)
        if stand not in paths or score > paths[stand].score:
            paths[stand] = Way(score, met, price, path)
    return paths


def best_score(readings: list[Reading], grammar: Grammar) -> float:
    """The score of the search's best path through weighed readings."""
    alive = {segments._FIRST_STATE["page"]: 0.0}
    for reading in readings:
        offers = [
            (role, looks, segments._FIRST_STATE[role], segments._gain(role, reading))
            for role, looks in reading.scores.items()
        ]
        alive, _ = segments._step(alive, offers, [o for o in offers if o[0] in OPENS], grammar)
    return max(score + grammar.ending[state % segments._SIZE] for state, score in alive.items())
