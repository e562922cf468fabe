"""Short lines of a set form: captions and their credits, notes on author or source, genre labels."""

from __future__ import annotations

import re

from transforms.lines import Line, Manner
from transforms.name_lists import is_name

_CREDIT = re.compile(
    r"(?:[\u4e00-\u9fff·]\s?[\u4e00-\u9fff]{1,3}\s*/?\s*(?<!拍)(?:摄|攝|绘)|(?:供图|供稿)|(?:图|图片|照片)[\u4e00-\u9fff为由]{0,3}[\u4e00-\u9fff·]{2,24}(?:提供|摄|攝)|资料图片?|资料照片|档案图片|"
    r"(?:新华社|中新社|人民视觉|视觉中国|影像中国)发?|制图\s*:\s*\S{2,8})\s*(?:\([^()]{2,20}\))?\s*[。.)]?$"
)
_PICTURE = re.compile(
    r"^(?:[上下左右]?图(?:[①-⑳\d一二三四]|为|[::]|左|右|上|下|中)|[上下左右]图|图片[::]|照片[::]|[▲▼△▽◀▶◄►◁▷↑↓←→↖↗↘↙])"
)
_BOOK = re.compile(
    r"^(?:《[^》]{1,40}》|“[^”]{2,20}”(?:系列)?丛书)\s*:\s*.{0,40}(?:出版社?|书店|出版集团|书局)(?:有限公司)?出版。?$"
)
_CODE = re.compile(r"^(?:请)?(?:扫描?|微信扫|扫一扫).{0,8}(?:二维码|码).{0,20}$")
_NOTE = re.compile(
    r"^[(【](?:作者|本文|笔者|执笔|译者|整理|采访|撰稿|口述|讲述|来源|原载|摘自|据|选自|解答|答疑|答复|主讲|嘉宾|编译|(?:本栏|栏目)(?:编译|主持|特约|编辑))"
    r"[^()【】]*(?:\([^()]*\)[^()【】]*)*[)】]$"
)
_NOTE_OPENS = re.compile(r"^[(【](?:作者|本文作者|笔者)[为系是单:]")
_NOTED = re.compile(
    r"^[(【](?:作者|本文作者|笔者)[为系是:单][^()【】]*[\s,](?P<name>[\u4e00-\u9fff]\s{0,2}[\u4e00-\u9fff]{1,2})[)】]$"
)
_NAMED_FIRST = re.compile(r"^\((?P<name>[\u4e00-\u9fff]{2,4})\s+(?:作者|笔者)[为系是][^()]{2,40}\)$")
_DATELINE_NOTE = re.compile(
    r"^\((?:据)?(?:本报|新华社|中新社|人民日报)[^()]{0,24}(?:电|讯|专电|消息)[^()]{0,30}\)$|^\([^()]{2,60}(?:参与采写|亦有贡献|报道|整理|供稿|综合)\)$"
)
_CLOSING_DATE = re.compile(
    r"^(?:\d{4}|[〇零一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日$"
)
_FORMULA = re.compile(r"^特此(?:公告|通告|通知|声明|公示|函告|函复|更正|说明|报告|批复|致谢|鸣谢|启事)[。!]?$")
_SOURCE_NOTE = re.compile(
    r"^\((?:据|综合|本报综合|来源)[^()]{2,40}\)$|^(?:据|综合|来源[::])[\u4e00-\u9fff、《》]{2,24}$"
)
_GENRE = re.compile(
    r"^[【《\[(■●]?(?:社论|短评|时评|评论员文章|本报评论员|编者按|编者的话|编辑手记|记者手记|记者连线|采访手记|开栏的话|延伸阅读|相关报道|相关链接|新闻链接|链接|背景资料|新闻背景|"
    r"专家点评|专家观点|网友评论|热点问答|名词解释|快评|锐评|观察|特写|述评|侧记|综述|相关阅读)[】》\])]?\s*[:|]?$"
)
_LABEL = re.compile(
    r"^[【《\[(]?(?:社论|社评|短评|时评|评论员文章|本报评论员(?:文章)?|评论|专论|代论|编者按|编者的话|编后|编后语|编后话|编余|编辑回音|编辑附言|编者附言|开栏的话|特稿|通讯|特写|来信|读者来信|小言论|快评|锐评|记者调查|深度报道|专题报道|"
    r"独家报道|国际观察|新闻分析|人物专访|专访)[】》\])]?$"
)
_CREDIT_ENDS = frozenset("摄攝绘图供稿社觉国发片料)")
_BEFORE_STOP = _CREDIT_ENDS | {" ", "\t", ""}
_CREDIT_HINT = re.compile(r"[摄攝绘图供发]|视觉|影像")


