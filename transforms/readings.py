"""What each line of a page can be: its plausible roles, each with the features that speak for and against it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transforms.bylines import Byline, is_group_author, is_name, read_byline, read_names, tail_bracket
from transforms.joins import is_numbered, is_question_or_answer, is_seen_elsewhere, is_word, join_features
from transforms.jumps import Jump, read_jump
from transforms.leads import Lead, read_lead
from transforms.lines import Line, Manner, opens_with_closer
from transforms.weights import JOINS, LOOKS

_CERTAIN_BODY = 61
_SHORT = 24
_LONGEST_SUBHEAD = 40
_CREDIT = re.compile(
    r"(?:[^。:]{1,24}(?:摄|攝|绘|供图|供稿|提供)|(?:资料|档案)?(?:图片|照片)|(?:视觉中国|影像中国|人民视觉)|(?:新华社|中新社)发)\s*(?:\([^()]{2,20}\))?\s*[。.]?$"
)
_CREDIT_STRICT = re.compile(
    r"(?:[\u4e00-\u9fff·]\s?[\u4e00-\u9fff]{1,3}\s*(?:摄|攝|绘)|(?:供图|供稿)|(?:图|图片|照片)[\u4e00-\u9fff为由]{0,3}[\u4e00-\u9fff·]{2,24}(?:提供|摄|攝)|资料图片?|资料照片|档案图片|"
    r"(?:新华社|中新社|人民视觉|视觉中国|影像中国)发?|制图\s*:\s*\S{2,8})\s*(?:\([^()]{2,20}\))?\s*[。.)]?$"
)
_PICTURE = re.compile(
    r"^(?:[上下左右]?图(?:[①-⑳\d一二三四]|为|[::]|左|右|上|下|中)|[上下左右]图|图片[::]|照片[::]|[▲▼△↑↓←→])"
)
_BOOK = re.compile(
    r"^(?:《[^》]{1,40}》|“[^”]{2,20}”(?:系列)?丛书)\s*:\s*.{0,40}(?:出版社?|书店|出版集团|书局)(?:有限公司)?出版。?$"
)
_CODE = re.compile(r"^(?:请)?(?:扫描?|微信扫|扫一扫).{0,8}(?:二维码|码).{0,20}$")
_TITLE_INSIDE = re.compile(r"《[^》]*》")
_DOCUMENT_NUMBER = re.compile(r"^[\[(]?[^\])。,]{0,12}[\])]?第[一二三四五六七八九十百零〇\d]{1,6}号$")
_DOCUMENT = re.compile(r"(?:决定|通知|条例|公告|名单|办法|意见|规定|声明|讲话|报告|公报|方案|令|答记者问)$")
_REPORTS = re.compile(r"(?:提出|表示|指出|认为|强调|介绍|透露|获悉|了解到|说),")
_COLUMN_TAG = re.compile(r"\(([^()]{1,26})\)$")
_SECTION_HEAD = re.compile(
    r"^[【《\[(■●]?\s*(?:图片(?:报道|新闻|故事)|新闻图片|(?:今日|本期|要闻)?导读|新闻简报|简讯|要闻简报|一句话新闻|要闻速览|(?:遗失|减资|注销)?(?:启事|公告|声明|公示)|"
    r"更正|讣告|广告|招聘启事|天气预报|今日天气|快讯|简明新闻|国际简讯)\s*[】》\])]?$"
)
_GENRE = re.compile(
    r"^[【《\[(■●]?(?:社论|短评|时评|评论员文章|本报评论员|编者按|编者的话|编辑手记|记者手记|采访手记|开栏的话|延伸阅读|相关报道|相关链接|新闻链接|链接|背景资料|新闻背景|"
    r"专家点评|专家观点|网友评论|热点问答|名词解释|快评|锐评|观察|特写|述评|侧记|综述|相关阅读)[】》\])]?\s*[:|]?$"
)
_LABEL = re.compile(
    r"^[【《\[(]?(?:社论|社评|短评|时评|评论员文章|本报评论员文章?|评论|专论|代论|编者按|编者的话|开栏的话|特稿|通讯|特写|来信|读者来信|小言论|快评|锐评|记者调查|深度报道|专题报道|"
    r"独家报道|国际观察|新闻分析|人物专访|专访)[】》\])]?$"
)
_SAYS = re.compile(
    r"(?:强调|指出|表示|要求|时说|透露|提出|宣布|呼吁|之际|以来|后|前夕|认为|通知|意见|号召|负责人)[:,——]*$"
)
_PERIOD = re.compile(
    r"^(?:(?:今年|去年|全年|上半年|下半年|[一二三四前]季度|前[一二三四五六七八九十\d]{1,2}个?月|\d{1,2}月(?:份|末)?|\d{4}年|“?十[三四五]五”?期间?|(?:今年|\d{4}年)?(?:前|一至|1[至—-])?[一二三四五六七八九十\d]{1,2}(?:个?月|季度)(?:份)?))$"
)
_NEWS_VERB = re.compile(
    r"(?:举行|召开|闭幕|开幕|启动|发布|成立|印发|逝世|会见|访华|通话|上线|开通|通车|投产|竣工|揭牌|举办|增长|下降|突破|座谈|调研|考察|签署|任免|调整|启用|开工|落成|公布|获批|夺冠|开赛|当选|出席|致贺|贺信|进展|成效|施行|亮相|揭晓|出炉|征求意见|收官|返回)"
)
_DATE_LINE = re.compile(
    r"^(?:\d{4}|[〇一二三四五六七八九零]{4})年.{1,12}[日月]$|^(?:[\u4e00-\u9fff]{2,20}(?:主席|总理|主任|省长|市长|部长|县长|局长|院长|会长)\s+[\u4e00-\u9fff·]{2,8})$"
)
_NOTE = re.compile(
    r"^\((?:作者|本文作者|笔者|执笔|译者|整理|采访|撰稿|口述|讲述|来源|原载|摘自|据|选自)[^()]*(?:\([^()]*\)[^()]*)*\)$"
)
_NOTE_OPENS = re.compile(r"^\((?:作者|本文作者|笔者)[为系是单:]")
_DATELINE_NOTE = re.compile(
    r"^\((?:据)?(?:本报|新华社|中新社|人民日报)[^()]{0,24}(?:电|讯|专电|消息)[^()]{0,30}\)$|^\([^()]{2,60}(?:参与采写|亦有贡献|报道|整理|供稿|综合)\)$"
)
_SOURCE_NOTE = re.compile(
    r"^\((?:据|综合|本报综合|来源)[^()]{2,40}\)$|^(?:据|综合|来源[::])[\u4e00-\u9fff、《》]{2,24}$"
)
_INNER_END = re.compile(r"[。;]|[!?][^”’」』]")
_FOLIO_WORD = re.compile(r"^第?[A-Z]?[\d一二三四五六七八九十]{1,3}版$")


@dataclass(slots=True)
class Reading:
    """A line's plausible roles with their scores, and what was parsed on the way.

    `scores`: role -> weight sum (without the join, which `cont` holds in full). `features`: role -> names of weights.
    """

    scores: dict[str, float] = field(default_factory=dict)
    features: dict[str, list[str]] = field(default_factory=dict)
    lead: Lead | None = None
    byline: Byline | None = None
    jump: Jump | None = None

    def add(self, role: str, names: list[str]) -> None:
        """Offer a role; its score is the sum of its features' weights."""
        weights = JOINS if role == "cont" else LOOKS[role]
        total = 0.0
        for name in names:
            total += weights[name]
        self.scores[role] = total
        self.features[role] = names


