"""The averaged structured perceptron: weights that make the right answer of each example the best-scored one.

Collins, "Discriminative training methods for hidden Markov models" (EMNLP 2002): wherever the search prefers a wrong
answer, the weights of what the right one has are raised and those of what the wrong one has are lowered; the weights
of all steps are averaged in the end. The search looks for wrong answers with a cost added (margin rescaling;
Tsochantaridis et al., JMLR 6, 2005), so that the right ones win by a margin. Where gold leaves an answer partly open,
the best answer it allows is the right one (latent variables; Yu and Joachims, ICML 2009).

Learning starts from the weights there are and stops early, which keeps what the examples say nothing of.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Protocol

from bench.weight_file import Values

_MOST = 3.0


class Example(Protocol):
    """Something to learn from."""

    def mistake(self, values: Values, cost: float) -> Values | None:
        """How often each weight counts in the right answer, less how often in the preferred one; None: it is right."""


def learn(
    examples: Sequence[Example], start: Values, *, epochs: int, rate: float, cost: float, seed: int
) -> Iterator[Values]:
    """The averaged weights after each epoch, an epoch being each example once, in an order drawn from the seed.

    A step changes a weight by `rate` for each time more or less it counts, by three times `rate` at most, so that a
    long list or table on one page does not outweigh everything else.
    """
    chance = random.Random(seed)
    values, total = dict(start), dict.fromkeys(start, 0.0)
    order = list(examples)
    for epoch in range(1, epochs + 1):
        chance.shuffle(order)
        for example in order:
            for name, count in (example.mistake(values, cost) or {}).items():
                values[name] += rate * max(-_MOST, min(_MOST, count))
            for name, value in values.items():
                total[name] += value
        yield {name: total[name] / (epoch * len(order)) for name in start}


def rounded(values: Values) -> Values:
    """The weights to one decimal, as they are written."""
    return {name: round(value, 1) + 0.0 for name, value in values.items()}


def difference(right: Values, preferred: Values) -> Values:
    """How often each weight counts in the right answer, less how often in the preferred one."""
    counts = {name: right.get(name, 0.0) - preferred.get(name, 0.0) for name in right.keys() | preferred.keys()}
    return {name: count for name, count in sorted(counts.items()) if count}
