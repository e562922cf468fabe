"""One file's way from bytes to rows: the ordered steps, and what each one did, counted.

To add a step, add it to `read_file` in its place and time it with `stats.timed`.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, chain
from types import MappingProxyType
from typing import NamedTuple

from flows.page_hints import with_rules_of
from flows.papers import Papers
from transforms.clean import clean
from transforms.dates import extract_dates
from transforms.decode import decode
from transforms.errors import UnusablePage
from transforms.figures import extract_figures
from transforms.mentions import extract_article_mentions
from transforms.page import read_page
from transforms.records import Article, Cleaned, Decoded, Page, PageHints, Span, SpanRole
from transforms.sentences import sentence_spans
from transforms.words import Segmenter
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


def read_file(
    data: bytes,
    hints: PageHints,
    segmenter: Segmenter,
    stats: StepStats,
    *,
    encodings: Sequence[str] = (),
    min_quality: float = 0.0,
    papers: Papers = MappingProxyType({}),
) -> ReadFile:
    """Read one file's bytes; raises RejectedFile where they can't become a page.

    A page that names itself as one of `papers` is read a second time, by that paper's rules.
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
    with stats.timed("words"):
        articles = _segment(page, segmenter)
    with stats.timed("facts"):
        for read in articles:
            _extract(read, page.issue_date)
    return ReadFile(doc_id_of(decoded.text), decoded, cleaned, page, articles)


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


def _segment(page: Page, segmenter: Segmenter) -> list[ReadArticle]:
    """Sentences and words of all articles, with one call of the segmenter for the whole page."""
    pieces = [_pieces(article) for article in page.articles]
    words = segmenter.words("\n".join(piece.text for piece in chain.from_iterable(pieces)))
    tags = segmenter.tags(words)
    ends = [0, *accumulate(map(len, words))]
    i = 0
    at = 0
    articles = []
    for article, parts in zip(page.articles, pieces, strict=True):
        sentences: list[ReadSentence] = []
        for piece in parts:
            for start, end in [(0, len(piece.text))] if piece.paragraph_seq == 0 else sentence_spans(piece.text):
                text = piece.text[start:end]
                i = bisect_left(ends, at + start, i)
                j = bisect_left(ends, at + end, i)
                inside = words[i:j], tags[i:j]
                if ends[i] != at + start or ends[j] != at + end:  # a border within a word, as in English without spaces
                    inside = _apart(segmenter, text)
                sentences.append(ReadSentence(piece.paragraph_seq, text, piece.fragments, start, *inside))
            at += len(piece.text) + 1
        articles.append(ReadArticle(article, sentences))
    return articles


def _apart(segmenter: Segmenter, text: str) -> tuple[list[str], list[str]]:
    words = segmenter.words(text)
    return words, segmenter.tags(words)


def _extract(read: ReadArticle, anchor: date | None) -> None:
    sentences = read.sentences
    read.dateline_on = _dateline_day(read.article, anchor)
    for sentence in sentences:
        sentence.figures = extract_figures(sentence.text, anchor)
        sentence.dates = extract_dates(sentence.text, anchor)
    mentions = extract_article_mentions(
        [s.text for s in sentences], [s.words for s in sentences], [s.tags for s in sentences]
    )
    for sentence, found in zip(sentences, mentions, strict=True):
        sentence.mentions = found


def _dateline_day(article: Article, anchor: date | None) -> date | None:
    found = extract_dates(article.dateline_date, anchor) if article.dateline_date else []
    return next((d.date_start for d in found if d.precision == "day"), None)
