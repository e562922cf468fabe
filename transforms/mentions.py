"""Mentions (实体): persons with their roles, organisations, places, works in 《》 and set phrases in quotation marks.

`extract_article_mentions` reads an article at once, so that a person introduced with name and office is known
when the name
stands alone; `extract_mentions` is the same for a single sentence.

To add a kind: write a finder that yields `Found` over a `TaggedText`, and list it in `_find`; what comes first
has the right
to its characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter

from transforms.organisations import find_listed, find_organisations
from transforms.persons import find_persons
from transforms.places import find_places, places_within
from transforms.records import Mention, MentionKind, Word
from transforms.tagged import Found, TaggedText
from transforms.words import Segmenter

_WORK = re.compile("《([^《》\n]{1,60})》|〈([^〈〉\n]{1,60})〉")
_QUOTED = re.compile("“([^“”\n]{1,40})”|「([^「」\n]{1,40})」")
_SPEECH_BEFORE = re.compile(
    "(?:[：:]|[说道问答称喊叫想讲說問稱]，?|(?:提出|指出|强调|要求|要|认为|表示|必须|写道|名为|叫做|号|账号|公众号)，?)$"
)
_SPEECH_LAST = frozenset(_SPEECH_BEFORE.pattern + "\n")
_SENTENCE_LIKE = re.compile("[。？?]|[我你您他她它]|[了吗呢吧啊]$|^[0-9０-９.]+$|[！!].")
MAX_SLOGAN = 26
"""Characters of the longest set phrase."""


def extract_mentions(sentence: str, words: Sequence[Word] | None = None) -> list[Mention]:
    """The names in a sentence, in the order they stand; `start` counts in the sentence.

    `words` saves cutting the sentence again.

    >>> [(m.text, m.role) for m in extract_mentions("云岭市委副书记、市长李晓明出席。") if m.kind == "person"]
    [('李晓明', '云岭市委副书记、市长')]
    """
    if words is None:
        words = _segmenter().cut(sentence)
    return extract_article_mentions([sentence], [[w.text for w in words]], [[w.tag for w in words]])[0]


def extract_article_mentions(
    sentences: Sequence[str], words: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]
) -> list[list[Mention]]:
    """The names in each sentence of an article, given its words and their tags (jieba's tag set).

    A person who has no role in a sentence takes the one the article gave elsewhere. Time is linear in the
    text's length.
    """
    tagged = TaggedText(sentences, words, tags)
    result: list[list[Mention]] = [[] for _ in sentences]
    unique: dict[tuple[int, int, str], Found] = {}
    for found in _find(tagged):  # two finders may know the same region
        unique.setdefault((found.start, found.end, found.kind), found)
    for _, found in sorted(unique.items(), key=itemgetter(0)):
        i = bisect_right(tagged.sentence_starts, found.start) - 1
        result[i].append(_mention(tagged, found, found.start - tagged.sentence_starts[i]))
    return result


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


def _find(tagged: TaggedText) -> Iterator[Found]:
    yield from _find_works(tagged)
    yield from _find_slogans(tagged)
    organisations = []
    for finder in (find_organisations, find_listed):
        for found in finder(tagged):
            tagged.take(found.start, found.end)
            organisations.append(found)
    for found in organisations:
        yield found
        for start, end in places_within(tagged.text[found.start : found.end]):
            yield Found(found.start + start, found.start + end, "place")
    yield from find_persons(tagged, organisations)
    yield from find_places(tagged, organisations)


def _find_works(tagged: TaggedText) -> Iterator[Found]:
    for match in _WORK.finditer(tagged.text):
        tagged.take(*match.span())
        yield Found(match.start(), match.end(), "work")


def _find_slogans(tagged: TaggedText) -> Iterator[Found]:
    """Short quoted phrases that aren't somebody's words."""
    for match in _QUOTED.finditer(tagged.text):
        group = match.lastindex or 1
        phrase = match[group]
        if len(phrase) > MAX_SLOGAN or _SENTENCE_LIKE.search(phrase) or ("，" in phrase and len(phrase) > 16):
            continue
        start = match.start()
        is_near = start > 0 and tagged.text[start - 1] in _SPEECH_LAST
        if is_near and _SPEECH_BEFORE.search(tagged.text, max(0, start - 4), start):
            continue
        tagged.take(*match.span())
        yield Found(*match.span(group), "slogan")


def _mention(tagged: TaggedText, found: Found, start: int) -> Mention:
    text = tagged.text[found.start : found.end]
    kind: MentionKind = found.kind  # type: ignore[assignment]  # finders give only these
    return Mention(kind, text, start, _normalized(text), found.role, found.organisation)


def _normalized(text: str) -> str:
    """The form to group by: without quotes and white space, one kind of dot and of brackets."""
    return text if text.isalnum() else "".join(text.split()).strip("《》〈〉").translate(_SAME)


_SAME = str.maketrans({"•": "·", "・": "·", "‧": "·", "(": "（", ")": "）"})
