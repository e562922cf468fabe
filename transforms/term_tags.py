"""Which tag to propose for a new term: by how it was mentioned, its ending, its shape, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from transforms.surnames import COMPOUND, SURNAMES
from transforms.tables import read_list
from transforms.term_evidence import Candidate

Cue = Literal["person", "place", "verb", "number"]

PERSON_SHARE, PLACE_SHARE, VERB_SHARE = 0.1, 0.25, 0.3
"""Of the times a term stands, how often a cue beside it must say so."""
FEW = {2: 5, 3: 12, 4: 12}
"""Times below which no cue beside a name of so many characters means nothing."""
_NO_BODIES = frozenset({"保险", "机构", "汽车", "电器", "电子", "生物", "航空"})
_BODIES = ("组织", "委员会", "常委会", "发展改革委", "联合会", "研究院", "实验室")
_NAMES = frozenset({"nr", "nrt", "ns", "nt", "nz"})
_HAN = re.compile("[\u4e00-\u9fff]")
_TITLED = re.compile(
    r"[一二三四五六七八九十百0-9]+[号號]|"
    r".{3,}(?:[^办方想看]法|条例|條例|办法|辦法|公约|公約|协定|協定|宣言|议定书)"
)
"""What only names end in: 东方红三号, 湿地保护法."""
_KINDS = {"person": "nr", "place": "ns", "organisation": "nt", "work": "nz"}


def cue_words() -> list[tuple[str, str, str]]:
    """Words that tell what stands beside them, as (word, side of the term it stands on, kind); to be counted."""
    cues = {(title, "before", "person") for title in list_of("titles.txt") if len(title) > 1}
    text = files("transforms.data").joinpath("term_cues.txt").read_text("utf-8")
    for kind, side, *words in (line.split() for line in text.splitlines() if not line.startswith("#")):
        cues.update((word, side, kind) for word in words)
    return sorted(cues)


def guess_tag(item: Candidate) -> str:
    """The tag to propose, of jieba's set: nr, ns, nt, nz for names, eng, v, n."""
    term, tags = item.term, item.tags
    if item.named_as in _KINDS:
        return _KINDS[item.named_as]
    if term.endswith(_BODIES) or _ends(term, _body_heads()):
        return "nt"
    is_named = tags[0].startswith("ns") or not item.known_parts[0]
    if len(term) > 2 and is_named and _ends(term, list_of("place_endings.txt")) and not _leans(item, "person", "place"):
        return "ns"
    if _TITLED.fullmatch(term) or (len(item.parts) > 1 and _TITLED.fullmatch(item.parts[-1])):
        return "nz"
    if not _HAN.search(term):
        return "eng"
    return _by_shape(item) or _by_cues(item) or ("v" if _is_all_verbs(item) else "n")


def _by_shape(item: Candidate) -> str | None:
    """A person by the surname, or what the model takes an unknown word for, as far as its neighbours bear it out."""
    term, first = item.term, item.tags[0]
    has_surname = (len(term) in (2, 3) and term[0] in SURNAMES) or (len(term) in (3, 4) and term[:2] in COMPOUND)
    persons = item.cues.get("person", 0)
    if has_surname and (item.parts[0] in COMPOUND or len(item.parts[0]) == 1 or not item.known_parts[0]):
        looks_so = first.startswith("nr") or (len(item.parts) > 1 and item.tags[-1] in _NAMES)
        is_believed = (item.n < FEW[len(term)] or persons) and not _leans(item, "place", "person")
        if (looks_so and is_believed) or persons >= max(1, PERSON_SHARE * item.n):
            return "nr"
    if len(item.parts) > 1 or first not in ("nr", "ns", "nt", "nz"):
        return None
    if first in ("nr", "ns") and _leans(item, "person", "place"):
        return "nr"
    if first == "nr" and item.cues.get("place", 0) >= PLACE_SHARE * item.n:
        return "ns"
    return "nz" if first == "nr" and not persons and item.n >= FEW.get(len(term), 0) else first


def _by_cues(item: Candidate) -> str | None:
    """What neighbours make of a term that holds a word the dictionary lacks, or a lone character; verbs anywhere."""
    if item.cues.get("verb", 0) >= VERB_SHARE * item.n and not all(tag.startswith("n") for tag in item.tags):
        return "v"
    if all(known and len(part) > 1 for part, known in zip(item.parts, item.known_parts, strict=True)):
        return None
    if item.cues.get("person", 0) >= PLACE_SHARE * item.n and _leans(item, "person", "place"):
        return "nr"
    return "ns" if item.cues.get("place", 0) >= PLACE_SHARE * item.n else None


def _is_all_verbs(item: Candidate) -> bool:
    """Whether verbs of two characters and more make it up (提质增效), or it is one."""
    if len(item.parts) == 1:
        return item.tags[0].startswith("v") and (item.cues.get("verb", 0) > 0 or item.n < FEW[2])
    return all(tag.startswith("v") for tag in item.tags) and "v" in item.tags and min(map(len, item.parts)) > 1


def _leans(item: Candidate, to: Cue, other: Cue) -> bool:
    return item.cues.get(to, 0) > item.cues.get(other, 0)


def _ends(term: str, endings: Collection[str]) -> bool:
    return any(term[-n:] in endings for n in range(1, min(len(term), 8)))


@lru_cache(maxsize=8)
def list_of(name: str) -> frozenset[str]:
    """The entries of a data file."""
    return frozenset(read_list(name))


@lru_cache(maxsize=1)
def _body_heads() -> frozenset[str]:
    return list_of("organisation_heads.txt") - _NO_BODIES
