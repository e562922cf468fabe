"""Who wrote it: bylines under a headline (本报记者 …), at the tail (（张勇、汲建莉）), and the names in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms.credits import BULLETS, is_picture_label, read_office, read_place, split_credit
from transforms.dictionary import plain_dictionary
from transforms.name_lists import is_name, may_open_with_name, split_names
from transforms.surnames import COMPOUND, NOT_NAMES
from transforms.tables import read_list

_LONGEST_NAME = 4
_LONGEST_BARE = 24
_LONGEST_MARKED = 16
_ROLE = re.compile(r"记者|通讯员|报道员|评论员|实习生|撰稿|作者|译者|编译|主笔|撰文|摄影|采访人")
_PLAIN_ROLE = re.compile(
    r"(?:本报|本刊|本台|新华社|全媒体|融媒体?|首席|特约|特派|见习|实习|摄影|文字|学生|校园|法庭|工人|农民|工农兵|业余)*(?:记者|通讯员|报道员|评论员|实习生|撰稿人?|作者|主笔|撰文|编译)"
)
_BY_LINE = re.compile(
    rf"^[{BULLETS}/\s]*[(\[]?\s*(?:(?:{_PLAIN_ROLE.pattern})|文/|文[:、]|图/|撰文[:/]?|作者[:/]|采写[:/]?|(?:采访|文字|报道|报导|记录)[:/]|(?:执笔|口述|讲述|编译|翻译)[:/]|"
    r"(?:[\u4e00-\u9fff]{0,8}(?:日报|晚报|晨报|早报|商报|时报|网|报|社|台)|驻[\u4e00-\u9fff]{2,6}|全媒体|融媒)[\u4e00-\u9fff]{0,4}记者)"
)
_BY_MARK = re.compile(r"[者员生撰笔译写述/]|[文访字道导录][:、]")
_TRAILING = re.compile(
    r"(?:\s*(?:文/[图摄]|[图摄]/文|文图|图文|文并摄|摄影报道|联合报道|综合报道|采访报道|专题报道|专题报导|特稿|专稿|特写|采写|报道|整理|整合|编译|撰文|摄影)|(?:摘编|辑录|编译|供稿|[辑编](?![辑委]))|[\s/](?:文|摄|图|写|撰|著|编著|译|辑|编)|\s(?P<sent>[\u4e00-\u9fff]{2,6})专[电稿])?"
    r"(?:\s*发自\s*(?P<place>[\u4e00-\u9fff]{2,8}))?(?:\(署名除外\))?\s*[:.。]?$"
)
_ROLES_ONLY = re.compile(
    r"^(?:(?:本报|本刊|新华社)(?:特约)?(?:记者|通讯员|评论员))(?:[\s、]+(?:本报|本刊|新华社)(?:特约)?(?:记者|通讯员|评论员))+$"
)
_WORK = re.compile(r"^(?:摄影|文字|撰文|采写|绘图|整理|编译|翻译|执笔)\s+[\u4e00-\u9fff]")
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff]{2})[\s/](?:文|图|摄|摄影|撰文|著)(?=[\s、,]+[\u4e00-\u9fff]{2})")
_DONE = "(?:口述|讲述|整理|记录|执笔|撰文|采写|编译|摄影|文|图|摄)"
_WORKED = re.compile(rf"([\u4e00-\u9fff]{{2,4}}?)/?{_DONE}(?=[\s/、]|$)")
_WORKED_LINE = re.compile(rf"^(?:[\u4e00-\u9fff]{{2,4}}?/?{_DONE}[\s/、]+)+[\u4e00-\u9fff]{{2,4}}?/?{_DONE}$")
_WORK_ENDS = frozenset("述理录笔文写译影图摄")
_HELD = re.compile(r"\([^()]{2,24}\)$")
_MAIL = re.compile(r"\s+[\w.+-]{2,30}@[\w.-]{4,30}$")
_NATION = re.compile(r"(?:^|(?<=\s))[\[(][\u4e00-\u9fff]{1,3}[\])]\s*")
_ANY_REPORTER = re.compile(r"^[\u4e00-\u9fff]{2,8}记者\s+[\u4e00-\u9fff]")
_MAY_TRAIL = frozenset("图文摄道写理合译影撰著电稿辑编录):.。 \t")
_OPENERS = frozenset(BULLETS + "(")
_MARKS = BULLETS + "() []【】:"
_GROUP_END = ("组", "部", "站", "社", "室", "局", "办", "科", "台", "网", "中心", "委", "处")
_WEB_AUTHOR = re.compile(
    r"^(?:\d{4}[-/.年][^a-z]{0,24}?)?\s*来源\s*:.{0,30}?\s(?:作者|记者)\s*:\s*(?P<names>[\u4e00-\u9fff·、 ]{2,30}?)"
    r"(?=\s{2,}|\s*(?:字号|字体|责任编辑|编辑|浏览|阅读)|$)"
)
_CREDIT_WORDS = re.compile(
    r"^(?:文|图|撰文|作者|采写|采访|文字|报道|报导|记录|摄影|执笔|口述|讲述|编译|翻译)\s*[/:、]\s*(?:(?:文|图|摄影|摄)(?:\s*[/:、]\s*|\s+))?"
)
_COMMON_CREDITS = ("采访", "文字", "报道", "报导", "记录")
"""Credits that are everyday words, too: only plain names count behind them (报道:多云)."""
_CREDIT_OPENS = frozenset("文图撰作采摄执口讲编翻报记")
_REPORTING_GROUP = re.compile(r"^[\u4e00-\u9fff]{2,16}(?:通讯|报道|通联|理论|写作|评论|宣传)小?组$")
_GROUP_ENDS = frozenset("院室心部员组委会班办站")
_GROUP = re.compile(
    r"^[\u4e00-\u9fff·()、\s]{2,30}(?:研究院|研究室|研究中心|编辑部|评论部|评论员|课题组|调研组|报道组|采访组|党组|党委|委员会|办公室|学习中心组|宣传部|"
    r"联合会|编写组|专班|工作室|党史办|推广站|试验站)$"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names found in a byline.

    `has_role`: whether a word such as 记者 vouches for them. `place`: where they wrote, if the line says so.
    """

    names: tuple[str, ...]
    has_role: bool
    place: str | None = None


