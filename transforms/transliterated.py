"""Where names of foreigners end, Japanese or transliterated, and what can follow a name."""

from __future__ import annotations

from functools import cache

from transforms import names
from transforms.places import divisions
from transforms.tables import read_list
from transforms.tagged import TaggedText
from transforms.titles import title_pattern

NAME_TAGS = frozenset(["nr", "nrfg", "nrt"])
_ENDS_NAME = frozenset(["p", "c", "d", "uj", "r", "f", "m", "y", "v"])
_VERBAL = frozenset(["v", "d", "p", "c", "t", "vd", "r", "vn", "ad"])


@cache
def common_nouns() -> frozenset[str]:
    """Words that are tagged as names and are none."""
    return frozenset(read_list("no_names.txt"))


def japanese_end(tagged: TaggedText, at: int) -> int:
    """Where a Japanese name ends (岸本文雄): a surname of the table with one to three characters; 0 for none."""
    text = tagged.text
    surname = next((length for length in (3, 2) if text[at : at + length] in japanese_surnames()), 0)
    for length in range(surname + 3, surname - 1, -1) if surname else ():
        end = at + length
        given = text[at + surname : end]
        if (not given or names.is_given(given)) and tagged.is_border(end) and follows(tagged, end):
            return end
    return 0


@cache
def japanese_surnames() -> frozenset[str]:
    """Japanese surnames of two characters and more."""
    return frozenset(read_list("japanese_surnames.txt"))


def foreign_end(tagged: TaggedText, at: int) -> int:
    """Where a transliterated name without a dot ends that a title introduces; 0 for none."""
    first = i = tagged.word_at(at)
    word, tag = tagged.words[i], tagged.tags[i]
    if end := end_before_speech(tagged, at):
        return end
    is_whole = tag == "nr" and len(word) > 2
    if not (is_whole or names.is_transliterated(word)) or tagged.starts[i] != at or word in common_nouns():
        return 0
    if is_whole and follows(tagged, tagged.starts[i + 1]):
        return tagged.starts[i + 1]
    while i < len(tagged.words) and tagged.starts[i + 1] - at <= 8 and names.is_transliterated(tagged.words[i]):
        if i > first and tagged.tags[i] in _ENDS_NAME:
            break
        i += 1
    for last in range(i, first, -1):
        end = tagged.starts[last]
        is_name = tagged.tags[first] in ("nrt", "nr", "nz", "x", "nrfg") or last > first + 1 or end - at > 2
        is_twice = last > first + 1 and all(tagged.tags[k] in NAME_TAGS for k in range(first, last))
        if end - at >= 2 and is_name and (is_twice or tagged.tags[last] == "v" or follows(tagged, end)):
            return end
    return 0


def end_before_speech(tagged: TaggedText, at: int) -> int:
    """Where a run of transliteration characters ends that a verb of saying cuts in a word (萨尔马|尼说); 0 for none."""
    end = at
    while end < len(tagged.text) and end - at < 8 and tagged.text[end] in names.TRANSLITERATION:
        end += 1
    is_name = end - at >= 3 and names.SAYS.match(tagged.text, end) is not None
    return end if is_name and tagged.text[at:end] not in divisions() else 0


def follows(tagged: TaggedText, end: int) -> bool:
    """Whether what stands at `end` can follow a person's name."""
    text = tagged.text
    return bool(
        names.FOLLOWS_STRONGLY.match(text, end)
        or names.REGNAL.match(text, end)
        or text[end : end + 1] in names.FOLLOWS_WEAKLY
        or title_pattern().match(text, end)
        or goes_on(tagged, tagged.word_at(end))
    )


def goes_on(tagged: TaggedText, i: int) -> bool:
    """Whether word `i` is one a sentence goes on with after its subject."""
    return tagged.tags[i] in _VERBAL and len(tagged.words[i]) > 1 and tagged.words[i][-1] not in "说道称讲等"
