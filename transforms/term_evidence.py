"""What is counted of a sequence of words that may be a new term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sequence of words and what was counted of it.

    `parts`: how it is cut today, with their `tags` and whether the dictionary has them (`known_parts`). `n_quoted`: how
    often it stands in quotation marks. `freedom_before`, `freedom_after`: entropy of its neighbours, bits. `heads[k]`,
    `tails[k]`: how often the words left and right of split k stand anywhere. `named_as`: the kind it is mentioned as.
    `cues`: how often a word stands beside it that tells what it is (`transforms.term_tags`).
    """

    term: str
    parts: Sequence[str]
    tags: Sequence[str]
    known_parts: Sequence[bool]
    n: int
    n_articles: int
    n_quoted: int
    freedom_before: float
    freedom_after: float
    heads: Sequence[int]
    tails: Sequence[int]
    named_as: str | None = None
    n_named: int = 0
    cues: Mapping[str, int] = field(default_factory=dict)
    first_date: date | None = None
    example: str = ""
