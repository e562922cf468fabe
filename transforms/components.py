"""What a line of furniture is made of: date, weekday, page, paper, section, credits, contact, price, publisher.

A line is read from left to right, one component after the other, parted by spaces or marks. Text that is no component
ends the reading, so a sentence is given up at its first word. To add a form: a pattern in `_COMPONENTS`, in the order
in which they are tried. Patterns read `Line.plain` (see `lines`) and are bounded, so a line takes time linear in its
length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_ENDS = rf"(?![{_HAN}A-Za-z\d])"
_FIGURE = "[〇零一二三四五六七八九]"
_COUNT = r"[\d〇零一二三四五六七八九十百千万]{1,8}"
_STEM = "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]"
_MONTH = "(?:闰?(?:正|[一二三四五六七八九十冬腊]|十[一二])月)"
_LUNAR_DAY = (
    "(?:初[一二三四五六七八九十]|十[一二三四五六七八九]?|[二三]十|廿[一二三四五六七八九]?|二十[一二三四五六七八九])日?"
)
_TERMS = (
    "立春|雨水|惊蛰|春分|清明|谷雨|立夏|小满|芒种|夏至|小暑|大暑|"
    "立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒"
)
DATE = (
    rf"(?:(?:公元|公历)?(?:\d{{4}}|{_FIGURE}{{4}})|(?:中华)?民国\s*[\d〇零一二三四五六七八九十百]{{1,4}})\s*[年./-]"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月./-]\s*(?:\d{1,2}(?!\d)|[一二三四五六七八九十廿卅]{1,3})\s*日?"
)
_ENGLISH_DATE = (
    r"(?i:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s+\d{1,2},\s*\d{4})"
)
_WEEKDAY = (
    rf"(?:星\s*期|礼\s*拜)\s*[一二三四五六日天]|周[一二三四五六日]{_ENDS}|"
    rf"(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?{_ENDS}"
)
_LUNAR = (
    rf"(?:(?:农历|夏历|阴历)\s*(?:{_STEM})?年?|{_STEM}年)\s*(?:[\u4e00-\u9fff]年)?\s*{_MONTH}\s*(?:大|小)?\s*{_LUNAR_DAY}{_ENDS}|"
    rf"{_MONTH}(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?){_ENDS}|(?:农历|夏历)?{_STEM}年{_ENDS}|"
    rf"(?:今[日天]|明[日天])?(?:{_TERMS})(?:第[一二三四五六七八九十\d]{{1,3}}[天日]){_ENDS}"
)
_SIZE = (
    rf"(?:今[日天]|本[日期报])\s*(?:共|本市|出版?)?\s*(?:{_COUNT}\s*大?[版张页]|[一二三四五六七八九十两]大?张){_ENDS}|"
    rf"共\s*{_COUNT}\s*版{_ENDS}"
)
_ISSUE = (
    rf"(?:总|新)?第\s*{_COUNT}\s*[期号]{_ENDS}|总\s*第?\s*{_COUNT}\s*[期号]?{_ENDS}|(?:No|NO|Vol|VOL)\.?\s?\d{{1,6}}{_ENDS}|"
    rf"第\s*{_COUNT}\s*[卷年]\s*第\s*{_COUNT}\s*[期号]{_ENDS}"
)
_HAN_PAGE = "[〇零一二三四五六七八九十]{1,3}"
_PAGE = (
    rf"[A-Z]{{1,2}}\d{{1,3}}(?:\s?[-—~]\s?[A-Z]{{1,2}}\d{{1,3}})?(?:\s*版)?(?![A-Za-z\d])|"
    rf"第\s*(?:[A-Z]{{0,2}}\d{{1,3}}|{_HAN_PAGE})\s*[版页頁]{_ENDS}|\d{{1,3}}\s*版(?!权){_ENDS}|{_HAN_PAGE}版{_ENDS}|"
    r"第\d{1,3}(?:[—~-]\d{1,3})?版(?!权)"
)
_MONEY = (
    r"(?:(?:港币|人民币|新台币|台币|美金|美元|欧元|澳元|加元|英镑|日元|[A-Z]{1,3}\$|\$|¥|U\.S\.)\s*"
    r"(?:[\d.]{1,6}|[一二三四五六七八九十]{1,3})\s*[元角分圆仙镑]?|"
    r"(?:[\d.]{1,6}|[〇零一二三四五六七八九十百]{1,4})\s*(?:[元角分圆]|毛)(?:[一二三四五六七八九\d][角分])?)(?:/[份张月年季])?"
)
_PRICE = (
    r"(?:(?:本报)?(?:零售|定价|订价|订费|报价|售价|零售价|全国零售|每份|每张|全月|每月|月价|全年|半年|全季|每季|季价)"
    rf"(?:每份|每张|每月|每季|全年|零售|定价|订价|售价|价){{0,2}}\s*:?\s*{_MONEY}){_ENDS}"
)
_CODE = (
    r"国内外?统一(?:连续出版物号|刊号|刊)\s*(?::\s*)?(?:CN)?\s*[\dA-Z/ —-]{0,16}|"
    r"CN\s?\d{2}\s?[-—]\s?\d{4}(?:/\w{1,4})?|"
    r"(?:邮发|邮局|报刊|省|国外|国外发行|国内发行)?代号\s*:?\s*[\dA-Z〇一二三四五六七八九十]{1,4}\s*[-—]{1,2}\s*[\d〇一二三四五六七八九十]{1,5}|"
    r"(?:[\u4e00-\u9fff]{1,10})?(?:准印证|经营许可证|登记证|登记号|许可证)(?:号码?|字)?\s*:?\s*[^\s]{0,24}"
)
_NAME_ENDING = (
    r"(?:日报|晚报|早报|晨报|时报|商报|都市报|快报|周报|月报|年报|青年报|工人报|农民报|导报|新报|公报|法制报|法治报|周末|周刊|晨刊|晚刊|日刊|"
    r"(?<![通预汇举情喜捷战电填申上见回谎简播警])报)"
)
NAME = rf"[\u4e00-\u9fff·]{{1,10}}{_NAME_ENDING}"
_EDITION = r"(?:\s*(?:海外版|农村版|城市版|周末版|国内版|国际版|地方版|市郊版|[北南西东]\w版))?"
_DIGITAL = "(?:数字报|数字版|电子版|电子报)?"
_TITLE = (
    r"(?:值班(?:主任|总编辑?|副总编辑?|编委|编辑|记者|主编|社领导)|总值班|执行(?:主编|编辑|总编)|责任(?:编辑|校对|美编|主编|主編)|组稿|见习(?:编辑|美编)|实习编辑|"
    r"首席编辑|夜班(?:主任|编辑)|轮值(?:主编|编辑)|责编|主编|副主编|总编辑签发|总编辑|副总编辑|社长|编辑|编审|审读|审校|审核|终审|一审|二审|三审|初审|"
    r"复审|签发|美[术術](?:编辑|设计)?|美编|美工|组版|拼版|校对|检校|版式(?:设计|总监)?|版面(?:设计|設計|构成|構成|编辑|统筹)|督印人?|承印人?|电脑(?:排版|制图)|激光照排|"
    r"视觉(?:设计|统筹|总监|编辑)?|图编|图片编辑|制图|绘图|设计|策划|总策划|监制|总监制|出品人?|排版|照排|新媒体编辑|栏目主持|"
    r"统筹|总统筹|统稿|文字编辑|电脑组版)"
)
_OF_PAGE = rf"(?:本版|本期|本报|今日|本栏目?|{_HAN_PAGE}版|\d{{1,2}}版|第\S{{1,3}}版)?"
_CREDIT = rf"{_OF_PAGE}\s*{_TITLE}(?:\s*[:/]\s*|\s+)(?=\S)"
_GLUED_CREDIT = rf"(?:责任编辑|责编|编辑|美编|组版|校对|版式)(?=[\u4e00-\u9fff]{{2,4}}{_ENDS})"
_COMPANION = r"(?:本版法律顾问|法律顾问|摄影|插图|题图|供图|压题|刊头|题字|插画|漫画)\s*[:/]?\s*(?=\S)"
_DETAIL = (
    r"(?:\(?\+?\d[\d() —-]{3,26}\d(?:(?:转|/|、)\d{1,8}){0,3}|[〇零一二三四五六七八九十局]{3,9}(?![\u4e00-\u9fff])|"
    r"[\w.+-]{1,40}@[\w.-]{2,40}|(?:https?://|www\.)[\w./%?=&~#-]{2,80})"
)
_MEANS = (
    r"(?:热线(?:电话)?|电话(?:总机)?|专线|传真|信箱|邮箱|邮件|电邮|地址|网址|网站|QQ群?|微信(?:公众号)?|微博|公众号|客户端|短信|平台|"
    r"[Ee]-?[Mm]ail|EMAIL)"
)
_OWNER = (
    r"(?:新闻|报料|爆料|线索|广告(?:部|刊登|科|中心|经营|业务)?|刊登|登报|发行(?:部|站|科|投递)?|投递|订阅|订报|征订|读者(?:服务|来信|投诉)?|本报|"
    r"本版|本栏目?|报社|编辑部|总编室|采编(?:中心)?|采访部|通联部?|群工部|记者部|印刷(?:质量)?(?:监督)?|夜班|办公室值班|零售|客服|舆论监督|"
    r"违法和不良信息举报|新闻记者违规举报|有偿新闻举报|值班)"
)
_OWN_CONTACT = (
    rf"(?:[\u4e00-\u9fff]{{0,4}}?{_OWNER}[\u4e00-\u9fff]{{0,3}}?(?:监督|举报|投诉|服务|咨询|值班|联系)?{_MEANS}|社址|电话总机|总机|邮政信箱|订报|发行|广告|(?:本报|本版)?投稿(?:{_MEANS})|"
    rf"投稿(?=\s*:)|来稿(?:{_MEANS})|{_OWNER}(?=\s*:\s*[\d(]))\s*(?:{_DETAIL}|:\s*(?:{_DETAIL}|\S{{1,40}}))"
)
_CONTACT = (
    rf"(?:(?:联系|咨询|办公|服务|办公室)?{_MEANS}|[\u4e00-\u9fff]{{2,4}}热线|Tel|TEL|Fax|FAX|WhatsApp|Whatsapp|Line|LINE|QQ|邮编|邮政编码)"
    rf"\s*(?:{_DETAIL}|:\s*(?:{_DETAIL}|\S{{1,40}}))"
)
_ORGAN = (
    r"[\u4e00-\u9fff·()]{2,24}?(?:机关报|主办|主管|主管主办|编辑出版|出版|承办|承印|协办|编印|印刷厂承?印?刷?|内部发行|内部刊物)(?![\u4e00-\u9fff])|"
    r"(?:主管主办|主管单位|主办单位|出版单位|主管|主办|出版|承办|印刷|承印|发行)\s*:\s*[\u4e00-\u9fff·()]{2,24}|内部(?:发行|资料|刊物)(?![\u4e00-\u9fff])|"
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年(?:\d{1,2}月\d{1,2}日)?创刊(?![\u4e00-\u9fff])"
)
_COMPONENTS = (
    ("date", f"{DATE}|{_ENGLISH_DATE}"),
    ("weekday", _WEEKDAY),
    ("lunar", _LUNAR),
    ("size", _SIZE),
    ("issue", _ISSUE),
    ("code", _CODE),
    ("price", _PRICE),
    ("page", _PAGE),
    ("folio", r"[-—·]\s*\d{1,4}\s*[-—·]"),
    ("own", _OWN_CONTACT),
    ("contact", _CONTACT),
    ("credit", _CREDIT),
    ("companion", _COMPANION),
    ("organ", _ORGAN),
    ("name", rf"{NAME}{_DIGITAL}{_EDITION}{_ENDS}|(?:[\u4e00-\u9fff]\s{{1,2}}){{2,8}}报{_ENDS}"),
    ("glued", _GLUED_CREDIT),
    ("tally", r"(?:字数|浏览[量次]?数?|阅读量?|点击[量数]?)\s*:\s*\d+"),
    ("money", rf"{_MONEY}{_ENDS}"),
    ("phone", _DETAIL),
    ("number", r"\d{1,3}(?![\d.年月日:])"),
    ("han", rf"[{_HAN}]{{1,16}}(?![{_HAN}])(?:[·/](?!{_TITLE})[{_HAN}]{{1,8}}(?![{_HAN}])){{0,2}}"),
    ("latin", r"[A-Za-z][A-Za-z&.'’]*"),
    ("gap", r"(?:[\s/|:、()\[\]《》【】·•◎○●■◆▲※*_~—&-]|〇(?=责|编|美|校|版|组))+"),
)
_SCAN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _COMPONENTS))
_OPENS = re.compile(
    rf"[\s(\[《【·•◎○●■◆▲※*_~—-]*+(?:[{_HAN}]{{1,16}}+(?=[\s:/|(\[》【·\dA-Z—-])|[A-Za-z\d])[^,。“”;?!…%]*+$|"
    r"(?:[A-Za-z]{3,6}(?i:day),? )?[A-Za-z]{3,9}\.? \d\d?, ?\d{4}"
)
_TELLING = re.compile(
    r"年\d|年[一二三四五六七八九十正 ]|[报版页頁期号刊编校审]|热线|责|美[编术術工]|统筹|统稿|策划|监制|督印|承印|值班|"
    r"排版|设计|制图|视觉|零售|定价|每份|月价|\d[./]\d|[A-Z]\d|电话|专线|邮|信箱|社址|总机|订|广告|投稿|主办|"
    r"Mon|Tue|Wed|Thu|Fri|Sat|Sun|(?:19|20)\d\d"
)
_LONGEST_PERSON = 4
_MOST_PARTS = 24
_LONGEST_SECTION_LINE = 7


_SECTION = re.compile(
    "要闻|新闻|综合|时政|国内|国际|经济|财经|社会|民生|文化|体育|教育|健康|科技|法治|法制|副刊|专版|专题|特刊|特稿|影像|视觉|图片|摄影|广告|公告|"
    "理论|评论|观点|思想|言论|读书|人物|生活|娱乐|旅游|汽车|房产|金融|证券|公司|市场|产业|农业|三农|乡村|县域|基层|军事|港闻|港澳|两岸|世界|天下|"
    "本地|本市|城事|热线|服务|艺术|文艺|文学|信箱|深度|调查|封面|聚焦|关注|财富|对话|赛场|报道"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a line: its kind, and where it stands in the line's matching form.

    Besides the kinds of `_COMPONENTS`: `person` is a name behind the word for an editor's work.
    """

    kind: str
    start: int
    end: int


