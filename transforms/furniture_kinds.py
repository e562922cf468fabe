"""What kind of furniture a line is: masthead, folio, date, credits, contact, imprint, rights, navigation, advert, mark.

Most lines are told by what they are made of (`components`): enough components that only furniture has, and nothing
besides but short words. What is told by set phrases instead has a pattern in `_PHRASES`. To add a kind: there, with a
word of it in `_HINTS`. Patterns read `Line.plain`, whole line.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from transforms.components import DATE, Part, is_section, may_be_composed, read_components

_PHRASES = (
    (
        "contact",
        re.compile(
            r"^[^。]{0,14}(?:本版(?:邮箱|信箱)|投稿(?:邮箱|信箱)|新闻热线|(?:广告|发行|订阅|总编室|编辑部|本报)(?:电话|热线|地址)|社址|读者[^。]{0,8}(?:电邮|来信|致电))\s*[:(]?\s*[^。]{0,90}$",
            re.IGNORECASE,
        ),
    ),
    ("credits", re.compile(r"^(?:本报|本版|本刊)(?:常年)?法律顾问\s*[:/ ].{2,50}$")),
    ("contact", re.compile(r"^(?:https?://|www\.)[\w./%?=&~#-]+$", re.IGNORECASE)),
    (
        "contact",
        re.compile(
            r"^(?:(?:敬请|欢迎|请|微信)*(?:扫码|扫一扫|扫描[\u4e00-\u9fff]{0,4}二维码)|敬请|欢迎).{0,8}(?:关注|下载|订阅|加入).{0,24}(?:公众号|视频号|抖音|微博|客户端|微信|APP|平台|读者群|小程序).{0,10}$"
        ),
    ),
    (
        "imprint",
        re.compile(
            r"^.{0,40}(?:国内统一(?:连续出版物号|刊号)|国内外?统一刊|CN\s?\d{2}-\d{4}|邮发代号|代号\s*(?:\d{1,2}-\d{1,4}|[一二三四五六七八九十〇]+[—-]+[一二三四五六七八九十〇]+)|零售(?:价)?每份|零售价?\s*\d|每份零售|"
            r"定价\s*[:\d]|月价|全年订价|今日(?:共|本市)?\d{1,3}版|今日[\u4e00-\u9fff]{1,4}大?张|总第?\s*\d{2,6}\s*[期号]|"
            r"印刷厂(?!.{0,6}(?:启事|公告|声明|通知|招|建成|投产|职工|工人))|准印证|广告经营许可证|出版日期).{0,60}$"
        ),
    ),
    (
        "navigation",
        re.compile(
            r"^[\s《》<>|\[\]]*(?:上一篇|下一篇|上一版|下一版|返回目录|版面导航|标题导航|放大|缩小|默认|朗读|打印|分享到?|微信|微博|QQ空间|朋友圈|相关新闻|推荐阅读|热门新闻|更多新闻|收藏|关闭|回到顶部|[:|/\s])+[\s《》<>|\[\]]*\d*$"
        ),
    ),
    ("navigation", re.compile(r"^(?:首页|(?:当前|您的|所在)位置)\s*[:>»/].{1,60}$")),
    ("mark", re.compile(r"^(?:专栏|标题|作者|版次|版名|来源|正文)\s*:$")),
    ("mark", re.compile(r"^专栏\s*:\s*[\u4e00-\u9fff·]{1,12}$")),
    ("mark", re.compile(r"^[-=_~+|#\s]{3,80}$")),
    (
        "mark",
        re.compile(
            r"^(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?|(?:发布)?时间\s*:|来源\s*:)"
            r"(?!.*(?:作者|记者)\s*:\s*[\u4e00-\u9fff]).*(?:来源|字号|字体|浏览|阅读|评论|点击).{0,50}$"
        ),
    ),
    ("mark", re.compile(rf"^(?:{DATE}\s*)?(?:字数|浏览[量次]?数?|阅读量?|点击[量数]?)\s*:\s*\d+$")),
    (
        "rights",
        re.compile(
            r"^.{0,30}(?:版权所有|未经(?:书面)?(?:授权|许可)|All Rights Reserved|不得转载|ICP备).{0,50}$", re.IGNORECASE
        ),
    ),
    ("rights", re.compile(r"^免责声明\s*:.{0,80}$|^.{0,20}不构成(?:任何)?投资建议.{0,30}$")),
    ("advert", re.compile(r"^[(\[【]?\s*(?:广\s*告|分类广告|分类信息)\s*[)\]】]?$")),
    ("folio", re.compile(r"^(?:第\s*\d{1,4}\s*[页頁]|[-—·]\s*\d{1,4}\s*[-—·]|\d{1,3}\s*/\s*\d{1,3})$")),
    (
        "folio",
        re.compile(
            r"^第\s*[A-Z]?\d{1,3}\s*版\s*[:(]?\s*[\u4e00-\u9fff·/]{0,12}\)?\s*(?:\n?专栏:?)?$|^[A-Z]{1,2}\d{1,3}\s*版\s*[:(/|]?\s*[\u4e00-\u9fff·/]{0,12}\)?$"
        ),
    ),
)
# letters are spelled out instead of ignoring case: so the search can skip ahead
_HINTS = re.compile(
    r"版|字数|浏览|阅读|点击|邮箱|信箱|邮发|电话|热线|致电|来信|电邮|"
    r"社址|地址|微信|微博|公众号|视频号|客户端|抖音|小程序|www|WWW|http|HTTP|刊|CN|cn|代号|零售|定价|月价|订价|今日|总\s*第|印刷|准印|许可证|上一|下一|返回|"
    r"打印|分享|收藏|朗读|ICP|icp|转载|首页|位置|来源|时间|声明|投资建议|授权|未经|广\s*告|"
    r"分类信息|相关新闻|热门新闻|更多新闻|推荐阅读|朋友圈|放大|缩小|默认|关闭|回到顶部|专栏|标题|作者|正文|法律顾问"
)
_HINT_OPENERS = frozenset("-—·=_~+|#" + string.ascii_letters)
_CONTACT_DETAIL = re.compile(r"[:@]|\d{7}|\d{3,4}-\d{7}|www|http|公众号|视频号|客户端|抖音", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"^(?:(?:温馨|特别|友情)?提[示醒]|敬告读者|敬告|(?:郑重|特别)?声明|注意|本[版报栏][^,。:]{0,8}声明)?\s*:?\s*(?=[^。]{0,12}(?:本版|本报|本栏|刊登|刊发))"
    r".{0,30}(?:信息|内容|广告|文章|稿件|观点|作者|图片|刊登).{0,60}(?:不作为|核实|核对|核验|法律责任|与本报无关|风险自[负担]|利害关系|仅供参考|不代表|客户提供|自行承担).{0,40}$"
)
_FOOT = re.compile(
    r"^(?:本版|本期|今日)?(?:责任编辑|责编|值班编辑|编辑|主编|美编|版式|校对)\s*[:/\s]\s*\S.{0,90}$|"
    r"^(?=.*(?:报料|爆料|投稿|新闻热线|客户端|法律顾问|读者热线|球迷热线|编读热线))(?=.*(?:\d{4}|@|www)).{0,90}$|"
    r"^(?:\S{0,4}热线|电话|传真|邮箱|微信)\s*[:/]?\s*[\d -]{5,16}\s+"
    r"(?:电话|传真|邮箱|微信|微博|QQ|网址|热线)\s*\S.{0,40}$"
)
_OWN_WARNING = re.compile(
    r"^(?:免责声明\s*:.{0,80}|(?:本版|本报|本刊|本栏目?|文中)[^。,]{0,10}(?:药物|药方|资料|内容|信息|观点|照片|图片|稿件)[^。]{0,30}"
    r"(?:[仅只]供参考|自行判断|医[师生]的?指导下?使用|除署名外|署名外|与本[报版刊]无关|不代表本[报版刊])[^。]{0,16})。?$"
)
_CALL = re.compile(
    r"^(?:本版|本栏目?|本报)?(?:欢迎|敬请|诚征).{0,14}(?:来稿|投稿|赐稿|荐稿|提供新闻线索|订阅).{0,70}$|^来稿(?:请|须|要求).{0,80}$"
)
_FOLLOW = re.compile(
    r"^(?:请|欢迎|微信)?(?:扫码|扫描[\u4e00-\u9fff]{0,4}二维码)(?:看|读|听|观看|阅读|收听|查看|进入|了解|下载|关注).{0,16}$"
)
_AUTHORS_ADDRESS = re.compile(r"\((?:作者|笔者)")
_OF_NOTICE = re.compile(r"联系人|联系方式|报名|咨询|求助|救助|招聘|经理|先生|女士")
_WEATHER = re.compile(r"^(?:今[日天]|明[日天]|白天|夜间|天气).{0,20}(?:℃|度|转|晴|多云|阴|雨|风).{0,30}$")
_FORECAST = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,4})?(?:今[晚天日夜]|明[天日]|天气预报?|白天|夜间)[^。]{0,50}(?:晴|雨|云|阴|雪|风)[^。]{0,50}(?:℃|度|级)[^。]{0,30}$"
)
_CAN_BE_LIKELY = re.compile(
    r"(?=[^,。“”;?!…%]{1,60}$)[^,]*?(?:[\dA-Za-z报版页頁期号张角分元责编校组辑℃度转晴云雨风]|周末|周刊|星\s*期|礼\s*拜|周[一二三四五六日]|月初|月十|月廿|月二|农历|年$|扫|主办|主管|出版|承办|发行|刊|印刷|第)"
)
_EDITORS = ("责任编辑", "责任校对", "责编", "美编", "组版", "校对", "本版", "本期", "主编", "执行主编")
_POINTS_ON = re.compile(r"[见转接].{0,8}版")
_OF_FIRMS = ("督印", "承印", "出品")
_OF_ARTICLES = ("统筹", "统稿", "策划", "设计", "制图", "绘图", "出品", "监制")
_MOST_WORDS = 3
_LONGEST_WORD = 10
_LONGEST_GLUED_SECTION = 2
_LEAST_CAPITALS = 6
_LEAST_LETTERS = 7


def sure_kind(plain: str) -> str | None:
    """The kind of furniture a line is wherever it stands on the page, or None.

    >>> sure_kind("责任编辑:陈安 版式:李宁")
    'credits'
    >>> sure_kind("编辑部的故事") is None
    True
    """
    if may_be_composed(plain) and (parts := read_components(plain)) and (kind := _composed(parts, plain)):
        return kind
    if _HINTS.search(plain) or plain[0] in _HINT_OPENERS or plain[-1] in "页頁":
        return _phrase(plain)
    return None


def is_composed(plain: str) -> bool:
    """Whether a line is nothing but components of furniture (dates, pages, names, prices, …)."""
    return may_be_composed(plain) and bool(read_components(plain))


def likely_kind(plain: str) -> str | None:
    """The kind of furniture a line would be at the head or foot of a page, or beside other furniture; or None.

    >>> likely_kind("临江日报"), likely_kind("第二版"), likely_kind("市报告会举行")
    ('masthead', 'folio', None)
    """
    if not _CAN_BE_LIKELY.match(plain):
        return "weather" if "," in plain and _FORECAST.match(plain) else None
    if parts := read_components(plain):
        return _made_of(parts, plain)
    return "weather" if _WEATHER.match(plain) else None


def furniture_kind(plain: str, *, at_top: bool) -> str | None:
    """The kind of furniture a line is, anywhere or among the first lines of a page; or None."""
    return sure_kind(plain) or (likely_kind(plain) if at_top else None)


def closing_kind(plain: str) -> str | None:
    """The kind of a sentence (or two) in which the paper speaks of its page: what to send it, what it answers for."""
    if _CALL.match(plain):
        return "contact"
    return "rights" if _DISCLAIMER.match(plain) or _OWN_WARNING.match(plain) else None


def foot_kind(plain: str) -> str | None:
    """The kind of a line at a page's foot in which the paper names its editors, hotlines or conditions; or None."""
    if _OF_NOTICE.search(plain) or "联系电话" in plain:
        return None
    if plain[-1] not in "。!?" and _FOOT.match(plain):
        return "credits" if "编" in plain[:6] or "校" in plain[:4] else "contact"
    return "rights" if _OWN_WARNING.match(plain) else None


