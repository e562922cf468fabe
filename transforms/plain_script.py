"""Pages in traditional characters, made ready for rules that look for names: their tables are in simplified ones."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from math import ceil
from operator import ne
from typing import Protocol

from transforms.simplified import simplify
from transforms.tagged import TaggedText
from transforms.words import Tags

LEAST = 0.05
"""Share of characters that have a simplified form, from which a text counts as traditional; most have a quarter."""


class _Cutter(Protocol):
    def words(self, text: str) -> list[str]: ...

    @property
    def tag_of(self) -> Mapping[str, str]: ...


def in_simplified(tagged: TaggedText, segmenter: _Cutter, classes: Mapping[str, int]) -> TaggedText:
    """The text in simplified characters, cut into words anew, if it is printed in traditional ones; else as it is.

    Offsets stay the same, because `simplify` keeps the length.
    """
    text = simplify(tagged.text)
    if text is tagged.text or not _differs(text, tagged.text, LEAST):
        return tagged
    words = segmenter.words(text)
    tags = Tags(words, segmenter.tag_of)
    joined = tagged.joined._replace(text=text)
    return TaggedText(joined, words, tags, bytes(map(classes.__getitem__, words)), printed=tagged.text)


def _differs(text: str, other: str, share: float) -> bool:
    """Whether texts of one length differ in this share of their characters or more; reads no further than it must."""
    differing = filter(None, map(ne, text, other))
    return next(islice(differing, ceil(share * len(text)) - 1, None), False)
