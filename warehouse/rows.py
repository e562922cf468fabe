"""Records to columns: a read page becomes rows of every table, kept as columns from the start.

A batch holds millions of words, so nothing here makes an object per word: `WordColumns` makes lists and terms of them
in a few calls. Keys are deterministic: `doc_id` from the text, `article_id` from it and the article's sequence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

import pyarrow as pa
from anyascii import anyascii

from transforms.records import Article, DateMention, Figure, Mention, Page, Paragraph, Span, SpanRole
from warehouse.prose import Prose, prose_of
from warehouse.schema import TABLES
from warehouse.wordcolumns import WordColumns

UNKNOWN = "unknown"

FACT_ATTRIBUTES = {
    table: [name for name in TABLES[table].column_names if name not in ("article_id", "sentence_seq", "start_char")]
    for table in ("figures", "dates", "mentions")
}
"""Tables that a sentence's facts of the same name go to, and the facts' attributes that are columns there."""

Partition = tuple[str, str]
"""(publication slug, year)"""
Columns = dict[str, list[Any]]

CHUNK_WORDS = 200_000


def doc_id_of(text: str) -> str:
    """16 hex digits of the SHA-256 of a decoded text: the same page in another encoding or with CRLF is the same."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()[:16]


def article_id_of(doc_id: str, seq: int) -> str:
    """The key of an article: its document and its place in it, from 1."""
    return f"{doc_id}-{seq:04d}"


def slug_of(publication: str | None) -> str:
    """An ASCII folder name for a newspaper.

    >>> slug_of("示范日报"), slug_of(None)
    ('shi-fan-ri-bao', 'unknown')
    """
    parts = "".join(c if c.isascii() and c.isalnum() else f" {anyascii(c)} " for c in publication or "")
    kept = "".join(c if c.isalnum() else " " for c in parts.lower())
    return "-".join(kept.split()) or UNKNOWN


def partition_of(page: Page) -> Partition:
    """The folder a page's rows belong to."""
    return slug_of(page.publication), str(page.issue_date.year) if page.issue_date else UNKNOWN


@dataclass(slots=True)
class ReadSentence:
    """One sentence of an article with its words and facts; `paragraph_seq` 0 is the head (kicker, headline, deck)."""

    paragraph_seq: int
    text: str
    fragments: Sequence[Span]
    start: int
    words: list[str]
    tags: Sequence[str]
    figures: Sequence[Figure] = ()
    dates: Sequence[DateMention] = ()
    mentions: Sequence[Mention] = ()


@dataclass(slots=True)
class ReadArticle:
    """An article of the page together with its sentences, in order."""

    article: Article
    sentences: list[ReadSentence]
    dateline_on: date | None = None


@dataclass(slots=True)
class Batch:
    """The rows of one batch as columns, by (table, publication slug, year).

    Columns are Python lists only until `CHUNK_WORDS` words have come together; then they become Arrow tables, which
    take a tenth of the memory.
    """

    columns: dict[tuple[str, str, str], Columns] = field(default_factory=dict)
    words: dict[Partition, WordColumns] = field(default_factory=dict)
    chunks: dict[tuple[str, str, str], list[pa.Table]] = field(default_factory=dict)
    n_words: int = 0

    def of(self, table: str, partition: Partition = (UNKNOWN, UNKNOWN)) -> Columns:
        """The columns of one table in one partition, empty at first."""
        key = (table, *partition)
        if key not in self.columns:
            self.columns[key] = {name: [] for name in TABLES[table].column_names}
        return self.columns[key]

    def words_of(self, partition: Partition, tag_of: Mapping[str, str]) -> WordColumns:
        """The words of one partition, empty at first and after a change of dictionary."""
        if partition in self.words and self.words[partition].tag_of is not tag_of:
            self._to_arrow()
        return self.words.setdefault(partition, WordColumns(tag_of))

    def add(self, table: str, partition: Partition = (UNKNOWN, UNKNOWN), **values: Any) -> None:
        """Add one row; every column of the table must be given."""
        columns = self.of(table, partition)
        for name, column in columns.items():
            column.append(values[name])

    def compact(self, n_words: int) -> None:
        """Count words that were added; make Arrow tables of the columns once they are many."""
        self.n_words += n_words
        if self.n_words >= CHUNK_WORDS:
            self._to_arrow()

    def _to_arrow(self) -> None:
        made: dict[tuple[str, str, str], Mapping[str, Any]] = dict(self.columns)
        for partition, words in self.words.items():
            sentences = self.of("sentences", partition)
            articles = self.of("articles", partition)
            arrays = words.arrays()
            sentences["words"], sentences["tags"], articles["n_words"] = arrays[:3]
            made["terms", *partition] = arrays.terms
        for key, columns in made.items():
            if any(map(len, columns.values())):
                self.chunks.setdefault(key, []).append(_arrow(key[0], columns))
        self.columns, self.words, self.n_words = {}, {}, 0

    def tables(self) -> dict[tuple[str, str, str], pa.Table]:
        """The batch as Arrow tables, for `write_parts`, which brings them into their schemas."""
        self._to_arrow()
        return {key: pa.concat_tables(chunks) for key, chunks in self.chunks.items()}


