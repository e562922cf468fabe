"""Numerals of Chinese text and their values: Arabic, full-width, Chinese (小写), financial (大写) and mixed ones.

The grammar is that of GB/T 15835-2011 (出版物上数字用法) and of the everyday forms it leaves out: `3亿5000万`,
`十七八`, `三分之二`, `百分之五点二`. Work on folded text: `fold` maps full-width and traditional characters to the
ones the patterns know, one character to one, so offsets in the folded text are offsets in the original.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_FULL_WIDTH = "０１２３４５６７８９．％＋－～＄：／（）　"
_FULL_WIDTH_TO = "0123456789.%+-~$:/() "
_FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟倆"
_FORMAL_TO = "一二二三三四五六六七八九十百千两"
# traditional character and simplified one, by turns; only what numerals, units, qualifiers and time words need
_SIMPLIFIED_OF = (
    "萬万億亿個个點点兩两餘余約约與与較较長长噸吨畝亩頃顷間间輛辆臺台條条項项戶户處处種种場场歲岁達达過过減减"
    "漲涨產产業业縣县區区鄉乡鎮镇國国時时後后總总額额歷历滿满擴扩縮缩幾几對对雙双張张顆颗號号週周開开關关於于"
    "從从將将僅仅幣币釐厘層层棟栋艙舱櫃柜盤盘見见資资財财積积們们學学實实單单節节劃划頭头類类擊击線线錢钱負负"
    "夠够夥伙隻只營营數数佔占併并購购為为爲为匯汇遞递漸渐檔档圓元塊块筆笔組组輪轮車车門门級级盞盏綫线標标鐘钟"
    "馬马禮礼準准壓压環环預预計计來来內内電电訊讯舉举會会華华紀纪農农曆历舊旧這这連连優优務务費费貸贷獲获參参"
    "員员貨货軟软鋪铺銷销進进歐欧鎊镑韓韩盧卢羅罗釋释責责蘇苏倉仓維维堅坚師师專专際际據据報报啟启動动"
)
_TO_HALF = str.maketrans(_FULL_WIDTH, _FULL_WIDTH_TO)
_FOLD = _TO_HALF | str.maketrans("〇○", "零零") | str.maketrans(_SIMPLIFIED_OF[::2], _SIMPLIFIED_OF[1::2])
_FOLDABLE = re.compile(f"[{''.join(map(chr, _FOLD))}]")
_FINANCIAL = str.maketrans(_FORMAL, _FORMAL_TO)

# in running text 陆 or 拾 alone is a word: only rows of numerals are read in which 拾, 佰 or 仟 multiplies something
_AMOUNT = re.compile(rf"(?<![收捡捨])[{_FORMAL}零一二三四五六七八九十百千万亿]{{2,}}")
_MULTIPLIED = re.compile(rf"[{_FORMAL[:12]}一二三四五六七八九][拾佰仟]|[拾佰仟][万亿]")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CN = "零一二三四五六七八九十百千万亿两"
_CN_DIGITS = "零一二三四五六七八九"
# 千 before these begins a unit: 千瓦, 千克, 千米
_POWER = "(?:[十百万亿]|千(?![瓦克米伏卡帕赫]))"
_GROUPED = rf"(?:,\d{{3}}(?!\d))*+(?:\.\d++)?+ ?{_POWER}*+"
_ARABIC = rf"(?<=\d)(?P<arabic>)\d*+{_GROUPED}(?:(?:(?<=[千万亿])零)?+\d++{_GROUPED})*+"
_CHINESE = (
    rf"(?:(?<![\d千一])|(?<=千)(?![瓦克伏卡帕赫])|(?<=一)(?=[{_CN}倍成半]|点[{_CN_DIGITS}]))"
    rf"(?:[零一二三四五六七八九十百万亿两]|千(?![瓦克伏卡帕赫]))*+(?:点[{_CN_DIGITS}]++{_POWER}*+)?+"
)
NUMERAL = re.compile(rf"[\d{_CN}](?:{_ARABIC}|{_CHINESE})")
"""One whole numeral, whose group `arabic` is set, though empty, where it opens with Arabic digits.

