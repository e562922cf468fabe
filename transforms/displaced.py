"""Ends of paragraphs that stand behind another article: found again, and put back.

Text taken column by column sometimes brings the end of a paragraph after an article that the column passed. Such a
piece follows text that is finished, opens in mid-word or in mid-speech, and one paragraph before it breaks off just so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from transforms.lexicon import word_gain
from transforms.records import Join

if TYPE_CHECKING:
    from transforms.articles import Draft, Part

_SURELY = 6.0
_MOST_ARTICLES = 40
_SPEECH = re.compile(r"(?:说|道|问|答|称|表示|回忆|介绍|补充)[,:]$|[”」』][^“”「」『』。!?]{2,14},$")
_STUMP = re.compile(r"[\u4e00-\u9fff]{1,3}[。!]")
_OWNER = itemgetter(0)
_OPEN_QUOTES = "“「『"


def put_back_displaced(drafts: Sequence[Draft], joins: list[Join]) -> None:
    """Move each displaced end of a paragraph back to the paragraph it completes; what was joined goes to `joins`.

    Only where one paragraph alone can be meant: a word that surely lies across the break, or speech that goes on.
    """
    broken = [(at, part) for at, draft in enumerate(drafts) for part in draft.parts if _breaks_off(draft, part)]
    if not broken:
        return
    for at, draft in enumerate(drafts):
        for part in draft.parts[-1:]:
            if not _stands_apart(draft, part):
                continue
            nearest = bisect_left(broken, at - _MOST_ARTICLES, key=_OWNER), bisect_left(broken, at, key=_OWNER)
            before = [index for index in range(*nearest) if _completes(broken[index][1], part)]
            if len(before) == 1:
                joins.append(Join(part.lines[0].start, True, _SURELY, (("displaced", _SURELY),)))
                broken.pop(before[0])[1].lines.extend(part.lines)
                draft.parts.remove(part)


def _breaks_off(draft: Draft, part: Part) -> bool:
    """Whether a paragraph of text stops in mid-sentence without a jump to another page."""
    if part.role != "body" or part.is_note or part.is_heading or draft.jump_to:
        return False
    last = part.lines[-1]
    return not last.ended and len(last.plain) > 1 and last.plain[-1] not in ":)—;"


def _stands_apart(draft: Draft, part: Part) -> bool:
    """Whether a paragraph could go without loss: others stand before it, the last of them finished."""
    if len(draft.parts) < 2 or part.role != "body" or part.is_note or part.is_heading:
        return False
    return draft.parts[-2].lines[-1].ended


def _completes(before: Part, part: Part) -> bool:
    """Whether a paragraph goes on just where another one breaks off."""
    left, right = before.lines[-1].plain, part.lines[0].plain
    if _STUMP.match(right):
        return True
    if _SPEECH.search(left):
        return right[0] in _OPEN_QUOTES and part.lines[-1].ended
    return word_gain(left[-5:], right[:5]) >= _SURELY
