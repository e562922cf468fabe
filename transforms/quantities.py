"""Quantities in a sentence: a numeral with a unit, its qualifiers, ranges; and what only looks like one.

Names and ordinals are no quantities: 第十二次, 5G, 2号线, 《十二月》, short slogans in quotation marks (“四个意识”).
Neither are years, clock times, stretches of time that place an event (近5年, 三天前), nor 一 as an article. Words that
a unit's character is part of are listed in `transforms.lookalikes`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from transforms.lookalikes import DURATIONS, is_free, is_measure
from transforms.numerals import NUMERAL, Numeral, read_numeral
from transforms.units import FIRST_CHARACTERS, UNITS, Unit, match_unit


class Quantity(NamedTuple):
    """A measured quantity in folded text.

    `start`..`end` holds its qualifiers (近…, …以上), `number_start` is where the numeral begins; `approximation` is the
    qualifier.
    """

    start: int
    end: int
    number_start: int
    value: float
    value_to: float | None
    unit: Unit | None
    approximation: str | None
    is_arabic: bool


_PERCENT = UNITS["%"]
_YUAN = UNITS["元"]
_PIECE = UNITS["个"]
_SHARED_UNITS = ("个百分点", "个基点")
_LINKS = ("和", "、", "及", "与", "以及", "和高", "和低", "、高", "、低", "，高", "，低", "和约", "和近")
_INSIDE = DURATIONS | {"公里", "米", "海里", "里"}
"""Units after which 内 means 以内."""

_NAMES = re.compile(r"《[^《》]{0,80}》|[“‘「『][^“”‘’「」『』]{1,12}[”’」』]")
FOLLOWING = "".join(sorted(FIRST_CHARACTERS.union("成折半个大级分多余几来百千万亿 —-~–～至到")))
_FOLLOWING = frozenset(FOLLOWING)
_YEAR_OR_DAY = frozenset("年日")
"""What stands behind a numeral that has a unit or belongs to a range; any other numeral is passed by unread."""
_INNER = tuple("蒙部外容地陆")
_SHARING = tuple("占近超约过少降了加")
_RANGE = re.compile(r" ?(?:—{1,2}|[-~–～]|至|到) ?")
_RANGE_LAST = frozenset(" —-~–～至到")
_BEFORE = re.compile(
    r"(不超过|不少于|不低于|不高于|大约|超过|不足|不到|将近|接近|突破|至少|最多|多达|高达|逾|[近约超上])(?:了|出)? ?$"
)
_MINUS = frozenset("下负-−")
_BEFORE_LAST = frozenset("过于约足到近破少多达逾超上了出 \n")
_AFTER_FIRST = frozenset("以之左上开多余")
_AFTER = re.compile(r"以上|以下|以内|之内|左右|上下|开外|[多余]")
_NO_APPROXIMATION = {"近": "附最邻临靠接就相", "约": "节合条签公契制预特集", "超": "赶", "上": ""}
_OUTSIDE_RAW = frozenset(("突破", "高达", "多达", "至少", "最多", "接近", "将近"))
_LARGE_COUNT = re.compile(
    r"大(?:主要|重点|核心|关键|重大|基本|特色|优势|主导|支柱|新兴|战略性?|民生)?"
    r"(目标|任务|行动|工程|领域|板块|产业|方面|举措|措施|体系|平台|项目|专项|战略|系统|片区|中心|基地|集群|品牌|问题|环节|成果|流域|城市)"
)
_LEVEL = re.compile(r"级(?!别|联|差)")
_SMALL_MONEY = re.compile(r"([1-9一二三四五六七八九])[角毛](?:([1-9一二三四五六七八九])分)?钱?")
_TENTHS = re.compile(
    r" ?成(?:([一二三四五六七八九半])(?![年个名家位项]))?(?![为立果功员长本就都熟效型因品人分交绩不就])"
)

_OFFERED = re.compile(r"(?:打|享受?|低至|最低|仅|只要|按|价格?为?|优惠|全场)$")
_ALONE = re.compile(r"(?<![^，,、。；：！])[\d.点一二三四五六七八九两]{1,5}折(?![^，,、。；：！])")
_OFFER = re.compile(r"优惠|起|的?价|销售|出售|出让|甩卖|购|的?票|扣|封顶")


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a folded sentence, in order; linear in its length."""
    numerals = _numerals(text)
    if not numerals:
        return []
    found: list[Quantity] = []
    index = 0
    while index < len(numerals):
        ranged = _range(text, numerals[index], numerals[index + 1]) if index + 1 < len(numerals) else None
        quantity = ranged or _single(text, numerals[index])
        if quantity:
            found.append(_qualified(text, quantity))
            if quantity.unit and quantity.unit.name in _SHARED_UNITS and len(found) > 1:
                _share_unit(text, found)
        index += 2 if ranged else 1
    return _outside_names(text, found)


