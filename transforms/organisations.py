"""Organisations (机构名): a head that says what it is (委员会, 局, 公司, 大学, …) and the words to its left that
say which.

Found from the head backwards (`transforms.reach`). Bodies of Party and state (市委, 国务院) need nothing to their left;
everyday words (公司, 医院) need a proper name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from transforms.places import divisions, is_place_word
from transforms.reach import LEVELS, MAX_LENGTH, PROPER_TAGS, Reach, is_han, is_ordinal, reach_back
from transforms.tables import Lexicon, read_list
from transforms.tagged import HEADS, Found, TaggedText
from transforms.titles import title_pattern

_ORGANS = (
    "人大常委会|委常委会|政府|委|人大|政协|纪委监委|纪委|监委|委办|政府办公室|法院|检察院|科协|妇联"
    "|总工会|工商联|文联|残联"
)
_PLACE_HEADS = frozenset(
    [
        "人大",
        "政协",
        "政府",
        "党委",
        "党组",
        "法院",
        "检察院",
        "纪委",
        "监委",
        "议会",
        "国会",
        "代表团",
        "使馆",
        "大使馆",
        "总领事馆",
        "领事馆",
        "工会",
        "海关",
        "支队",
        "总队",
    ]
)
_OF_NO_COUNTRY = (
    "公司",
    "企业",
    "报社",
    "医院",
    "学校",
    "中学",
    "小学",
    "工厂",
    "股份",
    "汽车",
    "电子",
    "航空",
    "政府",
)
"""Heads that a country before them doesn't name (美国公司); a city does (北京医院)."""
_WORLDWIDE = frozenset(["国际", "世界", "亚洲", "中华", "全球", "欧洲", "國際"])
_PART_NAMES = (
    "组织部|宣传部|统战部|政法委|总政治部|总参谋部|总后勤部|中央委员会|安理会|国资委|难民署|开发署|粮农组织|教科文组织|"
    "儿基会|港澳办|台办|侨办"
)
_PARTS = frozenset(_PART_NAMES.split("|"))
"""Bodies named without a place that are a part of the one right before them, if there is one."""
_NATIONWIDE = ("中国", "中共", "中央", "中华", "全国", "国家", "最高", "联合国", "世界", "国际")
"""What bodies open with that no place stands before."""
_ANY = frozenset("全各两每多")
_CUT_OFF = frozenset("从在由对向于到与据经自把被将给为和及受系")
"""What the segmenter glues to a place or level that opens a name (从市|公安局, 经云岭市|财政局)."""

_TWO_STATES = re.compile("[中美英法德日俄韩朝印巴意加澳越泰缅苏蒙欧非台港]{2}")
"""States by one character each (日中友好协会)."""


@cache
def bare_bodies() -> frozenset[str]:
    """Bodies that are named without a place; the organs also with the level alone (市委, 省政府)."""
    levels = [*"省市县区州旗镇乡村", "自治区", "地"]
    return frozenset(read_list("bodies.txt")) | {level + organ for level in levels for organ in _ORGANS.split("|")}


def stands_alone(name: str) -> bool:
    """Whether a body is no part of the one right before it: 市委|市政府, but 市委宣传部."""
    return (name in bare_bodies() or name in known_names()) and name not in _PARTS


@cache
def known_names() -> frozenset[str]:
    """Organisations that are one word, though the dictionary may not take them for any."""
    return frozenset(read_list("organisations.txt"))


@cache
def everyday_heads() -> frozenset[str]:
    """Heads that need a proper name before them."""
    return frozenset(read_list("everyday_heads.txt"))


@cache
def generic_qualifiers() -> frozenset[str]:
    """Words that say what kind of organisation it is, not which."""
    return frozenset(read_list("generic_qualifiers.txt"))


@cache
def heads() -> Lexicon:
    """What names of organisations end in, but not where a person's title does (委员, 委任)."""
    rule = "(?<!委(?=[员托任派屈]))(?<!学校(?=长(?![期达年大廊高远短途])))(?!员)"
    return Lexicon(bare_bodies().union(read_list("organisation_heads.txt")), rule)


def find_organisations(tagged: TaggedText) -> Iterator[Found]:
    """Organisations in text order; a head right behind one is part of it (欧盟|委员会, 市委|宣传部)."""
    last: Found | None = None
    for match in tagged.matches(heads(), HEADS):
        found = _grow(tagged, match, last.end if last else 0)
        if found is None:
            continue
        if last is not None and found.start == last.end and not stands_alone(match[0]):
            last = Found(last.start, found.end, "organisation")
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _grow(tagged: TaggedText, match: re.Match[str], done: int) -> Found | None:
    """The organisation whose head is `match`, not reaching left of `done`; None where the head is only a noun."""
    head_start, end = match.span()
    if not _ends_well(tagged, end):
        return None
    if len(match[0]) > 3 and match[0][0] not in LEVELS and _is_bare_inside(tagged, match):
        return Found(head_start, end, "organisation") if tagged.is_free(head_start, end) else None
    reach = reach_back(tagged, head_start, done)
    start = _without_preposition(tagged, reach.start)
    if match[0].endswith("公司"):
        start = _with_brand(tagged, start, done)
    if not tagged.is_free(start, end):
        return None
    if done and start == done:
        return Found(start, end, "organisation")
    if match[0] in bare_bodies():
        if match[0].startswith(_NATIONWIDE):
            start = head_start
        elif _is_one_word(tagged, reach.start, end):
            start = reach.start
        else:
            start = start if reach.has_place else _named_place(tagged, head_start, done)
        is_whole = len(match[0]) > 3 or tagged.is_border(start)
        return Found(start, end, "organisation") if is_whole else None
    if end - start > MAX_LENGTH or tagged.text[start:head_start] in generic_qualifiers():
        return None
    is_named = _is_name(tagged, match, reach._replace(start=start))
    return Found(start, end, "organisation") if is_named else None


