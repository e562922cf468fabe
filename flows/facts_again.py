"""Finding the facts of known pages anew: figures, dates and mentions, from the sentences that the lake has of them.

Where only rules that find facts changed, this gives the rows that reading the files again would give, without decoding,
cleaning and reading pages. Sentences are cut into words once more, as joined as they were, because the words of a whole
page are what names are found in; the rows of sentences and terms stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from flows.reading import StepStats, dateline_day, find_facts
from transforms.records import Span
from transforms.words import Segmenter
from warehouse.rows import FACT_ATTRIBUTES, Batch, Partition, ReadSentence, add_facts

Tables = Mapping[tuple[str, str, str], pa.Table]
"""Rows by table, publication slug and year."""
SegmenterOf = Callable[[str | None], Segmenter]
"""Gives the segmenter for pages of a newspaper."""


def with_new_facts(tables: Tables, segmenter_of: SegmenterOf, stats: StepStats) -> dict[tuple[str, str, str], pa.Table]:
    """All rows of some pages, those of facts found anew and the days of datelines with them.

    `tables` hold all rows of these pages, in the order of the lake.
    """
    made = {key: rows for key, rows in tables.items() if key[0] not in FACT_ATTRIBUTES}
    facts = Batch()
    for partition in [(slug, year) for table, slug, year in made if table == "documents"]:
        documents, articles = made["documents", *partition], made["articles", *partition]
        days: dict[str, date | None] = dict(_pairs(documents, "doc_id", "issue_date"))
        sentences = _sentences(made.get(("sentences", *partition)))
        of_page = _article_ids(articles)
        for doc_id, publication in _pairs(documents, "doc_id", "publication"):
            read = {article_id: sentences.pop(article_id, []) for article_id in of_page[doc_id]}
            find_facts(list(read.values()), segmenter_of(publication), days[doc_id], stats)
            _add(facts, partition, read)
        made["articles", *partition] = _with_datelines(articles, days)
    return made | facts.tables()


def _add(facts: Batch, partition: Partition, read: Mapping[str, Sequence[ReadSentence]]) -> None:
    for article_id, sentences in read.items():
        add_facts(facts, partition, article_id, sentences)


def _pairs(rows: pa.Table, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name].to_pylist() for name in names), strict=True))


def _article_ids(articles: pa.Table) -> dict[str, list[str]]:
    """The articles of each page, in reading order."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, doc_id, article_id in sorted(_pairs(articles, "seq", "doc_id", "article_id")):
        found[doc_id].append(article_id)
    return found


def _sentences(rows: pa.Table | None) -> dict[str, list[ReadSentence]]:
    """The sentences of each article, their words and facts still to come."""
    found: dict[str, list[ReadSentence]] = defaultdict(list)
    if rows is not None:
        names = ("article_id", "paragraph_seq", "text", "start_char", "fragments")
        for article_id, paragraph, text, start, pieces in zip(*(rows[n].to_pylist() for n in names), strict=True):
            found[article_id].append(ReadSentence(paragraph, text, _spans(pieces, start, len(text)), 0, [], []))
    return found


def _spans(pieces: Sequence[int] | None, start: int, n_chars: int) -> list[Span]:
    """Where a sentence stands on the page, see the column `fragments`."""
    return list(zip(pieces[::2], pieces[1::2], strict=True)) if pieces else [(start, start + n_chars)]


def _with_datelines(articles: pa.Table, days: Mapping[str, date | None]) -> pa.Table:
    field = articles.schema.field("dateline_on")
    found = [dateline_day(printed, days[doc_id]) for doc_id, printed in _pairs(articles, "doc_id", "dateline_date")]
    return articles.set_column(articles.column_names.index(field.name), field, pa.array(found, field.type))
