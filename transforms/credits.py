"""Credits of several parts (口述：… 整理：…, ◎记者 … ○编辑 …), and authors named with where they work or live."""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.name_lists import is_name, split_names

BULLETS = "□■●◎▲△☆★◇◆〇◯⊙•※▪▫◉"
_BULLET = re.compile(f"[{BULLETS}]")
_LABEL = re.compile(
    r"(?:^|(?<=[\s)]))(?P<label>口述|讲述|整理|采写|采访整理|采访|执笔|记录|撰文|文字|(?:特约)?摄影|图片|编译|翻译|供图|制图|绘图|漫画|策划|统筹|编辑|责编|[文图摄])"
    r"(?:\s*[:/]\s*(?!(?:图|文|摄)\s*(?:$|[/:]|\s))|(?<=[\u4e00-\u9fff]{2})\s+)"
)
_EDITOR = re.compile(r"(?:责任|实习|见习|执行|值班|本版|美术)*(?:编辑|责编|美编|校对|版式|制图|设计)")
_LABEL_MARKS = frozenset("文图摄述写访理笔录影片译字")
_NO_AUTHORS = frozenset(("编辑", "责编", "策划", "统筹", "供图", "制图"))
_PICTURES = frozenset(("图", "摄", "摄影", "特约摄影", "图片", "绘图", "漫画"))
_WORKS = (
    "校友|教员|教师|老师|工人|职工|读者|学生|农民|社员|战士|干部|居民|村民|市民|员工|营业员|售货员|技术员|调解员|讲解员|乘务员|驾驶员|司机|会计|作家|诗人|画家|"
    "列兵|上等兵|下士|中士|上士|军士|军士长|少尉|中尉|上尉|少校|教导员|指导员|政委|参谋|干事|学员|士官|"
    "律师|法官|庭长|检察官|民警|分析师|测量师|经济师|策略师|营养师|咨询师|畜牧师|兽医师?|药师|会计师|摄影师|讲解员|馆员|规划师|设计师|评论人|医生|医师|护士|研究员|教授|讲师|博士|工程师|技师|农艺师|"
    r"中学|小学|大学|学院|公社|大队|医院|部队|厂|矿|\d{2,4}级|[\d一二三四五六七八九十]班"
)
_LEADERS = (
    "市长|县长|省长|区长|书记|主任|局长|院长|校长|检察长|镇长|乡长|村长|厂长|站长|所长|馆长|园长|"
    "队长|社长|组长|连长|排长|营长|班长|团长|旅长|经理"
)
_OFFICE = re.compile(rf"(?:(?P<work>{_WORKS})|{_LEADERS})$")
_PLACE = re.compile(
    r"(?:县|区|市|镇|乡|村|街道|社区|[)）一二三四五六七八九十\d]班|证券|银行|报社|电视台|试验所|公社|公司|集团|研究院|研究所|科学院|农科院|中心|幼儿园|学校|高中|初中|[一二三四五六七八九十附]中|文化馆|图书馆|博物馆|"
    r"[站局院旅营连系科所队]|车间|班组|工段|分厂|报道组|通讯组|团委|党委|工会|支队|协会|委员会|宣传部|办公室)$"
)
_IN_FRONT = re.compile(r"^(?!作者|本文|笔者|解答)[\u4e00-\u9fffA-Za-z\d“”·()、]{2,28}$")
_LONGEST = 40
_LONGEST_OFFICE = 5
_MOST_WORDS = 3
_MOST_NAMED = 3
_LONGEST_PEN_NAME = 3
_CLASS = re.compile(r"(?:\d{2,4}级|[\d一二三四五六七八九十)]班)$")
_BEHIND_NAME = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,4})(?:/(?P<office>[\u4e00-\u9fff]{2,16})(?:\([\u4e00-\u9fff]{2,8}\))?|\s*\((?P<held>[^()]{2,20})\))$"
)
_WORKER = re.compile(rf"^(?P<name>[\u4e00-\u9fff]{{2,4}})\s+[\u4e00-\u9fff]{{0,4}}(?:{_WORKS})$")
_GLUED_WORKER = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,3})(?:律师|(?:副?主任)?医师|副?教授|副?研究员|博士)$")

