"""What on a page belongs to no article: masthead, date, folio, section, credits, contact, prices, navigation.

To add a kind: a pattern in `_ANYWHERE` (it can stand on any line of the page) or in `_AT_TOP` (only among the first
lines), with the kind it gives. Patterns read `Line.plain`, whole line.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from transforms.jumps import page_label
from transforms.lines import Line

_DATE = (
    r"(?:(?:公元)?\d{4}|[〇零一二三四五六七八九]{4}|(?:中华)?民国\s*[\d〇零一二三四五六七八九十百]{1,4})\s*[年./-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月./-]"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})\s*日?"
)
_WEEKDAY = r"(?:星期|周|礼拜)\s*[一二三四五六日天]"
_ENGLISH_DATE = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2},\s*\d{4}"
)
_LUNAR = (
    r"(?:农历|夏历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|"
    r"[正二三四五六七八九十冬腊]{1,2}月(?:初|十|廿|三十|二十))"
)
_COUNT = r"[\d〇零一二三四五六七八九十百千万]{1,6}"
_NAME = (
    r"《?[\u4e00-\u9fff·]{1,10}(?:日报|晚报|早报|晨报|时报|商报|都市报|快报|周报|月报|青年报|工人报|农民报|导报|新报|公报|"
    r"法制报|周末|周刊|画报|报)》?"
)
_CREDIT_WORD = (
    r"(?:值班(?:主任|总编辑?|编委|编辑|记者)?|责任编辑|责任校对|责编|主编|副主编|编辑|编审|审读|终审|一审|二审|三审|"
    r"美术编辑|美编|组版|校对|检校|版式(?:设计)?|督印人?|承印人?|电脑(?:排版|制图)|"
    r"视觉(?:设计)?|图编|制图|设计|策划|监制|出品|排版|照排|执行(?:主编)?|首席编辑|夜班(?:主任|编辑)|图片编辑|版面(?:设计|编辑)?|新媒体编辑)"
)
_PERSON = r"(?:[\u4e00-\u9fff]\s{1,2}[\u4e00-\u9fff]|\S{2,6})"
_REACH = r"(?:联系)?电话|热线|邮箱"
_ANYWHERE = (
    (
        "credits",
        re.compile(
            rf"^(?:本版|本期|本报|今日|[一二三四五六七八九十\d]{{1,2}}版|第\S{{1,3}}版)?\s*{_CREDIT_WORD}\s*[:/]\s*\S.{{0,80}}$"
        ),
    ),
    ("credits", re.compile(rf"^第?\s*[A-Z]?\d{{1,3}}\s*[版页頁]\s*{_CREDIT_WORD}\s*[:/]\s*\S.{{0,60}}$")),
    ("credits", re.compile(rf"^(?:本版|本期|[一二三四五六七八九十\d]{{1,2}}版)\s*{_CREDIT_WORD}\s+\S.{{0,60}}$")),
    (
        "credits",
        re.compile(
            rf"^(?:本版|本期)?(?:统筹|统稿|{_CREDIT_WORD})\s+{_PERSON}(?:\s+(?:{_CREDIT_WORD}|{_REACH})\s+(?:{_PERSON}|\S{{2,24}}))+$"
        ),
    ),
    ("credits", re.compile(rf"^(?:本版|本期)?(?:责任编辑|责任校对|责编|美编|组版|校对)\s+{_PERSON}$")),
    (
        "contact",
        re.compile(
            r"^[^。]{0,14}(?:本版邮箱|投稿(?:邮箱|信箱)|电子(?:邮箱|信箱)|邮箱|电邮|E-?mail|信箱|新闻热线|[\u4e00-\u9fff]{2,4}热线(?=\s*[:(]?\s*[\d(-])|热线电话|(?:联系|广告|发行|订阅|总编室|编辑部|咨询)?电话|传真|"
            r"网址|网站|社址|地址|邮政编码|邮编|微信公众号|官方微博)\s*[:(]?\s*[^。]{0,90}$",
            re.IGNORECASE,
        ),
    ),
    ("contact", re.compile(r"^(?:https?://|www\.)[\w./%?=&~#-]+$", re.IGNORECASE)),
    (
        "imprint",
        re.compile(
            r"^.{0,40}(?:国内统一(?:连续出版物号|刊号)|国内外?统一刊|CN\s?\d{2}-\d{4}|邮发代号|代号\s*(?:\d{1,2}-\d{1,4}|[一二三四五六七八九十〇]+[—-]+[一二三四五六七八九十〇]+)|零售(?:价)?每份|零售价?\s*\d|每份(?:零售)?\s*[\d一二三四五六七八九十]|"
            r"定价\s*[:\d]|月价|全年订价|今日(?:共|本市)?\d{1,3}版|今日[\u4e00-\u9fff]{1,4}大?张|总第?\s*\d{2,6}\s*[期号]|"
            r"^\S{0,8}创刊|印刷厂|准印证|广告经营许可证|出版日期).{0,60}$"
        ),
    ),
    (
        "navigation",
        re.compile(
            r"^[\s《》<>|\[\]]*(?:上一篇|下一篇|上一版|下一版|返回目录|版面导航|标题导航|放大|缩小|默认|朗读|打印|分享到?|微信|微博|QQ空间|朋友圈|相关新闻|推荐阅读|热门新闻|更多新闻|收藏|关闭|回到顶部|[:|/\s])+[\s《》<>|\[\]]*\d*$"
        ),
    ),
    (
        "folio",
        re.compile(rf"^(?:第?\s*[A-Z]?\d{{1,3}}\s*版?\s*)?[\u4e00-\u9fff·/]{{0,12}}\s*{_DATE}\s*{_WEEKDAY}.{{0,40}}$"),
    ),
    ("folio", re.compile(rf"^{_NAME}\s*[(\[]?\s*{_DATE}\s*{_WEEKDAY}?\s*(?:第\s*\S{{1,3}}\s*版)?\s*[)\]]?.{{0,20}}$")),
    ("date", re.compile(rf"^{_DATE}\s*{_WEEKDAY}.{{0,50}}$")),
    ("folio", re.compile(rf"^{_DATE}\s*第\s*\S{{1,3}}\s*版.{{0,20}}$")),
    (
        "folio",
        re.compile(rf"^.{{0,16}}{_DATE}\s*{_WEEKDAY}\s*[\u4e00-\u9fffA-Z\d:/ ()]{{0,40}}{_CREDIT_WORD}.{{0,60}}$"),
    ),
    ("folio", re.compile(r"^(?:第\s*\d{1,4}\s*[页頁]|[-—·]\s*\d{1,4}\s*[-—·]|\d{1,3}\s*/\s*\d{1,3})$")),
    ("folio", re.compile(r"^第\s*[A-Z]?\d{1,3}\s*版\s*[:(]?\s*[\u4e00-\u9fff·/]{0,12}\)?\s*(?:\n?专栏:?)?$")),
    ("folio", re.compile(r"^[A-Z]{1,2}\d{1,3}\s*版?\s*[:(/|]?\s*[\u4e00-\u9fff·/]{0,12}\)?$")),
    ("mark", re.compile(r"^(?:专栏|标题|作者|版次|版名|来源|正文)\s*:$")),
    ("mark", re.compile(r"^[-=_~+|#\s]{3,80}$")),
    (
        "rights",
        re.compile(
            r"^.{0,30}(?:版权所有|未经(?:书面)?(?:授权|许可)|All Rights Reserved|不得转载|ICP备).{0,50}$", re.IGNORECASE
        ),
    ),
    ("navigation", re.compile(r"^(?:首页|(?:当前|您的|所在)位置)\s*[:>»/].{1,60}$")),
    (
        "mark",
        re.compile(
            r"^(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?|(?:发布)?时间\s*:|来源\s*:)"
            r"(?!.*(?:作者|记者)\s*:\s*[\u4e00-\u9fff]).*(?:来源|字号|字体|浏览|阅读|评论|点击).{0,50}$"
        ),
    ),
    ("mark", re.compile(rf"^(?:{_DATE}\s*)?(?:字数|浏览[量次]?数?|阅读量?|点击[量数]?)\s*:\s*\d+$")),
    ("date", re.compile(rf"^{_ENGLISH_DATE}.{{0,20}}$", re.IGNORECASE)),
    ("rights", re.compile(r"^免责声明\s*:.{0,80}$|^.{0,20}不构成(?:任何)?投资建议.{0,30}$")),
    ("advert", re.compile(r"^[(\[【]?\s*(?:广\s*告|分类广告|分类信息)\s*[)\]】]?$")),
)
_AT_TOP = (
    ("masthead", re.compile(rf"^{_NAME}(?:数字报|数字版|电子版|电子报)?(?:\s+[A-Za-z][A-Za-z .'&-]{{3,40}})?$")),
    ("masthead", re.compile(r"^[A-Za-z]+(?:\s+[A-Za-z]+){1,6}$")),
    (
        "imprint",
        re.compile(
            r"^(?=.{4,44}$)[^。,:]*(?:机关报|主办|主管|主编单位)(?:\s+\S{2,20}(?:主办|主管|出版|承办|发行|期|号|版))*$"
        ),
    ),
    (
        "imprint",
        re.compile(
            rf"^(?:(?:总|新)第|第(?=.*期))\s*{_COUNT}\s*[期号](?:\s+(?:今日|本期|本报)?(?:共|本市)?{_COUNT}大?[版张])?$"
        ),
    ),
    ("folio", re.compile(r"^[A-Z]?\d{1,2}$")),
    ("folio", re.compile(r"^第\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版\s*[:(]?\s*[\u4e00-\u9fff·/ ]{0,14}\)?$")),
    ("folio", re.compile(r"^[A-Z]?\d{1,3}\s*版?\s*[:|/]?\s*[\u4e00-\u9fff·/]{2,10}(?:\s+[A-Za-z ]{2,20})?$")),
    ("folio", re.compile(r"^[\u4e00-\u9fff·/]{2,10}(?:\s+[A-Za-z ]{2,20})?\s*[:|/]?\s+[A-Z]?\d{1,3}\s*版?$")),
    ("date", re.compile(rf"^{_DATE}(?:\s*{_WEEKDAY})?\s*(?:{_LUNAR}.{{0,14}})?$")),
    ("date", re.compile(rf"^{_WEEKDAY}(?:\s*{_LUNAR}.{{0,14}})?$")),
    ("date", re.compile(rf"^{_LUNAR}.{{0,12}}$")),
    (
        "masthead",
        re.compile(r"^[A-Z][A-Z ]{6,40}(?:DAILY|NEWS|TIMES|POST|EVENING NEWS)$|^[A-Z\s]{8,40}RIBAO$", re.IGNORECASE),
    ),
    ("masthead", re.compile(r"^.{0,12}(?:主管主办|主办单位|主管单位|主办|出版)[:\u4e00-\u9fff ]{2,24}$")),
    ("weather", re.compile(r"^(?:今[日天]|明[日天]|白天|夜间|天气).{0,20}(?:℃|度|转|晴|多云|阴|雨|风).{0,30}$")),
)
_LONGEST_RUNNING_HEAD = 60
_DATE_PATTERN = re.compile(_DATE)
_WHOLE_NAME = re.compile(rf"^{_NAME}$")
_WHOLE_PAGE = re.compile(r"^(?:第?[A-Z]{0,2}\d{1,3}(?:版|页)?|第?[一二三四五六七八九十]{1,3}版)$")
_WHOLE_SECTION = re.compile(r"^[\u4e00-\u9fff·/]{2,8}$")
_LUNAR_TOKEN = re.compile(rf"^{_LUNAR}")
_ISSUE_SIZE = re.compile(rf"^(?:今日|本期|本报)?(?:共|第)?{_COUNT}大?(?:版|期|张|号)$|^总第?\d+期?$")
# letters are spelled out instead of ignoring case: so the search can skip ahead
_HINTS = re.compile(
    r":|/|@|责编|责任|免责|编辑|校对|检校|版|统筹|统稿|督印|承印|字数|浏览|阅读|点击|审读|终审|一审|二审|三审|编审|策划|设计|监制|出品|视觉|邮箱|电邮|邮政|邮编|邮发|电话|热线|"
    r"传真|网址|社址|地址|微信|微博|www|WWW|http|HTTP|刊|CN|cn|代号|零售|定价|月价|订价|今日|总\s*第|期|印刷|准印|许可证|上一|下一|返回|"
    r"打印|分享|收藏|朗读|周\s*[一二三四五六日天]|礼拜|ICP|icp|转载|首页|位置|来源|时间|声明|投资建议|授权|广\s*告|"
    r"分类信息|美编|相关新闻|热门新闻|更多新闻|朋友圈|放大|缩小|默认|关闭|回到顶部"
)
_HINT_OPENERS = frozenset("-—·=_~+|#" + string.ascii_letters)
_TOP_HINTS = re.compile(
    r"报|刊|日|版|\d$|^\d|^[A-Z]|主办|主管|出版|晴|雨|云|℃|月|周|新闻|星期|礼拜|期$|号$", re.IGNORECASE
)
_MASTHEAD_IN_LINE = re.compile(rf"(?:^|[\s《\d])(?P<name>{_NAME})(?=$|[\s》(\d])")
_PAGE_IN_LINE = re.compile(r"第?\s*(?P<page>[A-Z]{1,2}\d{1,3}|\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?!权)")
_SECTION_FIRST = re.compile(r"^(?P<section>[\u4e00-\u9fff·/]{2,10})\s+(?P<page>[A-Z]?\d{1,3})$")
_PAGE_FIRST = re.compile(r"^(?P<page>[A-Z]?\d{1,3})\s*版?\s*[:|/]?\s*(?P<section>[\u4e00-\u9fff·/]{2,10})(?=\s|$)")
_SECTION_AFTER = re.compile(r"版\s*[:(]?\s*(?P<section>[\u4e00-\u9fff·/]{2,10})(?=[\s)]|$)")
_DATE_PARTS = re.compile(
    r"(?P<y>\d{4}|[〇零一二三四五六七八九]{4}|(?P<republic>民国)\s*(?:\d{1,3}|[〇零一二三四五六七八九十百]{1,4}))\s*[年./-]\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月./-]\s*(?P<d>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
)
_WEEKDAY_WORD = re.compile(_WEEKDAY)
_ISSUE_SIZE_IN_LINE = re.compile(rf"(?:今日|本期|今天|本报)(?:共|本市)?{_COUNT}大?版")
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NEEDS_SHORT_LINE = frozenset({"contact", "imprint", "rights"})
_CONTACT_DETAIL = re.compile(r"[:@]|\d{7}|\d{3,4}-\d{7}|www|http", re.IGNORECASE)
_CALL = re.compile(
    r"^(?:本版|本栏目?|本报)?(?:欢迎|敬请|诚征).{0,14}(?:来稿|投稿|赐稿|荐稿|提供新闻线索|订阅).{0,70}$|^来稿(?:请|须|要求).{0,80}$"
)
_AUTHORS_ADDRESS = re.compile(r"\((?:作者|笔者)")
_OF_THE_HEAD = frozenset({"masthead", "date", "folio", "imprint"})
_LONGEST_IN_HEAD = 16
_LONGEST_NAME = 8
_REPUBLIC = 1911
_TOP_LINES = 8
_MAX_LENGTH = 110


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a page's furniture says of it."""

    publication: str | None = None
    issue_date: date | None = None
    page_label: str | None = None
    page_section: str | None = None