def read_lines(lines: list[Line], manner: Manner, page: str = "") -> list[Reading]:
    """The readings of every line, given its neighbours and the page's manner."""
    runs = _short_runs(lines)
    readings: list[Reading] = []
    last_text: Line | None = None
    last_lead: int | None = None
    for index, line in enumerate(lines):
        reading = _read_line(lines, index, manner, runs[index], last_text, last_lead, page)
        readings.append(reading)
        if not (reading.jump or reading.scores.get("caption", 0.0) > 0.0 or line.glued):
            last_text = line
        if reading.lead is not None:
            last_lead = index
    return readings


def _short_runs(lines: list[Line]) -> list[int]:
    """For each line, how many short lines without a closing mark stand in a row around it."""
    runs = [0] * len(lines)
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and lines[index].end - lines[index].start <= 22 and lines[index].plain[-1] not in "。;)":
            continue
        for inside in range(start, index):
            runs[inside] = index - start
        start = index + 1
    return runs


def _read_line(
    lines: list[Line], index: int, manner: Manner, run: int, last_text: Line | None, last_lead: int | None, page: str
) -> Reading:
    reading = Reading()
    line = lines[index]
    plain = line.plain
    before = lines[index - 1] if index else None
    if _is_mark(line, reading):
        return reading
    reading.lead = _lead_across(lines, index)
    caption = _caption_features(line, manner)
    if caption:
        reading.add("caption", caption)
    is_same = reading.lead is not None and last_lead is not None and _is_same_matter(lines, last_lead, index)
    _offer_body(line, manner, reading, last_text, is_same_matter=is_same)
    if last_text is not None and not line.glued:
        names = join_features(last_text, line, manner, is_lead=reading.lead is not None, is_credit=bool(caption))
        if not manner.wrap_width and not last_text.ended and is_seen_elsewhere(last_text, line, page):
            names.append("seen elsewhere")
        if run >= 4 and not manner.is_full(last_text) and not opens_with_closer(plain):
            names.append("among short lines")
        reading.add("cont", names)
    if len(plain) >= _CERTAIN_BODY and (line.ended or manner.is_full(line)):
        return reading
    is_run_on = before is not None and manner.is_full(before) and not before.ended
    if is_run_on and (manner.is_full(line) or opens_with_closer(plain)):
        return reading
    following = lines[index + 1] if index + 1 < len(lines) else None
    _offer_head(line, before, following, manner, reading, run)
    _offer_short(line, before, manner, reading, index)
    return reading


