"""Articles built from lines with roles: paragraphs made whole, headline stacks divided, marks read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from transforms.bylines import as_printed
from transforms.confidence import article_confidence
from transforms.displaced import put_back_displaced
from transforms.heads import divide
from transforms.imprint import read_date
from transforms.kinds import article_kind, label_of, source_of_note
from transforms.late_heads import give_back_headlines
from transforms.leads import Lead, read_lead
from transforms.lexicon import word_gain
from transforms.lines import Line, Manner, plain_form
from transforms.notes import is_caption_opening, noted_author
from transforms.readings import Reading
from transforms.records import Article, ArticleSpan, Join, Paragraph, ParagraphRole, SpanRole
from transforms.stray_captions import adopt_captions, part_pictures
from transforms.weights import FOLLOWS, JOINS, LOOKS, NEW_ARTICLE, OPENS

_LONGEST_SUBHEAD = 24
_SHORTEST_OVERPRINT = 12
_OPENING_LINES = 12
_LONGEST_LEAD = 100
_OPENING = 200
_START = attrgetter("start")
_CONTACT_AT_END = re.compile(
    r"(?:电话|热线|传真|邮编|邮箱|信箱|网址|地址|[Ee]-?mail)\s*:?\s*[(\d+A-Za-z][\w\s()/、@.:-]{3,60}$", re.ASCII
)
_SIGNATURE = re.compile(
    r"^(?:\d{4}|[〇一二三四五六七八九零]{4})年.{1,12}日$|^[\u4e00-\u9fff]{2,20}\s+[\u4e00-\u9fff·]{2,8}$|"
    r"^(?:数据|资料|图片|信息)?来源:|^.{2,24}(?:委员会|政府|部|局|院|厅|会)$"
)


@dataclass(slots=True)
class Part:
    """A paragraph in the making: its role and its lines."""

    role: ParagraphRole
    lines: list[Line]
    is_note: bool = False
    is_credit: bool = False
    is_heading: bool = False


@dataclass(slots=True)
class Draft:
    """The lines of one article by what they are."""

    label: list[Line] = field(default_factory=list)
    stack: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    spans: list[ArticleSpan] = field(default_factory=list)
    byline: list[str] = field(default_factory=list)
    running: Part | None = None
    lead: Lead | None = None
    place: str | None = None
    jump_to: str | None = None
    jump_from: str | None = None
    source: str | None = None
    evidence: list[tuple[str, float]] = field(default_factory=list)
    is_orphan: bool = False
    is_closed: bool = False


def build_articles(
    text: str, lines: list[Line], readings: list[Reading], roles: list[str], manner: Manner
) -> tuple[tuple[Article, ...], tuple[Join, ...]]:
    """The articles of a page in reading order, and every join that was made or refused."""
    drafts: list[Draft] = []
    joins: list[Join] = []
    last_role = "page"
    followers = [*lines[1:], None] if lines else []
    for line, after, reading, role in zip(lines, followers, readings, roles, strict=True):
        if not drafts or (role in OPENS and not _goes_on(drafts[-1], role)):
            drafts.append(Draft(is_orphan=role not in OPENS))
            drafts[-1].evidence = [*_ending(last_role), *_evidence(reading, role)]
        running = drafts[-1].running if role == "cont" else None
        if running is not None:
            running.lines.append(line)
        else:
            _place(drafts[-1], text, (line, after), reading, role)
        last_role = role
        if (role == "cont" or role == "body") and "cont" in reading.scores:
            _add_join(joins, line, reading, role)
    adopt_captions(drafts)
    give_back_headlines(drafts)
    put_back_displaced(drafts, joins)
    part_pictures(drafts, lambda part: Draft(parts=[part]))
    return tuple(_finish(draft, seq, text, manner) for seq, draft in enumerate(drafts, start=1)), tuple(joins)


def _goes_on(draft: Draft, role: str) -> bool:
    """Whether an opening role still belongs to the head of the article at hand (label or 上接 before its headline).

    上接 may stand below the headline, too.
    """
    if role == "from":
        return bool(draft.stack) and not draft.parts and draft.jump_from is None
    return not draft.parts and not draft.stack and not draft.byline and role in ("head", "label", "start")


def _evidence(reading: Reading, role: str) -> list[tuple[str, float]]:
    weights = JOINS if role == "cont" else LOOKS[role]
    named = [(f"{role}: {name}", weights[name]) for name in reading.features[role]]
    rival = max((reading.scores.get(other, 0.0) for other in ("subhead", "cont")), default=0.0)
    return [*named, ("another reading", -rival)] if rival > 0 else named


def _ending(role: str) -> list[tuple[str, float]]:
    """What the last line of the article before says of a boundary behind it."""
    return [(f"behind {role}", NEW_ARTICLE[role])] if NEW_ARTICLE.get(role, 0.0) > 0 else []


def _add_join(joins: list[Join], line: Line, reading: Reading, role: str) -> None:
    """Record the decision about a paragraph break before a line, where there was something to decide."""
    score = reading.scores["cont"]
    if role == "cont" or score >= 0:
        joins.append(Join(line.start, role == "cont", score, _weighed(tuple(reading.features["cont"]))))


@lru_cache(maxsize=4096)
def _weighed(names: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Names of join features with their weights; the same few combinations recur all over a page."""
    return tuple((name, JOINS[name]) for name in names)


