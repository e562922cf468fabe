"""UTF-16 and UTF-32 without a byte order mark: known by what they read as, in a sample behind any ASCII head."""

from __future__ import annotations

from transforms.candidates import Candidate, rank_candidates
from transforms.plausibility import PLAUSIBLE

UTF_16 = ("utf-16-le", "utf-16-be")
_UTF_32 = ("utf-32-le", "utf-32-be")
_SAMPLE = 800


def rank_wide(data: bytes) -> list[Candidate]:
    """The wide encodings with their scores on a sample: of the file's start, or of what follows its ASCII head."""
    ranked = _rank(data[:_SAMPLE])
    if ranked[0].score >= PLAUSIBLE:
        return ranked
    starts = {_end_of_head(data[1::2]), _end_of_head(data[::2])} - {0}
    return max(
        [ranked, *(_rank(data[start : start + _SAMPLE]) for start in starts)], key=lambda ranked: ranked[0].score
    )


def _rank(sample: bytes) -> list[Candidate]:
    """UTF-32 competes only where every fourth byte is NUL, as it always is there."""
    return rank_candidates(sample, UTF_16 if sample.count(0) * 4 < len(sample) - 4 else (*_UTF_32, *UTF_16))


def _end_of_head(upper: bytes) -> int:
    """Where ASCII ends, in bytes of the file, given the upper byte of each of its pairs; a multiple of four."""
    return (len(upper) - len(upper.lstrip(b"\0"))) * 2 // 4 * 4
