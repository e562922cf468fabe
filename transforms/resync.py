"""Decoding around damage: behind a bad byte, go on where the text makes sense again.

In GB18030 and Big5 one bad byte can shift every pair behind it up to the next ASCII character: a codec's own `replace`
then turns a whole sentence into nonsense. Here each place where reading may go on is tried on the bytes that follow,
and the most plausible one is taken. One damaged character becomes one U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from contextvars import ContextVar
from itertools import accumulate

from transforms.plausibility import score_chinese

_HANDLER = "baoku-resync"
_LOOK_AHEAD = 32
_BREAK = re.compile(rb"[\x00-\x2f]")
"""Bytes that are no part of a multi-byte character: behind one, all readings agree again."""

_ODD_RUN = re.compile(
    rb"(?:^|(?<=[\x00-\x2f])|(?<=[\x00-\x3f][0-9]))(?:[\x81-\xfe]{2}){2,1000}[\x81-\xfe]"
    rb"(?=[\x00-\x2f]|[0-9](?![\x81-\xfe][0-9])|$)"
)
"""GB2312's pairs less one byte, between ASCII: one was lost, and all pairs behind it are shifted."""

_CUT_OFF_BONUS = 3.0
_HZ_BREAK = re.compile(rb"\n|~}")
_FOUR_BYTES = re.compile(rb".[0-9][\x80-\xff][0-9]", re.DOTALL)
_LONE = re.compile(r"[@-~][^\x00-\x7f]")
"""A letter right before Chinese: more often what is left of a damaged character than one of its own."""

_LONE_COST = 0.15
_SKIP_COST = 0.1
_MAX_TRIED_SHARE = 0.05
"""Share of bytes that may be damaged before it is not worth looking ahead any more: such a file is rejected."""

_WIDEST_UTF8 = 4
_NO_START = frozenset(range(0x80, 0xC2)) | frozenset(range(0xF5, 0x100))

_repair: ContextVar[tuple[str, list[int]]] = ContextVar("repair")


def decode_resynced(data: bytes, encoding: str) -> tuple[str, list[int]]:
    r"""Read bytes with U+FFFD for each damaged character; also the byte offsets of those. Linear in the bytes.

    >>> decode_resynced(b"\xff" + "会议在北京举行".encode("gb18030")[1:], "gb18030")
    ('�议在北京举行', [0])
    """
    if encoding != "gb18030":
        return _decode_around(data, encoding)
    pieces, offsets, end = [], [], 0
    for match in _ODD_RUN.finditer(data):
        before, bad = _decode_around(data[end : match.start()], encoding)
        realigned, place = _realign(match.group(), is_end=match.end() == len(data))
        pieces += [before, realigned]
        offsets += [*(end + offset for offset in bad), match.start() + place]
        end = match.end()
    rest, bad = _decode_around(data[end:], encoding)
    return "".join([*pieces, rest]), [*offsets, *(end + offset for offset in bad)]


def _decode_around(data: bytes, encoding: str) -> tuple[str, list[int]]:
    offsets: list[int] = []
    token = _repair.set((encoding, offsets))
    try:
        return data.decode(encoding, _HANDLER), offsets
    finally:
        _repair.reset(token)


def _realign(run: bytes, is_end: bool) -> tuple[str, int]:
    r"""Read a run of GB18030 pairs that lost a byte: as pairs up to the place of the loss, as shifted pairs behind it.

    The place is where both readings together are most plausible; at the end of a file, the end, unless that is plainly
    worse: files get cut off more often than bytes get lost.

    >>> _realign("会议在北京举行".encode("gb18030")[1:], is_end=True)
    ('\ufffd议在北京举行', 0)
    """
    straight = [run[i : i + 2].decode("gb18030", "replace") for i in range(0, len(run) - 1, 2)]
    shifted = [run[i : i + 2].decode("gb18030", "replace") for i in range(1, len(run), 2)]
    gains = [score_chinese(a) - score_chinese(b) for a, b in zip(straight, shifted, strict=True)]
    sums = list(accumulate(gains, initial=0.0))
    sums[-1] += _CUT_OFF_BONUS if is_end else 0.0
    place = sums.index(max(sums))
    return "".join(straight[:place]) + "\ufffd" + "".join(shifted[place:]), 2 * place


def _go_on(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    encoding, offsets = _repair.get()
    offsets.append(error.start)
    if encoding == "utf-8":
        return "\ufffd", _next_start_of_utf8(error.object, error.start, error.end)
    if len(offsets) > 50 + _MAX_TRIED_SHARE * len(error.object):
        return "\ufffd", error.end
    return "\ufffd", _most_plausible_start(error.object, error.start, encoding)


def _next_start_of_utf8(data: bytes, start: int, end: int) -> int:
    at_most = min(len(data), start + _WIDEST_UTF8)
    while end < at_most and data[end] in _NO_START:
        end += 1
    return end


def _most_plausible_start(data: bytes, start: int, encoding: str) -> int:
    if encoding == "gb18030" and _FOUR_BYTES.match(data, start):
        return start + 4
    found = (_HZ_BREAK if encoding == "hz" else _BREAK).search(data, start + 1, start + 1 + _LOOK_AHEAD)
    stop = found.start() if found else min(len(data), start + 1 + _LOOK_AHEAD)
    last = min(stop, start + (4 if _has_a_digit(data, start, encoding) else 2))
    shift = b"~{" if encoding == "hz" and _is_shifted(data, start) else b""
    places = range(start + 1, last + 1)
    ends = found is not None
    ahead = [_score(shift + data[place:stop], encoding, ends) - _SKIP_COST * (place - start) for place in places]
    return places[ahead.index(max(ahead))] if ahead else start + 1


def _has_a_digit(data: bytes, start: int, encoding: str) -> bool:
    """Whether a digit stands where GB18030's four-byte characters have one, whose other digit was damaged."""
    return encoding == "gb18030" and any(
        0x30 <= byte <= 0x39 for byte in (data[start + 1 : start + 2] + data[start + 3 : start + 4])
    )


def _is_shifted(data: bytes, at: int) -> bool:
    nearby = data[max(0, at - 2000) : at]
    return nearby.rfind(b"~{") > nearby.rfind(b"~}")


def _score(tail: bytes, encoding: str, ends: bool) -> float:
    """The sum of what the characters ahead are worth, so that a character read in vain counts for nothing."""
    reading = codecs.getincrementaldecoder(encoding)("replace").decode(tail, ends)
    n_counted = sum(not character.isascii() for character in reading)
    return score_chinese(reading) * n_counted - (_LONE_COST if _LONE.match(reading) else 0.0)


codecs.register_error(_HANDLER, _go_on)