def read_names(segment: str, *, strict: bool = False) -> Byline | None:
    """The names of `本报记者 赵鹏 周亚军 通讯员 李莉`, `任晓明`, `路前进/张占辉`; None where it is anything else.

    `strict`: what stands behind a word like 记者 must look like a name, too.
    """
    bare = segment.removesuffix("(署名除外)")
    bare = (_HELD.sub("", bare) if bare[:1] in _CREDIT_OPENS and bare[-1:] == ")" else bare).strip(_MARKS)
    if ("者" in bare or "员" in bare or "生" in bare or "撰" in bare) and _ROLE.search(bare):
        marked, n_roles = _PLAIN_ROLE.subn("\n", bare)
        if n_roles == 0 or len(marked.split("\n")[0].strip()) > 8:
            return None
        marked = marked if _first_is_title(marked) else "\n" + marked
        return _names_of(marked.split("\n")[1:], has_role=True, strict=strict)
    credit = _CREDIT_WORDS.match(bare) if bare[:1] in _CREDIT_OPENS else None
    if credit is None and (not may_open_with_name(bare) or read_office(bare)):
        return None
    is_strict = bare.startswith(_COMMON_CREDITS)
    return _names_of([bare[credit.end() :] if credit else bare], has_role=credit is not None, strict=is_strict)


def _names_of(pieces: list[str], *, has_role: bool, strict: bool = False) -> Byline | None:
    """The names in the pieces of a byline, or None where one holds anything else."""
    names: list[str] = []
    place: str | None = None
    for piece in pieces:
        bare = piece
        if piece[-1:] in _MAY_TRAIL or "发自" in piece:
            trailing = _TRAILING.search(piece)
            if trailing is not None:
                bare, place = piece[: trailing.start()], place or trailing["place"] or trailing["sent"]
                if has_role and place is None and "报道" in trailing[0]:
                    bare, place = _without_place(bare.rstrip())
        if " " in bare:
            bare = _BETWEEN.sub(" ", bare)
        found = split_names(bare.strip("/、,:; "), strict=strict or not has_role)
        if found is None and piece.strip("/、,:; "):
            return None
        names.extend(found or ())
    return Byline(tuple(dict.fromkeys(names)), has_role, place) if names else None


def _without_place(named: str) -> tuple[str, str | None]:
    """Names before 报道 without the place they wrote from (桑 榆 莲浦, 张安北京), and that place."""
    before, _, last = named.rpartition(" ")
    for size in (3, 2):
        if is_name(last[:size]) and _is_place(last[size:]):
            return named[: len(named) - len(last) + size], last[size:]
    if before.strip() and 2 <= len(last) <= _LONGEST_NAME and (not is_name(last) or _is_place(last)):
        return before, last
    return named, None