def _phrase(plain: str) -> str | None:
    if not _any_phrase().match(plain):
        return closing_kind(plain) if _DISCLAIMER.match(plain) else None
    for kind, pattern in _PHRASES:
        if pattern.match(plain) and (kind != "contact" or _is_papers_contact(plain)):
            return kind
    return None


def _is_papers_contact(plain: str) -> bool:
    return _CONTACT_DETAIL.search(plain) is not None and not _AUTHORS_ADDRESS.search(plain)


@lru_cache(maxsize=1)
def _any_phrase() -> re.Pattern[str]:
    """What fits any pattern of `_PHRASES`: most lines fit none, which one match tells."""
    return re.compile(
        "|".join(f"(?{'i' if pattern.flags & re.IGNORECASE else ''}:{pattern.pattern})" for _, pattern in _PHRASES)
    )


def _composed(parts: tuple[Part, ...], plain: str) -> str | None:
    """The kind of a line that holds enough of what only furniture has."""
    n = Counter(part.kind for part in parts)
    words = [part for part in parts if part.kind == "han"]
    if len(words) > _MOST_WORDS or n["date"] > 1 or n["name"] > 1 or n["page"] > 2:
        return _advert(parts, plain, n)
    if n["tally"]:
        return "mark"
    if _is_credits(parts, plain, n):
        return "folio" if n["date"] else "credits"
    if n["date"] and n.total() == n["date"] + n["weekday"] and plain[parts[0].start : parts[0].end].isascii():
        return "date" if plain[parts[0].start].isalpha() else "folio" if n["weekday"] else None
    n_imprint = (n["code"] > 0) + (n["price"] > 0) + (n["issue"] > 0) + (n["size"] > 0) + (n["organ"] > 0)
    n_page = (n["name"] > 0) + (n["date"] > 0) + (n["page"] > 0)
    if n["code"] or n["price"] > 1 or (n["price"] and n["money"]) or n["organ"] > 1 or _is_organ(parts, plain):
        return "imprint"
    if any(part.end - part.start > _LONGEST_WORD for part in words):
        return None
    if n_imprint and n_imprint + n_page + (n["lunar"] > 0) + (n["own"] > 0) > 1:
        return "imprint"
    if (
        n_page > 1
        or (n["date"] and (n["weekday"] or n["lunar"] or n["number"]))
        or (n_page and n["contact"] + n["own"])
    ):
        return "folio"
    if n["own"] and not _OF_NOTICE.search(plain):
        return "contact"
    return _advert(parts, plain, n)


