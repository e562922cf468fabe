"""How a quantity changed: 同比增长5.2%, 比上年提高0.3个百分点, 分别下降2%和3%, 翻一番, 与上年持平.

The direction comes from the verb that stands directly before a quantity; a verb with 到 or 至 (增至, 提高到) states a
level, not a change. Members of a list take verb and comparison from the first (分别增长12%、15%和8%). 翻一番 is a
growth by one time (倍), 翻两番 by three.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.numerals import parse_number
from transforms.quantities import Quantity


class Change(NamedTuple):
    """A change printed at `start`..`end` (comparison and verb included); `value` and `unit` say by how much.

    `at` is where the quantity itself begins. `is_shared` is set on every member of a list that one verb governs.
    """

    start: int
    end: int
    at: int
    direction: str
    value: float | None
    unit: str | None
    comparison: str | None
    approximation: str | None
    is_shared: bool = False


_UP = (
    "增长率?|增加|增幅|涨幅|升幅|上升|提高|提升|上涨|攀升|回升|扩大|增多|加快|延长|上调|跃升|升高|增值|反弹|上浮|走高|"
    "多[增产收发]|增[产收盈]|[新净]增|成长|偏[多高大]|(?<![新净])增|(?<!上)涨|(?<![晋提上攀回跃])升|高出|多出|快|多"
)
_DOWN = (
    "下降|减少|降低|降幅|跌幅|减幅|回落|下跌|收窄|缩小|缩减|下滑|萎缩|缩短|下调|负增长|削减|压减|压缩|减慢|放缓|下浮|"
    "少[增产收发]|减[产收亏]|走低|偏[少低小]|(?<!加)减|(?<!下)降|(?<!下)跌|低于|少"
)
_ADVERBS = "(?:幅度?)?(?:了|约|为|达到?|均?超过?|逾|近|将近|均|大约)?(?:了|约|近)? ?"
_VERB = re.compile(rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP})){_ADVERBS}$")
_VERB_LAST = frozenset(_DOWN + _UP + _ADVERBS + "\n")
"""Every character a verb of change can end in, and some more: a cheap look before the search."""
_STATES_LEVEL = re.compile(r"(?:增长|成长|增加|提高|上升|下降|减少|降低|增|升|降|减)为$")
_GAP_NEXT = re.compile("(?:和|、|，|，?且)(?P<word>[高低快慢])$")
_GAP = re.compile(r"(?P<word>高于|低于|快于|慢于|高出|优于|(?:比|较)[^，。；、]{1,12}[高低快慢多少])[^，。；、]{0,14}$")
_GAP_DOWN = ("低于", "慢于", "低", "慢", "少")
_COMPARISON = re.compile(
    r"同比|环比|年均|同口径|按[年季月]|(?:比|较|与|同|跟)(?!例|重|率|较|如|赛|时)[^，。；,、比较与增下提上降\d]{0,8}"
    r"(?:去年|上年|前年|第?[一二三四]季度|\d{1,2}月份?|上个?月|上半年|上季度?|上周|年初|期初|往年|常年|同期|前一?[日天周]|昨日|\d{4}年|年前|计划|预期|全国|全省|全市|平均|水平)"
    r"(?:[^，。；,、比较\d]{0,6}?相比|[^，。；,、比较\d]{0,6})"
)
_PACE = ("加快", "放缓", "减慢", "快")
_RELATIVE = ("%", "个百分点", "倍")
_FILLER = "又也则均各还已再分别实际名义累计平均都有所，, "
_LINK = re.compile(r"(?:、|和|及|与|以及|、和|，和)")
_ATTACHED = re.compile(
    r"[)）的]?[，,、；;（( ]{0,2}(?:且|并|又|也|则|均|已|都|还|分别|各|实际|名义|累计|扣除价格因素|"
    r"按可比价格计算|按可比口径计算|按不变价格计算|按可比价格|按可比口径|增速|增幅|[，,]){0,4}"
)
_DOUBLING = re.compile(r"翻了?([一两二三四五]|\d(?:\.\d)?)?番|减半(?![分点天年个日步])")
_LEVELLED = re.compile(r"(?:(?:与|同|和)[^，。；与]{1,10})?(?:基本|大体)?(?<![坚保维支秉主])持平(?![等衡和])")
_WINDOW = 26
_LONGEST_VERB = 14
"""Characters of a verb with its adverbs, at most."""


def changes_of(text: str, quantities: list[Quantity]) -> list[Change | None]:
    """For each quantity of a folded sentence the change it states, or None where it is a level."""
    found: list[Change | None] = []
    for index, quantity in enumerate(quantities):
        previous = quantities[index - 1] if index else None
        limit = previous.end if previous else 0
        change = _read(text, quantity, limit) or _next_gap(text, quantity, previous, found)
        if change is None and previous and (last := found[-1]):
            change = _inherited(text, quantity, previous, last)
            if change and not last.is_shared:
                found[-1] = last._replace(is_shared=True)
        found.append(change)
    return found


def _next_gap(text: str, quantity: Quantity, previous: Quantity | None, found: list[Change | None]) -> Change | None:
    """A further gap to the same measures: 分别比上月末和上年同期低0.1个和高3.8个百分点."""
    last = found[-1] if found else None
    if previous is None or last is None or quantity.unit != previous.unit or quantity.unit is None:
        return None
    match = _GAP_NEXT.search(text, previous.end, quantity.start)
    if match is None or match.start() != previous.end:
        return None
    direction = "down" if match["word"] in "低慢" else "up"
    return last._replace(
        start=match.start("word"), end=quantity.end, at=quantity.start, direction=direction, value=quantity.value
    )


def _read(text: str, quantity: Quantity, limit: int) -> Change | None:
    if quantity.unit is None:
        return None
    begin = max(limit, quantity.start - _WINDOW)
    before = text[begin : quantity.start]
    if before[-1:] in _VERB_LAST and (verb := _VERB.search(before, max(0, len(before) - _LONGEST_VERB))):
        if _STATES_LEVEL.search(before):
            return None
        direction = "down" if verb["down"] else "up"
        word_start = verb.start()
        if verb[0][0] in "快少多新净" and not _may_compare(verb[0]) and not _COMPARISON.search(before):
            return None
    elif quantity.unit.name == "个百分点" and (verb := _GAP.search(before)):
        direction = "down" if verb["word"].endswith(_GAP_DOWN) else "up"
        word_start = verb.start()
    else:
        return None
    if verb[0].startswith(_PACE) and quantity.unit.name not in _RELATIVE:
        return None
    start, comparison = _compared(text, limit, begin + word_start)
    if "word" in verb.re.groupindex:
        comparison = verb[0]  # 高于商品零售额: what it is compared with stands inside
    return Change(
        start,
        quantity.end,
        quantity.start,
        direction,
        quantity.value,
        quantity.unit.name,
        comparison,
        quantity.approximation,
        "分别" in before,
    )


def _may_compare(verb: str) -> bool:
    """Whether a verb says by itself that something is compared (少收, 多出); 多了, 少, 快 and 新增 do not."""
    return verb[0] not in "新净" and len(verb) > 1 and (verb[1] in "增产收发" or verb.startswith("多出"))


def _compared(text: str, limit: int, verb: int) -> tuple[int, str | None]:
    """Where the change begins with its comparison, and that comparison as printed."""
    begin = max(limit, verb - _WINDOW)
    best: re.Match[str] | None = None
    for match in _COMPARISON.finditer(text, begin, verb):
        best = match
    if best is None or text[best.end() : verb].strip(_FILLER):
        return verb, None
    return best.start(), best[0]


def _inherited(text: str, quantity: Quantity, previous: Quantity, last: Change) -> Change | None:
    """A further member of a list: same unit, nothing but 、 or 和 between."""
    if quantity.unit is None or quantity.unit.name != last.unit:
        return None
    if not _LINK.fullmatch(text[previous.end : quantity.start].strip()):
        return None
    return Change(
        last.start,
        quantity.end,
        quantity.start,
        last.direction,
        quantity.value,
        last.unit,
        last.comparison,
        quantity.approximation,
        True,
    )


def is_link(between: str) -> bool:
    """Whether what stands between two quantities makes a list of them."""
    return _LINK.fullmatch(between) is not None


def is_attached(text: str, end: int, start: int) -> bool:
    """Whether a change that begins at `start` says something of the quantity that ended at `end`."""
    return 0 <= start - end <= 24 and _ATTACHED.fullmatch(text, end, start) is not None


def fixed_changes(text: str) -> list[Change]:
    """Changes without a number: 翻一番 (up 1 倍), 减半 (down 50 %), 持平 (flat)."""
    found: list[Change] = []
    if "番" in text or "减半" in text:
        found += [_doubled(text, match) for match in _DOUBLING.finditer(text)]
    if "持平" in text:
        found += [_level(text, match) for match in _LEVELLED.finditer(text)]
    return found


def _level(text: str, match: re.Match[str]) -> Change:
    start, comparison = _compared(text, 0, match.start())
    named = match[0].removesuffix("持平").removesuffix("基本").removesuffix("大体")
    return Change(start, match.end(), start, "flat", None, None, named or comparison, None)


def _doubled(text: str, match: re.Match[str]) -> Change:
    start, comparison = _compared(text, 0, match.start())
    if match[0] == "减半":
        return Change(start, match.end(), start, "down", 50.0, "%", comparison, None)
    times = parse_number(match[1]) if match[1] else 1.0
    return Change(start, match.end(), start, "up", 2.0 ** (times or 1.0) - 1, "倍", comparison, None)
