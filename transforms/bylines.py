"""Who wrote it: bylines under a headline (本报记者 …), at the tail (（张勇、汲建莉）), and the names in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from transforms.surnames import COMPOUND, NOT_NAMES, SURNAMES

_LONGEST_NAME = 4
_ROLE = re.compile(r"记者|通讯员|评论员|实习生|撰稿|作者|译者|编译|主笔|撰文|摄影|采访人")
_PLAIN_ROLE = re.compile(
    r"(?:本报|本刊|新华社|全媒体|融媒体?|首席|特约|特派|见习|实习|摄影)*(?:记者|通讯员|评论员|实习生|撰稿|作者|主笔|撰文|编译)"
)
_BY_LINE = re.compile(
    rf"^[□■●◎▲△☆★/◇◆\s]*[(\[]?\s*(?:(?:{_PLAIN_ROLE.pattern})|文/|文[:、]|图/|撰文[:/]?|作者[:/]|采写[:/]?|"
    r"(?:[\u4e00-\u9fff]{0,8}(?:日报|晚报|晨报|早报|商报|时报|网|报|社|台)|驻[\u4e00-\u9fff]{2,6}|全媒体|融媒)[\u4e00-\u9fff]{0,4}记者)"
)
_BY_MARK = re.compile(r"[者员生撰笔译写/]|文[:、]")
_TRAILING = re.compile(
    r"(?:\s*(?:文/图|图/文|文图|图文|文并摄|摄影报道|联合报道|综合报道|采访报道|采写|报道|整理|整合|编译|撰文|摄影)|[\s/](?:文|摄|图|写|撰))?"
    r"(?:\s*发自\s*[\u4e00-\u9fff]{2,8})?\s*[:.。]?$"
)
_ROLES_ONLY = re.compile(
    r"^(?:(?:本报|本刊|新华社)(?:特约)?(?:记者|通讯员|评论员))(?:[\s、]+(?:本报|本刊|新华社)(?:特约)?(?:记者|通讯员|评论员))+$"
)
_OFFICE_HOLDER = re.compile(
    r"^[\u4e00-\u9fff]{0,16}(?:(?P<work>教员|教师|工人|职工|读者|学生|农民|社员|战士|干部|居民|村民|市民|营业员|中学|小学|大学|学院|公社|大队|医院|部队|厂|矿)|市长|县长|省长|区长|书记|主任|局长|院长|校长|检察长)"
    r"\s+(?P<name>[\u4e00-\u9fff]\s{0,2}[\u4e00-\u9fff]{1,2})$"
)
_LATIN_TOKEN = re.compile(r"^[A-Z][A-Za-z.'-]+(?:_[A-Z][A-Za-z.'-]*)*$")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)+")
_MAY_TRAIL = frozenset("图文摄道写理合译影撰:.。 \t")
_GROUP_END = ("组", "部", "站", "社", "室", "局", "办", "科", "台", "网", "中心", "委", "处")
_WEB_AUTHOR = re.compile(
    r"^(?:\d{4}[-/.年][^a-z]{0,24}?)?\s*来源\s*:.{0,30}?\s(?:作者|记者)\s*:\s*(?P<names>[\u4e00-\u9fff·、 ]{2,30}?)"
    r"(?=\s{2,}|\s*(?:字号|字体|责任编辑|编辑|浏览|阅读)|$)"
)
_CREDIT_WORDS = re.compile(r"^(?:文|图|撰文|作者|采写|摄影)\s*[/:、]\s*(?:(?:文|图|摄影|摄)(?:\s*[/:、]\s*|\s+))?")
_SEPARATORS = re.compile(r"[、,;/|&\s]+|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_CREDIT_OPENS = frozenset("文图撰作采摄")
_NAME_DOTS = re.compile(r"[·•・.]")
_HAN = re.compile(r"^[\u3400-\u9fff]+$")
_FOREIGN = re.compile(r"^[\u3400-\u9fffA-Z]{1,8}(?:[·•・.][\u3400-\u9fffA-Z]{1,8}){1,4}$")
_GROUP_ENDS = frozenset("院室心部员组委会班办")
_GROUP = re.compile(
    r"^[\u4e00-\u9fff·()、\s]{2,30}(?:研究院|研究室|研究中心|编辑部|评论部|评论员|课题组|调研组|报道组|采访组|党组|党委|委员会|办公室|学习中心组|宣传部|"
    r"联合会|编写组|专班|工作室|党史办)$"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """Names found in a byline; `has_role`: whether a word such as 记者 vouches for them."""

    names: tuple[str, ...]
    has_role: bool


def is_name(token: str, *, strict: bool = True) -> bool:
    """Whether a token can be a person's name: a surname and one or two characters, or a foreign name with a dot.

    Not `strict` (a role word stands before it): any two to four Chinese characters.

    >>> is_name("马海邻"), is_name("影像中国"), is_name("阿尔达克", strict=False)
    (True, False, True)
    """
    if token in NOT_NAMES:
        return False
    if not _HAN.match(token):
        return len(token) <= 20 and _FOREIGN.match(token) is not None
    if not 2 <= len(token) <= 4:
        return False
    if not strict:
        return True
    if token[:2] in COMPOUND:
        return len(token) >= 3
    return token[0] in SURNAMES and (len(token) <= 3 or token[1] in SURNAMES)


def split_names(segment: str, *, strict: bool) -> tuple[str, ...] | None:
    """The names in a segment that holds names alone; None where some part is no name.

    Padded names are closed up (`赵  鹏` is one name); names without separators are cut at surnames. A word that may
    be a name (江南) is one among names.
    """
    if not strict:
        segment = _LATIN_NAME.sub(lambda found: found[0].replace(" ", "_"), segment)
    tokens = _close_padding([token for token in _SEPARATORS.split(segment.strip()) if token])
    if not tokens or len(tokens) > 24:
        return None
    names: list[str] = []
    for token in tokens:
        pair = (token[:2], token[2:]) if len(token) == 4 and token[:2] not in COMPOUND else ()
        if pair and all(map(is_name, pair)):
            names.extend(pair)
            continue
        is_among_names = "、" in segment and len(token) == 2 and token[0] in SURNAMES and token in NOT_NAMES
        if is_name(token, strict=strict) or is_among_names or (not strict and _LATIN_TOKEN.match(token)):
            names.append(token.replace("_", " "))
            continue
        parts = _cut_run(token)
        if parts is None:
            return None
        names.extend(parts)
    return None if strict and NOT_NAMES.issuperset(names) else tuple(names)


def _close_padding(tokens: list[str]) -> list[str]:
    closed: list[str] = []
    for token in tokens:
        is_half = len(token) == 1 and closed and len(closed[-1]) == 1
        if is_half:
            closed[-1] += token
        else:
            closed.append(token)
    return closed


def _cut_run(token: str) -> list[str] | None:
    """Cut `李莉刘清华` at surnames; None unless every piece is a name."""
    if not 5 <= len(token) <= 16 or not _HAN.match(token):
        return None
    best: list[list[str] | None] = [[]] + [None] * len(token)
    for stop in range(2, len(token) + 1):
        for size in (3, 2):
            before = best[stop - size] if stop >= size else None
            if before is not None and is_name(token[stop - size : stop]):
                best[stop] = [*before, token[stop - size : stop]]
                break
    return best[-1]


def read_names(segment: str) -> Byline | None:
    """The names of `本报记者 赵鹏 周亚军 通讯员 李莉`, `任晓明`, `路前进/张占辉`; None where it is anything else."""
    bare = segment.strip("□■●◎▲△☆★◇◆() []【】:")
    if ("者" in bare or "员" in bare or "生" in bare or "撰" in bare) and _ROLE.search(bare):
        marked, n_roles = _PLAIN_ROLE.subn("\n", bare)
        if n_roles == 0 or len(marked.split("\n")[0].strip()) > 8:
            return None
        marked = marked if _first_is_title(marked) else "\n" + marked
        return _names_of(marked.split("\n")[1:], has_role=True)
    credit = _CREDIT_WORDS.match(bare) if bare[:1] in _CREDIT_OPENS else None
    if credit is None and not _may_open_with_name(bare):
        return None
    return _names_of([bare[credit.end() :] if credit else bare], has_role=credit is not None)


def _names_of(pieces: list[str], *, has_role: bool) -> Byline | None:
    """The names in the pieces of a byline, or None where one holds anything else."""
    names: list[str] = []
    for piece in pieces:
        bare = _TRAILING.sub("", piece) if piece[-1:] in _MAY_TRAIL or "发自" in piece else piece
        found = split_names(bare.strip("/、,:; "), strict=not has_role)
        if found is None and piece.strip("/、,:; "):
            return None
        names.extend(found or ())
    return Byline(tuple(dict.fromkeys(names)), has_role) if names else None


def _may_open_with_name(bare: str) -> bool:
    """Whether the first name can be one: a surname opens it, or a foreign name's dot is there. Most lines fail here."""
    first = bare.lstrip("/、,:; \t")[:2]
    return first[:1] in SURNAMES or first in COMPOUND or first[:1] < "一" or _NAME_DOTS.search(bare) is not None


