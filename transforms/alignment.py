"""Where bytes were lost from GB18030 or Big5: the most plausible way to pair up what is left.

A lost byte shifts every pair behind it up to the next ASCII character or, where second bytes reach below 80 as in
traditional text, up to a stray letter that sets them right again. Shifted pairs are mostly valid, so no codec notices.
Here all ways to cut a stretch of bytes into characters are compared at once (Viterbi's method): a character earns what
`transforms.plausibility` says it is worth, a pair that people write often more, and a damaged character costs.
"""

from __future__ import annotations

import re

from transforms.plausibility import is_common_pair, weight_of

_PAIR_GAIN = 0.8
_LONE_LETTER = 0.5
"""Cost of an ASCII letter right behind Chinese: more often what is left of a damaged character than one of its own."""

_LETTER_TAKEN = 0.2
"""Cost of taking a letter or digit for the second byte of a damaged character rather than for itself."""

_FOUR_BYTES = re.compile(rb".(?:[0-9][\x80-\xff].|.[\x80-\xff][0-9])", re.DOTALL)
_CUT_OFF_BONUS = 2.2
"""For damage at the very end of a file, since files get cut off more often than bytes get lost."""

_LEAST_WORTH = -1.5
_FOUR_BYTE_WORTH = 1.5
_SIGN_WORTH = 0.4
_UNREACHED = -1e9
_Step = tuple[str, float]


class _Pairs(dict[bytes, _Step | None]):
    """Bytes of a codec -> the character and its worth, filled as they are met; None for what is no character."""

    def __init__(self, codec: str) -> None:
        self.codec = codec

    def __missing__(self, data: bytes) -> _Step | None:
        try:
            character = data.decode(self.codec)
        except UnicodeDecodeError:
            character = ""
        step = (character, _worth_of(character, len(data))) if len(character) == 1 else None
        if len(data) == 2:  # of four bytes there are more than memory should hold
            self[data] = step
        return step


def _worth_of(character: str, n_bytes: int) -> float:
    """Its weight, never so low that dropping it would pay; where the bytes say more than the character, their own.

    Four bytes with two digits at their places hardly come about by damage. Rows of full-width digits, shifted, read as
    rows of common ideographs: so they are worth as much; and rows of signs are worth something.
    """
    if n_bytes == 4:
        return _FOUR_BYTE_WORTH
    if "０" <= character <= "ｚ":
        return 1.0
    is_sign = character < "\u3400" or character > "\uff00"
    return max(_SIGN_WORTH if is_sign else _LEAST_WORTH, weight_of(character))


_pairs: dict[str, _Pairs] = {}


def align(run: bytes, codec: str, loss: float, is_end: bool = True) -> list[tuple[int, str]]:
    r"""The most plausible characters of a run of bytes, each with its offset; U+FFFD for a damaged one.

    `loss` is what a damaged character costs; `is_end`: whether the file ends with the run. Linear in the bytes.

    >>> "".join(character for _, character in align("会议在北京举行".encode("gb18030")[1:], "gb18030", 3.0))
    '�议在北京举行'
    """
    pairs = _pairs.setdefault(codec, _Pairs(codec))
    n = len(run)
    worth, last, back = [0.0] + [_UNREACHED] * n, [""] * (n + 1), [0] * (n + 1)

    def reach(i: int, start: int, value: float, character: str) -> None:
        if value > worth[i]:
            worth[i], last[i], back[i] = value, character, start

    for i in range(n):
        here, before = worth[i], last[i]
        if run[i] < 0x80:
            cost = _LONE_LETTER if run[i] > 0x3F and not before.isascii() else 0.0
            reach(i + 1, i, here - cost, chr(run[i]))
            continue
        reach(i + 1, i, here - loss + _CUT_OFF_BONUS * (is_end and i == n - 1), "\ufffd")
        if i + 1 == n:
            continue
        if run[i + 1] >= 0x30:
            reach(i + 2, i, here - loss - (_LETTER_TAKEN if run[i + 1] < 0x80 else 0.0), "\ufffd")
            if codec == "gb18030" and _FOUR_BYTES.match(run, i):
                reach(i + 4, i, here - loss, "\ufffd")
        if step := pairs[run[i : i + 2]]:
            gain = _PAIR_GAIN if is_common_pair(before + step[0]) else 0.0
            reach(i + 2, i, here + step[1] + gain, step[0])
        elif i + 4 <= n and 0x30 <= run[i + 1] <= 0x39 and (step := pairs[run[i : i + 4]]):
            reach(i + 4, i, here + step[1], step[0])
    return _trace(last, back)


def _trace(last: list[str], back: list[int]) -> list[tuple[int, str]]:
    steps, i = [], len(last) - 1
    while i:
        steps.append((back[i], last[i]))
        i = back[i]
    return steps[::-1]
