"""The pieces that time expressions of Chinese news are made of: year, month, day, quarter, plan, relative word, ….

To add a relative word: add a row to `WORDS`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.numerals import parse_number

# word -> (unit, offset from the anchor); unit "vague" never resolves
WORDS: dict[str, tuple[str, int]] = {
    "上上周": ("week", -2), "下下周": ("week", 2),
    "昨日": ("day", -1), "昨天": ("day", -1), "昨晚": ("day", -1), "昨夜": ("day", -1), "前天": ("day", -2),
    "前日": ("day", -2), "今日": ("day", 0), "今天": ("day", 0), "今晨": ("day", 0), "今晚": ("day", 0),
    "明日": ("day", 1), "明天": ("day", 1), "明晚": ("day", 1), "后天": ("day", 2), "大前天": ("day", -3),
    "大后天": ("day", 3), "本周": ("week", 0), "这周": ("week", 0), "上周": ("week", -1), "下周": ("week", 1),
    "本星期": ("week", 0), "这星期": ("week", 0), "这个星期": ("week", 0), "上星期": ("week", -1),
    "上个星期": ("week", -1), "下星期": ("week", 1), "下个星期": ("week", 1),
    "本月": ("month", 0), "这个月": ("month", 0), "上月": ("month", -1), "上个月": ("month", -1),
    "下月": ("month", 1), "下个月": ("month", 1), "今年": ("year", 0), "本年": ("year", 0),
    "去年": ("year", -1), "上年": ("year", -1), "前年": ("year", -2), "明年": ("year", 1), "后年": ("year", 2),
    "本季度": ("quarter", 0), "上季度": ("quarter", -1), "下季度": ("quarter", 1), "日前": ("vague", 0),
    "近日": ("vague", 0), "不久前": ("vague", 0), "近期": ("vague", 0), "连日来": ("vague", 0),
}  # fmt: skip


class TimeExpression(NamedTuple):
    """An expression at `start`..`end` of folded text, by the parts that are printed.

    `word` is a relative word's (unit, offset); `season` a part of a year as (first month, last month); `third` is
    上旬, 中旬, 下旬, 底, 初 or 末, or a day of a lunar month (初一); `weekday` is 0..6; `decade_of` is a decade's first
    year or, without a century, its last two digits; `plan` the first year of a five-year plan; `since` says 以来;
    `until` is the end of a range. `is_open`: a month of the lunar or an unnamed year (农历八月, 每年5月, 康熙三年五月).
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    word: tuple[str, int] | None = None
    season: tuple[int, int] | None = None
    third: str | None = None
    weekday: int | None = None
    decade_of: int | None = None
    plan: int | None = None
    since: bool = False
    is_open: bool = False
    until: TimeExpression | None = None

    @property
    def is_calendar(self) -> bool:
        """Whether the words name a place in the calendar, not only one relative to the day of writing."""
        return (
            self.year is not None
            or self.month is not None
            or self.day is not None
            or self.season is not None
            or self.decade_of is not None
        )


