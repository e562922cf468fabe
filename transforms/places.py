"""Places (地名): administrative divisions, words the dictionary knows as places, and names that end in what they are.

Divisions and their short forms are in `data/places.tsv`, carried over from the open data set
Administrative-divisions-of-China
(WTFPL); short forms that are everyday words (长子, 平定) were left out when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources

from transforms.names import TRANSLITERATION
from transforms.tables import alternation, read_list
from transforms.tagged import PLACE, Found, TaggedText

_REGIONS = (
    "刚果（金）|刚果（布）|京津冀|长三角|珠三角|粤港澳大湾区|粤港澳|成渝地区|成渝|环渤海|闽三角|北部湾|东三省|黄河流域|长江流域|珠江流域|淮河流域|海河流域|汾渭平原|华北平原|东北平原|长江经济带|三江源|西沙|南沙|雄安新区|浦东新区|中南海"
    "|黄土高原|青藏高原|云贵高原|内蒙古高原|四川盆地|塔里木盆地|中东|东南亚|拉美|拉丁美洲|加勒比|欧洲|亚洲|非洲|美洲|大洋洲|北美|南美|中亚|西亚|南亚|东亚|東南亞|歐洲|亞洲|九龍|新界|港島|大灣區"
)
_RINGS = [side + ring + "环" + road for side in "东西南北" for ring in "二三四五六" for road in ("", "路")]
_REGION = re.compile(alternation([*_REGIONS.split("|"), *_RINGS]))
_LONG = 3
_TOWARDS = frozenset(
    [
        "在",
        "于",
        "赴",
        "抵",
        "抵达",
        "到达",
        "飞往",
        "前往",
        "来自",
        "位于",
        "驻",
        "离开",
        "途经",
        "途径",
        "返回",
        "去",
        "家住",
        "地处",
        "坐落",
    ]
)
_NOT_THE_PLACE = re.compile("特色|梦|式|化|共产|画|人(?!民)|结|菜|话|字|文|戏|药")
_NAME_TAGS = frozenset(["ns", "nr", "nz", "nrt", "x", "nrfg", "n", "j", "ng", "g", "b", "l", "a", "vn"])
_PROPER_TAGS = frozenset(["ns", "nr", "nz", "nrt", "nrfg"])
_OF_A_PLACE = (
    "政府",
    "公司",
    "企业",
    "总统",
    "总理",
    "女王",
    "王子",
    "国防部长",
    "外交部长",
    "副总统",
    "前总统",
    "议员",
    "军队",
    "大使",
    "首相",
    "外长",
    "国王",
    "市民",
    "人民",
    "军方",
    "警方",
    "總統",
    "總理",
    "外長",
)
_TEAMS = ("队", "男足", "女足", "男篮", "女篮", "男排", "女排")
_BUILDINGS = (
    "馆",
    "大厦",
    "剧院",
    "体育场",
    "机场",
    "广场",
    "大会堂",
    "会展中心",
    "体育中心",
    "公园",
    "油田",
    "故居",
    "遗址",
)
"""What the dictionary's names of buildings end in, though it may tag them as organisations."""
_WORD_ENDINGS = frozenset("县镇乡村街路河湖江市州岛縣鎮鄉島")
_LAST_CHARACTERS = frozenset(
    "省市县区州镇乡村旗盟山岭峰坡岗坪川河江湖海洋洲岛屿礁港湾滩峡谷沟涧溪泉潭池淀泊塘渠坝堰堤桥路街巷道里弄庄屯寨堡营店铺集关口门城楼塔寺庙"
    "庵宫殿园苑场站库原沙漠林带角坞浜圩埠墩台窑冲坳垭嘴坨甸尔堆坊厂矿田国邦郡府都京地域线馆厦院堂陵窟"
)
"""What names of places end in, by their last character."""
_HOMES = frozenset(["村", "小区", "社区", "新村", "家园", "花园"])
_STREETS = _HOMES | {"路", "街", "巷", "大道", "大街", "东路", "西路", "南路", "北路", "中路", "胡同"}
_STREET_TAGS = frozenset(["n", "v", "vn", "t", "s", "b", "a", "d", "nz", "j", "l", "i", "an", "ns", "nt"])
_LEAD_TO = frozenset(
    [*"，。；：、（\n和与及至到往过", "家住", "途经", "来到", "走进", "路过", "位于", "抵达", "前往", "住在", "停在"]
)
_LEVELS = frozenset("省市县区州镇乡村縣區鎮鄉")
_WHOLE_TAGS = frozenset(["nr", "nz", "nrt", "x"])


@cache
def _no_places() -> frozenset[str]:
    """Words the dictionary tags as places that are none."""
    return frozenset(read_list("no_places.txt"))