def _place(draft: Draft, text: str, place: tuple[Line, Line | None], reading: Reading, role: str) -> None:
    """Put a line where it belongs in its article; `place`: the line and the one after it."""
    line = place[0]
    if not draft.parts and not draft.byline and role in ("byline", "lead"):
        draft.evidence.append((f"{role} follows", FOLLOWS["head"][role]))
    if role in ("head", "more"):
        draft.stack.append(line)
    elif role == "label" and not draft.parts:
        draft.label.append(line)
        draft.spans.append(ArticleSpan(line.start, line.end, "label"))
    elif role in ("byline", "tail"):
        _add_names(draft, text, line, reading)
        draft.spans.append(ArticleSpan(line.start, line.end, "byline"))
        draft.is_closed = role == "tail"
    elif role in ("jump", "from"):
        _add_jump(draft, reading)
        draft.spans.append(ArticleSpan(line.start, line.end, "jump"))
    else:
        if role in ("lead", "start") and reading.lead is not None:
            _add_lead(draft, text, place, reading.lead)
        _add_text(draft, line, reading, role)
        _add_noted(draft, text, line)


def _add_names(draft: Draft, text: str, line: Line, reading: Reading) -> None:
    if reading.byline is not None:
        original = "".join(text[line.start : line.end].splitlines()).strip()  # a break may part it
        draft.byline.extend(as_printed(reading.byline.names, line.plain, original))
        if reading.byline.place and not draft.place:
            (draft.place,) = as_printed((reading.byline.place,), line.plain, original)


def _add_jump(draft: Draft, reading: Reading) -> None:
    if reading.jump is None:
        return
    if reading.jump.direction == "to":
        draft.jump_to = draft.jump_to or reading.jump.page
    else:
        draft.jump_from = draft.jump_from or reading.jump.page


def _add_lead(draft: Draft, text: str, place: tuple[Line, Line | None], lead: Lead) -> None:
    """What a lead says; its credit may go on in the line after it."""
    line, after = place
    plain, original = line.plain, text[line.start : line.end].strip()
    if draft.lead is None:
        draft.lead = lead
        draft.place = as_printed((lead.place,), plain, original)[0] if lead.place else draft.place
    if lead.source is not None and draft.source is None:
        (draft.source,) = as_printed((lead.source,), plain, original)
    if after is not None and not all(name in plain for name in lead.names):
        plain, original = plain + after.plain, original + text[after.start : after.end].strip()
    draft.byline.extend(() if lead.is_quoted else as_printed(lead.names, plain, original))


def _add_noted(draft: Draft, text: str, line: Line) -> None:
    """The author whom a note names, where nothing else did."""
    if line.plain[0] in "(【" and not draft.byline and (author := noted_author(line.plain)):
        draft.byline.extend(as_printed((author,), line.plain, text[line.start : line.end].strip()))