def find_furniture(lines: list[Line]) -> dict[int, str]:
    """The kinds of those lines that are furniture, by index."""
    found: dict[int, str] = {}
    top = _top_zone(lines)
    is_run_on = False
    for index, line in enumerate(lines):
        plain = line.plain
        is_inside = is_run_on and line.full
        is_run_on = line.full and not line.ended
        if is_inside or len(plain) > _MAX_LENGTH or line.glued:
            continue
        if plain[-1] == "。":
            if _CALL.match(plain):
                found[index] = "contact"
            continue
        kind = furniture_kind(plain, at_top=index < top)
        if kind is None or (kind in _NEEDS_SHORT_LINE and (line.full or line.numbered or plain[0] == "(")):
            continue
        if kind == "contact" and _AUTHORS_ADDRESS.search(plain):
            continue
        found[index] = kind
    return _with_whole_head(found, lines, top)


def _with_whole_head(found: dict[int, str], lines: list[Line], top: int) -> dict[int, str]:
    """Short lines between two pieces of furniture at the head of a page belong there too: name, slogan, section."""
    inside = [index for index, kind in found.items() if index < top and kind in _OF_THE_HEAD]
    pinyin = [index for index in inside[:2] if index and found[index] == "masthead" and lines[index].plain.isascii()]
    between = range(inside[0], inside[-1]) if inside else range(0)
    more = [index for index in between if index not in found and len(lines[index].plain) <= _LONGEST_IN_HEAD]
    more += [index - 1 for index in pinyin if index - 1 not in found and len(lines[index - 1].plain) <= _LONGEST_NAME]
    return dict(sorted((found | dict.fromkeys(more, "masthead")).items())) if more else found


