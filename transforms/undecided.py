"""Where two readings by jieba's model (HMM) are as good as equal, and its own arithmetic has to decide.

rjieba rounds the model's numbers to six decimals and breaks ties in another order. Both show only where two readings of
a stretch of single characters come out (nearly) equal: in periodic stretches (哈哈哈哈哈, where a word may start at any
character), and at pairs of characters that are a word as readily as two. `find_undecided` names blocks that hold
either; `cut_by_model` cuts a stretch as jieba does, in linear time (jieba copies its path at every character).

A stretch of three or more characters whose best two readings happen to lie within a millionth is not looked for: none
was met in the test sets and random strings (see bench/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
"""What jieba cuts on its own: a stretch of Han characters, Latin letters, digits and what joins them."""
REPEATED = {1: 2, 2: 3, 3: 3, 4: 4}
"""Period to characters that must equal those a period before: with fewer, no two readings can tie."""

_DOUBLINGS = {2: (1,), 3: (1, 1), 4: (1, 2)}
"""Shifts that lay a row of so many bytes over its first one."""
_HAN = re.compile("[\u4e00-\u9fd5]+")
_ALL_HAN_OR_SKIP = re.compile(r"([\u4e00-\u9fd5]+)|([a-zA-Z0-9]+(?:\.\d+)?%?)")
_NEVER = -3.14e100
_UNKNOWN = (_NEVER,) * 4

Emission = tuple[float, float, float, float]
"""Log-probability of a character as Begin, Middle, End of a word, and Single."""


def find_undecided(text: str, pairs: Iterable[int]) -> list[tuple[int, int]]:
    """Spans of the blocks of `text` (without characters past U+FFFF) that rjieba may read otherwise; most often none.

    `pairs`: where near pairs of characters start, as `transforms.doubts` finds them.

    >>> find_undecided("他常在，哈哈哈哈，好的", [1])
    [(0, 3), (4, 8)]
    """
    hits = sorted({*pairs, *_repeats(text)})
    spans: list[tuple[int, int]] = []
    for hit in hits:
        if not spans or hit >= spans[-1][1]:
            spans.append(_block_around(text, hit))
    return spans


def _block_around(text: str, at: int) -> tuple[int, int]:
    start = at
    while start and BLOCK.match(text, start - 1, start):
        start -= 1
    block = BLOCK.match(text, start)
    return start, block.end() if block else at


def _repeats(text: str) -> Iterator[int]:
    """A place in each block of Han characters that repeats there: each equals the one a period before.

    The text is laid over itself as one long number of a byte a character, which compares all of them at the speed of
    memory; where the bytes are equal, the characters are looked at.
    """
    data = text.encode("utf-16-le", "surrogatepass")[::2]
    number = int.from_bytes(data, "little")
    for period, length in REPEATED.items():
        differing = number ^ (number >> 8 * period)
        for further in _DOUBLINGS[length]:
            differing |= differing >> 8 * further
        equal = differing.to_bytes(len(data), "little")
        at = equal.find(0)
        while at >= 0:
            han = _HAN.search(text, at)
            if han is None:
                break
            if han.start() > at:
                at = equal.find(0, han.start())
            elif text[at : at + length] == text[at + period : at + period + length]:
                yield at
                at = equal.find(0, han.end())
            else:
                at = equal.find(0, at + 1)


def cut_by_model(stretch: str) -> Iterator[str]:
    """Words of a stretch that the dictionary leaves in single characters, as `jieba.finalseg.cut` finds them."""
    at = 0
    for match in _ALL_HAN_OR_SKIP.finditer(stretch):
        if match.start() > at:
            yield stretch[at : match.start()]
        if match[1]:
            yield from _words_of(match[1], _best_path(match[1]))
        else:
            yield match[0]
        at = match.end()
    if at < len(stretch):
        yield stretch[at:]


def _best_path(run: str) -> str:
    """The likeliest state (B, M, E, S) of every character: Viterbi (1967), sums and ties in jieba's order."""
    emissions, start, trans = _model()
    begin, middle, end, single = (
        start[state] + value for state, value in zip("BMES", emissions.get(run[0], _UNKNOWN), strict=True)
    )
    steps: list[str] = []
    for character in run[1:]:
        in_b, in_m, in_e, in_s = emissions.get(character, _UNKNOWN)
        (b, from_b), (m, from_m), (e, from_e), (s, from_s) = (
            max((end + trans["EB"] + in_b, "E"), (single + trans["SB"] + in_b, "S")),
            max((middle + trans["MM"] + in_m, "M"), (begin + trans["BM"] + in_m, "B")),
            max((begin + trans["BE"] + in_e, "B"), (middle + trans["ME"] + in_e, "M")),
            max((single + trans["SS"] + in_s, "S"), (end + trans["ES"] + in_s, "E")),
        )
        begin, middle, end, single = b, m, e, s
        steps.append(from_b + from_m + from_e + from_s)
    state = max((end, "E"), (single, "S"))[1]
    path = [state]
    for step in reversed(steps):
        state = step["BMES".index(state)]
        path.append(state)
    return "".join(reversed(path))


def _words_of(run: str, path: str) -> Iterator[str]:
    """The words that the states spell; what no E or S closes is a word too."""
    for match in re.finditer("S|[^ES]*E|[^ES]+$", path):
        yield run[match.start() : match.end()]


@lru_cache(maxsize=1)
def _model() -> tuple[dict[str, Emission], dict[str, float], dict[str, float]]:
    """Read jieba's own model: emissions by character, start by state, transition by two states."""
    from jieba.finalseg import emit_P, start_P, trans_P

    characters = set().union(*emit_P.values())
    emissions = {c: tuple(emit_P[state].get(c, _NEVER) for state in "BMES") for c in characters}
    return emissions, dict(start_P), {a + b: value for a, row in trans_P.items() for b, value in row.items()}
