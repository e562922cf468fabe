"""jieba's dictionary and the user's terms over it (用户词典): words, frequencies, and how rjieba learns them.

A user's terms change the words of a text exactly as they would in jieba: by their frequencies, by frequencies that are
worked out where none is given, and by the total that all of them make up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import util
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from transforms.doubts import RARE
from transforms.errors import SettingsError

_TERM = re.compile(r"(?P<word>\S(?:.*?\S)??)(?:\s+(?P<freq>\d+))?(?:\s+(?P<tag>[A-Za-z]+))?")
_RARE = re.compile(f"[{RARE}\U00010000-\U0010ffff]")
_MASK = "。"  # a word of its own for both engines
_UNUSED = (
    "\ue000\ue001"  # private use: stands in no page's dictionary stretch, so that its frequency only adds to the total
)
COUNTED_TWICE = 3
"""Frequency of the entry that stands twice in jieba's dictionary: jieba's total counts it twice, rjieba's once."""


@dataclass(frozen=True, slots=True)
class UserTerm:
    """A term the dictionary lacks, or with a `freq` of 0 a word it should lack, which is then cut in its parts.

    Without `freq` it gets the frequency that just keeps it whole. All as in jieba.
    """

    word: str
    freq: int | None = None
    tag: str | None = None

    def problem(self) -> str | None:
        """What is wrong with it, in words; None where it can be used."""
        if not self.word.strip():
            return "a user term is empty; remove it from the user dictionary"
        if self.freq == 0 and len(self.word) == 1:
            return f"{self.word!r} is one character and can't be deleted; give a frequency of 1 or more"
        return None


def parse_user_terms(text: str) -> list[UserTerm]:
    r"""Read a user dictionary: one `word [freq] [tag]` a line, `#` opens a comment (jieba's format otherwise).

    A frequency of 0 deletes the word.

    Raises:
        SettingsError: for a line that isn't of that form; the message names the line.

    >>> parse_user_terms("晋阳新区 20 ns  # a place\n云岭数科 nt")
    [UserTerm(word='晋阳新区', freq=20, tag='ns'), UserTerm(word='云岭数科', freq=None, tag='nt')]
    """
    terms = []
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = re.sub(r"(^|\s)#.*", "", raw).strip()
        if line:
            terms.append(_parse_line(line, number))
    return terms


def _parse_line(line: str, number: int) -> UserTerm:
    match = _TERM.fullmatch(line)
    word = match["word"] if match else line
    if match is None or re.search(r"\s", word):
        raise SettingsError(
            f"user dictionary, line {number}: {line!r} is not 'word [frequency] [tag]', such as '云岭 9 ns'"
        )
    term = UserTerm(word, int(match["freq"]) if match["freq"] else None, match["tag"])
    if problem := term.problem():
        raise SettingsError(f"user dictionary, line {number}: {problem}")
    return term


def mask_rare(text: str) -> str:
    """The text with a mark, a word of its own for both engines, for each character that is one for jieba alone.

    >>> mask_rare("㐀记")
    '。记'
    """
    return _RARE.sub(_MASK, text)


def known_words(user_terms: Iterable[UserTerm] = ()) -> set[str]:
    """Every word of jieba's dictionary, and the user's terms."""
    return _dictionary().keys() | {term.word for term in user_terms}


def suggested_frequencies(words: Iterable[str]) -> list[int]:
    """The frequency that just keeps each word whole, as jieba's `suggest_freq` gives it."""
    import rjieba

    entries = _dictionary()
    total = sum(freq for freq, _ in entries.values()) + COUNTED_TWICE
    known, rust = _Frequencies(entries), rjieba.Jieba()
    return [_suggested(rust, known, total, word) for word in words]


@cache
def plain_dictionary() -> Any:
    """Give rjieba with jieba's own dictionary, loaded once a process; nothing may be added to it."""
    return _new_rust()


def _new_rust() -> Any:
    import rjieba

    rust: Any = rjieba.Jieba()
    rust.add_word(_UNUSED, COUNTED_TWICE, "x")
    return rust


def load_rust(terms: Sequence[UserTerm]) -> Any:
    """Load rjieba with the user's terms and without the words that the user deleted."""
    if not terms:
        return plain_dictionary()
    rust = _new_rust()
    entries = _dictionary()
    lost = _add_terms(rust, terms, entries)
    if all(term.freq != 0 for term in terms):
        return rust
    # a frequency of 0 would not do: rjieba still prefers such a word to a letter that no entry begins with
    rust.clear()
    for word, (freq, tag) in entries.items():
        if freq:
            rust.add_word(word, freq, tag)
    rust.add_word(_UNUSED, lost, "x")
    return rust


def _add_terms(rust: Any, terms: Iterable[UserTerm], entries: dict[str, tuple[int, str]]) -> int:
    """Add the terms to both with the frequencies that jieba's `add_word` and `suggest_freq` would give them.

    jieba counts a replaced entry's old frequency into its total for ever, and one entry twice; rjieba does neither. The
    total weighs every word, so what is missing is added under a word that never occurs; gives how much that is.
    """
    known = _Frequencies(entries)
    total = sum(freq for freq, _ in entries.values()) + COUNTED_TWICE
    lost = COUNTED_TWICE
    for term in terms:
        old_freq, old_tag = entries.get(term.word, (0, "x"))
        freq = _suggested(rust, known, total, term.word) if term.freq is None else term.freq
        entries[term.word] = (freq, term.tag or old_tag)
        known.add(term.word, freq)
        rust.add_word(term.word, freq, term.tag or old_tag)
        total += freq
        if old_freq:
            lost += old_freq
            rust.add_word(_UNUSED, lost, "x")
    return lost


def _suggested(rust: Any, known: _Frequencies, total: int, word: str) -> int:
    """The frequency that makes `word` just likelier than its parts (jieba's `suggest_freq`)."""
    share = 1.0
    masked = mask_rare(word)
    for start, end in pairwise(accumulate(map(len, rust.cut(masked, False)), initial=0)):
        share *= known[word[start:end]] / float(total)
    return max(int(share * total) + 1, known[word])


class _Frequencies(dict[str, int]):
    """Frequencies as jieba looks them up: 0 for what only begins an entry, 1 for what it has never seen."""

    def __init__(self, entries: dict[str, tuple[int, str]]) -> None:
        super().__init__((word, freq) for word, (freq, _) in entries.items())

    @cached_property
    def _beginnings(self) -> set[str]:
        return {word[:n] for word in self for n in range(1, len(word))}

    def add(self, word: str, freq: int) -> None:
        self[word] = freq
        if "_beginnings" in self.__dict__:
            self._beginnings.update(word[:n] for n in range(1, len(word)))

    def __missing__(self, word: str) -> int:
        return 0 if word in self._beginnings else 1


def _dictionary() -> dict[str, tuple[int, str]]:
    """Read jieba's own dictionary: word to frequency and tag."""
    spec = util.find_spec("jieba")  # finds the folder without importing the package
    if spec is None or not spec.submodule_search_locations:
        raise SettingsError(
            "jieba is not installed: its dictionary is needed for user terms; install baoku's dependencies"
        )
    lines = Path(spec.submodule_search_locations[0], "dict.txt").read_text("utf-8").splitlines()
    entries = (line.split(" ") for line in lines)
    return {word: (int(freq), tag) for word, freq, tag in entries}