@cache
def _generic_parts() -> frozenset[str]:
    """Words that say what kind of place it is, not which."""
    return frozenset(read_list("generic_place_parts.txt"))


@cache
def place_endings() -> frozenset[str]:
    """What names of places end in."""
    return frozenset(read_list("place_endings.txt"))


@cache
def divisions() -> dict[str, str]:
    """Names of administrative divisions and short forms, with their level (province, city, county), and the world's."""
    text = resources.files("transforms").joinpath("data", "places.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return dict.fromkeys(read_list("world.txt"), "world") | {row[0]: row[1] for row in rows}


def is_place_word(word: str, tag: str) -> bool:
    """Whether a word is a place by itself: a division, or a place in the dictionary that isn't a common noun."""
    if word in divisions():
        return True
    if len(word) < _LONG:
        return False
    if tag in _WHOLE_TAGS:
        return word[-1] in _LEVELS and word[:-1] not in _generic_parts()
    return tag == "ns" and word not in _no_places() and _is_plausible(word)


def find_places(tagged: TaggedText, organisations: Iterable[Found] = ()) -> list[Found]:
    """Places that don't lie in another name, in no fixed order; a hall may bear an organisation's name (大学体育馆)."""
    owners = {found.end: found.start for found in organisations}
    found: list[Found] = []
    for match in _REGION.finditer(tagged.text):
        start, end = match.span()
        if tagged.is_border(start) and tagged.is_free(start, end):  # 云南|美食 holds no 南美
            found.append(Found(start, end, "place"))
            tagged.take(start, end)
    known, endings, excluded = divisions(), place_endings(), _no_places()
    words, tags, starts = tagged.words, tagged.tags, tagged.starts
    skip_to = 0
    for i in tagged.indices(PLACE):
        if i < skip_to:
            continue
        word, start, end = words[i], starts[i], starts[i + 1]
        if word in known or (tags[i] == "ns" and word not in excluded and _is_believable(tagged, i)):
            skip_to = _with_ending(tagged, i)
            end = starts[skip_to]
            if word in ("中国", "中國") and _NOT_THE_PLACE.match(tagged.text, end):
                continue
        elif (len(word) >= _LONG and word[-1] in _WORD_ENDINGS and _is_name(tagged, i)) or _is_building(word, tags[i]):
            pass
        elif start in owners and word in endings and len(word) >= _LONG:
            found.append(Found(owners[start], end, "place"))
            continue
        elif word in endings:
            start = _before_ending(tagged, i)
            if start < 0:
                continue
        elif length := _opening_place(word):
            end = start + length
        else:
            continue
        if tagged.is_free(start, end):
            found.append(Found(start, end, "place"))
    return found


def _is_building(word: str, tag: str) -> bool:
    """Whether a word is the name of a building or the like in the dictionary (中国美术馆, 大庆油田)."""
    return tag in ("nt", "nz", "ns") and len(word) > 3 and word.endswith(_BUILDINGS) and word not in _no_places()


def _opening_place(word: str) -> int:
    """Length of the place that opens a word for a state's people or offices (法国|总理, 香港|市民); 0 for none."""
    for rest in _OF_A_PLACE:
        if word.endswith(rest) and word[: -len(rest)] in divisions():
            return len(word) - len(rest)
    return 0


def may_be_place(word: str, tag: str) -> bool:
    """Whether a word can be a place or the ending of one, before looking around it."""
    if len(word) > 3 and (_opening_place(word) or _is_building(word, tag)):
        return True
    if len(word) > 1 and (word[-1] in _WORD_ENDINGS or (tag == "ns" and word not in _no_places())):
        return True
    return word in _listed()


@cache
def _listed() -> frozenset[str]:
    return place_endings().union(divisions())


@lru_cache(maxsize=16_384)
def _is_plausible(word: str) -> bool:
    """Whether a longer word tagged as a place ends as places do or is transliterated: the model guesses freely."""
    n_foreign = sum(character in TRANSLITERATION for character in word)
    if word[-1] in _LAST_CHARACTERS or n_foreign >= 0.75 * len(word):
        return True
    return word[:2] in divisions() and word[2:] in divisions()


def _is_name(tagged: TaggedText, i: int) -> bool:
    """Whether a word with a place's last character is a name: by its tag, or between places in a list."""
    tag = tagged.tags[i]
    if tagged.words[i][:-1] in _generic_parts() or tagged.words[i] in _no_places():
        return False
    if tag in _WHOLE_TAGS or (tag == "nt" and tagged.words[i][-1] in "路街"):
        return True
    return tag == "n" and i > 1 and tagged.words[i - 1] == "、" and tagged.words[i - 2][-1] == tagged.words[i][-1]


def _is_believable(tagged: TaggedText, i: int) -> bool:
    """Whether a word tagged as a place is one: two characters alone need a preposition or an ending.

    The dictionary and its model tag many a two-character noun as a place.
    """
    word = tagged.words[i]
    if len(word) >= _LONG:
        return _is_plausible(word)
    if word[-1] in "州河江湖岛":
        return True
    after = tagged.words[i + 1] if i + 1 < len(tagged.words) else ""
    return len(word) == 2 and (
        after in place_endings() or (i > 0 and tagged.words[i - 1] in _TOWARDS and after not in _generic_parts())
    )


def _with_ending(tagged: TaggedText, i: int) -> int:
    """The word index after a place and a suffix that belongs to it (太原 + 市, 晋阳 + 湖)."""
    words, endings = tagged.words, place_endings()
    if words[i + 1] in endings:
        is_scenic = words[i + 2] == "景区" and not words[i + 1].endswith("景区") if i + 2 < len(words) else False
        return i + 2 + is_scenic
    ending = words[i + 2] if i + 2 < len(words) else ""
    is_long = len(ending) >= _LONG and ending in endings and tagged.tags[i + 1] in _NAME_TAGS
    return i + 3 if is_long else i + 1


def _before_ending(tagged: TaggedText, i: int) -> int:
    """Where a place starts whose ending is word `i`: at a proper word before it; -1 for none.

    Long endings (产业园, 体育馆) may have a few common words between, if a known place opens the name.
    """
    if len(tagged.words[i]) >= _LONG:
        for k in range(i - 1, max(-1, i - 6), -1):
            if is_place_word(tagged.words[k], tagged.tags[k]) or tagged.words[k] in _LEVELS:
                return tagged.starts[k]
            if tagged.tags[k] not in _NAME_TAGS or not "\u4e00" <= tagged.words[k][0] <= "\u9fff":
                break
    if i == 0:
        return -1
    word, tag = tagged.words[i - 1], tagged.tags[i - 1]
    if word in _generic_parts() or not "\u4e00" <= word[0] <= "\u9fff":
        return -1
    is_listed = i > 1 and len(tagged.words[i]) >= _LONG and "、" in (tagged.words[i - 2], tagged.words[i + 1])
    is_name = tag in _PROPER_TAGS or (len(word) > 1 and (tag == "x" or (is_listed and tag in _NAME_TAGS)))
    return tagged.starts[i - 1] if is_name or _is_street(tagged, i) else -1


def _is_street(tagged: TaggedText, i: int) -> bool:
    """Whether a common word before 路, 街, 小区, 村 names one: a preposition, a place or a comma stands before it."""
    word, ending = tagged.words[i - 1], tagged.words[i]
    if ending not in _STREETS or not 2 <= len(word) <= _LONG or word in _no_streets() or word[-1] in "的一二三四":
        return False
    if tagged.tags[i - 1] not in _STREET_TAGS:
        return False
    if i == 1:
        return ending not in _HOMES
    before, tag = tagged.words[i - 2], tagged.tags[i - 2]
    is_placed = (before[-1] in _LEVELS and before[0] not in "全各") or is_place_word(before, tag)
    if ending in _HOMES:
        return is_placed or (tagged.tags[i - 1] == "s" and len(word) >= _LONG)
    return is_placed or ((tag == "p" or before in _LEAD_TO) and tagged.tags[i - 1] not in ("v", "a"))


@cache
def _no_streets() -> frozenset[str]:
    """Common words before 路, 小区 or 村 that say which kind it is (致富路, 老旧小区, 示范村)."""
    return _generic_parts().union(read_list("no_streets.txt"))


@cache
def _openings() -> frozenset[str]:
    """The first two characters of the names of divisions."""
    return frozenset(name[:2] for name in divisions())


def places_within(text: str) -> Iterator[tuple[int, int]]:
    """The places that open a longer name (太原市|财政局, 法国|国防部), as spans of it; a state is not its team."""
    at = 0
    while length := _place_at(text, at):
        yield at, at + length
        at += length


def _place_at(text: str, at: int) -> int:
    """Length of the place of the table at `at`, if it isn't all that is left; 0 for none."""
    opening = text[at : at + 2]
    if opening not in _openings() or opening in ("中国", "中國", "中华"):
        return 0
    known = divisions()
    for length in range(min(len(text) - at - 1, 11), 1, -1):
        level = known.get(text[at : at + length])
        if level:
            is_team = level == "world" and text.endswith(_TEAMS)
            return 0 if is_team or (at and level == "world") else length
    return 0
