"""Articles' text with its words side by side, so that rules can ask both about characters and about words.

A page is read in one piece: each sentence is a line, and an empty line stands behind each article. What finders look
for first are words of a class (`PLACE`, `NAME`, …): `transforms.wordclasses` gives each word its classes, and the row
of them is searched like a text, so that the other words cost nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from transforms.tables import GOES_ON, HOLDS, OPENS, Lexicon

PLACE, NAME = 1, 2
"""Classes of words, as bits: may be a place or the ending of one; may be a person or an organisation by itself."""
HEADS, TITLES = 2, 5
"""Which three bits say what a word is to the heads of organisations' names and to titles (`Lexicon.bits`)."""


class Found(NamedTuple):
    """A name found in a text: `start`, `end` count characters of that text."""

    start: int
    end: int
    kind: str
    role: str | None = None
    organisation: str | None = None


class JoinedText(NamedTuple):
    """Sentences of articles as one text, and where each sentence and each article starts in it (characters)."""

    text: str
    sentence_starts: list[int]
    article_starts: list[int]

    def sentences_with(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Which sentences hold a match of a pattern that crosses no line break, by their place in the row of all."""
        text, starts, search = self.text, self.sentence_starts, pattern.search
        match = search(text)
        while match:
            i = bisect_right(starts, match.start()) - 1
            yield i
            match = search(text, starts[i + 1]) if i + 1 < len(starts) else None


def join_sentences(articles: Iterable[Sequence[str]]) -> JoinedText:
    r"""Each sentence of each article a line, and an empty line behind each article.

    >>> join_sentences([["甲。", "乙。"], ["丙。"]])
    JoinedText(text='甲。\n乙。\n\n丙。\n\n', sentence_starts=[0, 3, 7], article_starts=[0, 7])
    """
    lines: list[str] = []
    sentence_starts: list[int] = []
    article_starts: list[int] = []
    at = 0
    for sentences in articles:
        article_starts.append(at)
        for sentence in sentences:
            sentence_starts.append(at)
            at += len(sentence) + 1
        lines += sentences
        lines.append("")
        at += 1
    return JoinedText("\n".join([*lines, ""]), sentence_starts, article_starts)


class TaggedText:
    """A joined text, its words, tags and classes in one row, and which characters belong to a name already.

    `words` joined are `joined.text`; `starts` is where each starts, and the text's end; `taken` has a byte for each
    character. `printed` is the text as the page has it, where `joined` has it in simplified characters.
    """

    def __init__(
        self, joined: JoinedText, words: Sequence[str], tags: Sequence[str], classes: bytes, printed: str | None = None
    ) -> None:
        self.joined = joined
        self.text, self.sentence_starts, self.article_starts = joined
        self.printed = self.text if printed is None else printed
        self.words = words
        self.tags = tags
        self.classes = classes
        self.starts = list(accumulate(map(len, words), initial=0))
        self.taken = bytearray(len(self.text) + 1)

    def indices(self, wanted: int) -> Iterator[int]:
        """Where words of a class stand."""
        return (match.start() for match in _bytes_with(wanted).finditer(self.classes))

    def matches(self, lexicon: Lexicon, shift: int) -> list[re.Match[str]]:
        """What `lexicon.pattern.finditer` finds; only words are looked at in which an entry can begin."""
        found: list[re.Match[str]] = []
        done, text, starts, search = 0, self.text, self.starts, lexicon.pattern.search
        pairs, reach, holds, classes = lexicon.pairs, lexicon.longest, HOLDS << shift, self.classes
        for spot in _openings(shift).finditer(classes):
            i = spot.start()
            end = starts[i + 1]
            if classes[i] & holds:
                at = starts[i]
            elif text[end - 1 : end + 1] in pairs:
                at = max(starts[i], end - reach + 1)
            else:
                continue  # only the end of the word could have opened an entry
            if at < done:
                at = done
            while at < end and (match := search(text, at, end + reach)) and match.start() < end:
                found.append(match)
                at = done = match.end()
        return found

    def word_at(self, at: int) -> int:
        """The index of the word that holds the character at `at`."""
        return bisect_right(self.starts, at) - 1

    def border_at(self, at: int) -> int:
        """The index of the word that starts at `at`, as one past the last does at the text's end; -1 for none."""
        i = bisect_left(self.starts, at)
        return i if i < len(self.starts) and self.starts[i] == at else -1

    def is_border(self, at: int) -> bool:
        """Whether a word starts at `at`, or the text ends there."""
        return self.border_at(at) >= 0

    def take(self, start: int, end: int) -> None:
        """Mark characters as belonging to a name."""
        self.taken[start:end] = b"\1" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character of the stretch belongs to a name yet."""
        return self.taken.find(1, start, end) < 0


@cache
def _bytes_with(wanted: int) -> re.Pattern[bytes]:
    return re.compile(_any_with(wanted))


@cache
def _openings(shift: int) -> re.Pattern[bytes]:
    holds, goes_on = _any_with(HOLDS << shift), _any_with(GOES_ON << shift)
    # one set of bytes first, which is what a search is fast with
    return re.compile(b"%b(?:(?<=%b)|(?=%b))" % (_any_with((HOLDS | OPENS) << shift), holds, goes_on))


def _any_with(wanted: int) -> bytes:
    """A set of all bytes that have one of the wanted bits."""
    return b"[" + b"".join(b"\\x%02x" % byte for byte in range(256) if byte & wanted) + b"]"
