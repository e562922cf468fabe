"""Organisations (机构名): a head that says what it is (委员会, 局, 公司, 大学, …) and the words to its left that
say which.

Found from the head backwards over words that can stand in a name, as far as the place or level (太原市, 省,
国家) that opens
it. Bodies of Party and state (市委, 国务院) need nothing to their left. Lists that end in 等企业 name
organisations too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from transforms.places import divisions, is_place_word
from transforms.tables import Lexicon, read_list
from transforms.tagged import HEADS, Found, TaggedText

_BODIES = (
    "党中央|中共中央|国务院|中央军委|中央政治局|全国人大常委会|全国人大|全国政协|中共中央政治局|最高人民法院|最高人民检察院|中国共产党|联合国|欧盟|北约|世贸组织|安理会|解放军|新华社|中央纪委|中纪委|中组部|中宣部"
    "|中央委|团中央|人大常委会|人民政府|中国科学院|中国工程院|共产党|国民党|國務院|立法院|行政院|聯合國|团省委|团市委|团县委|团区委"
)
_ORGANS = (
    "人大常委会|委常委会|政府|委|人大|政协|纪委监委|纪委|监委|委办|政府办公室|法院|检察院|科协|妇联"
    "|总工会|工商联|文联|残联"
)
_BARE = frozenset(_BODIES.split("|")) | {
    level + organ for level in [*"省市县区州旗镇乡村", "自治区"] for organ in _ORGANS.split("|")
}
"""Bodies that are named without a place; the organs also with the level alone (市委, 省政府)."""
_LEVELS = frozenset("省市县区州旗镇乡村國国全中團团縣區鎮鄉")
STATE = frozenset(["国家", "全国", "中国", "中共", "國家"])
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
_NAME_TAGS = frozenset(
    ["n", "ns", "nz", "nt", "nr", "nrt", "nrfg", "j", "vn", "an", "b", "l", "eng", "x", "ng", "i", "vg", "nw", "f", "s"]
)
_STOPS = frozenset(
    [
        "日电",
        "电",
        "讯",
        "本报讯",
        "由原",
        "任命",
        "会见",
        "会晤",
        "庆祝",
        "热烈庆祝",
        "充分发挥",
        "规范",
        "会同",
        "聚焦",
        "旗下",
        "举行",
        "召开",
        "访问",
        "全体",
        "党和",
        "两国",
        "各国",
        "有关",
        "抗议",
        "集会",
        "力争",
        "时候",
        "由市",
        "干部",
        "群众",
        "记者",
        "同学",
        "总经理",
        "董事长",
        "书记",
        "主任",
        "主席",
        "市长",
        "县长",
        "局长",
        "部长",
        "教授",
        "专家",
        "院士",
        "人员",
        "负责人",
        "今天",
        "昨天",
        "日前",
        "会议",
        "领导",
    ]
)
_COMMON_ENDS = ("代表", "博主", "院所", "代办", "服务", "管理", "技术", "产业", "领域", "行业", "部门")
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
    ]
)
_KINDS = (
    "等(?:\\d+[多余]?[家个所])?(?:[^，。；：！？、\\s]{0,6}?)"
    "(?:企业|公司|集团|银行|高校|院校|单位|机构|车企|药企|厂商|媒体|企業)"
)
_LIST_END = re.compile(_KINDS)
_LIST = re.compile("((?:[^，。；：！？、\\s“”《》（）\n]{2,14}、)+[^，。；：！？、\\s“”《》（）\n]{2,12}?)" + _KINDS)
MAX_LENGTH = 32
"""Characters; longer names are cut from the left at the nearest place or not taken."""


@cache
def everyday_heads() -> frozenset[str]:
    """Heads that need a proper name before them."""
    return frozenset(read_list("everyday_heads.txt"))


@cache
def generic_qualifiers() -> frozenset[str]:
    """Words that say what kind of organisation it is, not which."""
    return frozenset(read_list("generic_qualifiers.txt"))


@cache
def _inner() -> frozenset[str]:
    """Words that may stand within a name whatever their tag."""
    return frozenset(read_list("inner_words.txt"))


@cache
def heads() -> Lexicon:
    """What names of organisations end in, but not where a person's title does (委员, 委任)."""
    return Lexicon(_BARE.union(read_list("organisation_heads.txt")), rule="(?<!委(?=[员托任派屈]))(?!员)")


def find_organisations(tagged: TaggedText) -> Iterator[Found]:
    """Organisations in text order; a head right behind one is part of it (欧盟|委员会, 市委|宣传部)."""
    last: Found | None = None
    for match in tagged.matches(heads(), HEADS):
        found = _grow(tagged, match, last.end if last else 0)
        if found is None:
            continue
        if last is not None and found.start == last.end and match[0] not in _BARE:
            last = Found(last.start, found.end, "organisation")
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _grow(tagged: TaggedText, match: re.Match[str], done: int) -> Found | None:
    """The organisation whose head is `match`, not reaching left of `done`; None where the head is only a noun."""
    text = tagged.text
    head_start, end = match.span()
    if not _ends_well(tagged, end):
        return None
    start, has_place, first = _walk_back(tagged, head_start, done)
    if not tagged.is_free(start, end):
        return None
    if done and start == done:
        return Found(start, end, "organisation")
    if match[0] in _BARE:
        start = start if has_place else head_start
        return Found(start, end, "organisation") if tagged.is_border(start) else None
    if end - start > MAX_LENGTH or text[start:head_start] in generic_qualifiers():
        return None
    if start == head_start:
        is_name = match[0] not in everyday_heads() and len(match[0]) >= 4 and tagged.is_border(start)
    else:
        is_name = has_place or (first not in generic_qualifiers() and not _needs_more(tagged, match, start))
        if match[0].endswith("中心") and not _opens_with_place(tagged, start):
            is_name = False
    return Found(start, end, "organisation") if is_name else None