def _add_text(draft: Draft, line: Line, reading: Reading, role: str) -> None:
    if role == "note":
        draft.source = draft.source or source_of_note(line.plain)
    if role == "caption":
        if "caption goes on" in reading.features["caption"] and draft.parts and draft.parts[-1].role == "caption":
            draft.parts[-1].lines.append(line)
            return
        draft.parts.append(Part("caption", [line], is_credit="bare credit" in reading.features["caption"]))
        return
    paragraph_role: ParagraphRole = "body"
    if role == "label" or (role == "subhead" and len(line.plain) <= _LONGEST_SUBHEAD and line.plain[-1] not in "”’"):
        paragraph_role = "subhead" if role == "subhead" else "label"
    part = Part(paragraph_role, [line], is_note=role == "note", is_heading=role == "subhead")
    draft.parts.append(part)
    draft.running = part if paragraph_role == "body" and not part.is_heading else None


def _finish(draft: Draft, seq: int, text: str, manner: Manner) -> Article:
    before_news = draft.lead is not None
    stack = divide(draft.stack, manner, _opening(draft), before_news=before_news)
    draft.label.extend(draft.stack[: stack.n_label])
    draft.spans.extend(ArticleSpan(line.start, line.end, "label") for line in draft.stack[: stack.n_label])
    lines = draft.stack[stack.n_label :]
    n = stack.n_kicker + stack.n_headline
    kicker, headline, deck = lines[: stack.n_kicker], lines[stack.n_kicker : n], lines[n:]
    for role, lines in (("kicker", kicker), ("headline", headline), ("deck", deck)):
        draft.spans.extend(ArticleSpan(line.start, line.end, _span_role(role)) for line in lines)
    title, label = _printed_once(_joined(headline, text, " ")), _joined(draft.label, text, " ")
    plain_title = plain_form(title) if title else None
    _complete_captions(draft)
    kind = _settle_photo(draft, article_kind(plain_title, label, draft.is_orphan))
    paragraphs = tuple(_paragraph(draft, part, text) for part in draft.parts)
    is_truncated = _is_truncated(draft)
    evidence = (*draft.evidence, *stack.evidence)
    strength = sum(weight for _, weight in draft.evidence)
    return Article(
        seq=seq,
        kind=kind,
        label=label_of(title, plain_title, label),
        kicker=_joined(kicker, text, " "),
        headline=title,
        deck=_joined(deck, text, "\n"),
        byline=tuple(dict.fromkeys(draft.byline)),
        source=draft.source,
        dateline_place=draft.place,
        dateline_date=draft.lead.date if draft.lead else None,
        jump_to_page=draft.jump_to,
        jump_from_page=draft.jump_from,
        is_truncated=is_truncated,
        is_headline_missing=title is None,
        paragraphs=paragraphs,
        spans=tuple(sorted(draft.spans, key=_START)),
        confidence=article_confidence(strength, _states(draft, is_truncated=is_truncated)),
        evidence=evidence,
    )


def _opening(draft: Draft) -> str:
    """The first words of an article's text in matching form, without its lead; empty where no stack asks for them."""
    if len(draft.stack) < 2:
        return ""
    first = next((part for part in draft.parts if part.role == "body" and not part.is_heading), None)
    words = "".join(line.plain for line in first.lines[:_OPENING_LINES]) if first else ""
    lead = read_lead(words[:_LONGEST_LEAD]) if words else None
    return words[lead.end if lead else 0 :][:_OPENING]


def _span_role(role: str) -> SpanRole:
    return "kicker" if role == "kicker" else "deck" if role == "deck" else "headline"


def _joined(lines: list[Line], text: str, separator: str) -> str | None:
    return separator.join(text[line.start : line.end] for line in lines) or None


