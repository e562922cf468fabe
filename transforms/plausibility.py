"""How much a text looks like printed Chinese: the scale on which encodings are compared.

A wrong codec yields rare characters in pairs nobody writes; the right one yields the commonest characters, known pairs
and Chinese punctuation. The tables (transforms/data/common_*.txt) hold simplified and traditional forms alike.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from operator import add

_TIERS = ((700, 1.0), (2200, 0.7), (9999, 0.2))
"""Rank in the table of common characters up to which a character earns the weight."""

_RANGES: tuple[tuple[int, int, float], ...] = (
    (0x80, 0x9F, -4.0),  # C1 controls: never printed
    (0xB7, 0xB7, 0.5),  # ·
    (0xA0, 0x2FF, -0.8),  # accented Latin
    (0x300, 0x1FFF, -1.2),  # other alphabets
    (0x2010, 0x203B, 0.5),  # dashes, quotes, ellipsis, reference mark
    (0x2000, 0x206F, -0.5),
    (0x2070, 0x24FF, 0.0),  # numerals, arrows, signs
    (0x2500, 0x259F, -0.8),  # boxes: frequent where a codec is wrong
    (0x25A0, 0x26FF, 0.2),  # ■ ● ★ before lines
    (0x2E80, 0x2FDF, 0.2),  # radicals that extraction puts for ideographs
    (0x3000, 0x3017, 0.7),  # Chinese punctuation
    (0x3041, 0x30FF, -0.8),  # kana
    (0x3100, 0x312F, -0.3),  # bopomofo: printed in Taiwan, seldom
    (0x3400, 0x4DBF, -2.5),  # extension A
    (0x4E00, 0x9FFF, -1.2),  # ideographs outside the table and GB2312
    (0xAC00, 0xD7A3, -0.8),  # hangul
    (0xD800, 0xF8FF, -3.0),  # surrogates, private use
    (0xF900, 0xFAFF, -1.0),  # compatibility ideographs
    (0xFF01, 0xFF5E, 0.6),  # full-width forms
    (0xFF61, 0xFF9F, -2.0),  # half-width kana
    (0xFFFD, 0xFFFD, -3.0),  # damage
    (0x1F000, 0x1FAFF, -0.3),  # pictographs
    (0x20000, 0x3FFFF, -3.0),  # later extensions: real, but a sign of a wrong codec
)

PLAUSIBLE = 0.35
"""Score from which a sample counts as Chinese: sound samples lie above 0.55, nearly all wrong readings below 0."""


_PAIR_WEIGHT = 0.8
_GB2312_WEIGHT = -0.3
"""Of an ideograph outside the table that GB2312 holds: seldom in text, usual in names."""

_CANTONESE = "嘅咗喺哋啲唔冇嚟佢嗰噉咁嘢瞓揸攞啱睇咩喎啩㗎喇嘞吖啫嗌氹屋企邊乜嘥孭瀨糶"


class _Weights(dict[str, float]):
    """Character -> weight, filled as characters are met."""

    def __missing__(self, character: str) -> float:
        weight = self[character] = _weight_by_range(ord(character))
        return weight


def _weight_by_range(code: int) -> float:
    if code < 0x80:
        return 0.0 if code >= 0x20 or code in (9, 10, 12, 13) else -3.0
    if 0x4E00 <= code <= 0x9FFF and chr(code).encode("gb2312", "ignore"):
        return _GB2312_WEIGHT
    return next((weight for low, high, weight in _RANGES if low <= code <= high), -2.0)


def _table(name: str) -> str:
    lines = files("transforms.data").joinpath(name).read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


@cache
def common_characters() -> str:
    """The commonest Chinese characters, simplified and traditional, in one order of frequency."""
    return _table("common_characters.txt")


@cache
def _weights() -> _Weights:
    weights, start = _Weights(), 0
    for rank, weight in _TIERS:
        weights.update(dict.fromkeys(common_characters()[start:rank], weight))
        start = rank
    weights.update(dict.fromkeys(_CANTONESE, 0.7))
    return weights


@cache
def _pairs() -> frozenset[str]:
    table = _table("common_pairs.txt")
    return frozenset(map(add, table[::2], table[1::2]))


def score_chinese(sample: str) -> float:
    """Mean plausibility of a sample's non-ASCII characters, about -4 (nonsense) to 1.5 (common words); 0 without any.

    A control character counts as one of them. Common pairs add up to 0.8 a character, since a wrong codec that hits
    common characters by chance seldom puts two together.
    """
    weights, total, n_counted = _weights(), 0.0, 0
    for character, n in Counter(sample).items():
        weight = weights[character]
        if weight or not character.isascii():
            total += weight * n
            n_counted += n
    if not n_counted:
        return 0.0
    if total / n_counted + _PAIR_WEIGHT < 0:  # no pairs could make it plausible: spare their search
        return total / n_counted
    n_pairs = sum(map(_pairs().__contains__, map(add, sample, sample[1:])))
    return (total + _PAIR_WEIGHT * n_pairs) / n_counted


_SIGNS = "·×°±" + "".join(
    chr(code)
    for first, last in (
        (0x370, 0x3FF),  # Greek: formulas
        (0x2010, 0x206F),  # dashes, quotes, ellipsis
        (0x2103, 0x2103),  # ℃
        (0x2116, 0x2116),  # №
        (0x2160, 0x217F),  # Roman numerals
        (0x2190, 0x22FF),  # arrows, mathematics
        (0x2460, 0x24FF),  # numbers in circles
        (0x25A0, 0x26FF),  # ■ ● ★
        (0x3000, 0x3017),
        (0xFF01, 0xFF5E),
    )
    for code in range(first, last + 1)
)


@cache
def sound_characters() -> str:
    """Characters that one expects in Chinese text: the commonest ideographs, and the marks and signs of print."""
    return "".join(sorted({*common_characters(), *_CANTONESE, *_SIGNS}))


def weight_of(character: str) -> float:
    """What one character is worth, about -4 to 1: see `score_chinese`."""
    return _weights()[character]


def is_common_pair(pair: str) -> bool:
    """Whether two characters are a pair that people write often."""
    return pair in _pairs()


def share_of_common_pairs(text: str) -> float:
    """Share of a text's neighbouring characters that are a common pair, 0..1.

    >>> share_of_common_pairs("人民代表") > 0.5
    True
    """
    n_pairs = len(text) - 1
    return sum(map(_pairs().__contains__, map(add, text, text[1:]))) / n_pairs if n_pairs > 0 else 0.0


def name_script(text: str) -> tuple[str, float]:
    """The dominant script among a text's letters, and its share: `han`, `kana`, `hangul`, `latin`, `cyrillic`, ….

    ASCII letters are left out, since markup and quoted English stand on Chinese pages too; a text of ASCII letters
    alone is `latin`. Kana make a text Japanese from a tenth of its letters: they stand between ideographs there.

    >>> name_script("会议在北京举行")
    ('han', 1.0)
    >>> name_script("The mayor said")
    ('latin', 1.0)
    """
    counts: Counter[str] = Counter()
    for character, n in Counter(text).items():
        if not character.isascii() and character.isalpha():
            counts[_script(character)] += n
    total = counts.total()
    if not total:
        return ("latin", 1.0) if any(map(str.isalpha, text)) else ("none", 1.0)
    for foreign, least in (("kana", 0.1), ("hangul", 0.15)):
        if counts[foreign] >= least * total:
            return foreign, counts[foreign] / total
    script, n = counts.most_common(1)[0]
    return script, n / total


@cache
def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith(("CJK", "KANGXI", "IDEOGRAPHIC")):
        return "han"
    if "KATAKANA" in name or "HIRAGANA" in name:
        return "kana"
    if name.startswith(("FULLWIDTH", "BOPOMOFO")):
        return "han"
    return name.partition(" ")[0].lower() or "unassigned"
