"""How far to the left the name of an organisation reaches from its head (委员会, 局, 公司).

It goes over words that can stand in a name, as far as the place, level or state (太原市, 省, 国家) that opens it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from transforms.places import divisions, is_place_word
from transforms.tables import read_list
from transforms.tagged import TaggedText

LEVELS = frozenset("省市县区州旗镇乡村國国全中团團縣區鎮鄉")
STATE = frozenset(["国家", "全国", "中国", "中共", "國家"])
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]{1,3}")
MAX_LENGTH = 32
"""Characters; longer names are cut from the left at the nearest place or not taken."""
PROPER_TAGS = frozenset(["nz", "nr", "nrt", "ns", "nt", "eng", "x", "j", "nrfg"])
"""What the dictionary and its model call proper names, and what they can't name."""
_DIVISION_LEVELS = frozenset("省市县区州旗镇乡村縣區鎮鄉")
_PLACE_TAGS = frozenset(["ns", "nr", "nz", "x", "nrt"])
_NAME_TAGS = PROPER_TAGS | frozenset(["n", "vn", "an", "b", "l", "ng", "i", "vg", "nw", "f", "s"])
_LED_TAGS = frozenset(["v", "a", "z", "d", "t", "m", "zg"])
_JOINED = frozenset(
    [
        "工业",
        "发展",
        "住房",
        "卫生",
        "文化",
        "规划",
        "人力",
        "资源",
        "科学",
        "教育",
        "城乡",
        "社会",
        "农业",
        "交通",
        "信息",
        "计划",
        "应急",
        "自然",
        "粮食",
        "食品",
        "审查",
        "市场",
        "民族",
    ]
)


_FORMER = frozenset(["局原", "委原", "院原", "厅原", "部原", "会原", "行原", "校原"])
"""What the segmenter makes of a body's last character and 原 behind it (国土资源局|原党组书记)."""
_LED_LEVELS = frozenset(led + level for led in "据经其由" for level in "省市县区")
"""What the segmenter makes of a level and the word before it (据市|气象台, 其省|司法厅)."""
_TOWN_CENTRES = frozenset(["市中心", "县中心", "区中心"])
"""What the segmenter makes of a level and 中心 (市|中心医院)."""
_OF_TOWN_CENTRES = ("医院", "小学", "中学", "幼儿园", "卫生院", "血站", "敬老院")
_STANDS, _OPENS, _LED, _PLACE = 1, 2, 4, 8
"""What a word can be in a name, as bits: may stand in it, opens it, may stand behind a place, is a place."""


class Reach(NamedTuple):
    """Where a name starts, whether a place or level opens it, and its first word."""

    start: int
    has_place: bool
    first: str


@cache
def inner_words() -> frozenset[str]:
    """Words that may stand within a name whatever their tag."""
    return frozenset(read_list("inner_words.txt"))


@cache
def outer_words() -> frozenset[str]:
    """Words that never stand within a name: what is done to organisations, and who speaks for them."""
    return frozenset(read_list("outer_words.txt"))


def is_han(word: str) -> bool:
    """Whether a word begins with a Chinese character."""
    return "\u3400" < word[0] < "\ufb00"


