"""The best sequence of roles for the lines of a page: Viterbi over readings under the grammar in `weights.py`.

State: the role of the line, and how far the article at hand is signed (not at all, by its lead, by names), because a
tail byline is likely where nobody signed yet, and an article's end is likely where somebody did.
"""

from __future__ import annotations

from transforms.readings import Reading
from transforms.weights import FOLLOWS, NEW_ARTICLE, OPENS, SIGNED, START_INSIDE

State = tuple[str, int]
_BEAM = 12.0
_CLOSING = frozenset({"tail", "note", "jump"})
_KEEPS_SIGN = frozenset({"body", "cont", "subhead", "more", "head", "label", "note", "jump"})
_UNSIGNED, _BY_LEAD, _BY_NAMES = 0, 1, 2


def find_roles(readings: list[Reading]) -> list[str]:
    """The role of each line in the best reading of the page."""
    alive: dict[State, float] = {("page", _UNSIGNED): 0.0}
    trail: list[dict[State, State]] = []
    for reading in readings:
        alive, back = _step(alive, reading)
        trail.append(back)
    return _walk_back(alive, trail)


def _opening_costs() -> dict[str, dict[str, float]]:
    """What it costs to open an article with each opening role behind each role."""
    return {
        role: {
            opener: closing + cost + (START_INSIDE if opener == "start" and role not in _CLOSING else 0.0)
            for opener, cost in OPENS.items()
        }
        for role, closing in NEW_ARTICLE.items()
    }


_OPENING = _opening_costs()
_UNSIGNED_COST = SIGNED["unsigned"]
_SIGNED_TWICE = SIGNED["signed twice"]


def _step(alive: dict[State, float], reading: Reading) -> tuple[dict[State, float], dict[State, State]]:
    """One line further: the best score of every state it can be in, and where each came from."""
    reached: dict[State, float] = {}
    back: dict[State, State] = {}
    offered = reading.scores
    openers = [role for role in offered if role in OPENS]
    for state, score in alive.items():
        role, signed = state
        follows = FOLLOWS[role]
        for next_role, looks in offered.items():
            if next_role not in follows:
                continue
            total = score + looks + follows[next_role]
            if next_role == "tail" and signed == _BY_NAMES and role != "tail":
                total += _SIGNED_TWICE
            key = (next_role, signed if next_role in _KEEPS_SIGN else _signed(next_role, signed, reading))
            if key not in reached or total > reached[key]:
                reached[key] = total
                back[key] = state
        if openers and role != "page":
            base = score + (_UNSIGNED_COST if signed == _UNSIGNED else 0.0)
            for opener in openers:
                total = base + offered[opener] + _OPENING[role][opener]
                key = (opener, _signed(opener, _UNSIGNED, reading))
                if key not in reached or total > reached[key]:
                    reached[key] = total
                    back[key] = state
    if not reached:
        return _fall_back(alive, reading)
    if len(reached) <= 3:
        return reached, back
    floor = max(reached.values()) - _BEAM
    return {key: total for key, total in reached.items() if total >= floor}, back


def _fall_back(alive: dict[State, float], reading: Reading) -> tuple[dict[State, float], dict[State, State]]:
    """Where the grammar has no way on: take the line's best reading, at a price."""
    state = max(alive, key=lambda key: alive[key])
    role = max(reading.scores, key=lambda key: reading.scores[key])
    key = (role, _signed(role, state[1], reading))
    return {key: alive[state] + reading.scores[role] - 6.0}, {key: state}


def _signed(role: str, signed: int, reading: Reading) -> int:
    if role in ("byline", "tail"):
        return _BY_NAMES
    if role in ("lead", "start") and reading.lead is not None:
        if reading.lead.names:
            return _BY_NAMES
        return signed if (reading.lead.source or "").endswith("讯") else max(signed, _BY_LEAD)
    if role == "caption" and "bare credit" in reading.features["caption"]:
        return max(signed, _BY_LEAD)
    if role == "from":
        return max(signed, _BY_LEAD)
    return signed


def _walk_back(alive: dict[State, float], trail: list[dict[State, State]]) -> list[str]:
    if not trail:
        return []
    final = {key: score + (SIGNED["unsigned"] if key[1] == _UNSIGNED else 0.0) for key, score in alive.items()}
    state = max(final, key=lambda key: final[key])
    roles: list[str] = []
    for back in reversed(trail):
        roles.append(state[0])
        state = back[state]
    roles.reverse()
    return roles
