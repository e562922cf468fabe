"""Organisations whose head is the last character of a word (云岭|猛虎|队, 衡阳|矿渣厂), and ministries (内务部|长).

Such a word alone is mostly a common noun: only a place or a proper name before it makes a name of it.
"""

from __future__ import annotations

from functools import cache

from transforms.places import is_place_word
from transforms.reach import LEVELS, PROPER_TAGS, STATE, reach_back
from transforms.tables import read_list
from transforms.tagged import Found, TaggedText

_ENDINGS = frozenset("厂队局署党廠隊黨")
_ALONE = frozenset("队厂党局署隊廠黨")
_NOT_OF_STATE = frozenset("队厂隊廠")
_TAGS = frozenset(["n", "nt", "nz", "x", "zg", "ng", "nr", "ns", "nrfg", "nrt", "l"])
_MINISTERS = ("部长", "部長")


@cache
def _common() -> tuple[str, ...]:
    return tuple(read_list("no_organisations.txt"))


def may_end_name(word: str, tag: str) -> bool:
    """Whether a word can be the head of an organisation's name by its last character, or hold a ministry."""
    if len(word) == 1:
        return word in _ALONE
    if len(word) > 3 and word.endswith(_MINISTERS):
        return True
    return word[-1] in _ENDINGS and tag in _TAGS and not word.endswith(_common())


def find_short(tagged: TaggedText, i: int) -> Found | None:
    """The organisation that ends in word `i`, or in a minister's title; None where nothing before it names one."""
    words, tags, starts = tagged.words, tagged.tags, tagged.starts
    word, end = words[i], starts[i + 1]
    if word.endswith(_MINISTERS) and len(word) > 3:
        start = starts[i - 1] if i and is_place_word(words[i - 1], tags[i - 1]) else starts[i]
        return Found(start, end - 1, "organisation")
    reach = reach_back(tagged, starts[i], 0)
    start = reach.start if reach.start < starts[i] else starts[i]
    first = tagged.word_at(start)
    if start == starts[i] or words[first] in LEVELS or (words[first] in STATE and word in _NOT_OF_STATE):
        return None
    is_named = reach.has_place or any(tags[k] in PROPER_TAGS for k in range(first, i))
    return Found(start, end, "organisation") if is_named else None