def furniture_kind(plain: str, *, at_top: bool) -> str | None:
    """The kind of furniture a line is, or None.

    >>> furniture_kind("责任编辑:陈安 版式:李宁", at_top=False)
    'credits'
    >>> furniture_kind("市报告会举行", at_top=False) is None
    True
    """
    if _HINTS.search(plain) or plain[0] in _HINT_OPENERS or plain[-1] in "页頁":
        for kind, pattern in _ANYWHERE if _any_pattern().match(plain) else ():
            if pattern.match(plain) and (kind != "contact" or _CONTACT_DETAIL.search(plain)):
                return kind
    if is_running_head(plain):
        return "folio"
    if at_top and " " in plain and all(_LUNAR_TOKEN.match(part) or _ISSUE_SIZE.match(part) for part in plain.split()):
        return "imprint"
    if at_top and _TOP_HINTS.search(plain):
        for kind, pattern in _AT_TOP:
            if pattern.match(plain):
                return kind
    return None


@lru_cache(maxsize=1)
def _any_pattern() -> re.Pattern[str]:
    """What fits any pattern of `_ANYWHERE`: most lines fit none, which one match tells."""
    return re.compile(
        "|".join(f"(?{'i' if pattern.flags & re.IGNORECASE else ''}:{pattern.pattern})" for _, pattern in _ANYWHERE)
    )