def _lead_across(lines: list[Line], index: int) -> Lead | None:
    """The lead a line opens with, also where the line breaks off inside it."""
    plain = lines[index].plain
    if len(plain) > 24 or index + 1 == len(lines):
        return read_lead(plain) if len(plain) > 5 else None
    if plain[0] not in "本新中据【[(":
        return read_lead(plain) if len(plain) > 5 else None
    whole = read_lead(plain)
    if whole is None or whole.end < len(plain) - 1:
        after = read_lead(plain + lines[index + 1].plain[:60])
        return after if after is not None and after.end > len(plain) - 8 else whole
    return read_lead(plain + " " + lines[index + 1].plain[:80])


def _is_same_matter(lines: list[Line], last: int, index: int) -> bool:
    """Whether two items that open with leads share their subject: at least three runs of four characters."""
    first, second = (_opening(lines, at) for at in (last, index))
    runs = {first[at : at + 4] for at in range(len(first) - 3)}
    return sum(1 for at in range(len(second) - 3) if second[at : at + 4] in runs) >= 3


def _opening(lines: list[Line], index: int) -> str:
    """The first sentences of an item, without lead and credit."""
    joined = "".join(line.plain for line in lines[index : index + 5])[:220]
    return re.sub(r"^.{0,40}?(?:讯|电|消息)\s*(?:\([^()]*\))?|[\d月日时]+|记者从|获悉", "", joined)


def _is_mark(line: Line, reading: Reading) -> bool:
    """Whether the line is a jump or a tail byline and nothing else."""
    plain = line.plain
    reading.jump = read_jump(plain)
    if reading.jump is not None:
        reading.add("jump" if reading.jump.direction == "to" else "from", ["jump"])
        return True
    if plain[-1] in ")】" and plain[0] in "([【" and tail_bracket(plain) == 0:
        byline = read_names(plain[1:-1])
        if byline is not None:
            reading.byline = byline
            names = (
                ["names in brackets"] + (["glued"] if line.glued else []) + (["role word"] if byline.has_role else [])
            )
            reading.add("tail", names)
            return line.glued
    return False


def _offer_body(line: Line, manner: Manner, reading: Reading, last_text: Line | None, *, is_same_matter: bool) -> None:
    plain = line.plain
    names = _indent_features(line, manner)
    if reading.lead is not None:
        if is_same_matter:
            names.append("same matter")
        reading.add("lead", ["lead", *names])
        is_open = last_text is not None and not last_text.ended and last_text.end - last_text.start > 40
        reading.add("start", ["lead", *names, *(["after open text"] if is_open else [])])
    if line.ended:
        names.append("sentence")
    elif manner.is_full(line):
        names.append("long")
    elif len(plain) >= 60:
        names.append("long and open")
    elif plain[-1] in "”’":
        names.append("quotation")
    elif len(plain) <= _SHORT and "," not in plain and not _INNER_END.search(plain):
        names.append("short and open")
    else:
        names.append("open end")
    if opens_with_closer(plain):
        names.append("opens with closer")
    elif plain[0] == "—":
        names.append("opens with dash")
    elif plain[0] == "(":
        names.append("author note" if _NOTE_OPENS.match(plain) else "in brackets")
        if "tail" in reading.scores:
            names.append("names in brackets")
    elif is_question_or_answer(plain):
        names.append("question or answer")
    elif is_numbered(plain):
        names.append("numbered")
    if plain[-1] in ",;:、":
        names.append("ends in comma")
    if reading.lead is None:
        reading.add("body", names)


def _indent_features(line: Line, manner: Manner) -> list[str]:
    if not manner.indents or line.glued:
        return []
    return ["indented" if line.lead_spaces >= 2 else "not indented"]


