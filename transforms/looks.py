"""A line among its neighbours, and what every kind of heading is judged by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.bylines import read_byline
from transforms.leads import read_lead
from transforms.lines import Line, Manner
from transforms.notes import has_credit, is_caption_opening, is_closing_date, is_genre
from transforms.rows import is_row

SHORT = 24
_LABEL_SIZE = 10
_DETAIL = re.compile(r"\d{7}|\d{3,4}-\d{7}|@\w|(?:日期|时间|地点|电话|联系人|地址|票价|邮箱|电邮)\s*:")
COMPANY_CODE = re.compile(r"^(?:证券|股票|债券)代码\s*:\s*\d{6}")
DOCUMENT_NUMBER = re.compile(
    r"^[\[(]?[^\])。,]{0,12}[\])]?第[一二三四五六七八九十百零〇\d]{1,6}号$|^[\u4e00-\u9fff]{2,10}[\[(]\d{4}[\])]第?\d{1,4}号$"
)
_DOCUMENT_WORDS = "决定 通知 条例 公告 名单 办法 意见 规定 声明 讲话 报告 公报 方案 令 答记者问"
_NOTICE_WORDS = "公告 通告 启事 声明 公示 讣告 预告 启示 招租 招标 征集 征集令"
DOCUMENTS, NOTICES = tuple(_DOCUMENT_WORDS.split()), tuple(_NOTICE_WORDS.split())
PAPER_ENDS = frozenset(word[-1] for word in DOCUMENTS + NOTICES)
COLUMN_TAG = re.compile(r"\(([^()]{1,26})\)$")
_DATE_LINE = re.compile(r"^(?:\d{4}|[〇一二三四五六七八九零]{4})年.{1,12}[日月]$")
_OFFICE_HOLDER = re.compile(
    r"^[\u4e00-\u9fff]{2,20}(?:主席|总理|主任|省长|市长|部长|县长|局长|院长|会长)\s+[\u4e00-\u9fff·]{2,8}$"
)
_SENTENCE_OPENER = re.compile(
    r"此次|这次|这[是些一]|该[\u4e00-\u9fff]|其中|他们?[\u4e00-\u9fff]|她|据[\u4e00-\u9fff]|记者[从在昨今]|目前|近日|日前|当[天日时]|此外|会议[强指要听审]|截至|对此|"
    r"随后|不仅|如今|与此同时|为此|由于|近年来|多年来|一方面|另一方面|昨[天日]|今天|本月|上周|"
    r"(?:回望|回首|回顾|展望|放眼|纵观|综观)[^,]{1,6},|然而|但是|因此|同时,|诚然|可见|总之|显然|事实上|实际上|于是|所以|尽管|虽然"
)
_SENTENCE_OPENS = frozenset(
    "此这该其他她据记目近当会截对随不如与为由多一另昨今本上回展放纵综然但因同诚可总显事实于所尽虽"
)
_INNER_END = re.compile(r"[。;]|[!?][^”’」』]")
_OFFICE = re.compile(
    r"(?:局|委|会|队|厅|院|部|处|所|中心|政府|公司|办公室|指挥部|管理处|组委会|大学|学校|医院|集团|银行|报社|编辑部)$"
)
_LONGEST_SIGNATURE = 30
_LONGEST_GENRE = 12
SIGNED_ENDS = PAPER_ENDS | {"日"}
LONGEST_LABEL = 5
_FAR_RIGHT = 5
PAIR = (2, 3)
_NEWS_OPENER = re.compile(
    r"(?:近日|日前|最近|昨[日天晚]|今[天日晨晚]|本周|上周|\d{1,2}(?:月\d{1,2})?日|[一二三四五六七八九十]+月[一二三四五六七八九十]+日)|"
    r"[^,。]{1,14}?(?:近日|日前|昨[日天]|今[天日]|于\d{1,2}月|最近)|.{0,26}记者(?!手记|站|会|节|招待|问)|.{0,12}获悉"
)
_LETTER = re.compile(
    r"(?:尊敬的|亲爱的|敬爱的)?[\u4e00-\u9fff]{2,10}(?:同志|先生|女士|部|报|台|社|叔叔|阿姨|朋友|老师|领导)们?:$"
)
_BULLETS = frozenset("■●◆▲★◎△▶►")
TURN = re.compile(r"[问答]\s*\d{0,2}\s*:")
LONGEST_SUBHEAD = 40


@dataclass(slots=True)
class Context:
    """A line among its neighbours: `run` short lines stand in a row around it.

    `is_after_opening`: whether the line before it can open a paragraph, because the one before that ended one.
    """

    line: Line
    before: Line | None
    following: Line | None
    manner: Manner
    run: int
    is_after_opening: bool = True


@dataclass(slots=True)
class Look:
    """What headlines and subheads are both judged by, looked at once.

    `below`, `breaks`: what the line below says, and what a heading here would break, as features. `is_listed`: whether
    it looks like a row of a table. `is_open`: whether it leaves a bracket open. `is_sentence`: whether it opens like
    one. `is_genre`: whether it is a genre word. `is_apart`: whether a date or signature stands on it. `is_detail`:
    whether it gives a telephone number, an address or the like. `is_label`: whether it can be one over the next line.
    """

    below: list[str]
    breaks: list[str]
    is_listed: bool
    is_open: bool
    is_sentence: bool
    is_genre: bool
    is_apart: bool
    is_detail: bool
    is_label: bool


def look_at(context: Context) -> Look:
    """What every kind of heading is judged by."""
    line, following = context.line, context.following
    plain = line.plain
    return Look(
        _below_features(line, following, context.before) if following is not None else [],
        _break_features(context.before),
        is_row(line),
        is_open(plain),
        plain[0] in _SENTENCE_OPENS and len(plain) > _LABEL_SIZE and _SENTENCE_OPENER.match(plain) is not None,
        len(plain) <= _LONGEST_GENRE and is_genre(plain),
        (plain[-1] in "日月" or " " in plain) and _is_date_or_signature(plain),
        not plain.isalpha() and _DETAIL.search(plain) is not None,
        context.run in PAIR and _is_over_heading(context),
    )


def indent_features(line: Line, manner: Manner) -> list[str]:
    """Whether a line is indented, where the page's paragraphs are."""
    if not manner.indents or line.glued:
        return []
    return ["indented" if line.lead_spaces >= 2 else "not indented"]


