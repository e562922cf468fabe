"""Lexical cohesion: whether the text behind a heading speaks of what the text before it spoke of, and of whom.

After M. A. Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages", Computational Linguistics
23(1), 1997, with pairs of characters for words: an article's own subhead is followed by pairs that its last paragraphs
had, the headline of another article hardly.

Two more signs, both found by logistic regression on 680 headings of 166 pages: an item of its own names somebody or
some place new in its first sentence, and its headline's words come again in it, and not before.
"""

from __future__ import annotations

import re

from transforms.dictionary import plain_dictionary
from transforms.lexicon import frequent_pairs

_BEFORE = 300
_BEHIND = 150
_LONG_BEFORE = 1500
_FIRST_SENTENCE = 60
_SECTION = 300
_FEWEST_PAIRS = 50
_FEWEST_CHARACTERS = 60
_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")
_GRADES = ((0.06, "same words"), (0.03, "some same words"), (0.015, ""), (-1.0, "other words"))


_GOES_ON = re.compile("他|她|这|那|其|对此|于是|不过|但|而|然而|当时|后来|如今|除了|同时|此外|在他|据他|随后|原来")
_BODIES = re.compile(
    "[\u4e00-\u9fff]{2,4}(?:省|市|县|区|镇|乡|村|街道|社区|小区|公司|学校|医院|法院|大学|中学|小学|公社|大队|集团|银行|派出所|煤矿|路|站|山|河|湖|江|岛|桥|街|厂|馆|队)"
)
_BODY_TAIL = 3
_SENTENCE_ENDS = re.compile("[。!?]")
_NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nt"))


def newness_features(page: str, start: int, end: int) -> list[str]:
    """What the words of a heading, from `start` to `end`, and of the first sentence behind it say of its being new.

    Names of `weights.LOOKS`. Names and content words are told by the tags of jieba's dictionary and model.
    """
    before = "".join(page[max(0, start - _LONG_BEFORE) : start].split())
    section = "".join(page[end : end + _SECTION].split())
    first = _SENTENCE_ENDS.split(section, maxsplit=1)[0][:_FIRST_SENTENCE]
    tag = plain_dictionary().tag
    found = []
    if any(tagged in _NAMES and len(word) > 1 and word not in before for word, tagged in tag(first, True)):
        found.append("new name below")
    if any(body[-_BODY_TAIL:] not in before for body in _BODIES.findall(first)):
        found.append("new body below")
    if _GOES_ON.match(section):
        found.append("goes on below")
    words = [word for word, tagged in tag(page[start:end], True) if tagged[0] in "nv" and len(word) > 1]
    if any(word in section and word not in before for word in words):
        found.append("new word comes again")
    return found


def matter_feature(page: str, start: int) -> list[str]:
    """What the share of rarer character pairs behind `start` that stand before it, too, says of a heading there.

    One name of `weights.LOOKS`, or none where the share tells nothing or there is too little text. The grades are
    quantiles of subheads and headlines without a lead: from 0.06 on three subheads to one headline, below 0.015 the
    reverse.
    """
    before = "".join(page[max(0, start - _BEFORE) : start].split())
    if len(before) < _FEWEST_CHARACTERS:
        return []
    behind = _pairs(page[start : start + _BEHIND]) - frequent_pairs()
    if len(behind) < _FEWEST_PAIRS:
        return []
    share = sum(1 for pair in behind if pair in before) / len(behind)
    return next([name] if name else [] for least, name in _GRADES if share > least)


def _pairs(text: str) -> set[str]:
    return set(_PAIR.findall("".join(text.split())))
