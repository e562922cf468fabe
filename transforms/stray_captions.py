"""Captions that stand beside another article than their picture's.

A picture set over its article comes first when text is taken from the top down: its caption shares words with that
article. A picture that is an item of its own stands behind another article and shares none with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from transforms.lexicon import frequent_pairs

if TYPE_CHECKING:
    from transforms.articles import Draft, Part

_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_FEWEST_SHARED = 2
_LONGEST_TEXT = 90
_SHORTEST_CAPTION = 14
_FEWEST_PARTS = 2


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


def part_pictures(drafts: list[Draft], new_draft: Callable[[Part], Draft]) -> None:
    """Make pictures that close an article articles of their own where their text shares nothing with it."""
    parted: list[Draft] = []
    for draft in drafts:
        parted.append(draft)
        closing = _closing_picture(draft.parts)
        rest = draft.parts[: -len(closing)] if closing else []
        texts = [part for part in rest if part.role == "body"]
        if len(texts) < _FEWEST_PARTS - (draft.lead is not None):
            continue
        own = _pairs_of(closing) - frequent_pairs()
        if len(own & (_pairs_of(rest) | _pairs(draft, with_parts=False))) < _FEWEST_SHARED:
            draft.parts = rest
            picture = closing[0]
            picture.role = "caption"
            picture.lines = [line for part in closing for line in part.lines]
            picture.is_credit = False
            parted.append(new_draft(picture))
    drafts[:] = parted


def _closing_picture(parts: list[Part]) -> list[Part]:
    """The parts at an article's end that are a picture's text and credit: a caption, or a short text and a credit."""
    if not parts or parts[-1].role != "caption":
        return []
    last = parts[-1]
    if not last.is_credit:
        return [last] if sum(len(line.plain) for line in last.lines) >= _SHORTEST_CAPTION else []
    text = parts[-2] if len(parts) > 1 else None
    if text is None or text.role != "body" or text.is_note or text.is_heading or not text.lines[-1].ended:
        return []
    return [text, last] if sum(len(line.plain) for line in text.lines) <= _LONGEST_TEXT else []


def _is_captions_alone(draft: Draft) -> bool:
    has_own = draft.stack or draft.label or draft.byline or draft.lead or draft.jump_to or draft.jump_from
    return not has_own and bool(draft.parts) and all(part.role == "caption" for part in draft.parts)


def _pairs(draft: Draft, *, with_parts: bool = True) -> set[str]:
    pairs = set(_PAIR.findall("".join(line.plain for line in draft.stack)))
    return pairs | _pairs_of(draft.parts) if with_parts else pairs


def _pairs_of(parts: list[Part]) -> set[str]:
    return set(_PAIR.findall("".join(line.plain for part in parts for line in part.lines)))
