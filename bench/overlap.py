"""Which articles of a reading are which of the gold: those whose bodies overlap in shingles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

SHINGLE = 5
"""Characters of a shingle."""
SAME = 0.9
"""The least Jaccard overlap of two readings of one article."""

Shingles = Counter[str]


def shingles(text: str) -> Shingles:
    """All runs of five characters of a text; a shorter text is one run."""
    return Counter(text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1)))


def jaccard(one: Shingles, other: Shingles) -> float:
    """The share of shingles that two texts have in common."""
    return (one & other).total() / max(1, (one | other).total())


def pair_up(gold: Sequence[Shingles], read: Sequence[Shingles]) -> list[tuple[int, int]]:
    """The places of articles that are the same in gold and reading, each in one pair, the likest first."""
    overlaps = [(jaccard(g, r), i, j) for i, g in enumerate(gold) for j, r in enumerate(read)]
    free_gold, free_read = set(range(len(gold))), set(range(len(read)))
    pairs: list[tuple[int, int]] = []
    for overlap, i, j in sorted(overlaps, reverse=True):
        if overlap >= SAME and i in free_gold and j in free_read:
            free_gold.remove(i)
            free_read.remove(j)
            pairs.append((i, j))
    return pairs
