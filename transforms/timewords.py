"""Time expressions of Chinese news as their printed parts: `find_times` reads, `transforms.timespans` resolves.

Neighbouring pieces (2021年, 5月, 3日) form one expression, two expressions around 至, 到 or a dash form a range.
"""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.timepieces import TO, TimeExpression, read_pieces

_CALENDAR = (
    r"(?<=[\d〇○O零一二三四五六七八九十廿卅元])[ 　]?(?:[年月日号號季個个世代]|[-/.．／－]\d)"
    r"|(?<=[上本])世|(?<=[上下])半年"
)
_RELATIVE = (
    r"(?<=[昨今明去前本上下這这後后大])[日天晚夜晨年月周季个個週星禮礼]|(?<=[周週期拜])[一二三四五六日天]"
    r"|(?<=[一二三四五六七八九十])五[”\"」]|(?<=[近日不连連])[日前期久]"
)
# one set of first characters and one of second ones turn most positions away before the alternatives are tried
_TRIGGER = re.compile(
    rf"[\d〇○O零一二三四五六七八九十廿卅元上本下](?=[ 　年月日号號季個个世代\-/.．／－半])(?:{_CALENDAR})"
)
_TRIGGER_RELATIVE = re.compile(
    r"[\d〇○O零一二三四五六七八九十廿卅元昨今明去前本上下這这後后大周週期拜近日不连連]"
    r"(?=[ 　年月日号號季個个世代\-/.．／－半天晚夜晨周週星禮礼一二三四五六前期久])"
    rf"(?:{_CALENDAR}|{_RELATIVE})"
)
_RANGE = re.compile(rf"(?:上午|下午|凌晨|晚|夜间?|起)?{TO}")
_NOT_AFTER_DAY = re.compile(r"[元本游内均报夜期子线楼院路店馆门厅]|后(?!天)|台风|文件|公告|令")
_DAY_CONTEXT = re.compile(r"[上下中]午|[晚凌晨早起在从至到电讯夜，、,（(）)召举发]|专电|消息")


@lru_cache(maxsize=8)  # figures and dates of a sentence ask one after the other
def find_times(folded: str, relative: bool) -> tuple[TimeExpression, ...]:
    """The time expressions of a folded sentence, in order; relative words and plans only where asked for."""
    pieces = read_pieces(folded, relative)
    if not pieces:
        return ()
    joined = _joined(folded, pieces)
    return tuple(t for t in _ranged(folded, joined) if _stands(folded, t))


def may_hold_time(relative: bool) -> re.Pattern[str]:
    """What every sentence holds somewhere that holds a time expression; a cheap look."""
    return _TRIGGER_RELATIVE if relative else _TRIGGER


def _joined(text: str, pieces: list[TimeExpression]) -> list[TimeExpression]:
    """Make one expression of neighbours that go from the larger to the smaller part (2021年, 5月, 3日)."""
    joined = [pieces[0]]
    for piece in pieces[1:]:
        last = joined[-1]
        merged = _merged(last, piece) if text[last.end : piece.start] in _GLUE else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(piece)
    return joined


_GLUE = frozenset(("", " ", "的", "，", ","))


def _merged(last: TimeExpression, piece: TimeExpression) -> TimeExpression | None:
    adjacent = piece.start - last.end <= 1
    if not adjacent or last.until is not None or last.third is not None or piece.plan or piece.decade_of:
        return None
    tail = piece.until._replace(year=None) if piece.until else None
    yearly = last.year is not None or (last.word is not None and last.word[0] == "year")
    bare = last.month is None and last.season is None and last.day is None
    if yearly and bare and piece.year is None and piece.word is None and (piece.month or piece.season):
        return piece._replace(start=last.start, year=last.year, word=last.word, until=tail, is_open=False)
    monthly = last.month is not None or (last.word is not None and last.word[0] == "month")
    if monthly and last.day is None and last.season is None and piece.day and piece.month is None:
        return last._replace(end=piece.end, day=piece.day, until=tail)
    return None


def _ranged(text: str, times: list[TimeExpression]) -> list[TimeExpression]:
    """Make one range of two expressions around 至, 到 or a dash."""
    found = [times[0]]
    for time in times[1:]:
        last = found[-1]
        if (
            last.until is None
            and time.until is None
            and (_RANGE.fullmatch(text, last.end, time.start) or _is_between(text, last, time))
            and _pairs(last, time)
        ):
            found[-1] = last._replace(end=time.end, until=time)
        else:
            found.append(time)
    return found


def _is_between(text: str, first: TimeExpression, last: TimeExpression) -> bool:
    """Whether a range is printed as 2007年与2009年之间."""
    return text[first.end : last.start] in ("与", "和", "及") and text.startswith(("之间", "间"), last.end)


def _pairs(first: TimeExpression, last: TimeExpression) -> bool:
    if (first.word and first.word[0] == "vague") or last.plan or first.plan:
        return False
    return _is_placed(first) and _is_placed(last) and not (first.decade_of or last.decade_of)


def _is_placed(time: TimeExpression) -> bool:
    """Whether it is a place in the calendar or a day relative to that of writing (今日至10月15日); 周五 is neither."""
    if time.is_calendar:
        return True
    return time.word is not None and (time.word[0] == "day" or (time.word[0] == "week" and time.weekday is not None))


def _stands(text: str, time: TimeExpression) -> bool:
    """Whether a day that no month precedes is a date at all: 10日 is, 8号 (line, house) and 3日游 are not."""
    if time.day is None or time.month is not None or time.word is not None or time.year is not None:
        return True
    if (
        text[time.end - 1] == "号"
        or _NOT_AFTER_DAY.match(text, time.end)
        or text.endswith(("每", "月", "节", "假", "如", "终", "朝"), 0, time.start)
    ):
        return False
    return text[time.start].isdigit() or time.end == len(text) or bool(_DAY_CONTEXT.match(text, time.end))
