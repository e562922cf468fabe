"""Persons (人物) in an article: a name is believed for what stands around it.

Four kinds of evidence, in this order: a title before or after the name (市长, 总书记), a verb of saying or doing after
it at the head of a clause, parts that names without a surname are made of, and a word the dictionary's model takes for
one. A name believed once is found wherever else the article prints it, and keeps the role it was introduced with.
"""

from __future__ import annotations

import re
from functools import cache

from transforms import names
from transforms.believed import Believed
from transforms.chinese_names import held_end, is_time, name_end, name_score
from transforms.dotted import dotted_names
from transforms.joined_names import first_characters, joined_end, joined_names, single_end
from transforms.places import divisions, place_endings
from transforms.roles import role_before
from transforms.surnames import COMPOUND_IN_TEXT, IN_TEXT
from transforms.tables import alternation, find_entries, read_list
from transforms.tagged import NAME, TITLES, Found, TaggedText
from transforms.titles import HONORIFICS, title_pattern, titles
from transforms.transliterated import (
    NAME_TAGS,
    common_nouns,
    end_before_speech,
    follows,
    foreign_end,
    japanese_end,
    japanese_surnames,
)

_COMMON_TAGS = frozenset(["n", "v", "d", "p", "vn", "b", "f", "a"])
_ENOUGH = 3
_SHORT_TITLE = 2
_BEARERS = ("馆", "故居", "餐厅", "合作社", "公司", "酒店", "宾馆", "学校", "小学", "寺", "保护站", "奖", "基金会")
_NO_LAST = frozenset(
    "族县镇乡村市街路河江湖队人氏方感性化型区城庙顶章词伞树枝军家朝杯派老器车机厂店馆院所部们者质值率度端产效剑频道裔观间渠证枪色沟茶椒寺捕"
)
_HONORIFIC_ENDINGS = ("先生", "女士", "老师", "小姐", "大娘", "大爷", "师傅", "老師", "总理")
_BREAKS = frozenset("，。；：！？“”‘’（）()\n《》")
_FOREIGN = "".join(sorted(names.TRANSLITERATION))
_HEAD = (
    rf"(?=[{''.join(sorted(IN_TEXT | names.TRANSLITERATION))}欧歐司諸诸东公]"
    rf"(?:.{{1,3}}|[{_FOREIGN}]{{2,7}})[{names.SAYS_FIRST}])"
)
_FIRST_CLAUSE = re.compile(_HEAD)
_CLAUSE = re.compile(rf"[，。；：！？”」』）)\n]{_HEAD}")
"""The head of a clause that may be a name with a verb of saying behind it, by the verbs' first characters."""
_HONORIFIC = re.compile(alternation(HONORIFICS))
_SPACED = re.compile("(?<=[\u4e00-\u9fff])[ \u3000]{1,2}(?=[\u4e00-\u9fff])")


@cache
def _dictionary_names() -> frozenset[str]:
    """Words of two characters that are names for the dictionary; what the model takes for one is one more often."""
    return frozenset(read_list("dictionary_names.txt"))


@cache
def _known_persons() -> frozenset[str]:
    """Names that need nothing around them."""
    return frozenset(read_list("known_persons.txt"))


_TEACHINGS = ("理论", "思想")


def _known_length(word: str) -> int:
    """Length of the known person that a word is, or whose teaching it is (邓小平|理论); 0 for none."""
    name = word[:-2] if word.endswith(_TEACHINGS) else word
    return len(name) if name in _known_persons() else 0


def may_be_name(word: str, tag: str) -> bool:
    """Whether a word can be a person's name or, alone, a surname, before looking around it."""
    if _known_length(word):
        return True
    if tag not in NAME_TAGS:
        return False
    if len(word) == 1:
        return word in IN_TEXT
    if word in common_nouns() or word[-1] in _NO_LAST or word in divisions():
        return False
    if len(word) > 2 and names.is_transliterated(word):
        return True
    return tag != "nrt" and not word.endswith(_HONORIFIC_ENDINGS) and names.looks_chinese(word)


def find_persons(tagged: TaggedText, organisations: list[Found]) -> list[Found]:
    """The persons of the articles, in text order; `organisations` are what roles may begin with."""
    believed = Believed(tagged)
    ends = {found.end: found for found in organisations}
    _by_dots(tagged, believed, ends)
    found = tagged.matches(titles(), TITLES)
    _by_title(tagged, believed, found, ends)
    _by_title_after(tagged, believed, found)
    _by_speech(tagged, believed)
    _by_parts(tagged, believed)
    _by_tag(tagged, believed)
    _again(tagged, believed)
    return [_with_role(found, believed) for _, found in sorted(believed.spans.items())]


def _with_role(found: Found, believed: Believed) -> Found:
    if found.role is not None:
        return found
    role, organisation = believed.roles_at(found.start)[believed.tagged.text[found.start : found.end]]
    return found._replace(role=role, organisation=organisation)


