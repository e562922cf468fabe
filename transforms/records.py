"""The records that pass from step to step on the way of a page.

All offsets count characters (code points) of the *cleaned* page text, from 0; a span is half-open. "Character" counts
leave out white space unless said otherwise, so that the counts of articles and furniture add up to those of the page.
Records are not changed once made; those that a page has hundreds of (paragraphs, spans, joins, facts) are not frozen
only because a frozen one takes five times as long to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Span = tuple[int, int]
"""(start, end) in characters of the cleaned page, half-open."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and how its encoding was found.

    `encoding` is Python's codec name in lower case with hyphens (`utf-8`, `utf-8-sig`, `gb18030`, `big5`, `big5-hkscs`,
    `utf-16-le`, `hz`, …); `confidence` lies in 0..1; `evidence` is JSON-able and says who decided and what else was
    plausible (keys: `decided_by`, `candidates` as [encoding, score] pairs, `replaced_at` byte offsets, …);
    `n_replaced` counts characters that stand as U+FFFD because their bytes were damaged.
    """

    text: str
    encoding: str
    confidence: float
    evidence: Mapping[str, object]
    n_replaced: int = 0


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text after the cleaning rules; `applied` counts by rule name how often each fired; `quality` is 0..1.

    `reasons`: what `quality` lost, by reason (damaged, private, rare, repaired, empty), each 0..1; empty where nothing.
    """

    text: str
    applied: Mapping[str, int]
    quality: float = 1.0
    reasons: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperRules:
    """What is different about one newspaper's pages; an empty or zero value leaves a rule as it is.

    `furniture`: regular expressions of whole lines that belong to no article. `labels`: column labels that stand on a
    line of their own above a headline. `byline_words`: words before a reporter's name. `layout`: auto, wrapped (lines
    break at a fixed width), blank_lines (they part paragraphs) or lines (one paragraph each). `jumps`: whether
    references to other pages are read as jumps. `max_headline`: the longest line that can be a headline, in characters.
    """

    furniture: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    byline_words: tuple[str, ...] = ()
    layout: Literal["auto", "wrapped", "blank_lines", "lines"] = "auto"
    jumps: bool = True
    max_headline: int = 0


@dataclass(frozen=True, slots=True)
class PageHints:
    """What is known of a page from outside its text, such as its path; each wins over what the text says.

    `sources`: by field, where it is known from: path, sidecar or settings. `rules`: how the paper's pages differ from
    others.
    """

    publication: str | None = None
    issue_date: date | None = None
    page_label: str | None = None
    page_section: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    rules: PaperRules | None = field(default=None, repr=False)


ParagraphRole = Literal["body", "subhead", "caption", "label"]
SpanRole = Literal[
    "label", "kicker", "headline", "deck", "byline", "source", "body", "subhead", "caption", "jump", "editor", "mark"
]


@dataclass(slots=True, unsafe_hash=True)
class Paragraph:
    """A paragraph whole again: `text` is its fragments in order, each a slice of the cleaned page.

    Where a line break stood between two Latin words, the break itself is the last character of the first fragment and
    appears in `text` as one space; so `len(text)` is always the sum of the fragments' lengths.
    """

    role: ParagraphRole
    text: str
    fragments: tuple[Span, ...]


@dataclass(slots=True, unsafe_hash=True)
class ArticleSpan:
    """One piece of the page that belongs to an article, and what it is there."""

    start: int
    end: int
    role: SpanRole


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it stands on one page.

    `kind`: news, editorial (社论), commentary (评论), notice, photo (图片报道), fragment (an orphan without
    head), other.
    `label`: the genre or column mark printed with it (社论, 短评, 编者按, …). `byline`: the authors' names alone.
    `source`: 本报讯, 本报, 新华社, … as the lead or the tail names it. `dateline_place`, `dateline_date`: as printed.
    `jump_to_page`, `jump_from_page`: page labels. `spans`: disjoint, in page order, together every character of it.
    `evidence`: for people, the scored reasons for its boundary, as (what, weight).
    """

    seq: int
    kind: str
    label: str | None
    kicker: str | None
    headline: str | None
    deck: str | None
    byline: tuple[str, ...]
    source: str | None
    dateline_place: str | None
    dateline_date: str | None
    jump_to_page: str | None
    jump_from_page: str | None
    is_truncated: bool
    is_headline_missing: bool
    paragraphs: tuple[Paragraph, ...]
    spans: tuple[ArticleSpan, ...]
    confidence: float
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the page that belongs to no article: `kind` is masthead, date, folio, section, credits, contact …."""

    start: int
    end: int
    kind: str


@dataclass(slots=True, unsafe_hash=True)
class Join:
    """Two fragments made one paragraph (`joined`) or kept apart, at character `at`, with the scored evidence."""

    at: int
    joined: bool
    score: float
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: articles in reading order, furniture, and what the furniture says of the page.

    `n_chars` counts the page's characters that are not white space; it equals the articles' and the furniture's sum.
    `issue_date_source`: what the hints say of it (`hint` where they don't), masthead, dateline, or None. `sources`: the
    same for publication, issue_date, page_label and page_section, as far as they are known; masthead is any furniture.
    `manner` describes the layout that was found (wrap width in characters or 0, blank lines, indents).
    """

    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]
    n_chars: int
    publication: str | None = None
    issue_date: date | None = None
    issue_date_source: str | None = None
    page_label: str | None = None
    page_section: str | None = None
    manner: Mapping[str, object] = field(default_factory=dict)
    joins: tuple[Join, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, unsafe_hash=True)
class Word:
    """A word of a text, its part-of-speech tag (jieba's tag set) and where it starts in that text."""

    text: str
    tag: str
    start: int


@dataclass(slots=True, unsafe_hash=True)
class Figure:
    """A quantity in a sentence, and how it changed.

    `raw` as printed, with a directly attached qualifier. `value` in `unit` (a base unit: 元, %, 公顷, 个, …, with
    万 and 亿 multiplied out), `value_to` the upper end of a range; a bare change has no value. `approximation`: the
    qualifier (近, 约, 超, 多, 以上, …). `comparison`: what the change is against (同比, 环比, 比上年, …). `direction`:
    `up`, `down` or `flat`. `change_value` in `change_unit` (%, 个百分点, 倍, or a unit). `period` as printed,
    with `period_start`, `period_end` where an anchor date or the words allow. `start` counts in the sentence.
    """

    raw: str
    start: int
    metric: str | None = None
    value: float | None = None
    value_to: float | None = None
    unit: str | None = None
    approximation: str | None = None
    comparison: str | None = None
    direction: str | None = None
    change_value: float | None = None
    change_unit: str | None = None
    period: str | None = None
    period_start: date | None = None
    period_end: date | None = None


@dataclass(slots=True, unsafe_hash=True)
class DateMention:
    """A time expression: `precision` is day, month, quarter, half, year, decade, span or partial.

    `date_start`, `date_end` are inclusive and None where the words and the anchor leave them open; `anchor` is the date
    a relative or partial expression was resolved against.
    """

    raw: str
    start: int
    precision: str
    date_start: date | None = None
    date_end: date | None = None
    anchor: date | None = None


MentionKind = Literal["person", "organisation", "place", "work", "slogan"]


@dataclass(slots=True, unsafe_hash=True)
class Mention:
    """A name in a sentence; `role` and `organisation` belong to persons. `normalized` is the form to group by."""

    kind: MentionKind
    text: str
    start: int
    normalized: str
    role: str | None = None
    organisation: str | None = None