def _is_credits(parts: tuple[Part, ...], plain: str, n: Counter[str]) -> bool:
    """Whether the line names editors: a colon behind their work, two sorts of work, or one beside other furniture."""
    titles = [
        plain[part.start : part.end].strip()
        for part, following in pairwise(parts)
        if part.kind == "credit" and (following.kind == "person" or plain.startswith(_OF_FIRMS, part.start))
    ]
    if not titles:
        return False
    if len(titles) > 1 or n["date"] + n["page"] + n["name"] + n["own"] + n["contact"]:
        return True
    title = titles[0]
    if title[-1] in ":/":
        return not title.rstrip(" :/").endswith(_OF_ARTICLES)
    return title.startswith(_EDITORS) and n["person"] == len(parts) - 1


def _is_organ(parts: tuple[Part, ...], plain: str) -> bool:
    return any(part.kind == "organ" and plain[part.start : part.end].endswith("机关报") for part in parts)


def _advert(parts: tuple[Part, ...], plain: str, n: Counter[str]) -> str | None:
    opens = plain[parts[0].start : parts[0].end]
    return "advert" if opens == "广告" and n["phone"] + n["contact"] + n["own"] else None


def _made_of(parts: tuple[Part, ...], plain: str) -> str | None:
    """The kind of a line that holds one thing furniture has, and hardly anything besides."""
    n = Counter(part.kind for part in parts)
    kinds = set(n)
    words = [part for part in parts if part.kind == "han"]
    if len(words) > 1 or _POINTS_ON.search(plain) or any(part.end - part.start > _LONGEST_WORD for part in words):
        return None
    rest = kinds - {"han", "latin"}
    if rest <= {"name"}:
        return _masthead(n, plain, words)
    if rest <= {"weekday", "lunar", "date"}:
        return "date" if not n["han"] or n["date"] else None
    if rest <= {"issue", "size", "price", "organ", "lunar"} and not words:
        return "imprint"
    if rest <= {"page", "number", "name"} and n["page"] + n["number"] == 1:
        return _folio(parts, plain, words)
    if rest <= {"contact", "phone", "number"} and n["contact"] and not words and not _OF_NOTICE.search(plain):
        return "contact"
    if rest <= {"credit", "person"} and n["credit"] == 1 and 0 < n["person"] <= 3 and not words:
        return "credits"
    return None


