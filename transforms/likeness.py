"""How like two texts are, and the short signatures by which like ones are found among millions.

A text is looked at as its letters and digits in simplified characters: layout, punctuation and script don't matter. It
is the set of its shingles, all runs of four letters (Broder 1997, "On the resemblance and containment of documents").
Two texts of which neither knows the other have below 2 % of their shingles in common, 99 times in 100.

A signature stands for the set: the probability that two sets have a MinHash value in common is the share of shingles
that they have in common, their Jaccard similarity. Values come from rensa's R-MinHash, after Dahlgaard, Knudsen &
Thorup 2017 ("Fast similarity sketching"); of each the lowest byte is kept (Li & König 2010, "b-bit minwise hashing"),
and four such bytes make one band. Like texts have some band in common, others hardly ever: at a similarity of 0.8 a
band is the same in 41 % of the cases, at 0.5 in 6 %, at 0.02 in three of ten million. 32 bands are made of the whole
text, 16 of its first 160 letters, because a text that was cut short is most often cut from the end.

Notices of one form (weather, prices, calls to court) are as like as a reprint is to its original. What is different
lies elsewhere: a reprint lacks or adds whole passages, or has single letters misread; a form differs in a word here and
a number there, again and again.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Literal, NamedTuple

from rensa import RMinHash

Manner = Literal["edited", "cut"]

MIN_SAME = 30
"""Letters from which on equal texts are one text; shorter ones are captions, notes on subscription and their like."""
MIN_LIKE = 100
"""Letters from which on texts that are not equal are compared; in shorter ones a form's fixed words weigh too much."""
MIN_JACCARD = 0.4
MIN_CONTAINED = 0.75
"""Share of a later text's shingles that stand in the earlier one where it is the same text, cut."""
MAX_CHANGES, MAX_NUMBERS = 0.015, 0.0075
"""Changes to a letter, and numbers changed to a letter, past which alike texts are two notices of one form."""
N_BANDS = 48
"""Bands of a signature: 32 of the whole text, 16 of its lead."""
N_KEPT = 256
"""Texts whose shingles are remembered: some 100 kB each."""
_SHINGLE = 4
_LEAD = 160
_ROWS = 4
_N_WHOLE, _N_LEAD = 32, 16
_SEED = 1