def _caption_features(line: Line, manner: Manner) -> list[str]:
    plain = line.plain
    names: list[str] = []
    tail = plain[-40:]
    if (
        "摄" in tail or "图" in tail or "供" in tail or "发" in tail or "绘" in tail or "视觉" in tail or "影像" in tail
    ) and _CREDIT_STRICT.search(tail):
        names.append("bare credit" if len(plain) <= 24 and "。" not in plain and "," not in plain else "credit")
    if _PICTURE.match(plain):
        names.append("picture words")
    if plain[0] in "《“" and _BOOK.match(plain):
        names.append("book")
    if plain[0] in "请扫微" and _CODE.match(plain):
        names.append("code")
    if names and manner.indents and line.lead_spaces >= 2:
        names.append("indented")
    return names


def _offer_head(
    line: Line, before: Line | None, following: Line | None, manner: Manner, reading: Reading, run: int
) -> None:
    """The readings as first or further line of a headline stack."""
    plain = line.plain
    tag = _COLUMN_TAG.search(plain)
    core = plain[: tag.start()] if tag and tag.start() >= 3 else plain
    shared = _shape_features(core, plain, line, reading)
    names = list(shared)
    if tag and tag.start() >= 3 and not re.fullmatch(r"[\d一二三四五六七八九十、年月日]+", tag[1]):
        names.append("column tag")
    if core.count("、") >= 3:
        names.append("list")
    if _is_open(plain) and not _closes(plain, following):
        names.append("bracket open")
    names.extend(_head_only_features(core, plain, line, before, following, manner, run))
    more = [name for name in names if name in LOOKS["more"] and name != "opens with dash"]
    if reading.lead is not None:
        more.append("opens with lead")
    if plain[0] == "—":
        more.append("opens with dash")
    elif plain[0] in "([" and plain[-1] in ")]":
        more.append("in brackets")
    elif _DOCUMENT_NUMBER.match(plain):
        more.append("document number")
    if before is not None and before.plain.count("(") > before.plain.count(")") and plain.count(")") > plain.count("("):
        more.append("closes bracket")
    if manner.blank_lines and not line.blank and before is not None:
        names.append("follows closely")
        more.append("follows closely")
    if is_group_author(plain):
        more.append("group author")
    reading.add("head", names)
    reading.add("more", more)


def _is_open(plain: str) -> bool:
    return any(plain.count(pair[0]) > plain.count(pair[1]) for pair in ("()", "“”", "《》", "「」"))


def _closes(plain: str, following: Line | None) -> bool:
    """Whether the next line, itself short, closes what a line leaves open: a headline broken in two."""
    return (
        following is not None
        and len(following.plain) <= 30
        and not following.ended
        and not _is_open(plain + following.plain)
    )


def _shape_features(core: str, plain: str, line: Line, reading: Reading) -> list[str]:
    names: list[str] = []
    size = len(_TITLE_INSIDE.sub("《》", core)) if "《" in core else len(core)
    if size <= 4:
        names.append("tiny")
    elif size <= 30:
        names.append("short")
    elif size > 45:
        names.append("very long")
    else:
        names.append("long")
    if plain[-1] in "。;":
        names.append("sentence")
    elif plain[-1] in ",、":
        names.append("ends in comma")
    elif line.ended and plain[-1] in "”’…" and size > 12:
        names.append("inner sentence")
    if "。" in plain[:-1] or ";" in plain[:-1]:
        names.append("inner sentence")
    if opens_with_closer(plain):
        names.append("opens with closer")
    elif is_numbered(plain):
        names.append("numbered")
    elif is_question_or_answer(plain) and plain[0] in "问答":
        names.append("question or answer")
    if "caption" in reading.scores:
        names.append("credit")
    return names


def _head_only_features(
    core: str, plain: str, line: Line, before: Line | None, following: Line | None, manner: Manner, run: int
) -> list[str]:
    names: list[str] = []
    if manner.indents:
        names.append("indented" if line.lead_spaces >= 2 else "not indented")
    if plain[0] == "—":
        names.append("opens with dash")
    elif plain[0] == "(":
        names.append("opens with bracket")
    if _SECTION_HEAD.match(plain):
        names.append("stands as headline")
    if plain.endswith("—"):
        names.append("dash at end")
    if _PERIOD.match(plain):
        names.append("period word")
    elif _SAYS.search(plain):
        names.append("kicker words")
    if " " in core and len(core) >= 9:
        names.append("two clauses")
    elif _NEWS_VERB.search(core):
        names.append("news verb")
    if plain[-1] == "?":
        names.append("question")
    elif plain[-1] == "”" and plain[0] == "“":
        names.append("speech")
    if _DATE_LINE.match(plain):
        names.append("date or signature")
    if _FOLIO_WORD.match(plain):
        names.append("bare page number")
    if core.count(",") > 1:
        names.append("many commas")
    if _REPORTS.search(core):
        names.append("reports speech")
    if _DOCUMENT_NUMBER.match(plain):
        names.append("document number")
    elif _DOCUMENT.search(core):
        names.append("document")
    if following is not None and len(following.plain) <= _SHORT and read_byline(following.plain) is not None:
        names.append("byline next")
    elif run >= 5:
        names.append("among short lines")
    names.extend(_break_features(line, before, manner))
    return names


