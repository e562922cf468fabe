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
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

BLOCK = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
"""What jieba cuts on its own: a stretch of Han characters, Latin letters, digits and what joins them."""
REPEATED = {1: 2, 2: 3, 3: 3, 4: 4}
"""Period to characters that must equal those a period before: with fewer, no two readings can tie."""

_ZEROS = {period: b"\0" * (2 * n) for period, n in REPEATED.items()}
_HAN = re.compile("[\u4e00-\u9fd5]")
_NO_ZERO = re.compile(rb"[^\0]")
_ALL_HAN_OR_SKIP = re.compile(r"([\u4e00-\u9fd5]+)|([a-zA-Z0-9]+(?:\.\d+)?%?)")
_NEVER = -3.14e100
_UNKNOWN = (_NEVER,) * 4

Emission = tuple[float, float, float, float]
"""Log-probability of a character as Begin, Middle, End of a word, and Single."""


def find_undecided(text: str) -> list[tuple[int, int]]:
    """Spans of the blocks of `text` (without characters past U+FFFF) that rjieba may read otherwise; most often none.

    >>> find_undecided("他常在，哈哈哈哈，好的")
    [(0, 3), (4, 8)]
    """
    hits = sorted({match.start() for match in _pairs().finditer(text)}.union(_repeats(text)))
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
    """Where a stretch of Han characters starts that repeats: each equals the one a period before.

    The text is laid over itself as one long number, which compares all its characters at the speed of memory.
    """
    data = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(data, "little")
    for period, zeros in _ZEROS.items():
        same = (number ^ (number >> 16 * period)).to_bytes(len(data), "little")
        found = same.find(zeros)
        while found >= 0:
            at = (found + 1) // 2
            if _HAN.match(text, at):
                yield at
            end = _NO_ZERO.search(same, found)
            found = same.find(zeros, end.start()) if end else -1


@lru_cache(maxsize=1)
def _pairs() -> re.Pattern[str]:
    """Pairs whose two readings differ by under a millionth in some context; a test derives them from the model."""
    seconds: dict[str, str] = {}
    text = (files("transforms.data") / "undecided_pairs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            for pair in line.split():
                seconds[pair[0]] = seconds.get(pair[0], "") + pair[1]
    return re.compile("|".join(f"{first}[{after}]" for first, after in seconds.items()))


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
