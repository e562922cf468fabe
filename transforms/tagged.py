"""An article's text with its words side by side, so that rules can ask both about characters and about words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from itertools import accumulate, compress, count
from typing import NamedTuple


class Found(NamedTuple):
    """A name found in an article's text: `start`, `end` count characters of that text."""

    start: int
    end: int
    kind: str
    role: str | None = None
    organisation: str | None = None


class TaggedText:
    """Sentences of an article joined by line breaks, and their words and tags in one row."""

    def __init__(self, sentences: Sequence[str], words: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> None:
        self.text = "\n".join(sentences)
        self.sentence_starts = list(accumulate((len(s) + 1 for s in sentences), initial=0))
        self.words: list[str] = []
        self.tags: list[str] = []
        for row, kinds in zip(words, tags, strict=True):
            self.words += row
            self.words.append("\n")
            self.tags += kinds
            self.tags.append("x")
        self.starts = list(accumulate(map(len, self.words), initial=0))
        self.kinds = dict(zip(self.words, self.tags, strict=True))
        self._taken = bytearray(len(self.text) + 1)

    def indices(self, wanted: Set[str]) -> list[int]:
        """Where words of a set stand; `kinds` (word to tag) helps to choose the set once per distinct word."""
        return list(compress(count(), map(wanted.__contains__, self.words)))

    def word_at(self, at: int) -> int:
        """The index of the word that holds the character at `at`."""
        return bisect_right(self.starts, at) - 1

    def is_border(self, at: int) -> bool:
        """Whether a word starts at `at`, or the text ends there."""
        i = bisect_left(self.starts, at)
        return i < len(self.starts) and self.starts[i] == at

    def take(self, start: int, end: int) -> None:
        """Mark characters as belonging to a name."""
        self._taken[start:end] = b"\1" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character of the stretch belongs to a name yet."""
        return self._taken.find(1, start, end) < 0
