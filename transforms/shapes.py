"""What a line looks like as a heading: features of headlines, further lines of a stack, and subheads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.bylines import is_group_author, is_name, read_byline
from transforms.joins import ends_in_function_word
from transforms.lines import Line, Manner
from transforms.notes import has_credit, is_caption_opening, is_closing_date, is_genre
from transforms.weights import LOOKS

SHORT = 24
_FEW_IN_VERSE = 5
_LABEL_SIZE = 10
_RESULT = re.compile(r"^[\u4e00-\u9fff]{2,10}\s?\d{1,3}[∶:比-]\d{1,3}\s?[\u4e00-\u9fff]{2,10}(?:\([^()]*\))?$")
_DETAIL = re.compile(r"\d{7}|\d{3,4}-\d{7}|@\w|(?:日期|时间|地点|电话|联系人|地址|票价|邮箱|电邮)\s*:")
_LONGEST_CELL = 24
_CLOCK = re.compile(r"^\d{1,2}:\d{2}$")
_ENTRY = re.compile(
    r"^[^\s。,]{2,12}\s+[-+±]?\d[\d.,:%‰/—-]*[%℃元名人次个分]?$|^(?P<name>[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{1,3})(?:\([男女]\))?\s+[^\s。,、;:]{4,24}$|"
    r"^[^\s:。,]{1,8}:[^。]{1,32}$"
)
_TITLE_INSIDE = re.compile(r"《[^《》]*》")
_DOCUMENT_NUMBER = re.compile(
    r"^[\[(]?[^\])。,]{0,12}[\])]?第[一二三四五六七八九十百零〇\d]{1,6}号$|^[\u4e00-\u9fff]{2,10}[\[(]\d{4}[\])]第?\d{1,4}号$"
)
_DOCUMENT_WORDS = "决定 通知 条例 公告 名单 办法 意见 规定 声明 讲话 报告 公报 方案 令 答记者问"
_NOTICE_WORDS = "公告 通告 启事 声明 公示 讣告 预告 启示 招租 招标 征集 征集令"
_DOCUMENTS, _NOTICES = tuple(_DOCUMENT_WORDS.split()), tuple(_NOTICE_WORDS.split())
_PAPER_ENDS = frozenset(word[-1] for word in _DOCUMENTS + _NOTICES)
_REPORTS = re.compile(r"(?:提出|表示|指出|认为|强调|介绍|透露|获悉|了解到|说),")
_COLUMN_TAG = re.compile(r"\(([^()]{1,26})\)$")
_SECTION_HEAD = re.compile(
    r"^[【《\[(■●]?\s*(?:图片(?:报道|新闻|故事)|新闻图片|(?:今日|本期|要闻)?导读|新闻简报|简讯|要闻简报|一句话新闻|要闻速览|[\u4e00-\u9fff]{0,4}(?:启事|公告|声明|公示|讣告|预告)|(?:便民|服务|生活|供求|分类|市场)(?:信息|提示|广告|服务)|"
    r"更正|讣告|广告|招聘启事|天气预报|今日天气|快讯|简明新闻|国际简讯)\s*[】》\])]?$"
)
_RUBRIC = re.compile(
    r"^[\u4e00-\u9fff]{0,6}(?:简讯|短讯|短波|快讯|扫描|速递|信箱|热线|潮汐|荧屏|天气|开奖|作废|牌价|行情|排行榜|动态|要览|集锦|拾零|集萃|看板|"
    r"预报|节目|一览表?|一周数据|战报|问答|公示栏|光荣榜|日历)$|^[\u4e00-\u9fff]{0,14}(?:提示|名单)$|"
    r"^(?:今日|今晚|今夜|明日|明天|本周|一周|上周|每日|每周)[\u4e00-\u9fff]{0,6}(?:价格|潮汐|信息|数据|荧屏|天气|菜价|油价|影讯|看点|要闻|活动)$"
)
_RUBRIC_ENDS = frozenset("格汐息据屏气价讯点闻动线讯波描递箱屏气奖废价情榜单态览锦零萃板报目示表据答栏历")
_SECTION_ENDS = frozenset("道闻事片读讯报览告明示息务正气】》])")
_SAYS_WORDS = "强调 指出 表示 要求 时说 透露 提出 宣布 呼吁 之际 以来 后 前夕 认为 通知 意见 号召 负责人"
_SAYS = tuple(_SAYS_WORDS.split())
_SAYS_ENDS = frozenset(word[-1] for word in _SAYS)
_PERIOD = re.compile(
    r"^(?:(?:今年|去年|全年|上半年|下半年|[一二三四前]季度|前[一二三四五六七八九十\d]{1,2}个?月|\d{1,2}月(?:份|末)?|\d{4}年|“?十[三四五]五”?期间?|(?:今年|\d{4}年)?(?:前|一至|1[至—-])?[一二三四五六七八九十\d]{1,2}(?:个?月|季度)(?:份)?))$"
)
_PERIOD_ENDS = frozenset("年月末份度期间”")
_NEWS_VERB = re.compile(
    r"(?:举行|召开|闭幕|开幕|启动|发布|成立|印发|逝世|会见|访华|通话|上线|开通|通车|投产|竣工|揭牌|举办|增长|下降|突破|座谈|调研|考察|签署|任免|调整|启用|开工|落成|公布|获批|夺冠|开赛|当选|出席|致贺|贺信|进展|成效|施行|亮相|揭晓|出炉|征求意见|收官|返回)"
)
_DATE_LINE = re.compile(r"^(?:\d{4}|[〇一二三四五六七八九零]{4})年.{1,12}[日月]$")
_OFFICE_HOLDER = re.compile(
    r"^[\u4e00-\u9fff]{2,20}(?:主席|总理|主任|省长|市长|部长|县长|局长|院长|会长)\s+[\u4e00-\u9fff·]{2,8}$"
)
_TAG_OF_NUMBERS = re.compile(
    r"\d+[∶:]\d.*|[\d一二三四五六七八九十、年月日]+|[\d一二三四五六七八九十]+[名人个篇项部张件]"
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
_LONGEST_QUESTION = 16
_LONGEST_LABEL = 5
_PAIR = (2, 3)
_BULLETS = frozenset("■●◆▲★◎△▶►")
_TURN = re.compile(r"[问答]\s*\d{0,2}\s*:")
_FOLIO_WORD = re.compile(r"^第?[A-Z]?[\d一二三四五六七八九十]{1,3}版$")
_COUNTS_FOR_MORE = frozenset(LOOKS["more"]) - {"opens with dash"}


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
    one. `is_genre`: whether it is a genre word. `is_apart`: whether a date or signature stands on it.
    """

    below: list[str]
    breaks: list[str]
    is_listed: bool
    is_open: bool
    is_sentence: bool
    is_genre: bool
    is_apart: bool


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
        is_genre(plain),
        _is_date_or_signature(plain),
    )


