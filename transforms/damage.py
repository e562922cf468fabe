"""Text whose bytes are damaged: line by line, so that a fault spoils no more than its line.

A line that its file's encoding can't read, but another can and sensibly so, came from elsewhere, since files get
concatenated: it is read in its own encoding. In any other bad line each bad character becomes U+FFFD.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, islice

from transforms.plausibility import score_chinese
from transforms.resync import ALIGNED, decode_resynced, find_nonsense

WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
"""Encodings in which a character takes two bytes or four."""

_OTHERS = ("utf-8", "gb18030", "big5-hkscs")
_SENSIBLE = 0.6
_MAX_LOCATED = 20
_MAX_DOUBTFUL = 500
"""Places looked at again: with more of them, it is the text that is unusual."""


@dataclass(slots=True)
class Damage:
    """What was damaged: the text read so far, how many characters, where the first ones stand, and foreign lines."""

    pieces: list[str] = field(default_factory=list)
    n_replaced: int = 0
    replaced_at: list[int] = field(default_factory=list)
    mixed_at: list[tuple[int, str]] = field(default_factory=list)
    n_mixed: int = 0

    @property
    def evidence(self) -> dict[str, object]:
        """What of this is worth storing, JSON-able."""
        mixed = {"mixed_at": [list(place) for place in self.mixed_at], "n_mixed": self.n_mixed} if self.n_mixed else {}
        return {"replaced_at": self.replaced_at, **mixed}

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.pieces)


def decode_damaged(data: bytes, encoding: str) -> Damage:
    """Read bytes of an encoding in which a line feed is one byte, with U+FFFD for what can't be read.

    `replaced_at` and `mixed_at` hold byte offsets, the first twenty of each.
    """
    damage, start = Damage(), 0
    for line in _lines(data):
        try:
            text = line.decode(encoding if start == 0 else _unmarked(encoding))
        except UnicodeDecodeError:
            text = _read_bad_line(damage, line, encoding, start)
        else:
            if encoding in ALIGNED and any(True for _ in find_nonsense(text)):
                text = _read_bad_line(damage, line, encoding, start)
        damage.pieces.append(text)
        start += len(line)
    return damage


def reread_nonsense(data: bytes, text: str, encoding: str) -> Damage:
    """Read anew the lines in which a strict reading in GB18030 or Big5 is nonsense; the others stay as in `text`."""
    damage, line, at = Damage(), 0, 0
    doubtful: set[int] = set()
    for place in sorted(islice(find_nonsense(text), _MAX_DOUBTFUL)):
        line += text.count("\n", at, place)
        at = place
        doubtful.add(line)
    if doubtful:
        lines, texts = data.split(b"\n"), text.split("\n")
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        for i in sorted(doubtful):
            texts[i] = _read_bad_line(damage, lines[i], encoding, starts[i])
        damage.pieces = ["\n".join(texts)]
    return damage


def _lines(data: bytes) -> list[bytes]:
    *lines, rest = data.split(b"\n")
    return [line + b"\n" for line in lines] + [rest]


def decode_damaged_wide(data: bytes, encoding: str) -> Damage:
    """Read damaged UTF-16 or UTF-32 as a whole: their line ends can't be found byte by byte."""
    text = data.decode(encoding, "replace")
    return Damage([text], max(1, text.count("\ufffd")), locate_damage(data, encoding))


def _read_bad_line(damage: Damage, line: bytes, encoding: str, start: int) -> str:
    """Read a line that its encoding can't read, or not sensibly, and note what is damaged or foreign in it."""
    for other in _OTHERS:
        if other[:4] != encoding[:4] and (text := _sensibly(line, other)) is not None:
            damage.n_mixed += 1
            damage.mixed_at.extend([(start, other)] if damage.n_mixed <= _MAX_LOCATED else [])
            return text
    at = 3 if encoding == "utf-8-sig" and start == 0 else 0
    text, offsets = decode_resynced(line[at:], _unmarked(encoding))
    damage.n_replaced += len(offsets)
    damage.replaced_at.extend(start + at + offset for offset in offsets[: _MAX_LOCATED - len(damage.replaced_at)])
    return text


def _unmarked(encoding: str) -> str:
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _sensibly(line: bytes, encoding: str) -> str | None:
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if score_chinese(text[:2000]) >= _SENSIBLE else None


def locate_damage(data: bytes, encoding: str, at_most: int = _MAX_LOCATED) -> list[int]:
    """Byte offsets of the first damaged characters."""
    offsets: list[int] = []
    codec, start = _without_mark(data, encoding)
    while len(offsets) < at_most:
        try:
            data[start:].decode(codec)
        except UnicodeDecodeError as error:
            offsets.append(start + error.start)
            start += error.end
        else:
            break
    return offsets


def _without_mark(data: bytes, encoding: str) -> tuple[str, int]:
    """The codec for bytes from the middle, where no byte order mark tells their order, and where they begin."""
    if encoding in {"utf-16", "utf-32"} and data:
        return f"{encoding}-{'le' if data[0] == 0xFF else 'be'}", 2 if encoding == "utf-16" else 4
    return encoding, 0
