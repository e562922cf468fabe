"""Alternations find what a plain search for their entries finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.tables import alternation, find_entries, pair_alternation

_TEXT = st.text("甲乙丙丁", max_size=30)
_ENTRIES = st.sets(st.text("甲乙丙丁", min_size=2, max_size=4), min_size=1, max_size=8)


def _leftmost_longest(entries: set[str], text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    while at < len(text):
        longest = max((len(entry) for entry in entries if text.startswith(entry, at)), default=0)
        if longest:
            found.append((at, at + longest))
        at += longest or 1
    return found


@given(_ENTRIES, _TEXT)
def test_an_alternation_finds_the_leftmost_longest_entries(entries: set[str], text: str) -> None:
    assert [match.span() for match in re.finditer(alternation(entries), text)] == _leftmost_longest(entries, text)


@given(_ENTRIES, _TEXT)
def test_a_pair_alternation_finds_the_leftmost_longest_entries(entries: set[str], text: str) -> None:
    assert [match.span() for match in re.finditer(pair_alternation(entries), text)] == _leftmost_longest(entries, text)


@given(_ENTRIES, _TEXT)
def test_few_entries_are_found_leftmost_longest(entries: set[str], text: str) -> None:
    assert list(find_entries(entries, text)) == _leftmost_longest(entries, text)


def test_many_entries_are_found_leftmost_longest() -> None:
    entries = {first + second for first in "甲乙丙丁戊己庚辛" for second in "甲乙丙丁戊己庚辛"} | {"甲甲甲"}
    assert list(find_entries(entries, "一甲甲甲乙丙二")) == [(1, 4), (4, 6)]