def _arrow(table: str, columns: Mapping[str, Any]) -> pa.Table:
    """The columns as a table; those that are Arrow arrays already stay dictionary-encoded, which takes less memory."""
    schema = TABLES[table].arrow_schema
    arrays = {f.name: columns[f.name] for f in schema}
    return pa.table({n: a if isinstance(a, pa.Array) else pa.array(a, schema.field(n).type) for n, a in arrays.items()})


def add_page(
    batch: Batch,
    doc_id: str,
    text: str,
    page: Page,
    articles: Sequence[ReadArticle],
    tag_of: Mapping[str, str],
    document: Mapping[str, Any],
) -> None:
    """Add every row of one page of cleaned `text`.

    `tag_of` gives the tag of every word, `document` holds what is known of the file (path, encoding, …).
    """
    partition = partition_of(page)
    words = batch.words_of(partition, tag_of)
    prose = prose_of([read.article for read in articles])
    n_words = sum(
        _add_article(batch, partition, words, doc_id, text, read, its)
        for read, its in zip(articles, prose, strict=True)
    )
    batch.add(
        "documents",
        partition,
        doc_id=doc_id,
        publication=page.publication,
        publication_source=page.sources.get("publication"),
        publication_slug=partition[0],
        newspaper=None,  # see `sql/steps/name_papers.sql`
        issue_date=page.issue_date,
        issue_date_source=page.issue_date_source,
        page_label=page.page_label,
        page_label_source=page.sources.get("page_label"),
        page_section=page.page_section,
        page_section_source=page.sources.get("page_section"),
        n_chars=n_chars_in(text),
        n_articles=len(page.articles),
        n_furniture_chars=n_chars_in("".join([text[f.start : f.end] for f in page.furniture])),
        **document,
    )
    batch.compact(n_words)


def n_chars_in(text: str) -> int:
    """Characters that are not white space."""
    return len("".join(text.split()))


def _add_article(
    batch: Batch, partition: Partition, words: WordColumns, doc_id: str, text: str, read: ReadArticle, prose: Prose
) -> int:
    """Add the rows of one article; gives its number of words."""
    article = read.article
    article_id = article_id_of(doc_id, article.seq)
    _add_paragraphs(batch.of("paragraphs", partition), article_id, article.paragraphs)
    _add_sentences(batch.of("sentences", partition), article_id, read.sentences)
    n_words = _add_words(words, article_id, read.sentences)
    add_facts(batch, partition, article_id, read.sentences)
    batch.add(
        "articles",
        partition,
        article_id=article_id,
        doc_id=doc_id,
        seq=article.seq,
        story_id=article_id,
        kind=article.kind,
        label=article.label,
        kicker=article.kicker,
        headline=article.headline,
        deck=article.deck,
        byline=list(article.byline),
        source=article.source,
        dateline_place=article.dateline_place,
        dateline_date=article.dateline_date,
        dateline_on=read.dateline_on,
        jump_to_page=article.jump_to_page,
        jump_from_page=article.jump_from_page,
        is_truncated=article.is_truncated,
        is_headline_missing=article.is_headline_missing,
        n_paragraphs=len(article.paragraphs),
        n_sentences=len(read.sentences),
        n_chars=n_chars_in("".join([text[span.start : span.end] for span in article.spans])),
        n_words=None,  # see `Batch._to_arrow`
        duplicate_of=None,
        similarity=None,
        confidence=article.confidence,
        body=prose.body,
        simplified=prose.simplified,
        text_hash=prose.signature.text_hash,
        bands=prose.signature.bands,
    )
    return n_words