def is_section(word: str) -> bool:
    """Whether a word is one that newspapers head their pages with, or made of two of which one is.

    >>> is_section("要闻"), is_section("国际新闻"), is_section("闭幕")
    (True, True, False)
    """
    if len(word) == 4:
        return is_section(word[:2]) or is_section(word[2:])
    return _SECTION.fullmatch(word) is not None


def is_section_line(plain: str) -> bool:
    """Whether a line is nothing but a section: its word, or two parted by a point of which the first is (影像·元宵)."""
    words = re.split("[·/]", plain)
    return len(words) <= 2 and _SECTION.fullmatch(words[0]) is not None and len(plain) <= _LONGEST_SECTION_LINE


def may_be_composed(plain: str) -> bool:
    """Whether a line opens as furniture can and holds a character that some component of it needs."""
    return _OPENS.match(plain) is not None and _TELLING.search(plain) is not None


@lru_cache(maxsize=256)
def read_components(plain: str) -> tuple[Part, ...]:
    """The components of a line, or nothing where some of it is none.

    >>> [part.kind for part in read_components("临江日报 2018年8月1日 星期三 第2版 要闻")]
    ['name', 'date', 'weekday', 'page', 'han']
    >>> [part.kind for part in read_components("责编:陈安 校对 王 平")]
    ['credit', 'person', 'credit', 'person', 'person']
    >>> read_components("市委昨天召开会议,部署工作")
    ()
    """
    parts: list[Part] = []
    position, is_person = 0, False
    while position < len(plain):
        found = _SCAN.match(plain, position)
        if found is None or len(parts) > _MOST_PARTS:
            return ()
        kind, end = str(found.lastgroup), found.end()
        if kind in ("han", "latin", "lunar", "name") and is_person and end - position <= _LONGEST_PERSON * 4:
            kind = "person" if kind == "latin" or end - position <= _LONGEST_PERSON else kind
        if kind == "glued" and not parts:
            kind = "han"
            end = position + len(re.match(rf"[{_HAN}]*", plain[position:])[0])  # type: ignore[index]
        if kind == "glued":
            kind = "credit"
        if kind != "gap":
            parts.append(Part(kind, position, end))
            is_person = kind in ("credit", "person", "companion")
        position = end
    return tuple(parts) if "credit" not in {part.kind for part in parts} else _with_idle_titles_as_words(parts, plain)


def _with_idle_titles_as_words(parts: list[Part], plain: str) -> tuple[Part, ...]:
    """The parts, where a word for an editor's work behind which no name follows is a word (视觉 8: a section)."""
    following = [part.kind for part in parts[1:]] + [""]
    return tuple(
        Part("han", part.start, part.start + len(plain[part.start : part.end].rstrip()))
        if part.kind == "credit" and behind != "person" and plain[part.end - 1] not in ":/"
        else part
        for part, behind in zip(parts, following, strict=True)
    )
