"""How sure an article's boundary and head are: the logistic function of what speaks for its start and of its state."""

from __future__ import annotations

import math
from collections.abc import Iterable

from transforms.weights import Weights

CONFIDENCE: Weights = {
    "base": 2.2,
    "per unit of evidence": 0.18,
    "truncated": -1.4,
    "no headline": -0.5,
    "fragment": -0.3,
    "unsigned": -1.2,
    "one subhead": -0.9,
    "several subheads": -1.1,
}
"""An article's confidence: the logistic function of these; fitted to how often articles of known pages are right."""


def article_confidence(strength: float, states: Iterable[str]) -> float:
    """The confidence of an article, 0 to 1.

    `strength`: the sum of the evidence at its start. `states`: names of `CONFIDENCE` that hold of it.
    """
    score = CONFIDENCE["base"] + CONFIDENCE["per unit of evidence"] * strength + sum(CONFIDENCE[s] for s in states)
    return round(1 / (1 + math.exp(-score)), 4)
