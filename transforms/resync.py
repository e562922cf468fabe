"""Decoding around damage: behind a bad byte, go on where the text makes sense again.

In GB18030 and Big5 one bad or lost byte can shift every pair behind it: a codec's own `replace` then turns a whole
sentence into nonsense, or notices nothing. Where a reading fails, or is nonsense, the bytes around are read anew in
the most plausible way (`transforms.alignment`). One damaged character becomes one U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from itertools import chain
from operator import add

from transforms.alignment import align
from transforms.plausibility import is_common_pair, score_chinese, sound_characters, weight_of

ALIGNED = frozenset({"gb18030", "gbk", "big5", "cp950", "big5-hkscs"})
"""Encodings in which a lost byte shifts what follows."""

_HANDLER = "baoku-resync"
_LOOK_AHEAD = 32
_HZ_BREAK = re.compile(rb"\n|~}")
_SKIP_COST = 0.1
_MAX_TRIED_SHARE = 0.05
"""Share of bytes that may be damaged before it is not worth looking ahead any more: such a file is rejected."""

_WIDEST_UTF8 = 4
_NO_START = frozenset(range(0x80, 0xC2)) | frozenset(range(0xF5, 0x100))

_CHUNK = 4096
_BEHIND = 16
_AHEAD = 80
_MARGIN = 24
_LOSS = 2.5
_UNNOTICED_LOSS = 3.5
"""What a damaged character costs where the bytes can't be read, and where they can but give nonsense."""

_MAX_IN_VAIN = 100
_LONE = re.compile("[@-~](?<=[^\x00-\x7f\u2010-\u203b\u3000-\u3017\uff00-\uffef].)(?=[^\x00-\x7f])")
_NO_WORDS = 0.2
_LONE_BEHIND = 3.0

_repair: ContextVar[tuple[str, list[int]]] = ContextVar("repair")


def decode_resynced(data: bytes, encoding: str) -> tuple[str, list[int]]:
    r"""Read bytes with U+FFFD for each damaged character; also the byte offsets of those. Linear in the bytes.

    >>> decode_resynced(b"\xff" + "会议在北京举行".encode("gb18030")[1:], "gb18030")
    ('�议在北京举行', [0])
    """
    if encoding in ALIGNED:
        return _decode_aligned(data, encoding)
    offsets: list[int] = []
    token = _repair.set((encoding, offsets))
    try:
        return data.decode(encoding, _HANDLER), offsets
    finally:
        _repair.reset(token)


def find_nonsense(text: str) -> Iterator[int]:
    """Places where a reading of GB18030 or Big5 makes no sense, as it does behind a lost byte; in no order.

    Two uncommon characters close together among others that make no words, a private-use one alone, or a letter behind
    such (it is half of a pair). Lists of rare names give such places too: what is found is only worth another look.

    >>> list(find_nonsense("会议在北京举行，购买A股，赟先生")), list(find_nonsense("会議閥桓壺婬M討論"))
    ([], [6])
    """
    return chain(_find_odd(text), _find_halves(text))


@cache
def _odd_place() -> re.Pattern[str]:
    """Begins with one set of the basic plane alone, which is what the regex engine finds fast."""
    odd = f"[^\x00-\x7f\u3400-\u4dff\u9fa6-\u9fff{re.escape(sound_characters())}]"
    return re.compile(f"{odd}(?:(?=(.{{0,5}}?{odd}))|(?<=[\ue000-\uf8ff]))", re.DOTALL)


def _find_odd(text: str) -> Iterator[int]:
    """Shifted pairs never read as what takes four bytes: the later ideographs do not count."""
    for match in _odd_place().finditer(text):
        place, end = match.start(), max(match.end(), match.end(1))
        if match.group() <= "\uffff" and score_chinese(text[max(0, place - 2) : end + 2]) < _NO_WORDS:
            yield place


def _find_halves(text: str) -> Iterator[int]:
    for match in _LONE.finditer(text):
        behind = text[max(0, match.start() - 3) : match.start()]
        if sum(map(weight_of, behind)) < _LONE_BEHIND and not any(map(is_common_pair, map(add, behind, behind[1:]))):
            yield match.start()


