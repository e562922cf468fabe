"""Transliterated names with dots between their parts: 保罗·索尔穆奇."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms import names
from transforms.lexicon import is_word
from transforms.places import divisions
from transforms.tagged import TaggedText
from transforms.titles import title_pattern

_LEAST_FOREIGN = 0.75
_UYGHUR = re.compile("[合买](?=提)")
MAX_LENGTH = 30
"""Characters of the longest name."""


def dotted_names(tagged: TaggedText) -> Iterator[tuple[int, int]]:
    """Where each transliterated name with dots starts and ends, a title before it left out."""
    text = tagged.text
    last = 0
    for dot in names.FOREIGN_DOTTED.finditer(text):
        if dot.start() < last:
            continue
        start = dot.start()
        while start > last and dot.start() - start < 8 and text[start - 1] in names.BEFORE_DOT:
            start -= 1
        if start == dot.start():
            start = tagged.starts[tagged.word_at(dot.start() - 1)]
        start = _skip_title(text, start, dot.start())
        end = dot.end()
        while (
            end - start < MAX_LENGTH
            and end < len(text)
            and (
                text[end] in names.IN_DOTTED or text[end] in "·•・‧" or text[end].isupper() or _UYGHUR.match(text, end)
            )
        ):
            end += 1
        end = _without_title(text, dot.end(), end)
        while end > dot.end() + 1 and not tagged.is_border(end) and not _goes_on(tagged, end):
            end -= 1
        if end <= dot.end() + 1:
            end = tagged.starts[tagged.word_at(dot.end()) + 1]
        last = end
        if _has_title(text, start) or (_is_foreign(text, start, end) and not _joins_places(text, start, dot, end)):
            yield start, end


def _joins_places(text: str, start: int, dot: re.Match[str], end: int) -> bool:
    """Whether a place stands on either side of the dot (浙江·金华)."""
    return text[start : dot.start()] in divisions() or text[dot.end() : end] in divisions()


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Whether most characters of a stretch are such as transliterations are written with (not 就业·我)."""
    foreign = sum(character in names.TRANSLITERATION or character < "一" for character in text[start:end])
    return foreign >= _LEAST_FOREIGN * (end - start)


def _has_title(text: str, start: int) -> bool:
    """Whether a title stands right before."""
    return any(title.end() == start for title in title_pattern().finditer(text, max(0, start - 8), start))


def _goes_on(tagged: TaggedText, end: int) -> bool:
    """Whether what stands behind a name can only be no part of it (…罗夫|在), unless both are one word (来不及)."""
    if names.SAYS.match(tagged.text, end):
        return True
    return tagged.text[end : end + 1] in names.FOLLOWS_WEAKLY and not is_word(tagged.words[tagged.word_at(end)])


def _without_title(text: str, dot: int, end: int) -> int:
    """Where a name ends before a title that is written with its characters too (…科莫|博士)."""
    titles = (title for title in title_pattern().finditer(text, dot + 1, end + 2) if title.end() >= end)
    return next((title.start() for title in titles), end)


def _skip_title(text: str, start: int, dot: int) -> int:
    """Leave out a title that is written with transliteration characters too."""
    for title in title_pattern().finditer(text, max(0, start - 6), dot):
        if start < title.end() < dot:
            start = title.end()
    return start
