"""Files that change their encoding half-way, since files get concatenated: each line is read in its own encoding.

A change needs evidence: a line that the encoding of the lines before it can't read, or reads as nonsense, and that
another one reads as plain Chinese. Lines of ASCII and short lines go with what stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.damage import Damage
from transforms.plausibility import score_chinese
from transforms.resync import decode_resynced

_ENCODINGS = ("utf-8", "gb18030", "big5-hkscs")
_SENSIBLE = 0.5
_AHEAD = 0.4
_SCORED = 300
_MAX_LOCATED = 20
_HIGH = re.compile(rb"[\x80-\xff]")
_FOREIGN_TO_GB = re.compile("[\ue4c6-\ue5e4\ue5e6-\ue765]")
"""What GB18030 reads from Big5's commonest characters: private use, less the full-width space of old systems."""

_SUSPICIOUS = 4
_NEAR = 400


def is_suspicious(text: str) -> bool:
    """Whether a reading as GB18030 holds a place that may be Big5: four private-use characters near each other."""
    places: list[int] = []
    for match in _FOREIGN_TO_GB.finditer(text):
        places.append(match.start())
        if len(places) >= _SUSPICIOUS and places[-1] - places[-_SUSPICIOUS] < _NEAR:
            return True
    return False


def decode_parts(data: bytes) -> tuple[Damage, list[tuple[int, str]]]:
    r"""Read each line in its own encoding; also where each part begins, as (byte offset, encoding).

    >>> [part for _, part in decode_parts("本报讯会议召开\n".encode() + "全市经济增长\n".encode("gbk"))[1]]
    ['utf-8', 'gb18030']
    """
    lines = data.splitlines(keepends=True)
    first = next(filter(_HIGH.search, lines), b"")
    damage, parts, start = Damage(), [(0, _choose(first, ""))], 0
    for line in lines:
        encoding = parts[-1][1]
        if _HIGH.search(line):
            encoding = _choose(line, encoding)
        if encoding != parts[-1][1]:
            parts.append((start, encoding))
        text, offsets = decode_resynced(line, encoding)
        damage.pieces.append(text)
        damage.n_replaced += len(offsets)
        damage.replaced_at.extend(start + offset for offset in offsets[: _MAX_LOCATED - len(damage.replaced_at)])
        start += len(line)
    return damage, parts


def _choose(line: bytes, current: str) -> str:
    """The encoding of a line: the current one unless another is plainly better."""
    first = _HIGH.search(line)
    sample = line[first.start() : first.start() + _SCORED] if first else line[:_SCORED]
    now = _score(sample, current) if current else -9.0
    if now >= _SENSIBLE:
        return current
    best, encoding = max((_score(sample, encoding), encoding) for encoding in _ENCODINGS)
    return encoding if best >= max(_SENSIBLE, now + _AHEAD) or not current else current


def _score(sample: bytes, encoding: str) -> float:
    return score_chinese(decode_resynced(sample, encoding)[0])


def main_encoding(parts: Sequence[tuple[int, str]], n_bytes: int) -> str:
    """The encoding of most of the bytes."""
    ends = [start for start, _ in parts[1:]] + [n_bytes]
    sizes: dict[str, int] = {}
    for (start, encoding), end in zip(parts, ends, strict=True):
        sizes[encoding] = sizes.get(encoding, 0) + end - start
    return max(sizes, key=lambda encoding: sizes[encoding])
