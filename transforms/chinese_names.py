"""Where a Chinese name ends: what its words and what stands behind it say of each length it could have.

How long a name is (魏民|主持 or 魏民主|持) is decided by what can follow one, not by the segmenter's borders alone.
"""

from __future__ import annotations

from transforms import names
from transforms.tagged import TaggedText
from transforms.titles import HONORIFICS, title_pattern
from transforms.transliterated import NAME_TAGS, common_nouns, goes_on

_SPEAKS_AGAINST = frozenset(["n", "v", "d", "r", "p", "c", "a", "vn", "b", "m", "t", "f", "l"])
_BEFORE_NOUNS = frozenset(["p", "d", "c", "r", "v", "m", "q", "u"])
_SHORTEST = 2
_TIMES = frozenset("次翌晚本连上下逐每当某是")
_NO_SURNAMES = frozenset("于向自当对连应方时从在经由每")
_OF_AGE = frozenset("过近逾满仅约已届")


def name_end(tagged: TaggedText, at: int, needed: int) -> int:
    """Where the Chinese name that starts at `at` ends, if the evidence reaches `needed`; else 0."""
    text = tagged.text
    surname, longest = names.name_length(text, at)
    if not surname:
        return 0
    best, best_score = 0, needed - 1
    for length in range(longest, surname, -1):
        score = name_score(tagged, at, surname, length)
        if score > best_score:
            best, best_score = at + length, score
    return best


def name_score(tagged: TaggedText, at: int, surname: int, length: int) -> int:
    """How far the words, and what stands behind them, speak for a name of `length` characters that starts at `at`.

    `surname`: how many of them are the surname. Negative where it can be none.
    """
    text, end = tagged.text, at + length
    given = text[at + surname : end]
    if end > len(text) or not names.is_given(given) or given in HONORIFICS or is_time(text, at, end):
        return -9
    first = tagged.word_at(at)
    word, is_tagged = tagged.words[first], tagged.tags[first] in NAME_TAGS
    score = behind = _score_behind(tagged, end)
    if tagged.starts[first] != at:
        return score - (text[at] in names.RARE_SURNAMES)
    if is_tagged:
        if len(word) == length:
            score += 2 if score > 1 else 1
    elif text[at] in names.RARE_SURNAMES:
        score -= 1
    if len(word) > 1 and (
        word in common_nouns() or (len(word) == 2 == length and tagged.tags[first] in _SPEAKS_AGAINST)
    ):
        score -= 4 if len(word) >= length else 2
    if text[end - 1] == "之" and length == surname + 2:
        score += 2 * (behind > 1 or text[end : end + 1].isdigit())
    return score


def is_time(text: str, at: int, end: int) -> bool:
    """Whether a name that would end in 年 or 月 is rather a time or an age (于|次年, 张华|年过七旬)."""
    last = text[end - 1]
    if last not in "年月":
        return False
    is_age = last == "年" and text[end : end + 1] in _OF_AGE
    return is_age or text[at] in _NO_SURNAMES or text[end - 2] in _TIMES


def _score_behind(tagged: TaggedText, end: int) -> int:
    """How far what stands at `end` speaks for a name before it."""
    text, i = tagged.text, tagged.border_at(end)
    strong = names.FOLLOWS_STRONGLY.match(text, end)
    if strong or title_pattern().match(text, end):
        score = 4 if strong and len(strong[0]) > 1 else 3
    elif text[end : end + 1] in names.FOLLOWS_WEAKLY or (i >= 0 and (goes_on(tagged, i) or _is_short_verb(tagged, i))):
        score = 2
    else:
        score = -3 if i >= 0 and tagged.tags[i] in NAME_TAGS else 0  # a piece of a longer name
    return score + (i >= 0)


def _is_short_verb(tagged: TaggedText, i: int) -> bool:
    """Whether word `i` is a verb of one character (骆鸿儒|随|队)."""
    return i < len(tagged.words) and tagged.tags[i] == "v" and len(tagged.words[i]) == 1


def held_end(tagged: TaggedText, at: int) -> int:
    """Where a Chinese name ends behind a title that is one of a named body, or long: less has to speak for it there."""
    i = tagged.word_at(at)
    is_name = tagged.tags[i] in NAME_TAGS or (tagged.starts[i + 1] == at + 1 and tagged.tags[i] not in _BEFORE_NOUNS)
    end = name_end(tagged, at, 1) if is_name and tagged.starts[i] == at else 0
    return end if end - at > _SHORTEST and tagged.text[end - 1] not in "一十两" else 0
