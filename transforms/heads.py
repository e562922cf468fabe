"""How the lines of a headline stack divide into kicker (引题), headline (主题) and deck (副题).

Every division is scored with `stack_weights.STACK` and the best one wins; a stack of n lines has n(n+1)/2 of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transforms.column_names import is_column_name, leads_on
from transforms.headwords import ASKS, CALLS, COMPLETE, GOES_ON, SPEAKS
from transforms.leaning import LEANING, PREDICATE_OPENERS, leaning_signs, opening_and_verb
from transforms.lines import Line, Manner
from transforms.stack_weights import STACK

_MOST_LINES = 8
_SHORT_KICKER = 10
_FEWEST_CLAUSES = 3
_WHOLE_STACK = 3
_LABEL_AND_TITLE = 2
_TWO_LINES = 2
_SUBJECT_OPENERS = frozenset(("j", "l", "i", "r", "b", "s", "f"))
_SAYS = re.compile(
    r"(?:强调|指出|表示|要求|时说|提出|宣布|呼吁|认为|号召|透露|明确|(?<![的关于])决定|(?:号召|要求)全[体省市县]\S{0,4})$"
)
_OCCASION = re.compile(
    r"(?:之际|以来|一年来|年来|前夕|后|行动方案|通知|意见|文章|通令|国务院令|负责人|揭示|研究|实践|热点|交流|行动收官|施行|收官|招待会|经济圈|机制|活动举行)$"
)
_PERIOD = re.compile(
    r"^(?:今年|去年|全年|上半年|下半年|[一二三四]季度|前[一二两三四五六七八九十\d]{1,2}个?(?:月|季度)|\d{1,2}月份?|\d{4}年|“?十[三四五]五”?(?:期间|时期)?|\d{1,2}月\d{1,2}日)$"
)
_VERB_FIRST = re.compile(
    r"^(?:联合|参加|公布|热烈|为|给|促进|就|印发|发布|共同|加快|推动|推进|坚持|努力|扎实|深入|守护|打造|让|把|用|以|向|迈|坚决)"
)
_VERB_ON = re.compile(r"^(?:参加|获|赢得|举行|召开|实现|完成|达到|建成|开展|投入|荣获|当选|夺得|创下|通过)")
_SLOGAN = re.compile(
    r"^(?:面对|抓住|打破|把握|立足|围绕|依托|借助|瞄准|紧扣|针对|为了|不忘|牢记|响应|落实|贯彻|喜迎|迎接|弘扬|发扬|坚定|告别|走进|聚焦)"
)
_BESIDE_TITLE = re.compile(r"^(?:单位|编号|案号):|(?:著|译|编|出版)$")
_BRACKETED = re.compile(r"^(?:《[^《》]{2,8}》|【[^【】]{2,8}】|\[[^\[\]]{2,8}\])$")
_OFFICE_NAME = re.compile(r"(?:公司|局|委|会|厅|院|部|中心|政府|办公室|法院|银行|大学|集团)$")
_INCOMPLETE = re.compile(r"^(?:在|以|让|把|为|从|对|向|随着|经过).{2,14}(?:中|上|下|里|间|后|前|时)$")
_LABEL_LINE = re.compile(r"^[\u4e00-\u9fff]{2,6}$|^[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,6}$")
_OFFICE = re.compile(r"(?:部|委|局|院|厅|办|会|总工会|负责人|部门|政府)$")
_TAG = re.compile(r"\([^()]{1,26}\)$")
_FIGURES = re.compile(
    r"\d|[一二三四五六七八九十]成|第[一二三四五六七八九十]|百分之|"
    r"[一二三四五六七八九十百千万亿两]{2,}(?:余|多)?(?:个|处|公里|公顷|平方米|米|吨|亩|元|人|名|户|件|项|家|倍|天|年|次|座|条)"
)


@dataclass(frozen=True, slots=True)
class Stack:
    """The division of a stack: how many lines are label, kicker and headline, in this order; the rest is deck."""

    n_kicker: int
    n_headline: int
    evidence: tuple[tuple[str, float], ...] = ()
    n_label: int = 0


def divide(stack: list[Line], manner: Manner, opening: str = "", *, before_news: bool) -> Stack:
    """The best division of the lines of a stack; `before_news`: an item with a lead follows.

    `opening`: the first words of the article in matching form, without its lead; they help to tell the headline of two.
    """
    n = len(stack)
    if n <= 1:
        return Stack(0, n)
    if _is_label(stack, before_news=before_news):
        rest = divide(stack[1:], manner, opening, before_news=before_news)
        return replace(rest, n_label=rest.n_label + 1)
    shown = min(n, _MOST_LINES)
    best: Stack | None = None
    best_score = -1e9
    for n_kicker in range(shown):
        for n_headline in range(1, shown - n_kicker + 1):
            names = _features(stack, n_kicker, n_headline, manner, before_news)
            score = sum(STACK[name] for name in names)
            if score > best_score:
                best_score = score
                best = Stack(n_kicker, n_headline, tuple((name, STACK[name]) for name in names))
    assert best is not None
    if n == _TWO_LINES and best.n_headline == 1 and is_unmarked(stack[0].plain, stack[1].plain):
        return _leaning(stack[0].plain, stack[1].plain, opening, before_news=before_news)
    return best


def is_unmarked(above: str, below: str) -> bool:
    """Whether neither set words nor marks say which of two lines is the headline."""
    return not (
        above[-1] in "—:。!"
        or below[0] in "—(["
        or _SAYS.search(above)
        or _PERIOD.match(above)
        or _BESIDE_TITLE.search(below)
        or ASKS.search(above)
        or _is_slogan(above, below)
    )


def _leaning(above: str, below: str, opening: str, *, before_news: bool) -> Stack:
    """The division of two plain lines, one of which is the headline."""
    signs = leaning_signs(above, below, opening, before_news=before_news)
    evidence = tuple((f"leaning: {name}", round(LEANING[name] * value, 2)) for name, value in signs.items() if value)
    return Stack(1 if sum(weight for _, weight in evidence) > 0 else 0, 1, evidence)


def _is_label(stack: list[Line], *, before_news: bool) -> bool:
    """Whether the first line of a stack names a column: its words say so, or it is shorter than the next."""
    first, second = stack[0].plain, stack[1].plain
    if second[0] in "—([" or _PERIOD.match(first) or _SAYS.search(first):
        return False
    if leads_on(first):
        return not before_news and len(stack) == _LABEL_AND_TITLE
    if is_column_name(first) or _BRACKETED.match(first):
        return True
    if before_news or len(second) <= len(first):
        return False
    return _LABEL_LINE.match(first) is not None and _OFFICE.search(first) is None


def _wording(plain: str) -> tuple[str, bool]:
    """What a line opens with (`subject`, `predicate` or `other`), and whether it holds a verb."""
    first, has_verb = opening_and_verb(plain)
    if first[:1] == "v" or first in PREDICATE_OPENERS:
        return "predicate", has_verb
    return ("subject" if first[:1] == "n" or first in _SUBJECT_OPENERS else "other"), has_verb


def _wording_features(kicker: list[Line], headline: list[Line], deck: list[Line]) -> list[str]:
    """Which of two parts leans on the other: a kicker without a verb or over a call, a deck that names who acts."""
    opening, has_verb = _wording(headline[0].plain)
    if not kicker:
        is_actor = bool(deck) and opening == "predicate" and _wording(deck[0].plain)[0] == "subject"
        return ["deck: with subject"] if is_actor else []
    names = []
    if CALLS.match(headline[0].plain) and not CALLS.match(kicker[-1].plain):
        names.append("kicker: headline calls")
    if has_verb and not _wording(kicker[-1].plain)[1]:
        names.append("kicker: without verb")
    return names


def _features(stack: list[Line], n_kicker: int, n_headline: int, manner: Manner, before_news: bool) -> list[str]:
    kicker, headline, deck = stack[:n_kicker], stack[n_kicker : n_kicker + n_headline], stack[n_kicker + n_headline :]
    names = _kicker_features(kicker, headline) if kicker else []
    says = bool(kicker) and _SAYS.search(kicker[-1].plain) is not None
    names += _headline_features(headline, manner, says=says)
    if before_news and not says and len(headline) == 2 and not manner.blank_lines and not _is_open(headline[0].plain):
        names.append("headline: two lines before news")
    if len(stack) == _WHOLE_STACK and n_kicker == n_headline == 1 and len(kicker[0].plain) != len(headline[0].plain):
        names.append("kicker, headline and deck")
    if kicker or deck:
        names += _wording_features(kicker, headline, deck)
    if deck:
        names += _deck_features(deck, headline, bool(kicker), manner, before_news)
    return names


def _kicker_features(kicker: list[Line], headline: list[Line]) -> list[str]:
    names = ["kicker: second line"] * (len(kicker) - 1)
    last = kicker[-1].plain
    bare = _TAG.sub("", last)
    if _TAG.search(last) and not last.endswith("年)"):
        names.append("kicker: column tag")
    if last[-1] in "—:":
        names.append("kicker: dash or colon")
    elif _SAYS.search(last):
        names.append("kicker: says")
    elif "," in last and "," not in headline[0].plain and len(last) >= len(headline[0].plain) + 6:
        names.append("kicker: long clauses")
    elif _PERIOD.match(last):
        names.append("kicker: period")
    elif last[-1] in "。!":
        names.append("kicker: sentence")
    elif _OCCASION.search(bare) and not COMPLETE.search(bare):
        names.append("kicker: occasion")
    elif _is_slogan(last, headline[0].plain):
        names.append("kicker: slogan")
    elif last[-1] == "?" and headline[0].plain[-1] != "?":
        names.append("kicker: question")
    elif _OFFICE.search(bare) and _VERB_FIRST.match(headline[0].plain):
        names.append("kicker: by office")
    elif headline[-1].plain[-1] == "?":
        names.append("kicker: before question")
    elif len(kicker) == 1 and len(last) <= _SHORT_KICKER and len(headline[0].plain) >= 2 * len(last):
        names.append("kicker: short")
    else:
        names.append("kicker: plain")
        if COMPLETE.search(bare):
            names.append("kicker: complete news")
        if GOES_ON.match(headline[0].plain):
            names.append("kicker: headline goes on")
        elif _VERB_ON.match(headline[0].plain):
            names.append("kicker: headline lacks its subject")
    return names


def _is_slogan(plain: str, below: str) -> bool:
    """Whether a line over a headline is a slogan: a call (抓住…机遇), or three clauses of one length."""
    if _SLOGAN.match(plain) and len(plain) <= len(below) + 4:
        return True
    sizes = [len(clause) for clause in plain.split()]
    return (
        " " not in below
        and len(sizes) >= _FEWEST_CLAUSES
        and max(sizes) - min(sizes) <= 1
        and not any(map(str.isdigit, plain))
    )


def _headline_features(headline: list[Line], manner: Manner, *, says: bool) -> list[str]:
    names: list[str] = []
    plains = [line.plain for line in headline]
    if _TAG.search(plains[-1]):
        names.append("headline: column tag last")
    if any(_TAG.search(plain) for plain in plains[:-1]):
        names.append("headline: column tag, more lines")
    if any(plain[0] == "—" for plain in plains):
        names.append("headline: opens with dash")
    if any(plain[0] in "([" and plain[-1] in ")]" for plain in plains):
        names.append("headline: in brackets")
    if plains[-1].endswith("—") or plains[-1].endswith(":"):
        names.append("headline: ends in dash")
    if _SAYS.search(plains[-1]):
        names.append("headline: says")
    if sum(map(len, plains)) > 64:
        names.append("headline: very long")
    if len(plains) == 1 and len(plains[0]) <= 4:
        names.append("headline: rather short")
    if _is_open("".join(plains)):
        names.append("headline: bracket open")
    if says and len(headline) == 2:
        names.append("headline: two claims after a saying")
    for index in range(1, len(headline)):
        names += _between(headline[index - 1], headline[index], manner)
        names.append("headline: second line" if index == 1 else "headline: third line")
    return names


def _between(above: Line, below: Line, manner: Manner) -> list[str]:
    """Whether two lines of a headline are one broken headline."""
    names: list[str] = []
    if _is_open(above.plain) and not _is_open(above.plain + below.plain):
        names.append("headline: bracket closed")
    left, right = len(_TAG.sub("", above.plain)), len(_TAG.sub("", below.plain))
    if above.plain == below.plain:
        names.append("headline: printed twice")
    elif _INCOMPLETE.match(above.plain) or (below.plain[:2] == "关于" and _OFFICE_NAME.search(above.plain)):
        names.append("headline: goes on")
    elif ASKS.search(above.plain):
        names.append("headline: question answered")
    elif (" " in above.plain) != (" " in below.plain) or ("," in above.plain) != ("," in below.plain):
        names.append("headline: uneven clauses")
    elif abs(left - right) <= 1:
        names.append("headline: parallel")
    if _VERB_ON.match(below.plain) and not COMPLETE.search(above.plain):
        names.append("headline: goes on with a verb")
    if manner.blank_lines:
        names.append("headline: parted lines" if below.blank else "headline: close lines")
    return names


def _is_open(plain: str) -> bool:
    return any(plain.count(pair[0]) > plain.count(pair[1]) for pair in ("()", "“”", "《》"))


def _deck_features(
    deck: list[Line], headline: list[Line], has_kicker: bool, manner: Manner, before_news: bool
) -> list[str]:
    names: list[str] = []
    first = deck[0].plain
    if SPEAKS.match(first):
        names.append("deck: speaks")
    if first[0] == "—":
        names.append("deck: dash")
    elif first[0] in "([" and first[-1] in ")]":
        names.append("deck: in brackets")
    elif len(first) > 40:
        names.append("deck: long")
    else:
        names.append("deck: plain")
        names.append("deck: before news" if before_news else "deck: before feature")
        if ASKS.search(headline[-1].plain):
            names.append("deck: answers")
        if _FIGURES.search(first):
            names.append("deck: figures")
        if GOES_ON.match(first) or (COMPLETE.search(headline[-1].plain) and not has_kicker):
            names.append("deck: goes on from headline")
        if _VERB_FIRST.match(first) and not COMPLETE.search(headline[-1].plain):
            names.append("deck: verb first")
    if manner.blank_lines and len(deck) > 1 and not any(line.blank for line in deck[1:]):
        names.append("deck: close lines")
    if len(deck) > 1:
        names.append("deck: fewer than headline")
    return names