def _opens_with_place(tagged: TaggedText, start: int) -> bool:
    i = tagged.word_at(start)
    return is_place_word(tagged.words[i], tagged.tags[i])


def _needs_more(tagged: TaggedText, match: re.Match[str], start: int) -> bool:
    """Whether a head that is an everyday word has no proper name before it."""
    if match[0] in _PLACE_HEADS or match[0].endswith("队"):
        return True
    return match[0] in everyday_heads() and not _is_proper(tagged, start, match.start())


def _ends_well(tagged: TaggedText, end: int) -> bool:
    """Whether the head isn't cut out of a longer word, other than of a title (局|局长)."""
    return tagged.is_border(end) or tagged.text[end : end + 1] in "局部院所社会委党人副主长书"


def _is_proper(tagged: TaggedText, start: int, end: int) -> bool:
    """Whether some word of the stretch can be a proper name."""
    i = tagged.word_at(start)
    stop = tagged.word_at(end - 1)
    return any(tagged.tags[k] in ("nz", "nr", "nrt", "ns", "nt", "eng", "x", "j", "nrfg") for k in range(i, stop + 1))


def _walk_back(tagged: TaggedText, head_start: int, done: int) -> tuple[int, bool, str]:
    """Where the name that ends in a head starts, whether a place or level opens it, and its first word."""
    words, tags, starts = tagged.words, tagged.tags, tagged.starts
    i = tagged.word_at(head_start)
    if starts[i] == head_start:
        i -= 1
    elif tags[i] in ("v", "r", "d", "p"):
        return head_start, False, ""
    start, first = head_start, ""
    place_start, place_first = -1, ""
    limit = max(done, head_start - MAX_LENGTH)
    while i >= 0 and starts[i] >= limit:
        word = words[i]
        if not _may_stand(tagged, i, head_start - start) and not _is_led(tagged, i):
            break
        start, first = starts[i], word
        if word in _LEVELS or word in STATE or is_place_word(word, tags[i]):
            place_start, place_first = start, word
        i -= 1
    if place_start >= 0:
        return place_start, True, place_first
    return start, False, first


def _is_led(tagged: TaggedText, i: int) -> bool:
    """Whether a word that can't open a name stands behind a place that can (太原市|萌芽|环保协会)."""
    if (
        len(tagged.words[i]) < 2
        or tagged.words[i] in _STOPS
        or tagged.tags[i] not in ("v", "a", "z", "d", "t", "m", "zg")
        or i == 0
    ):
        return False
    before = tagged.words[i - 1]
    return (
        is_place_word(before, tagged.tags[i - 1])
        and before not in ("中国", "中國")
        and "\u3400" < tagged.words[i][0] < "\ufb00"
    )


def _may_stand(tagged: TaggedText, i: int, length: int) -> bool:
    word = tagged.words[i]
    if word in _inner():
        return True
    if tagged.tags[i] in _NAME_TAGS and word not in _STOPS:
        return "\u3400" < word[0] < "\ufb00" or (word.isalnum() and not word.isdigit()) or word == "·"
    return word in ("和", "与") and i > 0 and tagged.words[i - 1] in _JOINED and length <= 6


def find_listed(tagged: TaggedText) -> Iterator[Found]:
    """The members of lists such as 依托甲、乙等企业; the first item starts after a verb or preposition."""
    for match in _lists(tagged.text):
        at = match.start(1)
        for number, item in enumerate(match[1].split("、")):
            start = _after_verb(tagged, at, at + len(item)) if number == 0 else at
            end = at + len(item)
            if 2 <= end - start <= 10 and tagged.is_free(start, end) and _may_be_listed(tagged.text[start:end]):
                yield Found(start, end, "organisation")
            at = end + 1


def _lists(text: str) -> Iterator[re.Match[str]]:
    """The lists of a text; only lines that hold the end of one are searched, since no list crosses a line break."""
    done = 0
    for end in _LIST_END.finditer(text):
        if end.start() < done:
            continue
        start = text.rfind("\n", done, end.start()) + 1 or done
        done = text.find("\n", end.end()) + 1 or len(text)
        yield from _LIST.finditer(text, start, done)


def _may_be_listed(item: str) -> bool:
    return item not in generic_qualifiers() and item not in divisions() and not item.endswith(_COMMON_ENDS)


def _after_verb(tagged: TaggedText, start: int, end: int) -> int:
    """The start of what follows the last verb, preposition or 的 in a stretch; its end where no word follows one."""
    first, last = tagged.word_at(start), tagged.word_at(end - 1)
    for i in range(last, first - 1, -1):
        if tagged.tags[i] in ("v", "p", "uj", "d", "r", "c") and tagged.words[i] not in _inner():
            return tagged.starts[i + 1]
    return end if start == 0 else start
