"""A paper's own rules (`records.PaperRules`), put into force where the reading of a page asks for them.

Each function takes what the general rules found and gives what holds for the paper.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

from transforms.lines import Line, Manner, plain_form
from transforms.readings import Reading
from transforms.records import Article, PaperRules

_REPORTER = "记者"
_SHORTEST_FULL = 8


def with_byline_words(plain: str, rules: PaperRules) -> str:
    """The matching form of a page in which the paper's words for its reporters read 记者, as long as before.

    A word of one character has no room for that and is passed over.

    >>> with_byline_words("本报讯(晚报跑腿员 陶小舟)", PaperRules(byline_words=("晚报跑腿员",)))
    '本报讯(记者    陶小舟)'
    """
    words = [word for word in map(plain_form, rules.byline_words) if len(word) >= len(_REPORTER)]
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, _REPORTER.ljust(len(word)))
    return plain


def with_layout(lines: list[Line], manner: Manner, rules: PaperRules) -> Manner:
    """The manner that the paper is said to have; sets which lines are `full`, as `find_manner` does."""
    if rules.layout == "auto" or not lines:
        return manner
    if rules.layout == "lines":
        return _set_full(lines, [False] * len(lines), replace(manner, wrap_width=0, full_from=0, full_to=0))
    if rules.layout == "blank_lines":
        goes_on = [not following.blank for following in lines[1:]] + [False]
        widest = max(line.width for line in lines)
        full = [on and line.width >= _SHORTEST_FULL for on, line in zip(goes_on, lines, strict=True)]
        return _set_full(lines, full, replace(manner, wrap_width=widest, full_to=widest, blank_lines=True))
    if manner.wrap_width:
        return manner
    widths = Counter(line.width for line in lines if line.width >= _SHORTEST_FULL)
    width = max(widths, key=lambda wide: (widths[wide], wide), default=0)
    full = [abs(line.width - width) <= 1 for line in lines]
    return _set_full(lines, full, replace(manner, wrap_width=width, full_from=max(width - 1, 0), full_to=width + 1))


def _set_full(lines: list[Line], full: list[bool], manner: Manner) -> Manner:
    for line, is_full in zip(lines, full, strict=True):
        line.full = is_full
    return manner


def with_furniture(found: dict[int, str], lines: list[Line], text: str, rules: PaperRules) -> dict[int, str]:
    """The furniture of a page, in its order, with the lines that the paper's patterns fit as a whole (kind `paper`).

    Patterns are matched against the lines of `text`, as they are printed there.
    """
    if not rules.furniture:
        return found
    own = _whole_line(rules.furniture)
    more = {
        at: "paper" for at, line in enumerate(lines) if at not in found and own.fullmatch(text, line.start, line.end)
    }
    return dict(sorted((found | more).items())) if more else found


@lru_cache(maxsize=64)
def _whole_line(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def with_readings(readings: list[Reading], lines: list[Line], rules: PaperRules) -> list[Reading]:
    """The readings of a page's lines without those that the paper rules out; its labels can be nothing else."""
    labels = frozenset(map(plain_form, rules.labels))
    return [_reading(reading, line.plain, labels, rules) for reading, line in zip(readings, lines, strict=True)]


def _reading(reading: Reading, plain: str, labels: frozenset[str], rules: PaperRules) -> Reading:
    if plain in labels:
        label = Reading()
        label.add("label", ["paper's label"])
        return label
    out = {"cont"} if rules.layout == "lines" else set()
    if rules.max_headline and len(plain) > rules.max_headline:
        out |= {"head", "more"}
    if out.isdisjoint(reading.scores) or out.issuperset(reading.scores):
        return reading
    scores = {role: score for role, score in reading.scores.items() if role not in out}
    return replace(reading, scores=scores)


def without_jumps(articles: tuple[Article, ...], rules: PaperRules) -> tuple[Article, ...]:
    """The articles, whose jump marks lead nowhere where the paper's pages hold their stories whole."""
    if rules.jumps:
        return articles
    return tuple(replace(article, jump_to_page=None, jump_from_page=None) for article in articles)