def indent_features(line: Line, manner: Manner) -> list[str]:
    """Whether a line is indented, where the page's paragraphs are."""
    if not manner.indents or line.glued:
        return []
    return ["indented" if line.lead_spaces >= 2 else "not indented"]


def head_features(context: Context, look: Look, *, is_caption: bool) -> list[str]:
    """The features of a line as the first of a headline stack."""
    line = context.line
    plain = line.plain
    tag = _COLUMN_TAG.search(plain) if plain[-1] == ")" else None
    core = plain[: tag.start()] if tag and tag.start() >= 3 else plain
    bare = _TITLE_INSIDE.sub("《》", core) if "《" in core else core
    names = _size_features(len(bare), line)
    if is_caption:
        names.append("credit")
    if tag and tag.start() >= 3 and "," not in tag[1] and not _TAG_OF_NUMBERS.fullmatch(tag[1]):
        names.append("column tag")
    if look.is_open and not _closes(plain, context.following):
        names.append("bracket open")
    _add_opening(names, line)
    _add_form(names, bare, plain)
    _add_wording(names, bare, plain, look)
    names += _place_features(context, look)
    if context.manner.blank_lines and not line.blank and context.before is not None:
        names.append("follows closely")
    return names


def more_features(head: list[str], plain: str, before: Line | None, *, is_lead: bool) -> list[str]:
    """The features of a line as a further one of a stack, given those it has as the first."""
    names = [name for name in head if name in _COUNTS_FOR_MORE]
    if is_lead:
        names.append("opens with lead")
    if plain[0] == "—":
        names.append("opens with dash")
    elif plain[0] in "([" and plain[-1] in ")]":
        names.append("in brackets")
    if ")" in plain and before is not None:
        left = before.plain
        if left.count("(") > left.count(")") and plain.count(")") > plain.count("("):
            names.append("closes bracket")
    if is_group_author(plain):
        names.append("group author")
    return names


