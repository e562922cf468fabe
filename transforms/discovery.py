"""New words of a corpus: how to rank what was counted of sequences of words, and which tag to propose.

A term holds together (内聚): its parts stand together more often than chance would have it. It is free (自由): what
stands left and right of it changes. And it is new: no word of the dictionary, and no mere phrase of words that are.
Counting is the warehouse's (`warehouse/sql/discovery`); everything here is arithmetic on its counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.simplified import search_forms
from transforms.term_evidence import Candidate
from transforms.term_tags import guess_tag, list_of

MIN_COHESION = 5.0
"""Bits: parts that stand together thirty times as often as chance would have them."""
PHRASE_WEIGHT = 0.45
"""What a sequence of known words counts, against one that holds an unknown word or a lone character."""
_ADDRESSES = frozenset({"同志", "先生", "女士", "主席", "总书记", "老师", "教授"})
INSIDE_SHARE = 0.75
"""A term that stands so often within a longer one is a piece of it."""

_HAN = re.compile("[\u4e00-\u9fff]")
_FUNCTION_HEADS = frozenset(
    "这那此该本每某各更最很不没未已正将被把从在向对与和及或由为以于其之所无有是要会能可使让到去来日时"
)
_LONE_HEADS = _FUNCTION_HEADS | frozenset("第几两三四五六七八九十新旧老全总副原前后再同共主省市县縣区區乡鄉镇鎮村")
_FUNCTION_TAILS = frozenset(
    "的了着过地得们等是在有为于与和及或以之这那起至到同中里内外前后时年月日说称并但而其也都还就才更要将使让向从对被把给又很"
)
_JOINS = frozenset(["和", "与", "與", "及", "以及", "或", "暨", "跟", "同", "並", "并", "为", "為"])
"""Between two words they make a phrase of them (改革和发展, 以法律为准绳)."""
_NUMBERED_SHARE = 0.5
_VERB_SHARE = 0.3
_NO_HEADS = frozenset({"d", "ad", "v", "c", "p", "f", "t", "m", "q", "r", "u"})
_NO_TAILS = frozenset({"v", "vd", "vi", "d", "ad", "c", "p", "f", "a", "z", "m", "q", "r", "u"})


@dataclass(frozen=True, slots=True)
class Term:
    """A proposed term: `cohesion`, `freedom` in bits, `tag` of jieba's set, `example` a sentence of its first day."""

    term: str
    tag: str
    score: float
    n: int
    n_articles: int
    cohesion: float
    freedom: float
    cut_as: str
    first_date: date | None
    example: str


def cohesion(n: int, heads: Sequence[int], tails: Sequence[int], total: int) -> float:
    """Pointwise mutual information of the two halves at the weakest split, in bits (Church & Hanks 1990).

    `n` is how often the whole stands, `heads[k]` and `tails[k]` the halves of split k, `total` all words.

    >>> cohesion(8, [16], [32], 1024)
    4.0
    """
    return min(math.log2(n * total / (head * tail)) for head, tail in zip(heads, tails, strict=True))


def inner_cohesion(word: str, n: int, characters: Mapping[str, int]) -> float:
    """The same of one word's characters: their total correlation by the joint between them (Watanabe 1960), in bits."""
    total = sum(characters.values())
    logs = math.log2(n / total) - sum(math.log2(max(characters.get(c, n), n) / total) for c in word)
    return logs / (len(word) - 1)


def is_fragment(item: Candidate) -> bool:
    """Whether its borders betray a piece of a sentence: a function character, or words that make no name together.

    Unknown words and lone characters must not begin or end in a function character. Known words must begin and end as a
    noun phrase does, unless the candidate is mentioned as a name or is quoted a third of the time.
    """
    for part, known in zip(item.parts, item.known_parts, strict=True):
        if not known and _HAN.search(part) and (part[0] in _FUNCTION_HEADS or part[-1] in _FUNCTION_TAILS):
            return True
    first, last = item.parts[0], item.parts[-1]
    if first in _LONE_HEADS or last in _FUNCTION_TAILS:
        return item.n_quoted < item.n / 3
    if item.named_as is not None or item.n_quoted >= item.n / 3:
        return False
    if _is_broken(item):
        return True
    if not all(item.known_parts):
        return item.known_parts[0] and item.tags[0] == "v" and len(first) > 1 and len(last) > 1
    return item.tags[0] in _NO_HEADS or item.tags[-1] in _NO_TAILS


