"""HZ (RFC 1843): GB2312 in seven bits, shifted in by `~{` and out by `~}`."""

from __future__ import annotations

from transforms.plausibility import PLAUSIBLE, score_chinese
from transforms.resync import decode_resynced

_SAMPLE = 900
_MAX_HIGH_SHARE = 0.03
_HIGH = bytes(range(0x80, 0x100))


def is_hz(data: bytes) -> bool:
    """Whether what is shifted in gives Chinese; a few bytes above 127 are damage.

    >>> is_hz("Tel. 555: 会议召开".encode("hz")), is_hz(b"if x ~{ y }")
    (True, False)
    """
    start = data.find(b"~{")
    if start < 0:
        return False
    sample = data[start : start + _SAMPLE]
    if len(sample) - len(sample.translate(None, delete=_HIGH)) > 2 + _MAX_HIGH_SHARE * len(sample):
        return False
    return score_chinese(decode_resynced(sample, "hz")[0]) >= PLAUSIBLE
