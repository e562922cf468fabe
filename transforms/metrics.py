"""What a quantity measures: the noun phrase before it, or after it where it counts things (987个项目).

No word segmentation is used, so that a sentence costs little: clause marks, earlier quantities and short lists of verbs
and adverbs bound the phrase.
"""

from __future__ import annotations

import re

from transforms.quantities import Quantity
from transforms.units import names

_CLAUSE = re.compile(r"[，。；：！？,;:!?、（(）)“”「」\s]")
_TAIL = re.compile(
    r"(?:累计|首次|达到|已达|超过|突破|实现|完成|总计|合计|共计|共有|增至|增加到|提高到|上升到|上升至|降至|下降到|降到|增长到|增长至|稳定在|保持在|维持在|"
    r"提升至|提升到|提高至|扩大到|减少到|减少至|高达|多达|仅有|只有|拥有|分别|大约|不超过|不低于|需要|"
    r"[达为是有共计约近超了的到至在仅已也均各就需和与及从由 ]|(?<!方)向)+$"
)
_TAIL_LAST = frozenset(_TAIL.pattern)
_HEAD = re.compile(
    r"^(?:其中(?:包括|，)?|包括|同时|此外|另外|目前|全年|预计|截至|截止|力争|通过|确保|计划|今年|去年|当年|同期|年末|年底|月末|期间|"
    r"将|可|共|已|并|且|在|从|到|以|使|让|对|向|按|把|也|还|又|约|近|超|比|较|而|则|末|底|我国|[、和及与的]|累计(?=新增|实现|完成|投入))+"
)
_RIGHT = re.compile(r" ?(?:[的余多]|左右的?|以上的?)?([\u4e00-\u9fff“”‘’《》A-Za-z+·(（、)）]{1,22})")
_RIGHT_STOP = re.compile(
    r"入选|入围|实施|实现|达到|上榜|榜上|参加|参与|参赛|出席|完成|获得?|荣获|通过|开工|竣工|投产|落地|签约|开展|进行|以上|以下|左右|正式|纳入|列入|"
    r"[，、。；：是为在将已被和与及中共占达有均都同从到向由给对]|（|\(|\)|）|等"
)
_SPLIT = re.compile(r"[、和与及]|以及")
_PLACES = frozenset(names("市 县 省 村 乡 镇 区 国 乡镇 县区 街道 社区"))
_PERSONS = frozenset(("人", "户", "人次", "岁", "次", "场", "场次"))
_MAX = 28


def metric_of(text: str, quantity: Quantity, limit: int, inherited: str | None) -> tuple[int, int] | None:
    """The span of the phrase that `quantity` measures; `limit` is where the quantity before it ended."""
    unit = quantity.unit
    if unit and unit.name in _PLACES:
        return None
    is_within = quantity.approximation in ("内", "以内", "之内")
    prefers_right = unit is not None and (
        (unit.is_counter and unit.name not in _PERSONS) or is_within or text.endswith("了", 0, quantity.start)
    )
    right = right_phrase(text, quantity.end, 4 if is_within else 0) if prefers_right else None
    left = right or left_phrase(text, quantity.start, limit)
    if left is None and inherited is None and not prefers_right:
        return right_phrase(text, quantity.end)
    return left


def left_phrase(text: str, at: int, limit: int, keeps_list: bool = False) -> tuple[int, int] | None:
    """The phrase that ends before `at`, after `limit` and the last clause mark; None where only verbs stand there.

    `keeps_list` lets 、 stand inside the phrase (工业、建筑业和服务业).
    """
    begin = max(limit, at - _MAX)
    for mark in _CLAUSE.finditer(text, begin, at):
        if not (keeps_list and mark[0] == "、"):
            begin = mark.end()
    end = at
    if begin < at and text[at - 1] in _TAIL_LAST and (tail := _TAIL.search(text, begin, at)):
        end = tail.start()
    if head := _HEAD.match(text[begin:end]):
        begin += head.end()
    return (begin, end) if end - begin > 1 else None


_ASIDE = re.compile(r"[(（][^()（）]{0,20}[)）]$")


def earlier_phrase(text: str, at: int, limit: int) -> tuple[int, int] | None:
    """The phrase before `at` where the clause itself has none: across an aside, 价格（CPI）同比…, or a comma."""
    begin = max(limit, at - 2 * _MAX)
    end = begin + len(text[begin:at].rstrip(" ，,"))
    if end > begin and (aside := _ASIDE.search(text, begin, end)):
        end = aside.start()
    return left_phrase(text, end, limit) if limit <= end < at else None


def right_phrase(text: str, at: int, at_least: int = 0) -> tuple[int, int] | None:
    """The phrase that starts at `at`, up to a verb or a mark; these are looked for after `at_least` characters."""
    match = _RIGHT.match(text, at)
    if not match:
        return None
    start, end = match.span(1)
    if stop := _RIGHT_STOP.search(text, start + at_least, end):
        end = stop.start()
    return (start, end) if end - start > 0 else None


def split_phrase(phrase: str, parts: int) -> list[str] | None:
    """The last `parts` members of a list of names (工业、建筑业和服务业), or None where there are fewer."""
    members = [m for m in _SPLIT.split(phrase) if m]
    return members[-parts:] if parts > 1 and len(members) >= parts else None