def reach_back(tagged: TaggedText, head_start: int, done: int) -> Reach:
    """How far left the name reaches whose head starts at `head_start`; not left of `done`, where another name ends."""
    words, tags, starts = tagged.words, tagged.tags, tagged.starts
    i = tagged.word_at(head_start)
    if starts[i] == head_start:
        i -= 1
    elif (prefix := tagged.text[starts[i] : head_start]) in divisions():
        is_led = i and words[i - 1] == "中共" and starts[i - 1] >= done
        return Reach(starts[i - 1] if is_led else starts[i], True, prefix)
    elif len(prefix) == 1 and prefix in _DIVISION_LEVELS:
        return Reach(starts[i], True, prefix)
    elif tags[i] in ("v", "r", "d", "p"):
        return Reach(head_start, False, "")
    start, first = head_start, ""
    place_start, place_first = -1, ""
    limit = max(done, head_start - MAX_LENGTH)
    while i >= 0 and starts[i] >= limit:
        word = words[i]
        if word == "）" and (opening := _place_in_brackets(tagged, i)) >= 0:
            i, start, first = opening - 1, starts[opening], word
            continue
        kind = _kind_of(word, tags[i])
        if word in _FORMER:
            break
        if word in _LED_LEVELS:
            return Reach(starts[i] + 1, True, word[1])
        if word in _TOWN_CENTRES and tagged.text.startswith(_OF_TOWN_CENTRES, starts[i + 1]):
            return Reach(starts[i], True, word)
        if (
            not kind & _STANDS
            and not (kind & _LED and _is_led(tagged, i))
            and not _joins(tagged, i, head_start - start)
        ):
            break
        start, first = starts[i], word
        if kind & _OPENS:
            place_start, place_first = start, word
            if word in _DIVISION_LEVELS and _names_division(tagged, i - 1) and starts[i - 1] >= limit:
                i -= 1
                place_start, place_first = starts[i], words[i]
                start, first = place_start, place_first
        i -= 1
    if place_start >= 0 and start < place_start and _is_brand_before(tagged, start, place_start):
        return Reach(start, True, first)
    if place_start >= 0:
        return Reach(place_start, True, place_first)
    return Reach(start, False, first)


def _place_in_brackets(tagged: TaggedText, i: int) -> int:
    """The opening bracket before a place whose closing one is word `i` (捷安特（中国）有限公司); -1 for none."""
    if i < 3 or tagged.words[i - 2] != "（" or not is_place_word(tagged.words[i - 1], tagged.tags[i - 1]):
        return -1
    return i - 2


def _is_brand_before(tagged: TaggedText, start: int, place: int) -> bool:
    """Whether a company's own name stands before a place in brackets (捷安特（中国）)."""
    return tagged.text[place - 1] == "（" and start < place - 1


def _names_division(tagged: TaggedText, i: int) -> bool:
    """Whether word `i` can be the proper name of a division whose level is the next word (东渠|县)."""
    return i >= 0 and 2 <= len(tagged.words[i]) <= 4 and tagged.tags[i] in _PLACE_TAGS and is_han(tagged.words[i])


def _is_led(tagged: TaggedText, i: int) -> bool:
    """Whether a word that can't open a name stands behind a place that can (太原市|萌芽|环保协会)."""
    if i == 0:
        return False
    before = tagged.words[i - 1]
    return _kind_of(before, tagged.tags[i - 1]) & _PLACE != 0 and before not in ("中国", "中國")


def _joins(tagged: TaggedText, i: int, length: int) -> bool:
    """Whether the word joins two subjects of one body (农业|和|农村部)."""
    return length <= 6 and tagged.words[i] in ("和", "与") and i > 0 and tagged.words[i - 1] in _JOINED


def is_ordinal(word: str) -> bool:
    """Whether a word counts bodies of a kind (第三|棉纺织厂)."""
    return _ORDINAL.fullmatch(word) is not None


def may_stand(word: str, tag: str) -> bool:
    """Whether a word may stand in the name of an organisation."""
    return _kind_of(word, tag) & _STANDS != 0


@lru_cache(maxsize=16_384)
def _kind_of(word: str, tag: str) -> int:
    is_place = is_place_word(word, tag)
    kind = _PLACE * is_place | _OPENS * (is_place or word in STATE or word in LEVELS)
    if word in inner_words() or is_ordinal(word):
        return kind | _STANDS
    if word in outer_words():
        return kind
    if tag in _NAME_TAGS and (is_han(word) or (word.isalnum() and not word.isdigit()) or word == "·"):
        return kind | _STANDS
    return kind | _LED * (len(word) > 1 and tag in _LED_TAGS and is_han(word))