Every part is possessive, so a run of digits is scanned once whatever follows it. It opens with one set of characters,
which is what a search is fast with.
"""

_TAIL = re.compile(
    rf" ?(?P<more>[多余几]|来(?=[个人岁年万天名位家里斤亩吨户]))?(?P<scale>{_POWER}{{0,2}})(?P<more2>[多余])?"
)
_OVER = re.compile(rf" ?分之 ?(?P<over>(?:\d++(?:,\d{{3}}(?!\d))*+(?:\.\d++)?+|[{_CN}]++(?:点[{_CN_DIGITS}]++)?+))")
_ARABIC_PART = re.compile(r"(\d[\d,]*)(?:\.(\d+))? ?([十百千万亿]*)")
_PAIR = re.compile(
    r"(?<![零一二三四五六七八九两])(一两|两三|一二|二三|三四|四五|五六|六七|七八|八九|三五)(?![零一二三四五六七八九两])"
)
_PLAIN = re.compile(r"[零一二三四五六七八九]{2,}")


_SCIENTIFIC = re.compile(r"\d{1,18}(?:\.\d{0,18})?[eE][+-]?\d{1,2}|\.\d{1,18}")
_MIXED = re.compile(
    r"(?:(?P<whole>\d{1,18}) )?(?P<high>\d{1,18})/(?P<low>\d{1,18})"
    r"|(?P<and>[^又]{1,40})又(?P<part>[^又]{1,20}(?P<of>分 {0,2}之)[^又]{1,20})"
)


class Numeral(NamedTuple):
    """A numeral at `start`..`end` of the folded text.

    `value_to` is set for an approximate pair (三四十). `denominator` is set for a fraction, whose `value` is the
    numerator. `approximation` is 多, 余, 几 or 来 inside the numeral. `factor` is what its 万 and 亿 multiply by.
    """

    start: int
    end: int
    value: float
    value_to: float | None
    denominator: float | None
    approximation: str | None
    is_arabic: bool
    factor: int


def fold(text: str) -> str:
    """The text with full-width and traditional forms mapped, one character to one.

    >>> fold("４１８．２７億元")
    '418.27亿元'
    >>> fold("兩萬餘畝"), fold("人民币伍拾万元整"), fold("收拾陆地")
    ('两万余亩', '人民币五十万元整', '收拾陆地')
    """
    folded = text.translate(_FOLD) if _FOLDABLE.search(text) else text
    if "佰" in folded or "仟" in folded or "拾" in folded:
        return _AMOUNT.sub(_everyday_form, folded)
    return folded


def _everyday_form(amount: re.Match[str]) -> str:
    return amount[0].translate(_FINANCIAL) if _MULTIPLIED.search(amount[0]) else amount[0]


def with_variants(characters: str) -> str:
    """The characters and all that `fold` makes one of them, for sets that search text before it is folded.

    >>> with_variants("3亿")
    '3亿３億'
    """
    return characters + "".join(chr(code) for code, to in _FOLD.items() if _folded(to) in characters)


def _folded(to: int | str | None) -> str:
    return chr(to) if isinstance(to, int) else to or ""


def parse_number(text: str) -> float | None:
    """The value of a string that is one numeral, or None where it is none; a percentage counts in hundredths.

    >>> parse_number("四百一十八点二七亿")
    41827000000.0
    >>> parse_number("１．５万"), parse_number("二〇二一"), parse_number("四分之三"), parse_number("百分之五")
    (15000.0, 2021.0, 0.75, 0.05)
    """
    folded = fold(text).strip().translate(_FINANCIAL)
    if folded[:1] in ("负", "-") and (value := parse_number(folded[1:])) is not None:
        return -value
    if folded in ("一", "半"):
        return 1.0 if folded == "一" else 0.5
    if _SCIENTIFIC.fullmatch(folded):
        return float(folded)
    if mixed := _MIXED.fullmatch(folded):
        return _mixed(mixed)
    folded = "".join(folded.split())
    match = NUMERAL.match(folded)
    numeral = read_numeral(folded, match) if match else None
    if numeral is None or numeral.end != len(folded):
        return None
    return numeral.value / numeral.denominator if numeral.denominator else numeral.value


def _mixed(match: re.Match[str]) -> float | None:
    """The value of 16/5, 1 4/3 or 三百又三分之一."""
    if match["of"]:
        parts = [parse_number(match["and"]), parse_number(match["part"])]
        return None if None in parts else sum(part or 0 for part in parts)
    low = int(match["low"])
    return int(match["whole"] or 0) + int(match["high"]) / low if low else None


def read_numeral(text: str, match: re.Match[str]) -> Numeral | None:
    """The numeral of a `NUMERAL` match with its 多, 余, 几 and a 分之 behind it; None where it has no value."""
    digits, is_arabic = match[0], match["arabic"] is not None
    low, high, factor = _arabic(digits) if is_arabic else _chinese(digits)
    if low is None:
        return None
    end = match.end()
    following = text[end : end + 1]
    if following == "分" and (over := _OVER.match(text, end)):
        return _fraction(match.start(), low, over, is_arabic)
    if is_arabic and digits.endswith(" "):
        end -= 1
    more = None
    if (
        following
        and following in "多余几来百千万亿 "
        and (tail := _TAIL.match(text, end))
        and tail.end() > tail.start() + (text[end] == " ")
    ):
        more = tail["more"] or tail["more2"]
        scale = _scale(tail["scale"])
        low, high, factor, end = low * scale, high and high * scale, factor * scale, tail.end()
    return Numeral(match.start(), end, float(low), high and float(high), None, more, is_arabic, factor)


def _fraction(start: int, denominator: float, over: re.Match[str], is_arabic: bool) -> Numeral | None:
    value = parse_number(over["over"])
    if value is None or not denominator:
        return None
    return Numeral(start, over.end(), value, None, denominator, None, is_arabic, 1)


def _scale(multipliers: str) -> int:
    product = 1
    for char in multipliers:
        product *= _MULTIPLIERS[char]
    return product


def _arabic(text: str) -> tuple[float | None, float | None, int]:
    """Sum of the parts of 3亿5000万, exact: digits are an integer until the one division by a power of ten.

    A part whose 万 or 亿 is larger than the one before counts all before it too (2千零30万 is 2030万).
    """
    if text.isdecimal() and len(text) <= 18:
        return float(int(text)), None, 1
    total = 0.0
    factor = 1
    for digits, decimals, multipliers in _ARABIC_PART.findall(text):
        if len(digits) > 18:
            return None, None, 1
        before, factor = factor, _scale(multipliers)
        if 1 < before < factor:
            total *= factor
        total += int(digits.replace(",", "") + decimals) * factor / 10 ** len(decimals)
    return total, None, factor


@lru_cache(maxsize=4096)
def _chinese(text: str) -> tuple[float | None, float | None, int]:
    whole, _, decimals = text.partition("点")
    if len(whole) > 24:
        return None, None, 1
    if decimals:
        return _chinese_decimal(whole, decimals)
    if pair := _PAIR.search(whole):
        low = _integer(whole[: pair.start()] + pair[0][0] + whole[pair.end() :])
        return low, _integer(whole[: pair.start()] + pair[0][1] + whole[pair.end() :]), 1
    if _PLAIN.fullmatch(whole):
        return float("".join(str(_DIGITS[c]) for c in whole)), None, 1
    return _integer(whole), None, _scale(whole[len(whole.rstrip("万亿")) :])


def _chinese_decimal(whole: str, decimals: str) -> tuple[float | None, float | None, int]:
    digits = decimals.rstrip("十百千万亿")
    base = _integer(whole)
    if base is None:
        return None, None, 1
    factor = _scale(decimals[len(digits) :])
    scaled = int(base) * 10 ** len(digits) + int("".join(str(_DIGITS[c]) for c in digits))
    return scaled * factor / 10 ** len(digits), None, factor


def _integer(text: str) -> float | None:
    """The value of digits and multipliers; a last digit after 百, 千 or 万 counts the next power (两百五 is 250)."""
    total = section = digit = 0
    unit = last = 1
    for char in text:
        if char in _DIGITS:
            digit, last = _DIGITS[char], 1 if char == "零" else last
            continue
        unit = _MULTIPLIERS[char]
        if unit >= 10**4:
            total, section = _close(total, section + digit, unit)
        else:
            section += (digit or 1) * unit
        digit, last = 0, unit
    if digit and last > 10 and text[-2:-1] not in ("", "零"):
        return float(total + section + digit * last // 10)
    return float(total + section + digit)


def _close(total: int, section: int, unit: int) -> tuple[int, int]:
    """Multiply what 万 or 亿 stands behind; 亿 also multiplies a 万 before it (一万亿)."""
    if total and total < unit:
        return (total + section) * unit, 0
    return total + (section or 1) * unit, 0
