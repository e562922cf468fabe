"""Pages in traditional characters, made ready for rules that look for names: their tables are in simplified ones."""

from __future__ import annotations

from collections.abc import Mapping
from operator import ne
from typing import Protocol

from transforms.simplified import simplify
from transforms.tagged import TaggedText

LEAST = 0.05
"""Share of characters that have a simplified form, from which a text counts as traditional; most have a quarter."""


class _Cutter(Protocol):
    def words(self, text: str) -> list[str]: ...

    def tags(self, words: list[str]) -> list[str]: ...


def in_simplified(tagged: TaggedText, segmenter: _Cutter, classes: Mapping[str, int]) -> TaggedText:
    """The text in simplified characters, cut into words anew, if it is printed in traditional ones; else as it is.

    Offsets stay the same, because `simplify` keeps the length.
    """
    text = simplify(tagged.text)
    if text is tagged.text or sum(map(ne, text, tagged.text)) < LEAST * len(text):
        return tagged
    words = segmenter.words(text)
    joined = tagged.joined._replace(text=text)
    return TaggedText(joined, words, segmenter.tags(words), bytes(map(classes.__getitem__, words)), printed=tagged.text)
