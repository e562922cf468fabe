"""Organisations that are one word: in the dictionary (国家语委), in `data/organisations.txt`, or a team by its place.

The dictionary tags as organisations much that is none (中美关系, 新格局): a word must end in what organisations end in.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from transforms.names import RARE_SURNAMES
from transforms.organisations import everyday_heads, generic_qualifiers, known_names
from transforms.places import divisions, is_place_word
from transforms.reach import STATE
from transforms.short_heads import find_short, may_end_name
from transforms.surnames import IN_TEXT
from transforms.tables import read_list
from transforms.tagged import NAME, Found, TaggedText

_ENDINGS = (
    *"部局院署厅社行军委台党队联",
    *("委员会", "办公室", "航空兵", "基金会", "协会", "总会", "集团", "大学", "组织"),
)
_PAPERS = ("日报", "晚报", "晨报", "早报", "时报", "日報", "晚報", "時報")
_DOTS = frozenset("·•・")
_PERSON_TAGS = frozenset(["nr", "nrfg", "nrt"])


@cache
def _common_endings() -> tuple[str, ...]:
    return tuple(read_list("no_organisations.txt"))


def may_be_organisation(word: str, tag: str) -> bool:
    """Whether a word is an organisation by itself or can end the name of one, as its tag and last characters say."""
    return _is_whole(word, tag) or may_end_name(word, tag)


def _is_whole(word: str, tag: str) -> bool:
    """Whether a word is an organisation by itself, with nothing before it."""
    if word in known_names():
        return True
    if len(word) < 3:
        return False
    if tag == "nt":
        if word[0] == "全" and word[1] != "国":
            return False
        is_common = word.endswith(_common_endings()) or word in generic_qualifiers() or word in everyday_heads()
        return word.endswith(_ENDINGS) and not is_common
    is_team = word[-1] == "队" and word[:-1].rstrip("男女") in divisions()
    return is_team or (len(word) > 3 and tag != "n" and word.endswith(_PAPERS))


def find_known(tagged: TaggedText) -> Iterator[Found]:
    """The organisations that are one word, with the place or 国家 before it (国家|新闻出版署), in text order."""
    words, tags, starts, known = tagged.words, tagged.tags, tagged.starts, known_names()
    for i in [i for i in tagged.indices(NAME) if tags[i] not in _PERSON_TAGS or words[i] in known]:
        start, end = starts[i], starts[i + 1]
        if not tagged.is_free(start, end):
            continue
        if words[i] in known and _is_in_name(tagged, i):
            continue
        if not _is_whole(words[i], tags[i]):
            if (found := find_short(tagged, i)) and tagged.is_free(found.start, found.end):
                yield found
            continue
        if i and tags[i] == "nt" and (words[i - 1] in STATE or is_place_word(words[i - 1], tags[i - 1])):
            start = starts[i - 1] if tagged.is_free(starts[i - 1], start) else start
        yield Found(start, end, "organisation")


def _is_in_name(tagged: TaggedText, i: int) -> bool:
    """Whether a short name of an organisation is rather a part of a person's (刘|清华, 索|海尔|·汗)."""
    before = tagged.words[i - 1] if i else ""
    if before in IN_TEXT and before not in RARE_SURNAMES and tagged.tags[i - 1] not in ("p", "c", "v", "d", "ng", "f"):
        return True
    return before in _DOTS or tagged.text[tagged.starts[i + 1]] in _DOTS