def _printed_once(title: str | None) -> str | None:
    """A headline without its second impression: overprinting leaves it twice, on one line or on two."""
    if title is None or len(title) < _SHORTEST_OVERPRINT:
        return title
    half = title[: len(title) // 2]
    return half if title in (half * 2, f"{half} {half}") else title


def _settle_photo(draft: Draft, kind: str) -> str:
    """A picture with its text is one article whose text is its body; elsewhere a bare credit is a caption."""
    texts = [part for part in draft.parts if part.role == "body" and not part.is_note]
    captions = [part for part in draft.parts if part.role == "caption"]
    is_photo = kind == "photo" or (
        bool(captions) and len(texts) <= 1 and draft.lead is None and _is_small(texts, captions)
    )
    if not is_photo:
        return kind
    if any(part.is_credit for part in captions):
        for part in captions:
            part.role = "body"
    return "photo"


def _complete_captions(draft: Draft) -> None:
    """Give a caption the lines before its last one, where only that one bears the credit."""
    for before, part in pairwise(list(draft.parts)):
        last, first = before.lines[-1], part.lines[0]
        if (
            part.role == "caption"
            and not part.is_credit
            and before.role == "body"
            and not before.is_note
            and last.start < first.start
            and not last.ended
            and not is_caption_opening(first.plain)
            and (last.plain[-1] in ",、" or first.closing or word_gain(last.plain, first.plain) > 0)
        ):
            part.lines[:0] = before.lines
            draft.parts.remove(before)


def _is_small(texts: list[Part], captions: list[Part]) -> bool:
    return not texts or any(part.is_credit for part in captions)


def _paragraph(draft: Draft, part: Part, text: str) -> Paragraph:
    """A paragraph of a part's lines; its spans join those of the article."""
    role: SpanRole = part.role
    lines = part.lines
    if len(lines) == 1:
        start, end = lines[0].start, lines[0].end
        draft.spans.append(ArticleSpan(start, end, role))
        return Paragraph(part.role, text[start:end], ((start, end),))
    fragments = [(line.start, line.end) for line in lines]
    draft.spans.extend([ArticleSpan(start, end, role) for start, end in fragments])
    pieces = [text[start:end] for start, end in fragments]
    for at, (left, right) in enumerate(pairwise(pieces)):
        if right[0].isascii() and _are_latin_words(left, right):
            pieces[at] += " "
            fragments[at] = (fragments[at][0], fragments[at][1] + 1)
    return Paragraph(part.role, "".join(pieces), tuple(fragments))


def _are_latin_words(left: str, right: str) -> bool:
    """Whether the break between two fragments stands for the space between two Latin words."""
    return left[-1].isascii() and right[0].isascii() and left[-1].isalpha() and right[0].isalpha()


def _is_truncated(draft: Draft) -> bool:
    """Whether the article breaks off in mid-sentence: open end, no jump, no tail byline or note behind it."""
    if draft.jump_to or draft.is_closed:
        return False
    texts = [part for part in draft.parts if part.role in ("body", "subhead")]
    if not texts or texts[-1].role != "body" or texts[-1].is_note or texts[-1].is_heading:
        return False
    last = texts[-1].lines[-1]
    if (
        last.ended
        or last.plain[-1] in ":—)"
        or _CONTACT_AT_END.search(last.plain)
        or (len(texts[-1].lines) == 1 and (len(last.plain) < 8 or last.plain[0] == "—"))
    ):
        return False
    if _SIGNATURE.match(last.plain) and len(texts[-1].lines) == 1:
        return False
    n_open = sum(1 for part in texts[:-1] if not part.lines[-1].ended and part.role == "body")
    return n_open * 4 < len(texts)


def _states(draft: Draft, *, is_truncated: bool) -> list[str]:
    """What makes an article less sure, as names of `confidence.CONFIDENCE`; each subhead may be another headline."""
    n_subheads = sum(1 for part in draft.parts if part.role == "subhead")
    is_unsigned = not draft.byline and draft.lead is None and draft.jump_from is None
    held = {
        "truncated": is_truncated,
        "no headline": not draft.stack,
        "fragment": draft.is_orphan,
        "one subhead": n_subheads == 1,
        "several subheads": n_subheads > 1,
        "unsigned": is_unsigned,
    }
    return [name for name, holds in held.items() if holds]


def dateline_year(articles: tuple[Article, ...]) -> date | None:
    """The full date of the first dateline that prints its year, or None."""
    for article in articles:
        if article.dateline_date and "年" in article.dateline_date:
            return read_date(plain_form(article.dateline_date))
    return None
