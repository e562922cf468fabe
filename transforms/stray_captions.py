"""Captions that stand at the head of a page, before the headline of the article their picture belongs to.

A picture set over its article comes first when text is taken from the top down. Its caption shares words with that
article; where it shares none with any, it stays an article of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.lexicon import frequent_pairs

if TYPE_CHECKING:
    from transforms.articles import Draft

_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_FEWEST_SHARED = 2


def adopt_captions(drafts: list[Draft]) -> None:
    """Give captions alone at the head of a page to the article that shares most of their rarer character pairs."""
    if len(drafts) < 2 or not _is_captions_alone(drafts[0]):
        return
    stray, *others = drafts
    wanted = _pairs(stray) - frequent_pairs()
    shared = [len(wanted & _pairs(draft)) for draft in others]
    if max(shared) < _FEWEST_SHARED:
        return
    home = others[shared.index(max(shared))]
    home.parts[:0] = stray.parts
    home.spans += stray.spans
    drafts[:] = others


def _is_captions_alone(draft: Draft) -> bool:
    has_own = draft.stack or draft.label or draft.byline or draft.lead or draft.jump_to or draft.jump_from
    return not has_own and bool(draft.parts) and all(part.role == "caption" for part in draft.parts)


def _pairs(draft: Draft) -> set[str]:
    text = "".join(line.plain for line in draft.stack)
    return set(_PAIR.findall(text + "".join(line.plain for part in draft.parts for line in part.lines)))