def _first_is_title(marked: str) -> bool:
    """Whether what stands before the first role word is a paper or a place, not a name."""
    first = marked.split("\n")[0].strip()
    if len(first) >= _LONGEST_NAME and first[:2] not in COMPOUND:
        return True
    return not first or not is_name(first) or first.endswith(("报", "网", "社", "台"))


@lru_cache(maxsize=2048)
def read_byline(plain: str) -> Byline | None:
    """A line under a headline that names its authors; None where it is anything else.

    >>> read_byline("本报记者 赵 鹏 周亚军")
    Byline(names=('赵鹏', '周亚军'), has_role=True)
    >>> read_byline("本报讯 记者昨日从市财政局获悉") is None
    True
    """
    if len(plain) > 60 or plain.endswith(("。", "!", "?")):
        return None
    if "来源" in plain:
        signed = _WEB_AUTHOR.match(plain)
        return read_names("作者:" + signed["names"]) if signed else None
    if _BY_MARK.search(plain) and _BY_LINE.match(plain):
        return read_names(plain)
    if plain[0] in "□■●◎▲△☆★◇◆(" and len(plain) > 16:
        return None
    return read_names(plain.strip("□■●◎▲△☆★◇◆ ")) if len(plain) <= 24 else None


def is_roles_only(plain: str) -> bool:
    """Whether a line names nobody but says who wrote (本报通讯员 本报记者), as papers of the 1970s did."""
    return plain[-1] in "者员" and _ROLES_ONLY.match(plain) is not None


def read_office_holder(plain: str) -> Byline | None:
    """The name in a line of office or occupation and name (市长 乔国梁, 第三小学教员 孙桂芝); None in any other.

    `has_role` says that the office is an occupation: so readers sign their letters, while laws bear a president's name.
    """
    found = _OFFICE_HOLDER.match(plain) if " " in plain else None
    if found is None or not is_name("".join(found["name"].split())):
        return None
    return Byline(("".join(found["name"].split()),), has_role=found["work"] is not None)


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
    found = read_names(inner)
    if found is None or inner.endswith(("摄", "供图", "摄影")) or (not found.has_role and inner.endswith(_GROUP_END)):
        return -1
    return opened


def _may_close_before(before: str) -> bool:
    bare = before.rstrip("”’」』\"'")
    return bare[-1:] in ("。", "!", "?", "…") or (before[0] == "(" and before[-1] == ")")
