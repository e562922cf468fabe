"""One file's way from bytes to rows: the ordered steps, and what each one did, counted.

To add a step, add it to `read_file` in its place and time it with `stats.timed`.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from flows.page_hints import with_rules_of
from flows.papers import Papers
from transforms.clean import clean
from transforms.dates import extract_dates
from transforms.decode import decode
from transforms.errors import UnusablePage
from transforms.figures import MAY_HOLD_FIGURE, extract_figures
from transforms.mentions import extract_joined_mentions
from transforms.page import read_page
from transforms.plain_script import in_simplified
from transforms.records import Article, Cleaned, Decoded, Page, PageHints, Span, SpanRole
from transforms.sentences import sentence_spans
from transforms.tagged import JoinedText, TaggedText, join_sentences
from transforms.timewords import may_hold_time
from transforms.wordclasses import WordClasses
from transforms.words import Segmenter, Tags
from warehouse.rows import ReadArticle, ReadSentence, doc_id_of, head_fragments

HEAD_ROLES: tuple[SpanRole, ...] = ("kicker", "headline", "deck")


@dataclass(slots=True)
class StepStats:
    """What the steps did: seconds and counts by step, and how often each cleaning rule fired."""

    seconds: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Count one call of a step and its seconds, also when it raises."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] += time.perf_counter() - started  # type: ignore[assignment]
            self.calls[step] += 1


class ReadFile(NamedTuple):
    """A file that was read: its key, its decoded and cleaned text, its page and its articles' sentences."""

    doc_id: str
    decoded: Decoded
    cleaned: Cleaned
    page: Page
    articles: list[ReadArticle]
    tag_of: Mapping[str, str]
    """The tag of every word of it."""


def read_file(
    data: bytes,
    hints: PageHints,
    segmenter: Segmenter | Callable[[Page], Segmenter],
    stats: StepStats,
    *,
    encodings: Sequence[str] = (),
    min_quality: float = 0.0,
    papers: Papers = MappingProxyType({}),
) -> ReadFile:
    """Read one file's bytes; raises RejectedFile where they can't become a page.

    A page that names itself as one of `papers` is read a second time, by that paper's rules. `segmenter` may depend on
    the page: newspapers can have dictionaries of their own.
    """
    with stats.timed("decode"):
        decoded = decode(data, tuple(encodings) or None)
    with stats.timed("clean"):
        cleaned = clean(decoded.text)
        stats.rules.update(cleaned.applied)
    _check_usable(cleaned, min_quality)
    with stats.timed("page"):
        page = read_page(cleaned.text, hints)
        if papers and (by_name := with_rules_of(hints, page, papers)):
            page = read_page(cleaned.text, by_name)
    with stats.timed("sentences"):
        articles = [ReadArticle(article, _sentences(article)) for article in page.articles]
    chosen = segmenter if isinstance(segmenter, Segmenter) else segmenter(page)
    find_facts([read.sentences for read in articles], chosen, page.issue_date, stats)
    for read in articles:
        read.dateline_on = dateline_day(read.article.dateline_date, page.issue_date)
    return ReadFile(doc_id_of(decoded.text), decoded, cleaned, page, articles, chosen.tag_of)


def _check_usable(cleaned: Cleaned, min_quality: float) -> None:
    if not cleaned.text.strip():
        raise UnusablePage("empty", "the file holds no text; check the extraction that wrote it")
    if cleaned.quality < min_quality:
        lost = ", ".join(f"{reason} {share:.2f}" for reason, share in cleaned.reasons.items())
        raise UnusablePage(
            "low_quality",
            f"quality {cleaned.quality:.2f} is below {min_quality:.2f} (setting min_quality), for {lost}; "
            "look at it with `baoku inspect`",
        )


class _Piece(NamedTuple):
    """A stretch of running text: a paragraph, or a line of the head (paragraph 0)."""

    paragraph_seq: int
    text: str
    fragments: Sequence[Span]


def _pieces(article: Article) -> list[_Piece]:
    heads = [
        _Piece(0, text, fragments)
        for role in HEAD_ROLES
        if (text := getattr(article, role)) and (fragments := head_fragments(article, role))
    ]
    return heads + [_Piece(seq, p.text, p.fragments) for seq, p in enumerate(article.paragraphs, 1)]


def find_facts(
    articles: Sequence[Sequence[ReadSentence]], segmenter: Segmenter, anchor: date | None, stats: StepStats
) -> None:
    """Give the sentences of one page, by article, their words, figures, dates and mentions.

    The page's text and layout are not asked for, so that pages of the lake can be gone through again.
    """
    with stats.timed("words"):
        tagged = _segment(articles, segmenter)
    with stats.timed("facts"):
        names = in_simplified(tagged, segmenter, _word_classes(segmenter))
        _extract(list(chain.from_iterable(articles)), tagged.joined, names, anchor)


def dateline_day(printed: str | None, anchor: date | None) -> date | None:
    """The day that a dateline's date means on a page of the day `anchor`."""
    found = extract_dates(printed, anchor) if printed else []
    return next((d.date_start for d in found if d.precision == "day"), None)


def _segment(articles: Sequence[Sequence[ReadSentence]], segmenter: Segmenter) -> TaggedText:
    """Words of all sentences, with one call of the segmenter for the whole page."""
    joined = join_sentences([sentence.text for sentence in sentences] for sentences in articles)
    words = segmenter.words(joined.text)
    tags = Tags(words, segmenter.tag_of)
    tagged = TaggedText(joined, words, tags, bytes(map(_word_classes(segmenter).__getitem__, words)))
    i, starts = 0, tagged.starts
    for at, sentence in zip(joined.sentence_starts, chain.from_iterable(articles), strict=True):
        i = bisect_left(starts, at, i)
        j = bisect_left(starts, at + len(sentence.text), i)
        sentence.words = words[i:j]
        sentence.tags = Tags(sentence.words, segmenter.tag_of)
    return tagged


def _sentences(article: Article) -> list[ReadSentence]:
    """The sentences of an article, their words still to come."""
    return [
        ReadSentence(piece.paragraph_seq, piece.text[start:end], piece.fragments, start, [], [])
        for piece in _pieces(article)
        for start, end in ([(0, len(piece.text))] if piece.paragraph_seq == 0 else sentence_spans(piece.text))
    ]


@lru_cache(maxsize=16)
def _word_classes(segmenter: Segmenter) -> WordClasses:
    return WordClasses(segmenter.tag_of.__getitem__)


def _extract(sentences: Sequence[ReadSentence], joined: JoinedText, tagged: TaggedText, anchor: date | None) -> None:
    """Give each sentence its figures, dates and mentions; those that can't hold any are passed by."""
    for sentence, mentions in zip(sentences, extract_joined_mentions(tagged), strict=True):
        sentence.mentions = mentions
    dated = set(joined.sentences_with(may_hold_time(anchor is not None)))
    measured = set(joined.sentences_with(MAY_HOLD_FIGURE))
    for i in dated | measured:
        sentence = sentences[i]
        if i in measured:
            sentence.figures = extract_figures(sentence.text, anchor)
        if i in dated:
            sentence.dates = extract_dates(sentence.text, anchor)