@cache
def _first_characters() -> frozenset[str]:
    """What a name behind a title can begin with, and what can stand between them."""
    surnames = COMPOUND_IN_TEXT | japanese_surnames()
    return IN_TEXT | names.TRANSLITERATION | first_characters() | {surname[0] for surname in surnames} | {" ", "\u3000"}


def _by_title(tagged: TaggedText, believed: Believed, found: list[re.Match[str]], ends: dict[int, Found]) -> None:
    text, may_open = tagged.text, _first_characters()
    for match in found:
        at = match.end()
        if text[at] not in may_open:
            continue
        if text[at] in " \u3000" and (gap := _SPACED.match(text, at)) and tagged.is_border(at):
            at = gap.end()
        end = _introduced_end(tagged, at)
        if end and not tagged.is_free(at, end):
            continue
        if not end and not names.name_length(text, at)[0]:
            continue
        role, organisation = role_before(tagged, match, ends)
        if not end and (organisation is not None or len(match[0]) > _SHORT_TITLE):
            end = held_end(tagged, at)
        if end and tagged.is_free(at, end):
            believed.add(at, end, role, organisation)
            _list(tagged, believed, end, role, organisation)


def _introduced_end(tagged: TaggedText, at: int) -> int:
    """Where a name ends that a title introduces: Chinese, Japanese or transliterated; 0 where there is none."""
    may_join = tagged.text[at] in first_characters()
    end = (may_join and joined_end(tagged, at)) or name_end(tagged, at, 2)
    end = end or japanese_end(tagged, at) or foreign_end(tagged, at) or (may_join and single_end(tagged, at))
    regnal = names.REGNAL.match(tagged.text, end) if end else None
    return regnal.end() if regnal else end or 0


def _list(tagged: TaggedText, believed: Believed, end: int, role: str | None, organisation: str | None) -> None:
    """Names that follow in a list (甲、乙和丙) share the role of the first."""
    text = tagged.text
    while text[end : end + 1] in ("、", "和", "与", "及", " ", "\u3000") and end < len(text):
        following = 0 if end + 1 in believed.spans else name_end(tagged, end + 1, 3)
        if not following:
            return  # a name already known has had its list read
        believed.add(end + 1, following, role, organisation)
        end = following


def _by_title_after(tagged: TaggedText, believed: Believed, found: list[re.Match[str]]) -> None:
    """Names with a title behind them: 习近平总书记, 素帕猜副总理."""
    text = tagged.text
    for match in [*found, *_HONORIFIC.finditer(text)]:
        end = match.start()
        if not end or text[end - 1] in _BREAKS:
            continue
        i = tagged.word_at(end - 1)
        if tagged.starts[i + 1] != end or not tagged.is_free(end - 1, end):
            continue
        start = _start_before(tagged, i, end)
        if start < 0:
            continue
        believed.add(start, end, None if match[0] in HONORIFICS else tagged.printed[match.start() : match.end()])


def _start_before(tagged: TaggedText, i: int, end: int) -> int:
    """Where the name starts whose last word is `i`; -1 where it is none."""
    word, tag = tagged.words[i], tagged.tags[i]
    if word in _known_persons():
        return tagged.starts[i]
    is_foreign = names.is_transliterated(word) and (tag == "nrt" or len(word) > 2)
    is_tagged = tag in NAME_TAGS and word not in common_nouns() and len(word) > 1
    if is_tagged and (is_foreign or names.looks_chinese(word)):
        return tagged.starts[i]
    is_cut_off = i > 0 and tagged.words[i - 1] in IN_TEXT and tagged.tags[i - 1] == "nr"
    is_noun = (
        tag == "n" and i > 0 and tagged.words[i - 1] not in names.RARE_SURNAMES and not title_pattern().fullmatch(word)
    )
    if is_cut_off and len(word) <= 2 and names.is_given(word) and (is_noun or tag not in _COMMON_TAGS):
        return tagged.starts[i - 1]
    if _is_third(tagged, i):
        return tagged.starts[i - 1]
    return _at_clause_head(tagged, end)


def _is_third(tagged: TaggedText, i: int) -> bool:
    """Whether word `i` is the last character of a name the segmenter cut behind its second (李铁|辰|校长)."""
    word, before = tagged.words[i], tagged.words[i - 1] if i else ""
    is_cut = len(word) == 1 and len(before) == 2 and tagged.tags[i] not in _COMMON_TAGS
    return is_cut and tagged.tags[i - 1] in NAME_TAGS and names.looks_chinese(before + word)


def _at_clause_head(tagged: TaggedText, end: int) -> int:
    """The head of a clause where all up to `end` is a name the segmenter cut in pieces (李明|远|教授); -1 for none."""
    text = tagged.text
    for start in (end - 3, end - 2):
        if start < 0 or (start and text[start - 1] not in _BREAKS) or not names.looks_chinese(text[start:end]):
            continue
        first = tagged.word_at(start)
        if tagged.tags[first] in NAME_TAGS or len(tagged.words[first]) == 1:
            return start
    return -1