Part = tuple[str, str]


def split_credit(plain: str) -> list[Part]:
    """The parts of a line that credits several people for several things, each with its label ("" where none stands).

    Parts that name no author (编辑, 供图) are left out. Empty where the line is none of several parts.

    >>> split_credit("口述:石鼓镇调解员 温和 整理:本报记者 季明")
    [('口述', '石鼓镇调解员 温和'), ('整理', '本报记者 季明')]
    """
    if plain[0] in BULLETS and _BULLET.search(plain, 1):
        pieces = [piece.strip() for piece in _BULLET.split(plain)]
        return [("", piece) for piece in pieces if piece and not _EDITOR.match(piece)]
    if not (" " in plain or ":" in plain or "/" in plain) or _LABEL_MARKS.isdisjoint(plain):
        return []
    found = list(_LABEL.finditer(plain))
    if not found or (len(found) == 1 and found[0].start() == 0):
        return []
    stops = [*(label.start() for label in found[1:]), len(plain)]
    parts = [(label["label"], plain[label.end() : stop].strip()) for label, stop in zip(found, stops, strict=True)]
    first = plain[: found[0].start()].strip()
    return [("", first)] * bool(first) + [(label, text) for label, text in parts if label not in _NO_AUTHORS]


def is_picture_label(label: str) -> bool:
    """Whether a credit's label names pictures, which may be anybody's (图：本報資料室)."""
    return label in _PICTURES


@lru_cache(maxsize=512)
def read_office(plain: str) -> tuple[tuple[str, ...], bool] | None:
    """The names behind (or before) an office or occupation, and whether it is an occupation; None in any other line.

    >>> read_office("某合成营教导员 郭安"), read_office("赵明/小学教师(临江市)"), read_office("市长 乔国梁")
    ((('郭安',), True), (('赵明',), True), (('乔国梁',), False))
    """
    if "/" in plain or plain.endswith(")"):
        behind = _BEHIND_NAME.match(plain)
        if behind is None or not is_name(behind["name"]):
            return None
        held = _OFFICE.search(behind["held"]) if behind["held"] else None
        is_held = held["work"] is not None if held else behind["office"] is not None and not is_name(behind["office"])
        return ((behind["name"],), True) if is_held else None
    split = _divide(plain, _OFFICE)
    if split:
        return split[0], split[1]["work"] is not None
    worker = _WORKER.match(plain) or _GLUED_WORKER.match(plain)
    return ((worker["name"],), True) if worker and is_name(worker["name"]) else None


def read_place(plain: str) -> tuple[str, ...] | None:
    """The names behind the place or body their bearers belong to (沙坝区 卢梁, 县文化馆 董收 翟青); None elsewhere."""
    split = _divide(plain, _PLACE)
    return split[0] if split else None


def _divide(plain: str, office: re.Pattern[str]) -> tuple[tuple[str, ...], re.Match[str]] | None:
    """Names behind what a pattern finds at the end of the words before them."""
    if " " not in plain or len(plain) > _LONGEST:
        return None
    words = plain.split()
    for n_words in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        front = "".join(words[:n_words])
        found = office.search(front, max(0, len(front) - _LONGEST_OFFICE))
        if found is None or not _IN_FRONT.match(front):
            continue
        rest = " ".join(words[n_words:])
        names = split_names(rest, strict=True)
        if names is None and _CLASS.search(front) and len("".join(words[n_words:])) <= _LONGEST_PEN_NAME:
            names = split_names(rest, strict=False)
        if names and len(names) <= _MOST_NAMED:
            return names, found
    return None
