"""Organisations in lists that say what they are: 依托甲、乙等企业."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.organisations import generic_qualifiers
from transforms.places import divisions
from transforms.reach import inner_words
from transforms.tagged import Found, TaggedText

_COMMON_ENDS = ("代表", "博主", "院所", "代办", "服务", "管理", "技术", "产业", "领域", "行业", "部门")
_KINDS = (
    "等(?:\\d+[多余]?[家个所])?(?:[^，。；：！？、\\s]{0,6}?)"
    "(?:企业|公司|集团|银行|高校|院校|单位|机构|车企|药企|厂商|媒体|企業)"
)
_LIST_END = re.compile(_KINDS)
_LIST = re.compile("((?:[^，。；：！？、\\s“”《》（）\n]{2,14}、)+[^，。；：！？、\\s“”《》（）\n]{2,12}?)" + _KINDS)


def find_listed(tagged: TaggedText) -> Iterator[Found]:
    """The members of lists such as 依托甲、乙等企业; the first item starts after a verb or preposition."""
    for match in _lists(tagged.text):
        at = match.start(1)
        for number, item in enumerate(match[1].split("、")):
            start = _after_verb(tagged, at, at + len(item)) if number == 0 else at
            end = at + len(item)
            if 2 <= end - start <= 10 and tagged.is_free(start, end) and _may_be_listed(tagged.text[start:end]):
                yield Found(start, end, "organisation")
            at = end + 1


def _lists(text: str) -> Iterator[re.Match[str]]:
    """The lists of a text; only lines that hold the end of one are searched, since no list crosses a line break."""
    done = 0
    for end in _LIST_END.finditer(text):
        if end.start() < done:
            continue
        start = text.rfind("\n", done, end.start()) + 1 or done
        done = text.find("\n", end.end()) + 1 or len(text)
        yield from _LIST.finditer(text, start, done)


def _may_be_listed(item: str) -> bool:
    return item not in generic_qualifiers() and item not in divisions() and not item.endswith(_COMMON_ENDS)


def _after_verb(tagged: TaggedText, start: int, end: int) -> int:
    """The start of what follows the last verb, preposition or 的 in a stretch; its end where no word follows one."""
    first, last = tagged.word_at(start), tagged.word_at(end - 1)
    for i in range(last, first - 1, -1):
        if tagged.tags[i] in ("v", "p", "uj", "d", "r", "c") and tagged.words[i] not in inner_words():
            return tagged.starts[i + 1]
    return end if start == 0 else start