def is_open(plain: str) -> bool:
    """Whether a line opens a bracket or quotation that it does not close."""
    return (
        ("(" in plain and plain.count("(") > plain.count(")"))
        or ("“" in plain and plain.count("“") > plain.count("”"))
        or ("《" in plain and plain.count("《") > plain.count("》"))
        or ("「" in plain and plain.count("「") > plain.count("」"))
    )


def is_salutation(plain: str) -> bool:
    """Whether a line greets whom a letter is written to (编辑同志：)."""
    return plain[-1] == ":" and _LETTER.match(plain) is not None


def is_set_right(line: Line, manner: Manner) -> bool:
    """Whether a short line stands far to the right, as signatures do."""
    return line.lead_spaces >= _FAR_RIGHT and len(line.plain) <= SHORT and not line.ended and not manner.heads_indented


def ends_inside(plain: str) -> bool:
    """Whether a sentence ends in the middle of a line."""
    return _INNER_END.search(plain) is not None


def _is_date_or_signature(plain: str) -> bool:
    return (plain[-1] in "日月" and _DATE_LINE.match(plain) is not None) or (
        " " in plain and _OFFICE_HOLDER.match(plain) is not None
    )


def _is_over_heading(context: Context) -> bool:
    """Whether a few characters stand, with one longer short line below, behind the end of a paragraph."""
    line, before, following = context.line, context.before, context.following
    return (
        before is not None
        and before.ended
        and following is not None
        and len(line.plain) <= LONGEST_LABEL
        and len(line.plain) <= len(following.plain)
        and line.plain.isalpha()
    )


def _below_features(line: Line, following: Line, before: Line | None) -> list[str]:
    """What the line below says of a heading."""
    below = following.plain
    if line.plain[-1] == ":" and (is_row(following) or following.numbered):
        return ["list follows"]
    if below[-1] in SIGNED_ENDS and is_signature(line.plain, below):
        return ["signature"]
    if below[:2] == "关于" and len(line.plain) <= _LONGEST_SIGNATURE and _OFFICE.search(line.plain):
        return ["notice next"]
    first = below[0]
    if is_salutation(below):
        return ["letter next"]
    if first in "问答" and line.plain[0] != "(" and TURN.match(below):
        return ["questions next"]
    if is_row(following) and not is_row(line) and read_byline(below) is None:
        is_among = before is not None and is_row(before) and below.count(" ") < 2
        return ["among rows"] if is_among else ["table next"]
    if first in _BULLETS and not line.ended and line.plain[0] != first and read_byline(below) is None:
        return ["bullets next"]
    is_caption = first in "上下左右图" and is_caption_opening(below)
    if len(line.plain) <= SHORT < len(below):
        is_caption = is_caption or has_credit(below)
    if is_caption:
        return ["caption next"]
    is_news = len(below) > SHORT and (below[-1] == "。" or following.full) and _NEWS_OPENER.match(below) is not None
    return ["news opens below"] if is_news and read_lead(below) is None else []


def is_signature(plain: str, below: str) -> bool:
    """Whether a line is the office that signs a notice, with the date or the next notice below it."""
    if below[:2] == "关于":
        return False
    is_closing = below[-1] == "日" and is_closing_date(below)
    is_before_notice = not is_closing and below[-1] in PAPER_ENDS and len(below) <= SHORT and below.endswith(NOTICES)
    if not (is_closing or is_before_notice) or len(plain) > _LONGEST_SIGNATURE:
        return False
    return _OFFICE.search(plain) is not None


def _break_features(before: Line | None) -> list[str]:
    """What a heading behind a line would break: an unfinished sentence, or a line that ran to its full width."""
    if before is None or before.ended or before.glued:
        return []
    if before.full:
        return ["breaks a line"]
    if is_row(before):
        return []
    return ["breaks a sentence"] if len(before.plain) > 10 and not has_credit(before.plain) else []
