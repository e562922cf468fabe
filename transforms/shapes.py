"""What a line looks like as a headline: features of the first line of a stack and of further ones."""

from __future__ import annotations

import re

from transforms.bylines import is_group_author, read_byline, read_office_holder
from transforms.joins import ends_in_function_word
from transforms.lines import Line
from transforms.looks import (
    COLUMN_TAG,
    COMPANY_CODE,
    DOCUMENT_NUMBER,
    DOCUMENTS,
    NOTICES,
    PAPER_ENDS,
    SHORT,
    TURN,
    Context,
    Look,
    indent_features,
    is_open,
    is_salutation,
)
from transforms.weights import LOOKS

_FEW_IN_VERSE = 5
_TITLE_INSIDE = re.compile(r"《[^《》]*》")
_REPORTS = re.compile(r"(?:提出|表示|指出|认为|强调|介绍|透露|获悉|了解到|说),")
_SECTION_HEAD = re.compile(
    r"^[【《\[(■●]?\s*(?:图片(?:报道|新闻|故事)|新闻图片|(?:今日|本期|要闻)?导读|新闻简报|简讯|要闻简报|一句话新闻|要闻速览|[\u4e00-\u9fff]{0,4}(?:启事|公告|声明|公示|讣告|预告)|(?:便民|服务|生活|供求|分类|市场)(?:信息|提示|广告|服务)|"
    r"(?:寻人|寻亲|寻物|招租|招聘|招生|招商|出租|转让|出售|求购|征婚|遗失|挂失|注销|减资|清算|拍卖|停水|停电|停气)(?:启事|公告|声明|通知|通告|信息)?|更正|讣告|广告|招聘启事|天气预报|今日天气|快讯|简明新闻|国际简讯)\s*[】》\])]?$"
)
_RUBRIC = re.compile(
    r"^[\u4e00-\u9fff]{0,8}(?:简讯|短讯|短波|快讯|扫描|速递|信箱|热线|潮汐|荧屏|天气|开奖|作废|牌价|行情|排行榜|动态|要览|集锦|拾零|集萃|看板|"
    r"预报|节目|一览表?|兑换率|汇率|战报|战果|赛果|问答|公示栏|光荣榜|日历)$|^[\u4e00-\u9fff]{0,14}(?:提示|名单)$|"
    r"^(?:今日|昨日|昨夜|今晚|今夜|明日|明天|明晚|本周|一周|上周|下周|每日|每周|本市|全市)[\u4e00-\u9fff]{0,6}"
    r"(?:价格|潮汐|信息|数据|荧屏|天气|气象|菜价|油价|金价|影讯|影院|影剧|电影|电视|广播|戏曲|剧讯|彩讯|彩票|股市|汇市|汇率|航班|路况|停电|停水|看点|要闻|活动|110|120|119|12345)$|"
    r"^(?:体育|福利|电脑)?彩票$|^(?:电视|广播|电影)(?:节目|预告)?$|^(?:影讯|剧讯|遗失|谜底|谜语|谜面|答案|棋局|每日一题|每周一题|节目单)$"
)
_RUBRIC_ENDS = frozenset(
    "格汐息据屏气价讯点闻动线波描递箱奖废情榜单态览锦零萃板报目示表答栏历象院剧影视播曲票市率班况电水095失底语面案局题告果"
)
_SECTION_ENDS = frozenset("道闻事片读讯报览告明示息务正气】》])人亲物租聘生商让售购婚失销资算卖水电知")
_SAYS_WORDS = "强调 指出 表示 要求 时说 透露 提出 宣布 呼吁 之际 以来 后 前夕 认为 通知 意见 号召 负责人"
_SAYS = tuple(_SAYS_WORDS.split())
_SAYS_ENDS = frozenset(word[-1] for word in _SAYS)
_PERIOD = re.compile(
    r"^(?:(?:今年|去年|全年|上半年|下半年|[一二三四前]季度|前[一二两三四五六七八九十\d]{1,2}个?月|\d{1,2}月(?:份|末)?|\d{4}年|“?十[三四五]五”?期间?|(?:今年|\d{4}年)?(?:前|一至|1[至—-])?[一二三四五六七八九十\d]{1,2}(?:个?月|季度)(?:份)?))$"
)
_PERIOD_ENDS = frozenset("年月末份度期间”")
_NEWS_VERB = re.compile(
    r"(?:举行|召开|闭幕|开幕|启动|发布|成立|印发|逝世|会见|访华|通话|上线|开通|通车|投产|竣工|揭牌|举办|增长|下降|突破|座谈|调研|考察|签署|任免|调整|启用|开工|落成|公布|获批|夺冠|开赛|当选|出席|致贺|贺信|进展|成效|施行|亮相|揭晓|出炉|征求意见|收官|返回)"
)
_TAG_OF_NUMBERS = re.compile(
    r"\d+[∶:]\d.*|[\d一二三四五六七八九十、年月日]+|[\d一二三四五六七八九十]+[名人个篇项部张件]"
)
_LONGEST_QUESTION = 16
_IN_BRACKETS = re.compile(r"\([^()]{2,16}\)$")
_LONGEST_BEFORE_COLON = 18
_ANNOUNCES = re.compile(r"如下|下列|以下|予以公[示告布]|现将")
_FOLIO_WORD = re.compile(r"^第?[A-Z]?[\d一二三四五六七八九十]{1,3}版$")
_COUNTS_FOR_MORE = frozenset(LOOKS["more"]) - {"opens with dash"}