def caption_features(line: Line, manner: Manner) -> list[str]:
    """What makes a line a caption: a credit at its end, 图为 at its head, a book's imprint; empty where nothing."""
    plain = line.plain
    names: list[str] = []
    if has_credit(plain):
        names.append("bare credit" if len(plain) <= 24 and "。" not in plain and "," not in plain else "credit")
    if plain[0] in "上下左右图照▲▼△▽◀▶◄►◁▷↑↓←→↖↗↘↙" and _PICTURE.match(plain):
        names.append("picture words")
    if plain[0] in "《“" and _BOOK.match(plain):
        names.append("book")
    if plain[0] in "请扫微" and _CODE.match(plain):
        names.append("code")
    if names and manner.indents and line.lead_spaces >= 2:
        names.append("indented")
    return names


def has_credit(plain: str) -> bool:
    """Whether a line ends in a photographer's or supplier's credit (…摄, 新华社发, 受访者供图).

    >>> has_credit("图为河边晨练。 陈安摄"), has_credit("他们去拍摄")
    (True, False)
    """
    last = plain[-1]
    if last == "。":
        if plain[-2:-1] not in _BEFORE_STOP and "制图" not in plain[-40:]:
            return False
    elif last not in _CREDIT_ENDS and last != "." and ":" not in plain[-9:]:
        return False
    tail = plain[-40:]
    if last == "。" and tail[:-1].rstrip()[-1:] not in _CREDIT_ENDS and "制图" not in tail:
        return False
    return _CREDIT_HINT.search(tail) is not None and _CREDIT.search(tail) is not None


def is_caption_opening(plain: str) -> bool:
    """Whether a line opens like a caption (图为…, 左图：…)."""
    return _PICTURE.match(plain) is not None


def is_closing_date(plain: str) -> bool:
    """Whether a line is a full date and nothing else, as under a notice."""
    return plain[-1] == "日" and _CLOSING_DATE.match(plain) is not None


def note_feature(plain: str) -> str | None:
    """The kind of note a line is (on the author, a dateline, the source), as a feature name; None where it is none."""
    if is_closing_date(plain):
        return "closing date"
    if plain[:2] == "特此" and _FORMULA.match(plain):
        return "closing formula"
    if plain[0] in "(【":
        if _NOTE.match(plain) or _NAMED_FIRST.match(plain):
            return "author note"
        if _DATELINE_NOTE.match(plain):
            return "dateline note"
    elif not plain.startswith(("据", "综合", "来源")):
        return None
    return "source note" if _SOURCE_NOTE.match(plain) else None


def opens_author_note(plain: str) -> bool:
    """Whether a line opens a note on the author ((作者为…), even where it breaks off."""
    return _NOTE_OPENS.match(plain) is not None


def noted_author(plain: str) -> str | None:
    """The name at the end of a note on the author (（作者系…厂长　常 安）), or None.

    >>> noted_author("(作者系北溪电机厂厂长 常 安)"), noted_author("(作者系北溪大学教授)")
    ('常安', None)
    """
    found = _NOTED.match(plain) or _NAMED_FIRST.match(plain)
    name = "".join(found["name"].split()) if found else ""
    return name if is_name(name) else None


def is_label(plain: str) -> bool:
    """Whether a line is a genre label that stands over a headline (社论, 短评)."""
    return len(plain) <= 12 and _LABEL.match("".join(plain.split()) if " " in plain else plain) is not None


def is_genre(plain: str) -> bool:
    """Whether a line is a genre word that heads a part of an article (编者按, 延伸阅读)."""
    return len(plain) <= 12 and _GENRE.match(plain) is not None
