"""What a word can be in a name, by itself: the classes that finders look for, worked out once per distinct word.

To add a class: give it a bit in `transforms.tagged` and a rule here.
"""

from __future__ import annotations

from collections.abc import Callable

from transforms.known_organisations import may_be_organisation
from transforms.organisations import heads
from transforms.persons import may_be_name
from transforms.places import may_be_place
from transforms.tagged import HEADS, NAME, PLACE, TITLES
from transforms.titles import titles

CACHE_LIMIT = 300_000
"""Distinct words whose classes are remembered."""


class WordClasses(dict[str, int]):
    """The classes of words by word, filled on demand; `tag_of` gives a word's tag, which must be the same always."""

    def __init__(self, tag_of: Callable[[str], str]) -> None:
        super().__init__()
        self._tag_of = tag_of

    def __missing__(self, word: str) -> int:
        if len(self) >= CACHE_LIMIT:
            self.clear()
        self[word] = classes = classes_of(word, self._tag_of(word))
        return classes


def classes_of(word: str, tag: str) -> int:
    """The classes of a word with this tag, as bits."""
    classes = heads().bits(word) << HEADS | titles().bits(word) << TITLES
    if may_be_place(word, tag):
        classes |= PLACE
    if may_be_name(word, tag) or may_be_organisation(word, tag):
        classes |= NAME
    return classes