def _is_place(word: str) -> bool:
    return len(word) > 1 and [tag for _, tag in plain_dictionary().tag(word, True)] == ["ns"]


def _first_is_title(marked: str) -> bool:
    """Whether what stands before the first role word is a paper or a place, not a name."""
    first = marked.split("\n")[0].strip("、,/ ")
    if len(first) >= _LONGEST_NAME and first[:2] not in COMPOUND:
        return True
    return not first or not is_name(first) or first.endswith(("报", "网", "社", "台"))


@lru_cache(maxsize=2048)
def read_byline(plain: str) -> Byline | None:
    """A line under a headline that names its authors; None where it is anything else.

    >>> read_byline("本报记者 赵 鹏 周亚军").names
    ('赵鹏', '周亚军')
    >>> read_byline("本报讯 记者昨日从市财政局获悉") is None
    True
    """
    if len(plain) > 60 or plain.endswith(("。", "!", "?")):
        return None
    if plain[-1].isascii() and "@" in plain:
        plain = _MAIL.sub("", plain) or plain
    if plain[0] in "[(":
        plain = _NATION.sub("", plain) or plain
    if "来源" in plain:
        signed = _WEB_AUTHOR.match(plain)
        return read_names("作者:" + signed["names"]) if signed else None
    worked = _WORKED.findall(plain) if plain[-1] in _WORK_ENDS else []
    if worked and _WORKED_LINE.match(plain) and all(map(is_name, worked)):
        return Byline(tuple(dict.fromkeys(worked)), has_role=True)
    parts = split_credit(plain)
    if parts:
        return _read_parts(parts)
    if _BY_MARK.search(plain):
        if _BY_LINE.match(plain):
            return read_names(plain)
        if _ANY_REPORTER.match(plain):
            return read_names(plain, strict=True)
    if _WORK.match(plain):
        names = split_names(plain.partition(" ")[2], strict=True)
        return Byline(names, has_role=True) if names else None
    if len(plain) > _LONGEST_BARE or (plain[0] in _OPENERS and len(plain) > _LONGEST_MARKED):
        return None
    if "," in plain or plain[-1] == ":":
        return None
    bare = plain.strip(BULLETS + " ·")
    return read_names(bare) or (_read_bulleted(bare) if plain[0] in BULLETS and bare else None)


def _read_bulleted(bare: str) -> Byline | None:
    """The names behind a bullet and what their bearers are (□ 第八中学教师 段文), or the group that reports there."""
    if is_reporting_group(bare):
        return Byline((bare,), has_role=True)
    return read_office_holder(bare) or read_signature(bare)


def is_reporting_group(plain: str) -> bool:
    """Whether a line names a group that reports for the paper (县委报道组, 清水县通讯组)."""
    return plain[-1] == "组" and _REPORTING_GROUP.match(plain) is not None


def _read_parts(parts: list[tuple[str, str]]) -> Byline | None:
    """The names in a credit of several parts; None where one of them names nobody."""
    names: list[str] = []
    has_role = False
    place: str | None = None
    for label, text in parts:
        found = _read_part(text, is_author=bool(label) and not is_picture_label(label))
        if found is not None:
            names.extend(found.names)
            has_role = has_role or found.has_role or bool(label)
            place = place or found.place
        elif not is_picture_label(label):
            return None
    return Byline(tuple(dict.fromkeys(names)), has_role, place) if names else None


def _read_part(text: str, *, is_author: bool) -> Byline | None:
    """The names in a part of a credit: behind a label such as 文 they may be pen names."""
    found = read_office_holder(text) or read_names(text)
    if found is not None:
        return found
    names = read_place(text) or (split_names(text, strict=False) if is_author else None)
    return Byline(names, has_role=is_author) if names else None


def is_roles_only(plain: str) -> bool:
    """Whether a line names nobody but says who wrote (本报通讯员 本报记者), as papers of the 1970s did."""
    return plain[-1] in "者员" and _ROLES_ONLY.match(plain) is not None


def read_office_holder(plain: str) -> Byline | None:
    """The name in a line of office or occupation and name (市长 乔国梁, 第三小学教员 孙桂芝); None in any other.

    `has_role` says that the office is an occupation: so readers sign their letters, while laws bear a president's name.
    """
    found = read_office(plain)
    return Byline(*found) if found else None


