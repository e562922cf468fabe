"""Whether what stands under a heading is another matter: what its words say, as one graded piece of evidence.

An article's own section goes on with its people and words; an item of its own names somebody or some place new, says
its headline's words again, and shares little with what stood before it (see `cohesion`).
The weights are those of a logistic regression on 1,035 headings of 210 pages, beside the other evidence for each; told
from subheads they raised the share of right decisions from 86 to 90 in a hundred (cross-validated by page).
"""

from __future__ import annotations

import re

from transforms.cohesion import shared_pairs
from transforms.dictionary import plain_dictionary
from transforms.weights import Weights

MATTER: Weights = {
    "new name": 0.84,
    "person": -0.44,
    "new body": 1.02,
    "heading's words below": 1.8,
    "heading's words before": -1.3,
    "quotation in heading": 0.95,
    "heading's length": 0.12,
    "person in heading": 0.42,
    "pronoun in heading": -0.84,
    "opens with noun": 0.34,
    "goes on": -1.6,
    "opens with speech": -1.7,
    "two parts": -1.6,
    "shared pairs": -0.14,
}
"""What each says of another matter. By one: signs that are there or not. By share: words of the heading that come in
the text below or came in the text before. By number: characters of the heading (30 at most) and shared pairs."""

GRADES: tuple[tuple[float, str], ...] = (
    (3.1, "surely another matter"),
    (2.1, "likely another matter"),
    (1.2, "perhaps another matter"),
    (0.3, "perhaps the same matter"),
    (-0.65, "likely the same matter"),
    (float("-inf"), "surely the same matter"),
)
"""From which sum on a heading has which feature of `weights.LOOKS`."""

_BEFORE = 1500
_NEAR = 400
_SECTION = 300
_OPENING = 200
_FIRST_SENTENCE = 60
_LONGEST = 30
_NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nt"))
_SENTENCE_ENDS = re.compile("[。!?]")
_GOES_ON = re.compile("他|她|这|那|其|对此|于是|不过|但|而|然而|当时|后来|如今|除了|同时|此外|在他|据他|随后|原来")
_BODIES = re.compile(
    "[\u4e00-\u9fff]{2,4}(?:省|市|县|区|镇|乡|村|街道|社区|小区|公司|学校|医院|法院|大学|中学|小学|公社|大队|集团|银行|派出所|煤矿|路|站|山|河|湖|江|岛|桥|街|厂|馆|队)"
)
_BODY_TAIL = 3


def matter_grade(page: str, start: int, end: int) -> str:
    """The grade of a heading that stands from `start` to `end` of a page: a name of `weights.LOOKS`."""
    score = sum(MATTER[name] * value for name, value in matter_signs(page, start, end).items())
    return next(name for least, name in GRADES if score >= least)


def matter_signs(page: str, start: int, end: int) -> dict[str, float]:
    """The signs of `MATTER` for a heading; names and parts of speech are told by jieba's dictionary and model."""
    before = "".join(page[max(0, start - _BEFORE) : start].split())
    section = "".join(page[end : end + _SECTION].split())
    first = _SENTENCE_ENDS.split(section, maxsplit=1)[0][:_FIRST_SENTENCE]
    heading = page[start:end].strip()
    tag = plain_dictionary().tag
    tagged, below = tag(heading, True), tag(first, True)
    words = [word for word, kind in tagged if kind[0] in "nv" and len(word) > 1]
    return {
        "new name": any(kind in _NAMES and len(word) > 1 and word not in before for word, kind in below),
        "person": any(kind[:2] == "nr" for _, kind in below),
        "new body": any(body[-_BODY_TAIL:] not in before for body in _BODIES.findall(first)),
        "heading's words below": sum(word in section for word in words) / (len(words) + 1),
        "heading's words before": sum(word in before for word in words) / (len(words) + 1),
        "quotation in heading": "“" in heading,
        "heading's length": min(_LONGEST, len(heading)),
        "person in heading": any(kind[:2] == "nr" for _, kind in tagged),
        "pronoun in heading": any(kind == "r" for _, kind in tagged),
        "opens with noun": bool(tagged) and tagged[0][1][0] == "n",
        "goes on": _GOES_ON.match(section) is not None,
        "opens with speech": section[:1] == "“",
        "two parts": "," in heading or ":" in heading,
        "shared pairs": shared_pairs(section[:_OPENING], before[-_NEAR:]),
    }