_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
TO = r"[ ]?(?:—{1,2}|[-~–～]|至|到)[ ]?"
_WORDS = "|".join(sorted(WORDS, key=len, reverse=True))
_PIECES = re.compile(
    rf"""
    (?=[0-9一二三四五六七八九十廿卅民前头第上下本今去明后昨“"「周星礼这个大近日不连])(?:
    (?P<iso>(?:(?<![\dA-Za-z./-])|(?<=[/.]\d-)|(?<=[/.]\d\d-))[12]\d{{3}}(?P<sep>[-/.])[01]?\d(?P=sep)[0-3]?\d
        (?![\d./]|-(?![12]\d{{3}}[/.])))
  | (?P<decade>(?:(?:(?P<century>\d{{2}}|[一二]?十[一二三四五六七八九]?|上|本)世纪)
        |(?<![\d零一二三四五六七八九十])(?P<c4>[12]\d)?)
       [ ]?(?P<tens>[1-9]0|[一二三四五六七八九]十)年代)
  | (?P<years>(?<![\dA-Za-z.])(?P<y1>[12]\d{{3}}){TO}(?P<y2>[12]\d{{3}})[ ]?年)
  | (?P<year>(?P<written>(?<![\dA-Za-z.])[12]\d{{3}}[ ]?年
        |(?<![零一二三四五六七八九十百])[一二][零一二三四五六七八九O]{{3}}年
        |(?<![\d零一二三四五六七八九十百第近])(?<![熙正隆庆光丰治绪统历和平宣昭成国])(?:\d{{2}}|[三四五六七八九][零一二三四五六七八九])年(?=(?:{_N})月)
        |(?<![\dA-Za-z.第近])(?:0\d|9[0-8])年(?![的间来前级历])
        |民国(?P<roc>元|\d{{1,3}}|[一二三四五六七八九十百零]{{1,5}})年)
        (?P<yedge>年?[底初末]|度)?)
  | (?P<months>(?<![\d.零一二三四五六七八九十第])(?<!\d:)(?P<m1>{_N}){TO}(?P<m2>{_N})[ ]?月(?!\d|{_N}[日号])份?)
  | (?P<days>(?<![\d.零一二三四五六七八九十第])(?<!\d:)(?P<d1>{_N}){TO}(?P<d2>{_N})[ ]?日(?![元本游内]))
  | (?P<month>(?<![\d.零一二三四五六七八九十第])(?<!\d:)(?P<m>{_N})[ ]?月
        (?:份|(?P<lunar>初[一二三四五六七八九十])|(?P<third>[上中下]旬|[底初末]))?(?![球饼嫂薪票亮]))
  | (?P<day>(?<![\d.零一二三四五六七八九十第])(?<!\d:)(?P<d>{_N})[ ]?(?P<dmark>[日号]))
  | (?P<season>(?:前|第)?(?P<quarter>[一二三四1-4])个?季度
        |第(?P<nth>[一二三四1-4])季(?=[税稅盈营業业财財净淨获獲毛经經末底GE])
        |(?P<half>[上下])半年
        |[前头](?P<first>两|{_N})个?月(?!\d))
  | (?P<plan>[“"「](?P<plan_no>十?[一二三四五六七八九十])五[”"」](?:规划)?(?:时期|期间|末|初|以来))
  | (?P<weekday>(?<![每一二三四五六七八九十两\d])(?P<which>上上|下下|上|本|这|下)?个?
        (?:周|星期|礼拜)(?P<wd>[一二三四五六日天])(?![围年岁次期]))
  | (?P<word>(?P<relative>{_WORDS})(?P<wedge>年?[底初末](?![步级])|度|以来)?))
    """,
    re.VERBOSE,
)
_SECOND = "".join(sorted({word[1] for word in WORDS}))
# where a piece can begin, by the characters behind: a search for this is faster than one that tries every kind of piece
_CANDIDATE = re.compile(
    r"[0-9一二三四五六七八九十廿卅民前头第上下本今去明后昨“\"「周星礼这个大近日不连]"
    r"(?:(?<=[0-9一二三四五六七八九十廿卅])(?=[\d零一二三四五六七八九十廿卅百O ]{0,7}"
    r"(?:[年月日号季世]|个季|[-–~～—至到]{1,2} ?[\d一二三四五六七八九十]|(?<=[12]\d{3})[/.]\d))"
    rf"|(?<![0-9一二三四五六七八九十廿卅])(?=[{_SECOND}国两半世周个星礼期拜\d一二三四五六七八九十廿卅日天]))"
)
_HISTORY = re.compile(r" ?年(?:的?历史|来|间)")
_AGO = re.compile(r" ?年前")


def read_pieces(folded: str, relative: bool) -> list[TimeExpression]:
    """The pieces of a folded sentence, in order; relative words are read always, plans only where asked for."""
    pieces: list[TimeExpression] = []
    done = 0
    for candidate in _CANDIDATE.finditer(folded):
        at = candidate.start()
        if at >= done and (match := _PIECES.match(folded, at)):
            done = match.end()
            if piece := _read(folded, match, relative):
                pieces.append(piece)
    return pieces


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    value = parse_number(text.replace("廿", "二十").replace("卅", "三十").replace("O", "零"))
    return int(value) if value is not None else _single(text)


def _single(text: str) -> int:
    return 1 if text in ("一", "元") else 0


