"""The encodings a file may have when its structure does not tell: sampled, scored, ranked.

To add an encoding, add it to `LEGACY` (and to `CHARDET_NAMES`, where chardet calls it otherwise).
"""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import chardet

from transforms.plausibility import score_chinese
from transforms.resync import decode_resynced

LEGACY = ("gb18030", "big5", "utf-8")
"""Candidates for bytes that are not strict UTF-8; `utf-8` stands for damaged UTF-8, `big5` for its family
(`transforms.big5` tells those apart)."""

CHARDET_NAMES = {
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "cp950": "big5",
    "big5-hkscs": "big5",
    "big5hkscs": "big5",
    "utf-8": "utf-8",
}

_ARBITRATED = ("gb18030", "big5", "big5hkscs", "cp950", "utf-8")
_WINDOW = 1500
_QUICK_WINDOW = 240
_CLEAR = 0.8
_CLOSE = 0.3
_FEW = 4
_FEW_SHARE = 0.15
"""Damage up to which a reading may be the right one of damaged bytes, and is read again around it."""

_DAMAGE_COST = 1.5
_LOW_TRAIL = re.compile(rb"[\xa1-\xf9][\x40-\x7e]")
_BIG5_SHARE = 0.05
"""Share of characters with a low second byte from which Big5 is tried first: it has them in a third, GB2312 never."""

_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding, and how plausible the sample is when read in it."""

    encoding: str
    score: float
    n_characters: int

    @property
    def is_doubtful(self) -> bool:
        """Whether foreign text could have scored this: Korean in EUC-KR reaches 0.5, sound Chinese starts near 0.7."""
        return self.score < 0.75


def take_sample(data: bytes, width: int = _WINDOW) -> bytes:
    """Up to three windows of lines that hold non-ASCII bytes: from the first one, the middle and near the end.

    Windows begin after a line end and stop before one where lines are short enough, so that no character is cut; a
    long ASCII head is skipped.
    """
    if _HIGH.search(data) is None:
        return b""
    return data if len(data) <= 2 * width else b"\n".join(take_windows(data, 3, width))


def take_windows(data: bytes, n: int = 6, width: int = 400) -> list[bytes]:
    """Windows of whole lines, evenly spread from the first non-ASCII byte to near the end; those that hold one."""
    first = _HIGH.search(data)
    if first is None:
        return []
    start, last = first.start(), max(first.start(), len(data) - width)
    windows = (_window(data, start + (last - start) * i // (n - 1), width) for i in range(n))
    return [window for window in windows if window]


def _window(data: bytes, spot: int, width: int) -> bytes:
    """About `width` bytes of whole lines from the first non-ASCII byte at or after `spot`."""
    found = _HIGH.search(data, spot)
    if found is None:
        return b""
    start = data.rfind(b"\n", max(0, found.start() - 2 * width), found.start()) + 1
    if found.start() - start > width:  # one long line
        start = _after_break(data, found.start())
    end = data.find(b"\n", start + width, start + 2 * width)
    return data[start : end if end > 0 else start + width]


def _after_break(data: bytes, spot: int) -> int:
    """Where text is safe to begin near `spot`: after a byte below 0x30, never part of a multi-byte character."""
    match = re.compile(rb"[\x09-\x2f]").search(data, spot, spot + _WINDOW)
    return match.end() if match else spot


def find_clear_winner(data: bytes) -> Candidate | None:
    """GB18030 or Big5 where a small sample is clearly Chinese in one: no wrong reading comes near that score."""
    sample = take_sample(data, _QUICK_WINDOW)
    low_trails = len(_LOW_TRAIL.findall(sample))
    order = ("big5", "gb18030") if low_trails > _BIG5_SHARE * len(sample) else ("gb18030", "big5")
    for score in (_score_plainly, _score):  # around damage only where neither reads well without
        for encoding in order:
            candidate = score(sample, encoding)
            if candidate.score >= _CLEAR and candidate.n_characters >= 100:
                return candidate
    return None


def rank_candidates(sample: bytes, encodings: Sequence[str] = LEGACY) -> list[Candidate]:
    """The encodings with their scores on the sample, best first; where scores are equal, in the order given."""
    return sorted((_score(sample, encoding) for encoding in encodings), key=lambda candidate: -candidate.score)


def _score_plainly(sample: bytes, encoding: str) -> Candidate:
    reading = codecs.getincrementaldecoder("big5-hkscs" if encoding == "big5" else encoding)("replace").decode(sample)
    return Candidate(encoding, round(score_chinese(reading), 3), len(reading))


def _score(sample: bytes, encoding: str) -> Candidate:
    codec = "big5-hkscs" if encoding == "big5" else encoding
    reading = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    score = score_chinese(reading)
    # a byte lost from GB18030 need not show as damage before the sample's end
    least = 0 if encoding == "gb18030" and score < _CLEAR else 1
    if encoding in LEGACY and least <= reading.count("\ufffd") <= _FEW + _FEW_SHARE * len(reading):
        score = max(score, _score_around_damage(sample, codec))
    return Candidate(encoding, round(score, 3), len(reading))


def _score_around_damage(sample: bytes, codec: str) -> float:
    """The score of a reading that goes on behind damage; in short samples one bad byte must not decide."""
    reading, offsets = decode_resynced(sample, codec)
    sound = reading.replace("\ufffd", "")
    return score_chinese(sound) - _DAMAGE_COST * len(offsets) / max(1, len(sound))


def arbitrate(sample: bytes, ranked: Sequence[Candidate]) -> tuple[list[Candidate], str]:
    """Let chardet choose where the two best are close; say who decided."""
    if ranked[0].score - ranked[1].score >= _CLOSE:
        return list(ranked), "score"
    found = chardet.detect(sample, include_encodings=_ARBITRATED, no_match_encoding="utf-8")["encoding"]
    choice = CHARDET_NAMES.get((found or "").lower().replace("_", "-"))
    chosen = [c for c in ranked if c.encoding == choice and ranked[0].score - c.score < _CLOSE]
    if not chosen:
        return list(ranked), "score"
    return [*chosen, *(c for c in ranked if c.encoding != choice)], "chardet"


def confidence_of(ranked: Sequence[Candidate]) -> float:
    """Confidence 0..1 from the margin over the runner-up and the sample's length: 20 characters 1 ahead: 0.95."""
    margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else ranked[0].score
    evidence = max(0.0, margin) * math.sqrt(max(1, ranked[0].n_characters))
    return round(1 - 0.5 * math.exp(-evidence / 2), 4)
