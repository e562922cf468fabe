"""Abbreviations (简称) of organisations, resolved within the article: 太原理工大学 … 太原理工, 中国科学院 … 中科院.

Three ways, the surest first: the article declares one (以下简称“…”); a short name that was found goes with one longer
name of the article; the core of a longer name (without place, trade and 有限公司, 大学) stands alone somewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.organisations import bare_bodies, generic_qualifiers
from transforms.places import divisions, places_within
from transforms.reach import LEVELS
from transforms.tables import alternation, find_entries
from transforms.tagged import Found, TaggedText

_DECLARED = re.compile(
    r"[（(，](?:以下|下文|下同|以下统一)?(?:简称|下称|统称|称)(?:为|作)?[:：]?[“「『\"]?([^（）()“”「」『』，。、：；\s]{2,12})[”」』\"]?(?=[）)，。])"
)
_LEGAL = re.compile(r"(?:集团)?(?:股份|控股|有限责任|有限|责任|总|分)*公司$|集团$")
_TRADES = (
    "网络科技|信息技术|信息科技|生物科技|文化传媒|文化传播|科技发展|科技|实业|投资|控股|食品|药业|制药|医药|生物|电子商务|电子|电器|电气|网络|传媒|置业|房地产|地产|"
    "建设|建筑|工程|机械|制造|化工|新材料|材料|新能源|能源|汽车|物流|贸易|商贸|农业|农牧|酒业|酒店|旅游|服装|纺织|钢铁|矿业|煤业|环保|教育|软件|通信|技术|服务|管理|咨询|资产|基金|证券"
)
_TRADE = re.compile(alternation(_TRADES.split("|")) + "$")
_STANDS_FOR = {
    "委": ("委员会",), "大": ("大学", "大会"), "协": ("协会",), "联": ("联合会",), "司": ("公司",), "校": ("学校",),
    "办": ("办公室",), "盟": ("联盟", "同盟"), "足": ("足球队",), "所": ("研究所",),
}  # fmt: skip
"""What an abbreviation's last character is short for, other than itself."""
_LEAST_CORE = 3
_LEAST_SCHOOL = 4
_MOST = 150
"""Different names of one article beyond which none is compared with another."""
_SHORTEST_GAIN = 2
_LONGEST = 9


def resolve_abbreviations(tagged: TaggedText, organisations: Sequence[Found]) -> tuple[list[Found], dict[int, str]]:
    """Further organisations, and the full name of each abbreviated one by where it starts; `organisations` in order."""
    found: list[Found] = []
    full_names: dict[int, str] = {}
    starts = [organisation.start for organisation in organisations]
    articles = [*tagged.article_starts, len(tagged.text)]
    for first, last in pairwise(articles):
        here = organisations[bisect_left(starts, first) : bisect_left(starts, last)]
        if here:
            _resolve(tagged, (first, last), here, found, full_names)
    return found, full_names


def _resolve(
    tagged: TaggedText,
    article: tuple[int, int],
    organisations: Sequence[Found],
    found: list[Found],
    full_names: dict[int, str],
) -> None:
    text = tagged.text
    names = dict.fromkeys(text[o.start : o.end] for o in organisations)
    known = dict(_declared(tagged, article, {o.end: text[o.start : o.end] for o in organisations}))
    if len(names) <= _MOST:
        longest = max(map(len, names))
        for name in names:
            if len(name) + _SHORTEST_GAIN <= longest and name not in known and (full := _full_name(name, names)):
                known[name] = full
        cores = {core: name for name in names if (core := core_of(name))}
        known = cores | known
    for organisation in organisations:
        if full := known.get(text[organisation.start : organisation.end]):
            full_names[organisation.start] = full
    fresh = known.keys() - names.keys()
    for start, end in find_entries(fresh, text[article[0] : article[1]]) if fresh else ():
        start, end = start + article[0], end + article[0]
        if tagged.is_free(start, end) and tagged.is_border(start) and tagged.is_border(end):
            tagged.take(start, end)
            found.append(Found(start, end, "organisation"))
            full_names[start] = known[text[start:end]]


def _declared(tagged: TaggedText, article: tuple[int, int], ends: dict[int, str]) -> Iterator[tuple[str, str]]:
    """The abbreviations the article declares, each with the organisation that stands right before."""
    if tagged.text.find("称", *article) < 0:
        return
    for match in _DECLARED.finditer(tagged.text, *article):
        if (full := ends.get(match.start())) and match[1] != full and match[1] not in generic_qualifiers():
            yield match[1], full


def _full_name(name: str, names: dict[str, None]) -> str | None:
    """The one longer name of the article that `name` abbreviates; None where there is none or more than one."""
    if len(name) > _LONGEST:
        return None
    last, least = name[-1], len(name) + _SHORTEST_GAIN
    longer = [o for o in names if len(o) >= least and last in o[-4:] and abbreviates(name, o)]
    return longer[0] if len(longer) == 1 else None


def abbreviates(short: str, long: str) -> bool:
    """Whether one name of an organisation can be the other made shorter.

    >>> abbreviates("中科院", "中国科学院"), abbreviates("市委", "云岭市委"), abbreviates("北京大学", "北京理工大学")
    (True, True, False)
    """
    if long.endswith(short):
        return short[0] in LEVELS
    if short[-2:] == long[-2:] or short in bare_bodies():
        return False  # 北京大学 is another one than 北京理工大学
    if short[-1] != long[-1] and not long.endswith(_STANDS_FOR.get(short[-1], ())):
        return False
    if short[0] != long[0] and not (short[0] in LEVELS and short[0] in long):
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def core_of(name: str) -> str | None:
    """What may stand for a company or a university: its name without place, trade and kind; None for too little.

    >>> core_of("河口乐村汇网络科技有限公司"), core_of("云岭理工大学"), core_of("云岭大学")
    ('乐村汇', '云岭理工', None)
    """
    if name.endswith(("大学", "大學")):
        return name[:-2] if len(name) >= _LEAST_SCHOOL + 2 else None
    legal = _LEGAL.search(name) if name.endswith(("公司", "集团")) else None
    if legal is None:
        return None
    core = name[: legal.start()]
    if trade := _TRADE.search(core):
        core = core[: trade.start()]
    core = core[next((end for _, end in places_within(core)), 0) :]
    if not _LEAST_CORE <= len(core) <= 6 or core in divisions() or core in generic_qualifiers() or core[0] in LEVELS:
        return None
    return core
