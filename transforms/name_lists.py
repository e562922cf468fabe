"""Lists of personal names as bylines print them: parted by marks or spaces, padded, or run together."""

from __future__ import annotations

import re

from transforms.lexicon import is_word
from transforms.surnames import COMPOUND, NOT_NAMES, SURNAMES

_LATIN_TOKEN = re.compile(r"^[A-Z][A-Za-z.'-]+(?:_[A-Z][A-Za-z.'-]*)*$")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*)+")
_SEPARATORS = re.compile(r"[、,;/|&\s]+|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_NAME_DOTS = re.compile(r"[·•・.]")
_HAN = re.compile(r"^[\u3400-\u9fff]+$")
_FOREIGN = re.compile(r"^[\u3400-\u9fffA-Z]{1,8}(?:[·•・.][\u3400-\u9fffA-Z]{1,8}){1,4}$")
_NEVER_LAST = frozenset("了的着过们吗呢吧啊是在与被把没")
_ADDRESSED = ("女士", "先生", "小姐", "师傅", "同志", "同学", "大妈", "大爷", "某某")
_PLACE_ENDS = frozenset("乡县区镇市省村局厂校院队所站")
_MOST_NAMES = 24
_MEDIA = ("融媒体中心", "日报社", "晚报社", "电视台", "广播电台", "传媒中心", "新闻中心")
"""Whom further authors write for; their names follow."""
_OFFICE_ENDS = frozenset("站局院校厂社处部队会司所馆委办店组科室网台")
_PLACE = 2
_GIVEN = 2


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
    if token[-1] in _NEVER_LAST or (token[-2:] in _ADDRESSED and len(token) > 2):
        return False
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
    tokens = _close_padding([token for token in _SEPARATORS.split(segment.strip()) if token], strict=strict)
    tokens = [token for at, token in enumerate(tokens) if not (token.endswith(_MEDIA) and 0 < at < len(tokens) - 1)]
    if not tokens or len(tokens) > _MOST_NAMES:
        return None
    if strict and len(tokens) > 1 and len(tokens[0]) > _PLACE and tokens[0][-1] in _PLACE_ENDS:  # 柳坝县 汪家明
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
        if parts is None or (strict and is_word(token[:2])):  # 居民 怕台风
            return None
        names.extend(parts)
    return None if strict and NOT_NAMES.issuperset(names) else tuple(names)


def _close_padding(tokens: list[str], *, strict: bool) -> list[str]:
    closed: list[str] = []
    # 卫 国栋: a surname alone is no name; where no role word stands before them, all must be padded so
    is_padded = (
        bool(tokens)
        and len(tokens) % 2 == 0
        and SURNAMES.issuperset(tokens[::2])
        and (len(tokens) > 2 or _is_given(tokens[1]))
    )
    for token in tokens:
        is_half = len(token) == 1 and closed and len(closed[-1]) == 1
        is_after_surname = len(token) == _GIVEN and closed and closed[-1] in SURNAMES and closed[-1] not in "文图"
        if is_half or (is_after_surname and (not strict or is_padded)):
            closed[-1] += token
        else:
            closed.append(token)
    return closed


def _is_given(token: str) -> bool:
    """Whether two characters are rather a given name than a name or word of their own."""
    return not is_name(token) and not is_word(token)


def _cut_run(token: str) -> list[str] | None:
    """Cut `李莉刘清华` at surnames; None unless every piece is a name."""
    if not 5 <= len(token) <= 16 or token[-1] in _OFFICE_ENDS or not _HAN.match(token):
        return None
    best: list[list[str] | None] = [[]] + [None] * len(token)
    for stop in range(2, len(token) + 1):
        for size in (3, 2):
            before = best[stop - size] if stop >= size else None
            if before is not None and is_name(token[stop - size : stop]):
                best[stop] = [*before, token[stop - size : stop]]
                break
    return best[-1]


def may_open_with_name(bare: str) -> bool:
    """Whether the first name can be one: a surname opens it, or a foreign name's dot is there. Most lines fail here."""
    first = bare.lstrip("/、,:; \t")[:2]
    return first[:1] in SURNAMES or first in COMPOUND or first[:1] < "一" or _NAME_DOTS.search(bare) is not None
