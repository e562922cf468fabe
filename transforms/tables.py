"""Word lists carried in the package's `data` folder, and regular expressions that find them fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from importlib import resources

_FEW = 60


def read_list(name: str) -> list[str]:
    """The entries of a data file: separated by white space, lines that open with # left out."""
    text = resources.files("transforms").joinpath("data", name).read_text("utf-8")
    return [entry for line in text.splitlines() if not line.startswith("#") for entry in line.split()]


def alternation(entries: Iterable[str]) -> str:
    """A regular expression for any of the entries, the longest that fits; common beginnings are tried once.

    >>> alternation(["局长", "局", "书记"])
    '(?:书记|局(?:长)?)'
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]  # nests as deep as the longest entry
    for entry in entries:
        node = tree
        for character in entry:
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(tree)


def pair_alternation(entries: Iterable[str]) -> str:
    """What `alternation` gives, for hundreds of entries of two characters and more: faster to search with.

    A search tries the branches of an alternation one after another; here two sets turn most positions away before.

    >>> pair_alternation(["局长", "书记", "局长助理", "市长"])
    '[书局市](?=[记长])(?:记(?<=[书]记)|长(?:(?<=[局]长)(?:助理)?|(?<=[市]长)))'
    """
    rests: dict[str, dict[str, set[str]]] = {}
    for entry in entries:
        rests.setdefault(entry[1], {}).setdefault(entry[0], set()).add(entry[2:])
    firsts = "".join(sorted({first for by_first in rests.values() for first in by_first}))
    branches = "|".join(re.escape(second) + _behind(second, by_first) for second, by_first in sorted(rests.items()))
    return f"[{re.escape(firsts)}](?=[{re.escape(''.join(sorted(rests)))}])(?:{branches})"


HOLDS, OPENS, GOES_ON = 1, 2, 4
"""What a word can be to a `Lexicon`, as bits: it holds an entry, ends with the first characters of one, or begins with
a character that stands within one."""


class Lexicon:
    """Entries to find in a text that is cut into words; few words have to be looked at.

    `pattern` finds the entries (`rule` is added behind them); `longest` is the length of the longest; `pairs` are any
    two characters that stand side by side in one.
    """

    def __init__(self, entries: Iterable[str], rule: str = "") -> None:
        known = set(entries)
        self.pattern = re.compile(pair_alternation(known) + rule)
        self.longest = max(map(len, known))
        self.pairs = {entry[i : i + 2] for entry in known for i in range(len(entry) - 1)}
        self._beginnings = {entry[:i] for entry in known for i in range(1, len(entry))}
        self._inner = {character for entry in known for character in entry[1:]}

    def bits(self, word: str) -> int:
        """What the word can be to the entries: an entry can begin only in a word of these bits."""
        ends = range(max(0, len(word) - self.longest + 1), len(word))
        return (
            HOLDS * (self.pattern.search(word) is not None)
            + OPENS * any(word[i:] in self._beginnings for i in ends)
            + GOES_ON * (word[0] in self._inner)
        )


def _behind(second: str, by_first: dict[str, set[str]]) -> str:
    """What may follow a second character, by the first one; first characters with the same sequel share a branch."""
    sharing: dict[str, str] = {}
    for first, rests in sorted(by_first.items()):
        sequel = alternation(rests)
        sharing[sequel] = sharing.get(sequel, "") + first
    branches = [f"(?<=[{re.escape(firsts)}]{re.escape(second)}){sequel}" for sequel, firsts in sharing.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def find_entries(entries: Set[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds one of some entries, each `start`, `end`: leftmost first, the longest that fits, no overlaps.

    >>> list(find_entries({"局", "局长"}, "局长到局"))
    [(0, 2), (3, 4)]
    """
    if len(entries) > _FEW:
        yield from (match.span() for match in re.finditer(alternation(entries), text))
        return
    # making a regular expression takes longer than looking for each of a few entries
    done = 0
    for start, negative_end in sorted((at, -at - len(entry)) for entry in entries for at in _starts(entry, text)):
        if start >= done:
            done = -negative_end
            yield start, done


def _starts(entry: str, text: str) -> Iterator[int]:
    at = text.find(entry)
    while at >= 0:
        yield at
        at = text.find(entry, at + 1)


def _pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [re.escape(character) + _pattern(child) for character, child in sorted(node.items()) if character]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")
