"""Titles (职务 offices, 职业 occupations) beside names, and what may qualify one in a person's role (see `roles`).

The table is `data/titles.txt`; a role is a title with what qualifies it: 市委副书记、市长, 云岭大学教授.
"""

from __future__ import annotations

import re
from functools import cache

from transforms.tables import Lexicon, read_list

HONORIFICS = frozenset(["同志", "先生", "女士", "小姐", "同學", "同学", "老人", "夫妇", "夫妻", "一家", "一行"])
"""Said after a name, but no role."""

_MODIFIER_TAGS = frozenset(["n", "nz", "nt", "ns", "j", "b", "vn", "l", "an", "eng", "f", "ng", "nrt", "x", "i", "vi"])
_MODIFIERS = frozenset(
    [
        "副",
        "原",
        "前",
        "兼",
        "总",
        "老",
        "名誉",
        "常务",
        "执行",
        "高级",
        "资深",
        "驻",
        "管",
        "分管",
        "科技",
        "法制",
        "第一",
        "女",
        "男",
        "名譽",
        "常務",
        "執行",
        "高級",
        "資深",
        "駐",
        "總",
        "首席",
        "终身",
        "特邀",
        "特聘",
        "荣誉",
        "联席",
        "轮值",
        "候任",
        "时任",
        "現任",
        "现任",
        "委",
        "人大",
        "政协",
        "监督",
        "管理",
        "研究",
        "发展",
        "改革",
        "教育",
        "服务",
        "合作",
        "生产",
        "建设",
        "训练",
        "指导",
        "设计",
        "保护",
    ]
)
_STOPS = frozenset(
    [
        "记者",
        "記者",
        "图",
        "表示",
        "消息",
        "左",
        "右",
        "昨天",
        "今天",
        "会上",
        "上午",
        "下午",
        "期间",
        "以来",
        "现场",
        "方面",
        "以后",
    ]
)
MAX_ROLE = 60
"""Characters; a role that seems longer is cut where the limit falls on a word."""


@cache
def titles() -> Lexicon:
    """The titles of the table."""
    return Lexicon(read_list("titles.txt"))


@cache
def title_pattern() -> re.Pattern[str]:
    """Any title of the table, the longest that fits."""
    return titles().pattern


def is_modifier(word: str, tag: str) -> bool:
    """Whether a word may stand within a role, left of its title."""
    if word in _MODIFIERS:
        return True
    return tag in _MODIFIER_TAGS and word not in _STOPS and ("\u3400" < word[0] < "\ufb00" or word.isalnum())
