"""Headlines that stand behind the first paragraph of their article: found and given back.

Text taken column by column may bring a headline that spans several columns after the text of the first one. The article
then opens with its lead and no headline, and a heading that says what the lead says stands below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.rows import is_row

if TYPE_CHECKING:
    from transforms.articles import Draft, Part

_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_ENOUGH = 0.45
_FEWEST_PAIRS = 4
_LONGEST = 30
_OPENING = 240
_MOST_LINES = 2


def give_back_headlines(drafts: list[Draft]) -> None:
    """Give each article that opens with its lead the headline that stands behind it, in it or over the next."""
    for at, draft in enumerate(drafts):
        if draft.stack or draft.lead is None or not draft.parts or draft.jump_from:
            continue
        said = _pairs("".join(line.plain for line in draft.parts[0].lines)[:_OPENING])
        heading = next((part for part in draft.parts[1:] if _is_heading(part) and _repeats(part, said)), None)
        if heading is not None:
            draft.stack = heading.lines
            draft.parts.remove(heading)
        elif at + 1 < len(drafts) and _is_headed_rest(drafts[at + 1], said):
            _take_over(draft, drafts[at + 1])
    drafts[:] = [draft for draft in drafts if not _is_empty(draft)]


def _is_heading(part: Part) -> bool:
    """Whether a part is one short line that ends no sentence and is no row of a table."""
    line = part.lines[0]
    return (
        len(part.lines) == 1
        and part.role in ("body", "subhead")
        and not part.is_note
        and not line.ended
        and not line.numbered
        and len(line.plain) <= _LONGEST
        and line.plain[-1] not in ",、:;)"
        and not is_row(line)
    )


def _repeats(part: Part, said: set[str]) -> bool:
    return _shares(part.lines[0].plain, said)


def _shares(plain: str, said: set[str]) -> bool:
    """Whether enough of a heading's pairs of characters occur in what a lead says."""
    pairs = _pairs(plain)
    return len(pairs) >= _FEWEST_PAIRS and len(pairs & said) >= _ENOUGH * len(pairs)


def _is_headed_rest(draft: Draft, said: set[str]) -> bool:
    """Whether a draft is the rest of an article under its headline: no lead, nobody signs under the headline."""
    if draft.lead is not None or draft.byline or not 1 <= len(draft.stack) <= _MOST_LINES or draft.label:
        return False
    return _shares("".join(line.plain for line in draft.stack), said)


def _take_over(draft: Draft, rest: Draft) -> None:
    draft.stack = rest.stack
    draft.parts += rest.parts
    draft.spans += rest.spans
    draft.jump_to = draft.jump_to or rest.jump_to
    draft.is_closed = rest.is_closed
    rest.stack, rest.parts, rest.spans = [], [], []


def _is_empty(draft: Draft) -> bool:
    return not (draft.stack or draft.parts or draft.spans)


def _pairs(plain: str) -> set[str]:
    return set(_PAIR.findall(plain))