def _decode_aligned(data: bytes, codec: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    offsets: list[int] = []
    start, n_in_vain = 0, 0
    while start < len(data):
        text, end, is_bad = _read_strictly(data, start, codec)
        place = min(find_nonsense(text), default=None) if n_in_vain < _MAX_IN_VAIN else None
        if place is None and not is_bad:
            pieces.append(text)
            start = end
            continue
        if len(offsets) > 50 + _MAX_TRIED_SHARE * len(data):
            return "".join([*pieces, data[start:].decode(codec, "replace")]), offsets
        head = text[: max(0, (len(text) if place is None else place) - _BEHIND)]
        width = len(head.encode(codec)) if head else 0
        if data[start : start + width].decode(codec, "replace") != head:  # a codec that does not give back its bytes
            head, width = "", 0
        found, start_after = _align_window(data, start + width, codec, _UNNOTICED_LOSS if place is not None else _LOSS)
        pieces += [head, *(character for _, character in found)]
        bad = [offset for offset, character in found if character == "\ufffd"]
        n_in_vain += not bad
        offsets += bad
        start = start_after
    return "".join(pieces), offsets


def _read_strictly(data: bytes, start: int, codec: str) -> tuple[str, int, bool]:
    """The text from `start` up to a fault or for a few thousand bytes, where it ends, and whether there is a fault."""
    chunk = data[start : start + _CHUNK]
    try:
        return chunk.decode(codec), start + len(chunk), False
    except UnicodeDecodeError as error:
        end = start + error.start
        is_cut = error.start > _CHUNK - 8 and start + _CHUNK < len(data)
        return chunk[: error.start].decode(codec), end, not is_cut


def _align_window(data: bytes, start: int, codec: str, loss: float) -> tuple[list[tuple[int, str]], int]:
    """The characters from `start` on for some hundred bytes, with their offsets in the data, and where they end."""
    end = min(len(data), start + 3 * _BEHIND + _AHEAD)
    steps = [(start + offset, c) for offset, c in align(data[start:end], codec, loss, is_end=end == len(data))]
    if end == len(data):
        return steps, end
    kept = [step for step in steps if step[0] < end - _MARGIN]
    return kept, steps[len(kept)][0]


def _go_on(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    encoding, offsets = _repair.get()
    offsets.append(error.start)
    if encoding == "utf-8":
        return "\ufffd", _next_start_of_utf8(error.object, error.start, error.end)
    if encoding != "hz" or len(offsets) > 50 + _MAX_TRIED_SHARE * len(error.object):
        return "\ufffd", error.end
    return "\ufffd", _next_start_of_hz(error.object, error.start)


def _next_start_of_utf8(data: bytes, start: int, end: int) -> int:
    at_most = min(len(data), start + _WIDEST_UTF8)
    while end < at_most and data[end] in _NO_START:
        end += 1
    return end


def _next_start_of_hz(data: bytes, start: int) -> int:
    """Where the next bytes, up to the end of the shift, make most sense: one byte on or two."""
    found = _HZ_BREAK.search(data, start + 1, start + 1 + _LOOK_AHEAD)
    stop = found.start() if found else min(len(data), start + 1 + _LOOK_AHEAD)
    shift = b"~{" if _is_shifted(data, start) else b""
    places = range(start + 1, min(stop, start + 2) + 1)
    ends = found is not None
    ahead = [_score(shift + data[place:stop], ends) - _SKIP_COST * (place - start) for place in places]
    return places[ahead.index(max(ahead))] if ahead else start + 1


def _is_shifted(data: bytes, at: int) -> bool:
    nearby = data[max(0, at - 2000) : at]
    return nearby.rfind(b"~{") > nearby.rfind(b"~}")


def _score(tail: bytes, ends: bool) -> float:
    """The sum of what the characters ahead are worth, so that a character read in vain counts for nothing."""
    reading = codecs.getincrementaldecoder("hz")("replace").decode(tail, ends)
    return score_chinese(reading) * sum(not character.isascii() for character in reading)


codecs.register_error(_HANDLER, _go_on)
