"""Bodies inside bodies: what stands right behind an organisation and is a part of it (教育部|高等教育司)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from transforms.organisations import stands_alone
from transforms.places import divisions, is_place_word
from transforms.reach import LEVELS, STATE, inner_words, is_han, outer_words
from transforms.tables import read_list
from transforms.tagged import Found, TaggedText
from transforms.titles import title_pattern

_ENDINGS = frozenset("司处科室系庭所站部局办署队组院厂校班處係隊組廠辦")
_TAGS = frozenset(["n", "nt", "nz", "vn", "b", "j", "l", "an", "ng", "ns", "nr", "zg", "g", "x", "k"])
_NUMBERS = ("第", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_SERVICES = frozenset(["海军", "空军", "陆军", "火箭军", "航空兵"])
_COMMANDS = ("战区", "解放军", "战区海军", "战区空军")
"""Whose services are named right behind them (南部战区|海军)."""
MAX_WORDS = 5
"""Words of the longest part."""


@cache
def _common() -> tuple[str, ...]:
    return tuple(read_list("no_departments.txt"))


def with_departments(tagged: TaggedText, found: Iterable[Found]) -> Iterator[Found]:
    """The organisations in text order, each with the part of it that follows; what was two names is one."""
    last: Found | None = None
    for organisation in sorted(found):
        if last is not None and organisation.start < last.end:
            continue
        if last is not None and organisation.start == last.end and _goes_on(tagged, last, organisation):
            last = last._replace(end=organisation.end)
        else:
            if last is not None:
                yield last
            last = organisation
        last = last._replace(end=_end_of_part(tagged, last.end))
    if last is not None:
        yield last


def _goes_on(tagged: TaggedText, last: Found, organisation: Found) -> bool:
    """Whether an organisation right behind another is a part of it (市委|宣传部, 武警|江右总队)."""
    before = tagged.text[last.start : last.end]
    if tagged.text[organisation.start : organisation.end] in _SERVICES:
        return before.endswith(_COMMANDS)
    return before == "武警" or not _stands_alone(tagged, organisation)


def _stands_alone(tagged: TaggedText, organisation: Found) -> bool:
    """Whether an organisation right behind another is none of its parts, as its first word or its own name says."""
    i = tagged.word_at(organisation.start)
    word = tagged.words[i]
    if word in STATE or word in LEVELS or is_place_word(word, tagged.tags[i]):
        return True
    return stands_alone(tagged.text[organisation.start : organisation.end])


def _end_of_part(tagged: TaggedText, end: int) -> int:
    """Where the part of an organisation that follows its end ends itself; that end where none follows."""
    words, tags, starts = tagged.words, tagged.tags, tagged.starts
    i = tagged.border_at(end)
    best = starts[i + 1] if i >= 0 and words[i] in ("队", "隊") else end
    for k in range(i, min(i + MAX_WORDS, len(words)) if i >= 0 else i):
        if not _may_stand(words[k], tags[k]):
            break
        if (k > i or len(words[k]) > 1) and _ends_part(words[k], tags[k]):
            best = starts[k + 1]
    is_ward = words[tagged.word_at(best - 1)][-1] in "科室" and tagged.text.endswith(("医院", "醫院"), 0, end)
    return end if is_ward or not tagged.is_free(end, best) else best


@lru_cache(maxsize=16_384)
def _may_stand(word: str, tag: str) -> bool:
    """Whether a word may stand in the name of a part."""
    if not is_han(word) or word in outer_words() or title_pattern().fullmatch(word):
        return False
    if (tag == "nr" and word[-1] not in _ENDINGS) or word in divisions():
        return False
    return tag in _TAGS or word in inner_words() or (tag == "m" and word.startswith(_NUMBERS))


@lru_cache(maxsize=16_384)
def _ends_part(word: str, tag: str) -> bool:
    """Whether the name of a part may end in a word, by its last character."""
    is_phrase = tag in ("l", "i") and len(word) > 3
    return word[-1] in _ENDINGS and not word.endswith(_common()) and not is_phrase
