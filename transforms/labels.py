"""Labels over an article: a genre word (社论), a column of the page, or a line that reads like a column's name."""

from __future__ import annotations

import re

from transforms.column_names import is_column_name
from transforms.looks import LONGEST_SUBHEAD, Context
from transforms.notes import has_credit, is_label

_COLUMN_MARK = re.compile(r"^【[\u4e00-\u9fff·]{2,8}】$")
_EDITORS_WORDS = frozenset(("编者按", "编者的话", "开栏的话", "编后", "编辑手记"))
_LONGEST = 12


def label_features(context: Context, columns: frozenset[str]) -> list[str]:
    """What makes a line a label over an article: a genre word, or a column the page speaks of."""
    plain, before = context.line.plain, context.before
    if len(plain) <= _LONGEST and is_label(plain):
        is_parted = before is not None and (before.ended or has_credit(before.plain))
        return ["genre word", "editor's word"] if is_parted and plain in _EDITORS_WORDS else ["genre word"]
    if plain[0] == "【" and _COLUMN_MARK.match(plain):
        return ["column mark"]
    if plain in columns:
        return ["column named"]
    following = context.following
    is_above_head = (
        following is not None and len(plain) <= len(following.plain) <= LONGEST_SUBHEAD and not following.ended
    )
    return ["column words"] if is_above_head and is_column_name(plain) else []