def is_open(plain: str) -> bool:
    """Whether a line opens a bracket or quotation that it does not close."""
    return (
        ("(" in plain and plain.count("(") > plain.count(")"))
        or ("“" in plain and plain.count("“") > plain.count("”"))
        or ("《" in plain and plain.count("《") > plain.count("》"))
        or ("「" in plain and plain.count("「") > plain.count("」"))
    )


def is_row(line: Line) -> bool:
    """Whether a line is a row of a table; its neighbours ask too, so the answer is kept."""
    if line.row is None:
        line.row = is_table_row(line.plain)
    return line.row


def is_table_row(plain: str) -> bool:
    """Whether a line is a row of a table or a list: several cells parted by spaces, with figures or many of them.

    >>> is_table_row("进出口总额 亿美元 48.2 -2.3%"), is_table_row("增强活力 扩大开放 改善民生")
    (True, False)
    """
    if plain.count(" ") < 2:
        return (":" in plain or "-" in plain or "比" in plain or "∶" in plain) and _RESULT.match(plain) is not None
    cells = plain.split()
    if max(map(len, cells)) > _LONGEST_CELL:
        return False
    if len(cells) >= 4:
        return True
    if len(cells) == 3 and _CLOCK.match(cells[1]):
        return True
    n_figures = sum(1 for cell in cells if cell[0].isdigit() or cell[-1].isdigit())
    return len(cells) == 3 and (n_figures >= 2 or all(map(is_name, cells)))


def is_list_entry(plain: str) -> bool:
    """Whether a line can be an entry of a list: a thing with its number, a person with his or her office."""
    found = _ENTRY.match(plain)
    return found is not None and (found["name"] is None or is_name("".join(found["name"].split())))


def ends_inside(plain: str) -> bool:
    """Whether a sentence ends in the middle of a line."""
    return _INNER_END.search(plain) is not None


def _closes(plain: str, following: Line | None) -> bool:
    """Whether the next line, itself short, closes what a line leaves open: a headline broken in two."""
    if following is None or len(following.plain) > 30 or following.ended:
        return False
    return not is_open(plain + following.plain)


def _size_features(size: int, line: Line) -> list[str]:
    plain = line.plain
    names = ["tiny" if size <= 4 else "short" if size <= 30 else "long" if size <= 45 else "very long"]
    if plain[-1] in "。;":
        names.append("sentence")
    elif plain[-1] in ",、":
        names.append("ends in comma")
    elif line.ended and plain[-1] in "”’…" and size > 12:
        names.append("inner sentence")
    if ("。" in plain or ";" in plain) and ("。" in plain[:-1] or ";" in plain[:-1]):
        names.append("inner sentence")
    return names


def _add_opening(names: list[str], line: Line) -> None:
    """What a heading opens with."""
    first = line.plain[0]
    if line.closing:
        names.append("opens with closer")
    elif first == "—":
        names.append("opens with dash")
    elif line.numbered:
        names.append("numbered")
    elif first in "问答" and _TURN.match(line.plain):
        names.append("question or answer")
    elif first == "(":
        names.append("opens with bracket")