def head_features(context: Context, look: Look, *, is_caption: bool) -> list[str]:
    """The features of a line as the first of a headline stack."""
    line = context.line
    plain = line.plain
    tag = COLUMN_TAG.search(plain) if plain[-1] == ")" else None
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
    if "questions next" in names and "question" in names:
        names.remove("question")
    if context.manner.blank_lines and not line.blank and context.before is not None:
        names.append("follows closely")
    if line.marked:
        names.append("below a mark")
    if context.manner.wide_gap and context.before is not None:
        names.append("wide gap" if line.blank >= context.manner.wide_gap else "no wide gap")
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


def _closes(plain: str, following: Line | None) -> bool:
    """Whether the next line, itself short, closes what a line leaves open: a headline broken in two."""
    if following is None or len(following.plain) > 30 or following.ended:
        return False
    return not is_open(plain + following.plain)


def _size_features(size: int, line: Line) -> list[str]:
    plain = line.plain
    names = ["tiny" if size <= 4 else "short" if size <= 30 else "long" if size <= 45 else "very long"]
    if plain[-1] in "。;" or (plain[-1] == ":" and size > _LONGEST_BEFORE_COLON and _ANNOUNCES.search(plain)):
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
    elif first in "问答" and TURN.match(line.plain):
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
    elif _is_rubric(plain):
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


def _is_rubric(plain: str) -> bool:
    """Whether a line names a service of the paper (本周行情, 昨日彩讯), perhaps with its dates in brackets."""
    bare = _IN_BRACKETS.sub("", plain) if plain[-1] == ")" else plain
    bare = "".join(bare.split())
    return bare[-1:] in _RUBRIC_ENDS and _RUBRIC.match(bare) is not None


def _says(plain: str) -> bool:
    """Whether a line ends in words that call for what follows: 强调：, 以来——."""
    bare = plain.rstrip(":,—")
    return bare[-1:] in _SAYS_ENDS and bare.endswith(_SAYS)


def _add_wording(names: list[str], core: str, plain: str, look: Look) -> None:
    """What the words of a heading say."""
    if is_salutation(plain):
        names.append("salutation")
    elif plain[1:4] == "券代码" and COMPANY_CODE.match(plain):
        names.append("company code")
    elif look.is_detail:
        names.append("detail")
    if look.is_apart:
        names.append("date or signature")
    elif plain[-1] == "版" and _FOLIO_WORD.match(plain):
        names.append("bare page number")
    if "," in core and (core.count(",") > 1 or "、" in core):
        names.append("many commas")
    if (look.is_listed and "company code" not in names) or core.count("、") >= 3:
        names.append("list")
    if ends_in_function_word(core):
        names.append("breaks off")
    if look.is_sentence:
        names.append("opens like a sentence")
    if "," in core and _REPORTS.search(core):
        names.append("reports speech")
    if len(plain) <= SHORT and _names_author(plain):
        names.append("signature")
    if plain[-1] == "号" and DOCUMENT_NUMBER.match(plain):
        names.append("document number")
    elif core[-1] in PAPER_ENDS:
        if core.endswith(NOTICES):
            names.append("notice")
        elif core.endswith(DOCUMENTS):
            names.append("document")


def _names_author(plain: str) -> bool:
    """Whether a short line says who wrote or who answers (本报记者 林川, 第一律师事务所律师 路平:)."""
    if plain[-1] == ":":
        return read_office_holder(plain[:-1]) is not None
    byline = read_byline(plain) if "者" in plain or "员" in plain else None
    return byline is not None and byline.has_role


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
    if look.is_label:
        names.append("label over a heading")
    return names + look.below + look.breaks


def is_short_question(line: Line) -> bool:
    """Whether a line is a question short enough to stand over a headline."""
    return line.plain[-1] == "?" and len(line.plain) <= _LONGEST_QUESTION