# named one by one: all that is \w but no underscore takes half as long again
_LETTERS = re.compile("[0-9A-Za-z〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_NEW = re.compile(rb"\0+")
_NUMERAL = re.compile("[0-9〇零一二三四五六七八九十百千万亿]")
_LONGEST_NUMBER = 12


class Signature(NamedTuple):
    """What is kept of a text to find its like by; `text_hash` is the same for texts of the same letters.

    `bands` are None for texts under `MIN_LIKE` letters, `text_hash` is for those under `MIN_SAME`. Both are signed
    integers, of 64 and of 32 bits, because databases have those.
    """

    text_hash: int | None
    bands: list[int] | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common, and in how many places they differ.

    `n_common`, `n_first`, `n_second` count distinct shingles. `n_places` counts the places of the second text where it
    has letters that the first one lacks there, `n_changes` those where it has two or more, `n_numbers` those where it
    has another number; all in `n_letters`.
    """

    n_common: int
    n_first: int
    n_second: int
    n_letters: int
    n_places: int
    n_changes: int
    n_numbers: int

    @property
    def jaccard(self) -> float:
        """Common shingles by all shingles of both, 0 to 1."""
        return self.n_common / max(1, self.n_first + self.n_second - self.n_common)

    @property
    def contained(self) -> float:
        """Share of the second text's shingles that stand in the first."""
        return self.n_common / max(1, self.n_second)

    @property
    def kept(self) -> float:
        """Share of the first text's shingles that stand in the second."""
        return self.n_common / max(1, self.n_first)


def letters_of(simplified: str) -> str:
    """The characters, Latin letters and digits of a text in simplified characters.

    >>> letters_of("“增长3.2%”，他 说。")
    '增长32他说'
    """
    return "".join(_LETTERS.findall(simplified))


def sign(texts: Sequence[str]) -> list[Signature]:
    """The signatures of some texts, each as `letters_of` gives it; quicker together than one by one.

    A signature depends on its text alone. The bands of one kind of text always stand in the same order.
    """
    long = [text for text in texts if len(text) >= MIN_LIKE]
    whole = _bands(long, _N_WHOLE)
    lead = _bands([text[:_LEAD] for text in long], _N_LEAD)
    both = iter([a + b for a, b in zip(whole, lead, strict=True)])
    return [Signature(_text_hash(text), next(both) if len(text) >= MIN_LIKE else None) for text in texts]


def compare(first: str, second: str) -> Likeness:
    """What two texts have in common, counted exactly; each as `letters_of` gives it.

    Pairs that share a text are best compared one after another.
    """
    (_, a), (of_second, b) = _shingled(first), _shingled(second)
    common = a & b
    new = [letters for letters in _new_letters(second, of_second, common) if letters]
    return Likeness(
        n_common=len(common),
        n_first=len(a),
        n_second=len(b),
        n_letters=len(second),
        n_places=len(new),
        n_changes=sum(len(letters) > 1 for letters in new),
        n_numbers=sum(len(letters) <= _LONGEST_NUMBER and bool(_NUMERAL.search(letters)) for letters in new),
    )


def manner_of(likeness: Likeness) -> Manner | None:
    """Whether the second, later text is the first one edited or cut; None where it isn't, though it may look like it.

    A later text that holds an earlier, much shorter one is no reprint of it: it says more.
    """
    if is_form(likeness):
        return None
    if likeness.jaccard >= MIN_JACCARD:
        return "edited"
    return "cut" if likeness.contained >= MIN_CONTAINED else None


def is_form(likeness: Likeness) -> bool:
    """Whether texts that are alike look like two notices of one form.

    Where letters are misread, most places that differ are of one letter, and few of these are numbers.
    """
    n_changes, n_numbers = MAX_CHANGES * likeness.n_letters, MAX_NUMBERS * likeness.n_letters
    is_misread = likeness.n_changes < likeness.n_places / 2
    return (likeness.n_changes > max(1, n_changes) and not is_misread) or likeness.n_numbers > max(1, n_numbers)


def _text_hash(text: str) -> int | None:
    if len(text) < MIN_SAME:
        return None
    return int.from_bytes(hashlib.blake2b(_encoded(text), digest_size=8).digest(), "little", signed=True)


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _pieces(text: str) -> list[bytes]:
    """All shingles as bytes: the first one and every fourth one after it, then likewise from the second one on.

    Four letters of two bytes are a number of eight, so that copying bytes makes them.
    """
    data = _encoded(text)
    starts = range(0, 2 * _SHINGLE, 2)
    return [data[start : len(data) - (len(data) - start) % 8] for start in starts]


def _shingles(text: str) -> list[list[int]]:
    return [memoryview(piece).cast("Q").tolist() for piece in _pieces(text)]


@lru_cache(maxsize=N_KEPT)
def _shingled(text: str) -> tuple[list[list[int]], frozenset[int]]:
    """All shingles of a text, and the distinct ones; a text is most often compared with several."""
    shingles = _shingles(text)
    return shingles, frozenset(chain.from_iterable(shingles))


def _in_order(pieces: Sequence[bytes]) -> bytes:
    """A byte for each shingle, in the order of the text."""
    ordered = bytearray(sum(map(len, pieces)))
    for start, piece in enumerate(pieces):
        ordered[start::_SHINGLE] = piece
    return bytes(ordered)


def _bands(texts: Sequence[str], n_bands: int) -> list[list[int]]:
    """The bands of each text: bytes of MinHash values, four of which are read as one number."""
    packed = [b"".join(_pieces(text)) for text in texts]
    ends = [end // 8 for end in accumulate(map(len, packed), initial=0)]
    values = memoryview(b"".join(packed)).cast("Q")
    rows = RMinHash.digest_matrix_from_flat_token_hashes(values, ends, n_bands * _ROWS, _SEED).to_rows()
    return [array("i", array("I", row).tobytes()[::4]).tolist() for row in rows]


def _new_letters(text: str, shingles: Sequence[Sequence[int]], known: Collection[int]) -> Iterator[str]:
    """What the text has between its known shingles, its last three letters left out."""
    is_known = _in_order([bytes(map(known.__contains__, some)) for some in shingles])
    for found in _NEW.finditer(is_known):
        start = found.start() + _SHINGLE - 1 if found.start() else 0
        yield text[start : found.end()]
