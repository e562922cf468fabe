"""How far to the left of a title a person's role reaches: 市委副书记、市长, 云岭大学教授."""

from __future__ import annotations

import re

from transforms.tagged import Found, TaggedText
from transforms.titles import MAX_ROLE, is_modifier, title_pattern


def role_before(tagged: TaggedText, title: re.Match[str], ends: dict[int, Found]) -> tuple[str, str | None]:
    """The role that ends in a title, and its organisation: the last one named in it."""
    start = title.start()
    organisation = next((ends[at] for at in range(title.end() - 1, start, -1) if at in ends), None)
    if organisation is not None and organisation.start < start:
        start = organisation.start  # the title holds the organisation's end: 柳林镇党委|书记
    limit = max(0, title.end() - MAX_ROLE)
    while start > limit:
        found = ends.get(start)
        if found is not None:
            organisation = organisation or found
            start = found.start
            continue
        i = tagged.word_at(start - 1)
        before = tagged.starts[i]
        if (tagged.words[i] == "、" and _title_before(tagged.text, before)) or (
            tagged.starts[i + 1] <= start and is_modifier(tagged.words[i], tagged.tags[i])
        ):
            start = before
        elif tagged.starts[i + 1] > start and tagged.tags[i] in ("n", "b", "nz", "j", "nt"):
            start = before  # the title begins within a word: 局|局长, 副|书记
        else:
            break
    employer = tagged.printed[organisation.start : organisation.end] if organisation else None
    return tagged.printed[start : title.end()].lstrip("、 "), employer


def _title_before(text: str, at: int) -> bool:
    """Whether a title ends at `at`."""
    return any(match.end() == at - max(0, at - 8) for match in title_pattern().finditer(text[max(0, at - 8) : at]))