def read_signature(plain: str) -> Byline | None:
    """The names behind a place or a body (沙坝区 卢国梁); None in any other line."""
    names = read_place(plain)
    return Byline(names, has_role=False) if names else None


def as_printed(names: tuple[str, ...], plain: str, original: str) -> tuple[str, ...]:
    """Names as the page prints them: matching folds some traditional characters, `original` has them."""
    if plain == original or len(plain) != len(original):
        return names
    printed = []
    for name in names:
        at = plain.find(name)
        if at >= 0:
            printed.append("".join(original[at : at + len(name)].split()))
            continue
        found = re.search(r"\s*".join(map(re.escape, name)), plain)
        printed.append("".join(original[found.start() : found.end()].split()) if found else name)
    return tuple(printed)


def is_group_author(plain: str) -> bool:
    """Whether a line can be an institution that signs an article (…研究院, …课题组, 本报评论员)."""
    return plain[-1] in _GROUP_ENDS and len(plain) <= 30 and _GROUP.match(plain) is not None


def tail_bracket(plain: str) -> int:
    """Where a tail byline in brackets at the end of a line starts, 0 where it is the whole line, or -1.

    Glued to text it counts only behind the end of a sentence, or behind a note on the author: a bracket behind a
    quotation may belong to a headline (`…是“加法”（和音）`).
    """
    if not plain or plain[-1] not in ")】]":
        return -1
    opened = max(plain.rfind("(", -64), plain.rfind("【", -64))
    if opened < 0:
        return -1
    inner = plain[opened + 1 : -1].strip()
    if not 2 <= len(inner) <= 60 or inner in NOT_NAMES or ")" in inner or inner.startswith(("综合", "据")):
        return -1
    before = plain[:opened].rstrip()
    if before and not _may_close_before(before):
        return -1
    found = (
        _read_glued(inner, before)
        if before
        else read_tail(inner) or (read_pen_names(inner) if plain[0] == "(" else None)
    )
    if found is None or inner.endswith(("摄", "供图", "摄影")) or (not found.has_role and inner.endswith(_GROUP_END)):
        return -1
    return opened


def _read_glued(inner: str, before: str) -> Byline | None:
    """The names in brackets behind a sentence: office or place may stand before them, but not behind a question.

    Columns of questions (…吗？（青山乡 孟庆）) and of answers (答：…) print them as part of the text.
    """
    found = read_names(inner)
    if found is not None or before.rstrip("”’」』\"'")[-1:] == "?" or before[0] in "问答":
        return found
    return read_office_holder(inner) or read_signature(inner)


def pen_bracket(plain: str) -> int:
    """Where one pen name in brackets behind the end of a sentence starts (…了。（老边）), or -1.

    Only the end of an article can tell it from a remark.
    """
    found = _GLUED_PEN.search(plain[-12:])
    if found is None or read_pen_names(found[1].strip()) is None:
        return -1
    return plain.rindex("(")


def read_tail(inner: str) -> Byline | None:
    """The names in brackets on a line of their own: they may stand behind an office or a place, too."""
    return read_names(inner) or read_office_holder(inner) or read_signature(inner)


def read_pen_names(inner: str) -> Byline | None:
    """One or two pen names of two or three characters, as they stand alone in brackets (晓 虹; 柴荣 老钟)."""
    if not _PEN_NAMES.match(inner) or inner in _no_pen_names():
        return None
    words = inner.split()
    names = ["".join(words)] if all(len(word) == 1 for word in words) else words
    return Byline(tuple(names), has_role=False) if all(len(name) > 1 for name in names) else None


_GLUED_PEN = re.compile(r"[。!?…][”’]?\(([\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s{1,2}[\u4e00-\u9fff])\)$")
_PEN_NAMES = re.compile(r"^[\u4e00-\u9fff]{2,3}(?:\s+[\u4e00-\u9fff]{2,3})?$|^[\u4e00-\u9fff]\s+[\u4e00-\u9fff]$")


@cache
def _no_pen_names() -> frozenset[str]:
    return frozenset(read_list("no_pen_names.txt"))


def _may_close_before(before: str) -> bool:
    bare = before.rstrip("”’」』\"'")
    return bare[-1:] in ("。", "!", "?", "…") or (before[0] == "(" and before[-1] == ")")
