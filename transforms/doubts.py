"""Where rjieba's words can differ from jieba's: one scan of a text, since most pages hold no such place.

Each kind is mended in `transforms.words` and `transforms.undecided`; what is looked for here is cheap to look for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

RARE = "\u3400-\u4dbf\u9fd6-\u9fff\ud800-\udfff\uf900-\ufaff"
"""Ideographs that jieba takes for a word each, inside a character class; those past U+FFFF are so too."""

_MARKS = "-+#&._%"
# A mark of a Latin run that is no plain word, number or percentage: only such runs are cut in several words.
_JOINS = (
    rf"(?<=[{_MARKS}])(?:(?<=[-+#&_])(?:[a-zA-Z0-9+#&._%-]|(?<=[a-zA-Z0-9.%].))|(?<=%)[a-zA-Z0-9.%]"
    r"|(?<=\.)(?:(?<=[a-zA-Z0-9].)(?!\d)|(?<![a-zA-Z0-9].)[a-zA-Z0-9.%]|\d+[a-zA-Z.]))"
)


class Doubts(NamedTuple):
    """What a text holds: rare ideographs, Latin runs joined by marks, and where near pairs of characters start."""

    has_rare: bool
    has_joined: bool
    pairs: list[int]


def find_doubts(text: str) -> Doubts:
    """Look for all three at once.

    >>> find_doubts("㐀字与e-mail，他常在"), find_doubts("增长3.5%。")
    (Doubts(has_rare=True, has_joined=True, pairs=[11]), Doubts(has_rare=False, has_joined=False, pairs=[]))
    """
    found = [(match.lastgroup, match.start()) for match in _pattern().finditer(text)]
    kinds = {kind for kind, _ in found}
    # a set with characters past the basic plane is slow to search, their share of the text's bytes is not
    has_rare = "rare" in kinds or len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return Doubts(has_rare, "joined" in kinds, [at for kind, at in found if kind == "pair"])


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """One set of characters first, which is what a search is fast with, and then what tells the kinds apart."""
    pairs = _near_pairs()
    seconds = "".join(sorted(set("".join(pairs.values()))))
    either = "|".join(f"(?<={first})[{after}]" for first, after in pairs.items())
    return re.compile(
        rf"[{_MARKS}{RARE}{''.join(pairs)}]"
        rf"(?:(?P<pair>(?=[{seconds}])(?:{either}))|(?P<joined>{_JOINS})|(?P<rare>(?<=[{RARE}])))",
        re.DOTALL,
    )


def _near_pairs() -> dict[str, str]:
    """Pairs whose two readings differ by under a millionth in some context; a test derives them from the model."""
    seconds: dict[str, str] = {}
    text = (files("transforms.data") / "undecided_pairs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            for pair in line.split():
                seconds[pair[0]] = seconds.get(pair[0], "") + pair[1]
    return seconds