def is_running_head(plain: str) -> bool:
    """Whether a line holds nothing but paper, date, page label (two of them at least) and section.

    >>> is_running_head("北溪晚报 A02 本市 2025.10.14 星期二"), is_running_head("第3版 9月5日")
    (True, False)
    """
    if len(plain) > _LONGEST_RUNNING_HEAD or " " not in plain:
        return False
    bare, n_dates = _DATE_PATTERN.subn(" ", plain)
    names = pages = others = 0
    for token in _WEEKDAY_WORD.sub(" ", bare).split():
        if _WHOLE_NAME.match(token):
            names += 1
        elif _WHOLE_PAGE.match(token):
            pages += 1
        elif _WHOLE_SECTION.match(token) or _LUNAR_TOKEN.match(token):
            others += 1
        elif not _ISSUE_SIZE.match(token):
            return False
    return (names > 0) + (n_dates > 0) + (pages > 0) >= 2 and max(names, pages, n_dates) == 1 and others <= 2


def _top_zone(lines: list[Line]) -> int:
    """How many lines belong to the head of the page: up to the first one as long as a sentence."""
    for index, line in enumerate(lines[:_TOP_LINES]):
        if line.end - line.start > 40 or line.ended:
            return index
    return min(len(lines), _TOP_LINES)