def _add_paragraphs(columns: Columns, article_id: str, paragraphs: Sequence[Paragraph]) -> None:
    n = len(paragraphs)
    columns["article_id"].extend([article_id] * n)
    columns["seq"].extend(range(1, n + 1))
    columns["role"].extend([p.role for p in paragraphs])
    columns["text"].extend([p.text for p in paragraphs])
    columns["start_char"].extend([p.fragments[0][0] for p in paragraphs])
    columns["end_char"].extend([p.fragments[-1][1] for p in paragraphs])
    columns["n_fragments"].extend([len(p.fragments) for p in paragraphs])


def _add_sentences(columns: Columns, article_id: str, sentences: Sequence[ReadSentence]) -> None:
    n = len(sentences)
    columns["article_id"].extend([article_id] * n)
    columns["paragraph_seq"].extend([s.paragraph_seq for s in sentences])
    columns["seq"].extend(range(1, n + 1))
    columns["text"].extend([s.text for s in sentences])
    columns["start_char"].extend([char_at(s.fragments, s.start) for s in sentences])
    columns["end_char"].extend([char_at(s.fragments, s.start + len(s.text) - 1) + 1 for s in sentences])
    columns["fragments"].extend([pieces_of(s.fragments, s.start, len(s.text)) for s in sentences])


def _add_words(columns: WordColumns, article_id: str, sentences: Sequence[ReadSentence]) -> int:
    """Add the article's words; gives their number, with punctuation."""
    counts = [len(s.words) for s in sentences]
    for sentence in sentences:
        columns.words += sentence.words
    columns.by_sentence += counts
    columns.article_ids.append(article_id)
    columns.by_article.append(sum(counts))
    return sum(counts)


def add_facts(batch: Batch, partition: Partition, article_id: str, sentences: Sequence[ReadSentence]) -> None:
    """Add the figures, dates and mentions of an article's sentences, which must be all of them, in order."""
    for table, attributes in FACT_ATTRIBUTES.items():
        values_of = attrgetter(*attributes)
        found = [
            (seq, char_at(s.fragments, s.start + fact.start), *values_of(fact))
            for seq, s in enumerate(sentences, 1)
            for fact in getattr(s, table)
        ]
        if found:
            columns = batch.of(table, partition)
            columns["article_id"].extend([article_id] * len(found))
            for name, values in zip(("sentence_seq", "start_char", *attributes), zip(*found, strict=True), strict=True):
                columns[name].extend(values)


def char_at(fragments: Sequence[Span], index: int) -> int:
    """Where on the page character `index` of a text stands that was put together from `fragments`.

    >>> char_at([(10, 14), (20, 25)], 5)
    21
    """
    end = 0
    for start, end in fragments:
        if index < end - start:
            return start + index
        index -= end - start
    return end + index


def pieces_of(fragments: Sequence[Span], start: int, n_chars: int) -> list[int] | None:
    """Where the pieces of a stretch of such a text start and end on the page, flat; None where it is in one piece.

    >>> pieces_of([(10, 14), (20, 25)], 2, 4), pieces_of([(10, 14), (20, 25)], 5, 2)
    ([12, 14, 20, 22], None)
    """
    if len(fragments) == 1:
        return None
    found: list[int] = []
    before, end = 0, start + n_chars
    for first, last in fragments:
        after = before + last - first
        if before < end and after > start:
            found += (first + max(start - before, 0), first + min(end, after) - before)
        before = after
    return found if len(found) > 2 else None


def head_fragments(article: Article, role: SpanRole) -> list[Span]:
    """Where a part of the head stands; each piece but the last counts the space that joins it to the next."""
    spans = [(s.start, s.end) for s in article.spans if s.role == role]
    return [(s, e + 1) for s, e in spans[:-1]] + spans[-1:]
