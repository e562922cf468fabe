"""Counts of what gold and reading share, which add up over pages and folds."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something gold and reading share, and how many each has."""

    shared: int = 0
    gold: int = 0
    read: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.shared + other.shared, self.gold + other.gold, self.read + other.read)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (the share that is right, where both have as many); 0 for nothing."""
        return 2 * self.shared / max(1, self.gold + self.read)


Tallies = dict[tuple[str, str], Tally]
"""Tallies by lot and measure."""


def together(one: Tallies, other: Tallies) -> Tallies:
    """The sums of two sets of tallies."""
    return {key: one.get(key, Tally()) + other.get(key, Tally()) for key in sorted(one.keys() | other.keys())}


def mean_f1(tallies: Tallies) -> float:
    """The mean over lots and measures: each lot counts alike, however many pages it has."""
    return mean(tally.f1 for tally in tallies.values())
