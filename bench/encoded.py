"""Text in every encoding, at every length and with every damage: the samples that `bench.decoding` puts to detectors.

To add an encoding, add a row to `ENCODINGS`; to add a kind of damage, add one to `DAMAGES`.
"""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

from transforms.decode import decode
from transforms.errors import UndecodableFile

LENGTHS = (20, 100, 1000, 0)
"""Characters; 0 is a whole page."""

_RARE = "𠮷𠂇𡃁𢫏𣲗㐂㑇㗎䥽䲟鿍鿎"
_CANTONESE = str.maketrans(
    {"的": "嘅", "了": "咗", "在": "喺", "們": "哋", "個": "啲", "不": "唔", "沒": "冇", "說": "話"}
)
_HAN = re.compile("[\u4e00-\u9fff]")
_HEAD = '<div class="nav"><a href="/index.html">Home</a> | <a href="/en/about.html">About us</a></div>\n'

Damage = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Encoding:
    """A row of the table: its name, Python's codec, what is done to the text first, and bytes written before it."""

    name: str
    codec: str
    prepare: Callable[[str, random.Random], str]
    mark: bytes = b""
    reading: str = ""

    @property
    def truth(self) -> str:
        """The codec that reads the samples."""
        return self.reading or self.codec


@dataclass(frozen=True, slots=True)
class Sample:
    """The text, its bytes after damage, and in which encoding they are."""

    text: str
    data: bytes
    encoding: Encoding


def _plain(text: str, _: random.Random) -> str:
    return text


def _gb2312(text: str, _: random.Random) -> str:
    """Keep what GB2312 holds; its dash and middle dot as Chinese systems read them, which Python's codec does not."""
    return "".join(c for c in text if c in "·—" or c.encode("gb2312", "ignore"))


def _half_traditional(text: str, chance: random.Random) -> str:
    return _to("s2t")(text) if chance.random() < 0.5 else text


def _with_rare(text: str, chance: random.Random) -> str:
    """Put a character of four bytes for every fiftieth and at least one, never the first or last (names hold them)."""
    characters = list(text)
    for place in chance.sample(range(1, len(text) - 1), max(1, len(text) // 50)):
        if _HAN.match(characters[place]):
            characters[place] = chance.choice(_RARE)
    return "".join(characters)


def _taiwan(text: str, _: random.Random) -> str:
    return _to("s2t")(text)


def _hong_kong(text: str, _: random.Random) -> str:
    return _to("s2hk")(text).translate(_CANTONESE)


@cache
def _to(config: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


ENCODINGS = (
    Encoding("GB2312", "gbk", _gb2312, reading="gb18030"),
    Encoding("GBK", "gbk", _half_traditional, reading="gb18030"),
    Encoding("GB18030 (4 bytes)", "gb18030", _with_rare),
    Encoding("Big5", "big5", _taiwan),
    Encoding("Big5-HKSCS", "big5-hkscs", _hong_kong),
    Encoding("UTF-8", "utf-8", _plain),
    Encoding("UTF-16 LE", "utf-16-le", _plain),
    Encoding("UTF-16 BE", "utf-16-be", _plain),
    Encoding("UTF-16 LE, BOM", "utf-16-le", _plain, codecs.BOM_UTF16_LE, "utf-16"),
    Encoding("UTF-16 BE, BOM", "utf-16-be", _plain, codecs.BOM_UTF16_BE, "utf-16"),
    Encoding("HZ", "hz", _gb2312),
)


def _one_bad_byte(data: bytes, chance: random.Random) -> bytes:
    return _overwrite(data, chance, 1)


def _one_percent(data: bytes, chance: random.Random) -> bytes:
    return _overwrite(data, chance, max(1, len(data) // 100))


def _overwrite(data: bytes, chance: random.Random, times: int) -> bytes:
    """Put FF, which no multi-byte encoding uses, for so many bytes; never in a byte order mark."""
    damaged = bytearray(data)
    for place in chance.sample(range(2, len(data)), times):
        damaged[place] = 0xFF
    return bytes(damaged)


def _cut(data: bytes, _: random.Random) -> bytes:
    return data[:-1]


DAMAGES: dict[str, Damage | int] = {
    "none": 0,
    "1 bad byte": _one_bad_byte,
    "1 %": _one_percent,
    "cut": _cut,
    "head 6 KB": 6_000,
    "head 300 KB": 300_000,
}
"""What is done to the bytes, or how many characters of ASCII stand before the text, in the same encoding."""


def read_pages(folder: Path) -> list[str]:
    """The texts of a folder's pages."""
    texts = []
    for path in sorted(folder.rglob("*.txt")):
        try:
            texts.append(decode(path.read_bytes()).text.lstrip("\ufeff"))
        except UndecodableFile:
            continue
    return texts


def make_samples(pages: list[str], encoding: Encoding, length: int, damage: str, n: int) -> list[Sample]:
    """`n` samples of a cell of the table, the same for the same pages."""
    chance = random.Random(f"{encoding.name}/{length}/{damage}")
    samples: list[Sample] = []
    while len(samples) < n:
        page = pages[len(samples) % len(pages)] if not length else chance.choice(pages)
        text = _encodable(encoding.prepare(_take(page, length, chance), chance), encoding.codec)
        if text.strip():
            samples.append(_damaged(text, encoding, DAMAGES[damage], chance))
    return samples


def _take(page: str, length: int, chance: random.Random) -> str:
    """A stretch of a page of so many characters, at least half of them Chinese; the whole page for length 0."""
    while length and len(page) > length:
        start = chance.randrange(len(page) - length)
        stretch = page[start : start + length]
        if len(_HAN.findall(stretch)) >= length / 2:
            return stretch
    return page


def _encodable(text: str, codec: str) -> str:
    """Leave out what the codec can't hold, and what it does not give back."""
    return "".join(c for c in text if c.encode(codec, "ignore").decode(codec, "ignore") == c)


def _damaged(text: str, encoding: Encoding, damage: Damage | int, chance: random.Random) -> Sample:
    if isinstance(damage, int):
        text = (_HEAD * (damage // len(_HEAD) + 1))[:damage] + text
        return Sample(text, encoding.mark + text.encode(encoding.codec), encoding)
    return Sample(text, damage(encoding.mark + text.encode(encoding.codec), chance), encoding)