def _read(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    # every alternative is one outer group, so it is the last to close
    return _READERS[match.lastgroup or ""](text, match, relative)


def _iso(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    year, month, day = (int(part) for part in re.split(r"[-/.]", match["iso"]))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return TimeExpression(match.start(), match.end(), year=year, month=month, day=day)


def _decade(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    tens = _number(match["tens"])
    century = match["century"]
    first = {"上": 1900, "本": 2000}.get(century) if century else None
    if century and first is None:
        first = (_number(century) - 1) * 100
    if match["c4"]:
        first = int(match["c4"]) * 100
    if first is None and tens < 20:
        return None
    return TimeExpression(match.start(), match.end(), decade_of=tens if first is None else first + tens)


def _years(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    last = TimeExpression(match.start("y2"), match.end(), year=int(match["y2"]))
    return TimeExpression(match.start(), match.end(), year=int(match["y1"]), until=last)


def _year(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    edge = (match["yedge"] or "").removeprefix("年")
    end = match.end()
    if match["roc"]:
        return TimeExpression(match.start(), end, year=1911 + _number(match["roc"]), third=_edge(edge))
    digits = match["written"].rstrip("年 ")
    year = int(digits) if digits.isdigit() else int("".join(str(_DIGIT[c]) for c in digits))
    if year < 100:
        year += 1900 if year > 30 else 2000
    elif _is_age(text, match.start() + len(digits), year):
        return None
    return TimeExpression(match.start(), end, year=year, third=_edge(edge))


def _is_age(text: str, at: int, year: int) -> bool:
    """Whether the number counts years: 2000年历史, 1000年前; 2035年前 is a date."""
    return _HISTORY.match(text, at) is not None or (year % 100 == 0 and _AGO.match(text, at) is not None)


_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"O": 0} | {str(i): i for i in range(10)}


def _edge(word: str) -> str | None:
    return word if word in ("底", "初", "末") else None


def _months(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    first, last = _number(match["m1"]), _number(match["m2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    return TimeExpression(
        match.start(), match.end(), month=first, until=TimeExpression(match.start("m2"), match.end(), month=last)
    )


def _days(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    first, last = _number(match["d1"]), _number(match["d2"])
    if not (1 <= first <= 31 and 1 <= last <= 31):
        return None
    return TimeExpression(
        match.start(), match.end(), day=first, until=TimeExpression(match.start("d2"), match.end(), day=last)
    )


def _month(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    month = _number(match["m"])
    if not 1 <= month <= 12:
        return None
    named = text.endswith(("农历", "农曆", "农历闰", "旧历", "阴历", "年"), 0, match.start())
    is_open = named or match["lunar"] is not None
    third = match["third"] or match["lunar"]
    return TimeExpression(match.start(), match.end(), month=month, third=third, is_open=is_open)


def _day(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    day = _number(match["d"])
    if not 1 <= day <= 31:
        return None
    return TimeExpression(match.start(), match.end(), day=day)


def _season(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    start, end = match.span()
    if match["half"]:
        return TimeExpression(start, end, season=(1, 6) if match["half"] == "上" else (7, 12))
    if match["first"]:
        last = _number(match["first"])
        return TimeExpression(start, end, season=(1, last)) if 1 < last < 13 else None
    quarter = _number(match["quarter"] or match["nth"])
    first = 1 if match[0].startswith("前") else 3 * quarter - 2
    return TimeExpression(start, end, season=(first, 3 * quarter))


def _plan(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    number = _number(match["plan_no"])
    first = {1: 1953, 2: 1958}.get(number, 1966 + 5 * (number - 3))
    last = match[0][-1]
    return TimeExpression(*match.span(), plan=first, third=_edge(last)) if relative else None


def _weekday(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    offset = {"上上": -2, "上": -1, "下": 1, "下下": 2, "本": 0, "这": 0}.get(match["which"])
    word = ("week", offset) if offset is not None else ("near", 0)
    day = "一二三四五六日".find(match["wd"].replace("天", "日"))
    return TimeExpression(*match.span(), weekday=day, word=word)


def _word(text: str, match: re.Match[str], relative: bool) -> TimeExpression | None:
    edge = (match["wedge"] or "").removeprefix("年")
    return TimeExpression(*match.span(), word=WORDS[match["relative"]], third=_edge(edge), since=edge == "以来")


_READERS = {
    "iso": _iso, "decade": _decade, "years": _years, "year": _year, "months": _months, "days": _days, "month": _month,
    "day": _day, "season": _season, "plan": _plan, "weekday": _weekday, "word": _word,
}  # fmt: skip