def read_imprint(pieces: list[tuple[str, str, str]]) -> Imprint:
    """Publication, date, page and section from furniture; the first piece that says each wins.

    `pieces`: kind, text in matching form, text as printed.
    """
    publication = label = section = None
    issued: date | None = None
    for kind, plain, printed in pieces:
        if kind in ("contact", "rights", "navigation", "credits", "advert", "mark", "weather"):
            continue
        issued = issued or read_date(plain)
        publication = publication or _as_printed(_publication(plain), plain, printed)
        if label is None or section is None:
            page, part = _page(
                _ISSUE_SIZE_IN_LINE.sub(" ", _WEEKDAY_WORD.sub(" ", _DATE_PARTS.sub(" ", plain))).strip(" 日")
            )
            label, section = label or page, section or _as_printed(part, plain, printed)
    return Imprint(publication, issued, label, section)


def _as_printed(found: str | None, plain: str, printed: str) -> str | None:
    """What was found in the matching form, in the characters of the page."""
    if found is None or len(plain) != len(printed):
        return found
    at = plain.find(found)
    return printed[at : at + len(found)] if at >= 0 else found


def _publication(plain: str) -> str | None:
    found = _MASTHEAD_IN_LINE.search(plain)
    return found["name"].strip("《》") if found and not found["name"].endswith("机关报") else None


def _page(plain: str) -> tuple[str | None, str | None]:
    found = _PAGE_IN_LINE.search(plain)
    if found:
        after = _SECTION_AFTER.search(plain)
        return page_label(found["page"]), after["section"] if after else None
    tokens = [token for token in plain.split() if not _WHOLE_NAME.match(token)]
    labels = [token for token in tokens if _WHOLE_PAGE.match(token)]
    if len(labels) == 1 and len(tokens) <= 3:
        sections = [token for token in tokens if _WHOLE_SECTION.match(token)]
        return page_label(labels[0]), sections[0] if len(sections) == 1 else None
    for pattern in (_SECTION_FIRST, _PAGE_FIRST):
        both = pattern.match(plain.strip())
        if both and not re.fullmatch(_NAME, both["section"]):
            return page_label(both["page"]), both["section"]
    return None, None


def read_date(plain: str) -> date | None:
    """The full date in a line, in Arabic or Chinese digits, or None.

    >>> read_date("二〇二六年八月二十二日")
    datetime.date(2026, 8, 22)
    """
    found = _DATE_PARTS.search(plain)
    if found is None:
        return None
    try:
        year = _number(found["y"].removeprefix("民国").strip()) + (_REPUBLIC if found["republic"] else 0)
        return date(year, _number(found["m"]), _number(found["d"]))
    except ValueError:
        return None


def _number(printed: str) -> int:
    if printed.isascii():
        return int(printed)
    value = printed.replace("廿", "二十").replace("卅", "三十")
    if "十" in value:
        tens, _, ones = value.partition("十")
        return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[ones] if ones else 0)
    return int("".join(str(_HAN_DIGITS[char]) for char in value))