def _add_form(names: list[str], core: str, plain: str) -> None:
    """What set words and marks make of a heading.

    Most patterns end at the line's end; a look at its last character saves most lines the match.
    """
    last = plain[-1]
    if last in _SECTION_ENDS and _SECTION_HEAD.match("".join(plain.split()) if " " in plain else plain):
        names.append("stands as headline")
    elif last in _RUBRIC_ENDS and _RUBRIC.match(plain):
        names.append("rubric")
    if last == "—":
        names.append("dash at end")
    elif last == "?":
        names.append("question")
    elif last == "”" and plain[0] == "“":
        names.append("speech")
    if last in _PERIOD_ENDS and _PERIOD.match(plain):
        names.append("period word")
    elif _says(plain):
        names.append("kicker words")
    if " " in core and len(core) >= 9:
        names.append("two clauses")
    elif _NEWS_VERB.search(core):
        names.append("news verb")


def _says(plain: str) -> bool:
    """Whether a line ends in words that call for what follows: 强调：, 以来——."""
    bare = plain.rstrip(":,—")
    return bare[-1:] in _SAYS_ENDS and bare.endswith(_SAYS)


def _add_wording(names: list[str], core: str, plain: str, look: Look) -> None:
    """What the words of a heading say."""
    if _DETAIL.search(plain):
        names.append("detail")
    if look.is_apart:
        names.append("date or signature")
    elif plain[-1] == "版" and _FOLIO_WORD.match(plain):
        names.append("bare page number")
    if "," in core and (core.count(",") > 1 or "、" in core):
        names.append("many commas")
    if look.is_listed or core.count("、") >= 3:
        names.append("list")
    if ends_in_function_word(core):
        names.append("breaks off")
    if look.is_sentence:
        names.append("opens like a sentence")
    if "," in core and _REPORTS.search(core):
        names.append("reports speech")
    if plain[-1] == "号" and _DOCUMENT_NUMBER.match(plain):
        names.append("document number")
    elif core[-1] in _PAPER_ENDS:
        if core.endswith(_NOTICES):
            names.append("notice")
        elif core.endswith(_DOCUMENTS):
            names.append("document")


def _is_date_or_signature(plain: str) -> bool:
    return (plain[-1] in "日月" and _DATE_LINE.match(plain) is not None) or (
        " " in plain and _OFFICE_HOLDER.match(plain) is not None
    )


def _place_features(context: Context, look: Look) -> list[str]:
    """What a heading's place among its neighbours says."""
    names = [] if context.manner.heads_indented else indent_features(context.line, context.manner)
    if context.manner.heads_flush:
        names = ["flush heading" if name == "not indented" else name for name in names]
    following = context.following
    if following is not None and len(following.plain) <= SHORT and read_byline(following.plain) is not None:
        names.append("byline next")
    elif context.run >= _FEW_IN_VERSE and "table next" not in look.below:
        names.append("among short lines")
    if is_short_question(context.line) and following is not None and not following.ended and len(following.plain) <= 30:
        names.append("question over a heading")
    if _is_over_heading(context):
        names.append("label over a heading")
    return names + look.below + look.breaks


def _is_over_heading(context: Context) -> bool:
    """Whether a few characters stand, with one longer short line below, behind the end of a paragraph."""
    line, before, following = context.line, context.before, context.following
    return (
        context.run in _PAIR
        and before is not None
        and before.ended
        and following is not None
        and len(line.plain) <= _LONGEST_LABEL
        and len(line.plain) <= len(following.plain)
        and line.plain.isalpha()
    )


def _is_under_label(context: Context) -> bool:
    """Whether a line stands below a few characters that hold their own line: so that it is hardly a subhead."""
    before, following = context.before, context.following
    return (
        context.run == _PAIR[0]
        and before is not None
        and following is not None
        and following.ended
        and len(before.plain) <= min(_LONGEST_LABEL, len(context.line.plain))
        and before.plain.isalpha()
    )