def _share_unit(text: str, found: list[Quantity]) -> None:
    """Give the last quantity's unit to the one before, if that breaks off: 1.1个和2.4个百分点."""
    before, last = found[-2:]
    if before.unit is _PIECE and text[before.end : last.start] in _LINKS:
        found[-2] = before._replace(unit=last.unit)


def _numerals(text: str) -> list[Numeral]:
    found: list[Numeral] = []
    end = 0
    for match in NUMERAL.finditer(text):
        # the 亿 of 5000多亿 was read with what stands before it
        start, after = match.span()
        following = text[after : after + 1]
        if following not in _FOLLOWING or start < end or (following in _YEAR_OR_DAY and _is_date(text, match)):
            continue
        if numeral := read_numeral(text, match):
            found.append(numeral)
            end = numeral.end
    return found


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Whether a numeral before 年 or 日 is surely no quantity (2021年, 18日), nor an end of a range (3日至5日内)."""
    start, after = match.span()
    if text[after] == "日":
        return "内" not in text and not text.startswith("元", after + 1)
    return after - start == 4 and match["arabic"] is not None and text[start:after].isdigit() and text[start] != "0"


def _outside_names(text: str, found: list[Quantity]) -> list[Quantity]:
    """Drop what stands in a title or a short slogan, unless the quotation marks hold just the quantity."""
    if not found or not any(mark in text for mark in "《“‘「『"):
        return found
    spans = [m.span() for m in _NAMES.finditer(text)]
    starts = [start for start, _ in spans]
    return [q for q in found if not (n := bisect_left(starts, q.start)) or not _is_named(q, *spans[n - 1])]


def _is_named(quantity: Quantity, start: int, end: int) -> bool:
    """Whether a quoted span holds the quantity and is a name; “20%” with nothing but the quantity is none."""
    if not (start < quantity.start and quantity.end < end):
        return False
    return not quantity.is_arabic or end - start > quantity.end - quantity.start + 2


def _range(text: str, low: Numeral, high: Numeral) -> Quantity | None:
    """3—5个, 3万至5万元, 10%~20%; the lower end takes 万 or 亿 from the upper one (3至5万)."""
    end = low.end
    if text[high.start - 1] not in _RANGE_LAST:
        return None
    inner = match_unit(text, end) if high.start - end > 1 else None
    end = inner[1] if inner else end
    gap = _RANGE.match(text, end)
    if not gap or gap.end() != high.start or low.denominator or high.denominator:
        return None
    upper = _single(text, high)
    if upper is None or (inner and inner[0] != upper.unit) or not is_free(text, low):
        return None
    if text.startswith(("从", "由"), max(0, low.start - 1)) or upper.value_to is not None:
        return None
    value = low.value * (high.factor if low.factor == 1 and not inner else 1)
    if value > upper.value:
        return None
    return upper._replace(start=low.start, number_start=low.start, value=value, value_to=upper.value)


def _single(text: str, numeral: Numeral) -> Quantity | None:
    if not is_free(text, numeral):
        return None
    if numeral.denominator:
        return _fraction(numeral, numeral.denominator)
    following = text[numeral.end : numeral.end + 1]
    special = _SPECIAL.get(following)
    return (special(text, numeral) if special else None) or _measured(text, numeral)


def _fraction(numeral: Numeral, denominator: float) -> Quantity:
    value = round(numeral.value * 100 / denominator, 10)
    return Quantity(numeral.start, numeral.end, numeral.start, value, None, _PERCENT, None, numeral.is_arabic)


def _tenths(text: str, numeral: Numeral) -> Quantity | None:
    """六成, 三成五: tenths, given in percent."""
    if numeral.value > 10 or not (match := _TENTHS.match(text, numeral.end)):
        return None
    extra = "零一二三四五六七八九".find(match[1]) if match[1] and match[1] != "半" else 5 if match[1] else 0
    value_to = numeral.value_to * 10 if numeral.value_to else None
    return Quantity(
        numeral.start,
        match.end(),
        numeral.start,
        numeral.value * 10 + extra,
        value_to,
        _PERCENT,
        None,
        numeral.is_arabic,
    )


def _discount(text: str, numeral: Numeral) -> Quantity | None:
    """打八折, 7.5折优惠: what is paid, in percent; Arabic and Chinese digits alike may be two (75折, 七五折)."""
    value = numeral.value * 10 if numeral.value < 10 else numeral.value
    is_offer = (
        _OFFERED.search(text, max(0, numeral.start - 4), numeral.start)
        or _OFFER.match(text, numeral.end + 1)
        or _ALONE.match(text, numeral.start)
    )
    if not is_offer or not 0 < value < 100 or numeral.value_to or "十" in text[numeral.start : numeral.end]:
        return None
    return Quantity(
        numeral.start, numeral.end + 1, numeral.start, value, None, _PERCENT, numeral.approximation, numeral.is_arabic
    )


def _hundred_millions(text: str, numeral: Numeral) -> Quantity | None:
    """7个亿: the spoken form, of yuan unless a unit follows."""
    if not text.startswith("个亿", numeral.end):
        return None
    unit, end = match_unit(text, numeral.end + 2) or (_YUAN, numeral.end + 2)
    value = numeral.value * 1e8
    return Quantity(numeral.start, end, numeral.start, value, None, unit, numeral.approximation, numeral.is_arabic)


def _counted(text: str, numeral: Numeral) -> Quantity | None:
    """8大主要目标, and 千亿级 for a scale in yuan."""
    at = numeral.end
    if numeral.is_arabic and (match := _LARGE_COUNT.match(text, at)):
        unit = Unit(match[1], match[1], 1, True)
        return Quantity(numeral.start, match.end(), numeral.start, numeral.value, None, unit, None, True)
    if numeral.value >= 1e9 and (match := _LEVEL.match(text, at)):
        return Quantity(numeral.start, match.end(), numeral.start, numeral.value, None, _YUAN, None, numeral.is_arabic)
    return None


_SPECIAL = {"成": _tenths, "折": _discount, " ": _tenths, "个": _hundred_millions, "大": _counted, "级": _counted}
"""What may be read by the first character behind a numeral, before a unit is looked for."""


def _measured(text: str, numeral: Numeral) -> Quantity | None:
    at, half = numeral.end, 0.0
    if text.startswith("个半", at):
        at, half = at + 2, 0.5
    elif text.startswith(" ", at) and numeral.is_arabic:
        at += 1
    matched = match_unit(text, at)
    if matched is None:
        return _half(text, numeral)
    unit, end = matched
    if not is_measure(text, numeral, unit, at, end):
        return None
    if text.startswith("半", end) and not unit.is_counter:
        half, end = 0.5, end + 1
    elif unit is _YUAN and (small := _SMALL_MONEY.match(text, end)):
        half, end = _tenth(small[1]) / 10 + _tenth(small[2] or "零") / 100, small.end()
    return Quantity(
        numeral.start,
        end,
        numeral.start,
        numeral.value + half,
        numeral.value_to,
        unit,
        numeral.approximation,
        numeral.is_arabic,
    )


def _tenth(digit: str) -> int:
    return int(digit) if digit.isdigit() else "零一二三四五六七八九".index(digit)


def _half(text: str, numeral: Numeral) -> Quantity | None:
    """一半 as a share: only where a verb or a qualifier says it is one."""
    if numeral.value == 1 and text.startswith("半", numeral.end) and text.endswith(_SHARING, 0, numeral.start):
        return Quantity(numeral.start, numeral.end + 1, numeral.start, 50, None, _PERCENT, None, False)
    return None


def _qualified(text: str, quantity: Quantity) -> Quantity:
    """The quantity widened by what qualifies it before (近, 超过) and after (以上, 左右), and by a minus (零下)."""
    start, end, approximation, value = quantity.start, quantity.end, quantity.approximation, quantity.value
    if text[end : end + 1] in _AFTER_FIRST and (match := _AFTER.match(text, end)):
        end, approximation = match.end(), approximation or match[0]
    elif (
        text.startswith("内", end)
        and quantity.unit
        and quantity.unit.name in _INSIDE
        and not text.startswith(_INNER, end + 1)
    ):
        end, approximation = end + 1, approximation or "内"
    before = text[start - 1] if start else ""
    if (
        before in _BEFORE_LAST
        and (match := _BEFORE.search(text, max(0, start - 4), start))
        and _is_qualifier(text, match, quantity)
    ):
        approximation = approximation or match[1]
        start = start if match[1] in _OUTSIDE_RAW else match.start()
    elif before in _MINUS and (before != "下" or text.endswith("零下", 0, start)):
        value, start = -value, start - (2 if before == "下" else 1)
    return Quantity(
        start, end, quantity.number_start, value, quantity.value_to, quantity.unit, approximation, quantity.is_arabic
    )


def _is_qualifier(text: str, match: re.Match[str], quantity: Quantity) -> bool:
    word, before = match[1], text[match.start() - 1 : match.start()]
    if word == "上":
        return text[quantity.number_start] in "百千万亿十" or (quantity.value >= 100 and not quantity.is_arabic)
    return not before or before not in _NO_APPROXIMATION.get(word, "")