def _break_features(line: Line, before: Line | None, manner: Manner) -> list[str]:
    """What a heading here would break: an unfinished sentence, or a line that ran to its full width."""
    if before is None or before.ended or before.glued:
        return []
    if manner.is_full(before):
        return ["breaks a line"]
    return ["breaks a sentence"] if len(before.plain) > 10 and not _CREDIT_STRICT.search(before.plain[-40:]) else []


def _offer_short(line: Line, before: Line | None, manner: Manner, reading: Reading, index: int) -> None:
    """The readings that only short lines have: byline, subhead, label, note."""
    plain = line.plain
    if _LABEL.match(plain):
        reading.add("label", ["genre word"])
    if plain[0] == "(" or plain.startswith(("据", "综合", "来源")):
        _offer_note(plain, reading)
    if "tail" not in reading.scores and not _GENRE.match(plain):
        _offer_byline(line, manner, reading)
    if len(plain) <= _LONGEST_SUBHEAD and ((plain[-1] not in "。!?…;:,、" and not line.ended) or _GENRE.match(plain)):
        reading.add("subhead", _subhead_features(line, before, manner, reading, index))


def _offer_note(plain: str, reading: Reading) -> None:
    if _NOTE.match(plain):
        reading.add("note", ["author note"])
    elif _DATELINE_NOTE.match(plain):
        reading.add("note", ["dateline note"])
    elif _SOURCE_NOTE.match(plain):
        reading.add("note", ["source note"])


def _offer_byline(line: Line, manner: Manner, reading: Reading) -> None:
    plain = line.plain
    byline = read_byline(plain)
    names: list[str] = []
    if byline is not None:
        if byline.has_role:
            names.append("role word")
        else:
            names.append("surname")
            if len(byline.names) == 1 and len(plain) <= 3 and is_word(byline.names[0]):
                names.append("is word")
        if re.search(r"(?:^|\s)[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff](?:\s|$)", plain):
            names.append("padded")
    elif is_group_author(plain):
        byline = Byline((plain,), has_role=False)
        names.append("group author")
    elif len(plain) <= 5 and is_name("".join(plain.split()), strict=False):
        byline = Byline(("".join(plain.split()),), has_role=False)
        names.extend(["pen name"] + (["padded"] if " " in plain else []))
        if " " not in plain and is_word(plain):
            names.append("is word")
    if byline is None:
        return
    reading.byline = byline
    if manner.indents and line.lead_spaces >= 2:
        names.append("indented")
    reading.add("byline", names)


def _subhead_features(line: Line, before: Line | None, manner: Manner, reading: Reading, index: int) -> list[str]:
    plain = line.plain
    names = ["long" if len(plain) > _SHORT else "short" if len(plain) > 2 else "tiny"]
    if plain[-1] in "”’":
        names.append("quotation")
    if _DOCUMENT_NUMBER.match(plain):
        names.append("document number")
    if is_numbered(plain):
        names.append("bullet" if plain[0] in "■●◆▲□○★◎△▶►" else "numbered")
    if plain.endswith("—"):
        names.append("dash at end")
    if manner.indents:
        names.append("indented" if line.lead_spaces >= 2 else "not indented")
    if plain[0] == "—":
        names.append("opens with dash")
    elif plain[0] == "(":
        names.append("in brackets")
    if _COLUMN_TAG.search(plain) and plain[0] != "(":
        names.append("column tag")
    if opens_with_closer(plain):
        names.append("opens with closer")
    if _INNER_END.search(plain[:-1]):
        names.append("inner sentence")
    if plain.count("、") >= 3:
        names.append("list")
    if _is_open(plain):
        names.append("bracket open")
    if manner.blank_lines and not line.blank and before is not None:
        names.append("follows closely")
    if reading.lead is not None:
        names.append("opens with lead")
    if _DATE_LINE.match(plain):
        names.append("date or signature")
    if _GENRE.match(plain):
        names.append("genre word")
    if index == 0:
        names.append("first of the page")
    names.extend(_break_features(line, before, manner))
    return names