def is_short_question(line: Line) -> bool:
    """Whether a line is a question short enough to stand over a headline."""
    return line.plain[-1] == "?" and len(line.plain) <= _LONGEST_QUESTION


def _below_features(line: Line, following: Line, before: Line | None) -> list[str]:
    """What the line below says of a heading."""
    below = following.plain
    if line.plain[-1] == ":" and is_row(following):
        return ["list follows"]
    if is_signature(line.plain, below):
        return ["signature"]
    first = below[0]
    if first in "问答" and _TURN.match(below):
        return ["questions next"]
    if is_row(following) and not is_row(line) and read_byline(below) is None:
        is_among = before is not None and is_row(before) and below.count(" ") < 2
        return ["among rows"] if is_among else ["table next"]
    if first in _BULLETS and not line.ended and line.plain[0] != first and read_byline(below) is None:
        return ["bullets next"]
    is_caption = (first in "上下左右图" and is_caption_opening(below)) or (len(below) > SHORT and has_credit(below))
    return ["caption next"] if is_caption else []


def is_signature(plain: str, below: str) -> bool:
    """Whether a line is the office that signs a notice, with the date or the next notice below it."""
    is_closing = below[-1] == "日" and is_closing_date(below)
    is_before_notice = not is_closing and below[-1] in _PAPER_ENDS and len(below) <= SHORT and below.endswith(_NOTICES)
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


def subhead_features(context: Context, look: Look, *, is_lead: bool) -> list[str]:
    """The features of a line as a subhead."""
    line, before = context.line, context.before
    size = len(line.plain)
    names = ["long" if size > SHORT else "short" if size > 2 else "tiny"]
    if not (context.manner.heads_flush and line.lead_spaces < 2):
        names += indent_features(line, context.manner)
    _add_subhead_marks(names, line)
    _add_subhead_wording(names, line.plain, look)
    names += [name for name in look.below if name in ("list follows", "caption next", "among rows")]
    if _is_over_heading(context) or _is_under_label(context):
        names.append("beside a heading")
    if context.manner.blank_lines and not line.blank and before is not None:
        names.append("follows closely")
    if is_lead:
        names.append("opens with lead")
    if before is None:
        names.append("first of the page")
        return names
    is_after_heading = len(before.plain) <= SHORT and look.breaks == ["breaks a sentence"]
    return names if is_after_heading else names + look.breaks


def _add_subhead_marks(names: list[str], line: Line) -> None:
    """What marks a subhead opens and ends with."""
    plain = line.plain
    first, last = plain[0], plain[-1]
    if first == "—":
        names.append("opens with dash")
    elif first == "(":
        names.append("in brackets")
    elif line.closing:
        names.append("opens with closer")
    if line.numbered:
        names.append("bullet" if first in "■●◆▲□○★◎△▶►" else "numbered")
    if last in "”’":
        names.append("quotation")
    elif last == "—":
        names.append("dash at end")
    elif last == ")" and first != "(" and _COLUMN_TAG.search(plain):
        names.append("column tag")
    elif last == "号" and _DOCUMENT_NUMBER.match(plain):
        names.append("document number")


def _add_subhead_wording(names: list[str], plain: str, look: Look) -> None:
    """What the words of a subhead say."""
    if ends_inside(plain[:-1]):
        names.append("inner sentence")
    if _DETAIL.search(plain):
        names.append("detail")
    if look.is_listed or plain.count("、") >= 3:
        names.append("list")
    if plain.count(",") > 1:
        names.append("many commas")
    if ends_in_function_word(plain):
        names.append("breaks off")
    if look.is_sentence:
        names.append("opens like a sentence")
    if look.is_open:
        names.append("bracket open")
    if look.is_apart:
        names.append("date or signature")
    elif look.is_genre:
        names.append("genre word")
