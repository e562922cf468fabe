"""Every weight of the division of headline stacks into kicker (引题), headline (主题) and deck (副题).

`heads.py` adds up the weights of what it sees in a division, by these names; the highest sum wins. Weights are on the
scale of `weights.py`, and are changed and fitted in the same ways.
"""

from __future__ import annotations

from transforms.weights import Weights

STACK: Weights = {
    "kicker: dash or colon": 3.0,
    "kicker: says": 3.0,
    "kicker: period": 3.0,
    "kicker: occasion": 1.8,
    "kicker: sentence": 2.5,
    "kicker: column tag": -5.0,
    "kicker, headline and deck": 0.8,
    "kicker: long clauses": 1.8,
    "kicker: plain": -0.2,
    "kicker: complete news": -0.9,
    "kicker: by office": 1.5,
    "kicker: slogan": 2.0,
    "kicker: question": 1.2,
    "kicker: before question": 1.5,
    "kicker: short": 1.1,
    "kicker: headline lacks its subject": -0.8,
    "kicker: headline goes on": -1.6,
    "kicker: without verb": 0.5,
    "kicker: headline calls": 1.0,
    "deck: with subject": -0.5,
    "kicker: second line": -1.9,
    "headline: column tag last": 3.0,
    "headline: column tag, more lines": -3.0,
    "headline: parallel": 1.3,
    "headline: goes on with a verb": 0.8,
    "headline: printed twice": 6.0,
    "headline: goes on": 5.0,
    "headline: uneven clauses": -1.4,
    "headline: question answered": -1.5,
    "headline: second line": -0.9,
    "headline: two lines before news": -1.1,
    "headline: third line": -2.5,
    "headline: opens with dash": -6.0,
    "headline: in brackets": -4.0,
    "headline: bracket open": -6.0,
    "headline: bracket closed": 6.0,
    "headline: says": -2.0,
    "headline: two claims after a saying": 2.6,
    "headline: close lines": 2.8,
    "headline: parted lines": -2.5,
    "headline: very long": -2.0,
    "headline: ends in dash": -3.0,
    "headline: rather short": -0.4,
    "deck: dash": 4.0,
    "deck: speaks": 3.2,
    "deck: in brackets": 5.0,
    "deck: long": 2.5,
    "deck: answers": 1.0,
    "deck: figures": 1.1,
    "deck: plain": -0.3,
    "deck: before news": 0.4,
    "deck: before feature": -1.6,
    "deck: goes on from headline": 1.2,
    "deck: verb first": -0.7,
    "deck: close lines": 1.1,
    "deck: fewer than headline": -1.8,
}
"""What speaks for and against a division; each name says which of the three parts it speaks of."""