def _by_speech(tagged: TaggedText, believed: Believed) -> None:
    """Names at the head of a clause, right before a verb of saying."""
    text = tagged.text
    heads = [match.end() for match in _CLAUSE.finditer(text)]
    for at in [0, *heads] if _FIRST_CLAUSE.match(text) else heads:
        if text[at] in names.TRANSLITERATION and (end := end_before_speech(tagged, at)) and tagged.is_border(end):
            believed.add(at, end)
        surname, longest = names.name_length(text, at)
        for length in range(longest, surname, -1) if surname else ():
            says = names.SAYS.match(text, at + length)
            if says and name_score(tagged, at, surname, length) >= 4 and tagged.is_free(at, at + length):
                believed.add(at, at + length)
                break


def _by_parts(tagged: TaggedText, believed: Believed) -> None:
    """Names without a surname that are made of parts known from others (次仁卓玛)."""
    for start, end in joined_names(tagged):
        if tagged.is_free(start, end) and not _names_something(tagged, end):
            believed.add(start, end)


def _names_something(tagged: TaggedText, end: int) -> bool:
    """Whether a building or body bears the name before it (桑杰嘉措|纪念馆)."""
    i = tagged.border_at(end)
    following = tagged.words[i] if 0 <= i < len(tagged.words) else ""
    return following in place_endings() or following.endswith(_BEARERS)


def _by_tag(tagged: TaggedText, believed: Believed) -> None:
    """Words that the dictionary or the model takes for names, where what stands around them agrees."""
    words, tags, starts, text = tagged.words, tagged.tags, tagged.starts, tagged.text
    for i in tagged.indices(NAME):
        at, end = starts[i], starts[i + 1]
        if length := _known_length(words[i]):
            believed.add(at, at + length)
            if text[end] == "、":
                _list(tagged, believed, end, None, None)
            continue
        if tags[i] not in NAME_TAGS:
            continue
        if end - at == 1:
            _split_name(tagged, believed, i)
        elif not tagged.is_free(at, end):
            continue
        elif _agrees(tagged, i):
            believed.add(at, end)
            if text[end] == "、":
                _list(tagged, believed, end, None, None)


def _agrees(tagged: TaggedText, i: int) -> bool:
    """Whether the surroundings of a word that looks like a name speak for a person."""
    word, end = tagged.words[i], tagged.starts[i + 1]
    if is_time(tagged.text, tagged.starts[i], end):
        return False
    if tagged.tags[i] == "nrt" or not names.looks_chinese(word):
        is_rest = i > 0 and tagged.tags[i - 1] == "nr" and tagged.words[i - 1] in names.TRANSLITERATION
        return not is_rest and follows(tagged, end)
    following = tagged.tags[i + 1] if i + 1 < len(tagged.tags) else "x"
    if following in ("nr", "nrt") or (following in ("x", "nz", "ns") and names.is_transliterated(tagged.words[i + 1])):
        return False  # a piece of a longer name
    if i + 1 < len(tagged.words) and tagged.words[i + 1] in place_endings():
        return False
    score = len(word)
    if names.SAYS.match(tagged.text, end):
        score += 2
    elif names.FOLLOWS_STRONGLY.match(tagged.text, end) or (
        tagged.text[end : end + 1] in names.FOLLOWS_WEAKLY and len(word) == 2 and word not in _dictionary_names()
    ):
        score += 1
    if i == 0 or tagged.words[i - 1] in _BREAKS or tagged.tags[i - 1] in ("p", "c", "v"):
        score += 1
    if word[0] in names.RARE_SURNAMES:
        score -= 1
    return score >= (_ENOUGH if len(word) > 2 else _ENOUGH + 1)


def _split_name(tagged: TaggedText, believed: Believed, i: int) -> None:
    """A surname the segmenter cut off (程|永平), where the rest can be a given name."""
    at = tagged.starts[i]
    end = name_end(tagged, at, 4)
    if not end or not tagged.is_free(at, end):
        return
    rest = tagged.tags[i + 1]
    if rest in ("nr", "nz", "ns", "x", "nrt", "nrfg", "zg", "g", "ng") and end - at >= 2:
        believed.add(at, end)


def _again(tagged: TaggedText, believed: Believed) -> None:
    """Further places where the article prints a believed name."""
    text, article_starts = tagged.text, tagged.article_starts
    for i, (at, roles) in enumerate(zip(article_starts, believed.roles, strict=True)):
        known = {name for name in roles if len(name) > 2 or (len(name) == 2 and name not in common_nouns())}
        if not known:
            continue
        article = text[at : article_starts[i + 1]] if i + 1 < len(article_starts) else text[at:]
        for start, end in find_entries(known, article):
            if at + start not in believed.spans and (end - start > 2 or tagged.is_border(at + end)):
                believed.add(at + start, at + end)


def _by_dots(tagged: TaggedText, believed: Believed, ends: dict[int, Found]) -> None:
    """Transliterated names with dots: 保罗·索尔穆奇."""
    for start, end in dotted_names(tagged):
        role, organisation = None, None
        for title in title_pattern().finditer(tagged.text, max(0, start - 8), start):
            if title.end() == start:
                role, organisation = role_before(tagged, title, ends)
        believed.add(start, end, role, organisation)