def _masthead(n: Counter[str], plain: str, words: list[Part]) -> str | None:
    if _FOLLOW.match(plain):
        return "contact"
    if n["name"] == 1 and not words and plain[0] not in "([—":
        return "masthead"
    if n["name"] or n["latin"] > 7 or plain[0] in "([—":
        return None
    if not words:
        return "masthead" if n["latin"] > 1 and len(plain) > _LEAST_LETTERS else None
    capitals = sum(char in string.ascii_uppercase for char in plain)
    is_in_capitals = capitals >= _LEAST_CAPITALS and not any(char in string.ascii_lowercase for char in plain)
    return "masthead" if is_in_capitals and " " in plain else None


def _folio(parts: tuple[Part, ...], plain: str, words: list[Part]) -> str | None:
    """Page and section. A word stuck to a letter and number (B03公司) must be short: C919首飞成功 is a headline."""
    if not words:
        return "folio" if len(plain) > 2 or plain.isascii() else None
    word = words[0]
    touches = any(
        other.end == word.start or word.end == other.start for other in parts if other.kind in ("page", "number")
    )
    length = word.end - word.start
    is_short = length <= _LONGEST_GLUED_SECTION or is_section(plain[word.start : word.end])
    if touches and not any("版" in plain[part.start : part.end] for part in parts if part.kind == "page"):
        return "folio" if is_short and any(part.kind == "page" for part in parts) else None
    return "folio" if length > 1 else None