def _is_broken(item: Candidate) -> bool:
    """What is cut from a number (1/号线), joins two things, compares (最低年限), or is a verb with its object."""
    verbs = item.cues.get("verb", 0)
    return (
        item.cues.get("number", 0) >= _NUMBERED_SHARE * item.n
        or not _JOINS.isdisjoint(item.parts[1:-1])
        or item.parts[0][0] == "最"
        or (verbs >= _VERB_SHARE * item.n and len(item.parts) > 1 and not item.tags[-1].startswith("v"))
    )


def is_person_with_title(item: Candidate) -> bool:
    """Whether it is a name, or a lone character, with an office beside it: two words, each of its own."""
    titles = list_of("titles.txt")
    if len(item.parts) < 2:
        return False
    ends_so = any("".join(item.parts[k:]) in titles for k in range(1, len(item.parts)))
    begins_so = any("".join(item.parts[:k]) in titles for k in range(1, len(item.parts)))
    has_name = any(tag.startswith("nr") and len(part) > 1 for part, tag in zip(item.parts, item.tags, strict=True))
    return (has_name or len(item.parts[0]) == 1) and (ends_so or begins_so or item.parts[-1] in _ADDRESSES)


def is_phrase(item: Candidate) -> bool:
    """Whether known words of two characters and more make it up: decomposable (可分解)."""
    return len(item.parts) > 1 and all(
        known and len(part) > 1 for part, known in zip(item.parts, item.known_parts, strict=True)
    )


def score(item: Candidate, bits: float) -> float:
    """Rank: cohesion times freedom times the logarithm of the count; less for phrases, more for the named and quoted.

    An inner measure joined with a contextual one: Luo & Sun 2003, "Two-character Chinese word extraction based on
    hybrid of internal and contextual measures". Freedom past four bits (sixteen equal neighbours) counts no more.
    """
    freedom = min(item.freedom_before, item.freedom_after, 4.0)
    weight = PHRASE_WEIGHT if is_phrase(item) else 1.0
    if item.named_as in ("person", "place", "organisation") and item.n_named >= item.n / 2:
        weight = 1.2
    weight *= 1 + item.n_quoted / item.n
    return min(bits, 14.0) * freedom * math.log2(1 + item.n) * weight


def rank(items: Iterable[Candidate], n_words: int, characters: Mapping[str, int], limit: int) -> list[Term]:
    """The best `limit` terms, best first; nothing that is a piece of a better one or made of better ones.

    A term printed in both scripts is proposed once, in that of the better score.
    """
    scored = sorted(_scored(items, n_words, characters), key=lambda term: (-term.score, term.term))
    kept: dict[str, Term] = {}
    for term, form in zip(scored, search_forms([term.term for term in scored]), strict=True):
        if len(kept) == limit:
            break
        if not _is_covered(term, form, kept):
            kept[form] = term
    return list(kept.values())


def _scored(items: Iterable[Candidate], n_words: int, characters: Mapping[str, int]) -> Iterator[Term]:
    for item in items:
        if is_fragment(item) or is_person_with_title(item):
            continue
        single = len(item.parts) == 1
        bits = (
            inner_cohesion(item.term, item.n, characters)
            if single
            else cohesion(item.n, item.heads, item.tails, n_words)
        )
        if bits >= MIN_COHESION:
            yield Term(
                item.term,
                guess_tag(item),
                round(score(item, bits), 1),
                item.n,
                item.n_articles,
                round(bits, 2),
                round(min(item.freedom_before, item.freedom_after), 2),
                "/".join(item.parts),
                item.first_date,
                item.example,
            )


def _is_covered(term: Term, form: str, kept: Mapping[str, Term]) -> bool:
    """A piece of a better term, or a better term with words around it, or one in the other script.

    Nestedness as in the C-value (Frantzi, Ananiadou & Mima 2000, "Automatic recognition of multi-word terms").
    """
    for other, better in kept.items():
        if form == other or (form in other and better.n >= INSIDE_SHARE * term.n):
            return True
        if other in form and len(other) > 1:
            return True
    return False