def _is_bare_inside(tagged: TaggedText, match: re.Match[str]) -> bool:
    """Whether a body that needs nothing before it begins within a word that isn't a place (曼和|亚奥理事会)."""
    if match[0] not in bare_bodies() or tagged.is_border(match.start()):
        return False
    i = tagged.word_at(match.start())
    return tagged.tags[i] != "nt" and tagged.text[tagged.starts[i] : match.start()] not in divisions()


def _is_name(tagged: TaggedText, match: re.Match[str], reach: Reach) -> bool:
    """Whether what stands before a head makes it a name."""
    head, start = match[0], reach.start
    if start == match.start():
        return head not in everyday_heads() and len(head) >= 4 and head[-2:] != "中心" and tagged.is_border(start)
    if head in _OF_NO_COUNTRY and divisions().get(tagged.text[start : match.start()]) == "world":
        return False  # the state is a place, also where its government is meant
    if tagged.text[start] in _ANY and not tagged.text.startswith("全国", start):
        return False
    if _is_one_word(tagged, start, match.end()):
        return head != "政府"
    is_name = reach.has_place
    if not is_name:
        is_worldwide = reach.first in _WORLDWIDE and head not in everyday_heads()
        is_known_kind = reach.first in generic_qualifiers() and not is_worldwide
        is_name = not is_known_kind and not _needs_more(tagged, match, start)
    return is_name and (not head.endswith("中心") or _opens_with_place(tagged, start))


def _is_one_word(tagged: TaggedText, start: int, end: int) -> bool:
    """Whether the dictionary has the whole as an organisation (美国国会), and not as a kind of one."""
    i = tagged.word_at(start)
    if tagged.tags[i] != "nt" or tagged.starts[i] != start or tagged.starts[i + 1] != end:
        return False
    return end - start > 3


def _without_preposition(tagged: TaggedText, start: int) -> int:
    """Where the name starts if a preposition is glued to the place or level that opens it (从市|公安局)."""
    text = tagged.text
    if text[start] not in _CUT_OFF:
        return start
    end = tagged.starts[tagged.word_at(start) + 1]
    return start + (text[end - 1] in LEVELS and end - start > 1 and text[start:end] not in divisions())


def _with_brand(tagged: TaggedText, start: int, done: int) -> int:
    """Where a company's name starts if a brand stands before the place that it is of (中信|欧洲有限公司)."""
    i = tagged.border_at(start) - 1
    is_brand = i >= 0 and tagged.tags[i] in ("nz", "eng") and tagged.starts[i] >= done and is_han(tagged.words[i])
    return tagged.starts[i] if is_brand else start


def _named_place(tagged: TaggedText, head_start: int, done: int) -> int:
    """Where a place starts that the dictionary knows by no level, right before an organ of one (云岭|市委)."""
    i = tagged.border_at(head_start) - 1
    if i < 0 or tagged.starts[i] < done or tagged.text[head_start] not in LEVELS:
        return head_start
    word = tagged.words[i]
    is_place = tagged.tags[i] == "ns" and 2 <= len(word) <= 4 and is_han(word) and word not in generic_qualifiers()
    if not is_place:
        return head_start
    is_led = i and tagged.words[i - 1] in ("中共", "共青团") and tagged.starts[i - 1] >= done
    return tagged.starts[i - 1] if is_led else tagged.starts[i]


def _opens_with_place(tagged: TaggedText, start: int) -> bool:
    i = tagged.word_at(start)
    word = tagged.words[i]
    return is_place_word(word, tagged.tags[i]) or word in ("中国", *LEVELS) or tagged.tags[i] in ("ns", "nt")


def _needs_more(tagged: TaggedText, match: re.Match[str], start: int) -> bool:
    """Whether a head that is an everyday word has no proper name before it."""
    if match[0] in _PLACE_HEADS:
        return tagged.tags[tagged.word_at(match.start() - 1)] not in ("ns", "nrt")
    if match[0] == "派出所":
        return not _is_proper(tagged, start, match.start()) and tagged.tags[tagged.word_at(match.start() - 1)] != "s"
    return (match[0] in everyday_heads() or match[0].endswith("队")) and not _is_proper(tagged, start, match.start())


def _ends_well(tagged: TaggedText, end: int) -> bool:
    """Whether the head isn't cut out of a longer word, other than of a title (局|局长, 公司|总裁)."""
    if tagged.is_border(end) or tagged.text[end : end + 1] in "局部院所社会委党人副主长书原某":
        return True
    return title_pattern().match(tagged.text, end) is not None


def _is_proper(tagged: TaggedText, start: int, end: int) -> bool:
    """Whether some word of the stretch can be a proper name."""
    i = tagged.word_at(start)
    stop = tagged.word_at(end - 1)
    return any(
        tagged.tags[k] in PROPER_TAGS or _TWO_STATES.fullmatch(tagged.words[k]) or is_ordinal(tagged.words[k])
        for k in range(i, stop + 1)
    )
