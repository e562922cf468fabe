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
from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import cast

from transforms.abbreviations import resolve_abbreviations
from transforms.departments import with_departments
from transforms.known_organisations import find_known
from transforms.listed import find_listed
from transforms.organisations import find_organisations
from transforms.persons import find_persons
from transforms.places import find_places, places_within
from transforms.plain_script import in_simplified
from transforms.records import Mention, MentionKind, Word
from transforms.tagged import Found, TaggedText, join_sentences
from transforms.wordclasses import WordClasses, classes_of
from transforms.words import Segmenter

_WORK = re.compile("《([^《》\n]{1,60})》|〈([^〈〉\n]{1,60})〉")
MAX_SLOGAN = 26
"""Characters of the longest set phrase."""
_NO_PHRASE = r"\n。？?我你您他她它"
# a quotation that reads like a sentence is passed over whole, with no group set
_QUOTED = re.compile(
    "|".join(
        rf"{first}(?:(?![0-9０-９.]+{last})"
        rf"([^{first}{last}{_NO_PHRASE}！!]{{0,{MAX_SLOGAN - 1}}}[^{first}{last}{_NO_PHRASE}了吗呢吧啊])"
        rf"|[^{first}{last}\n]{{1,40}}){last}"
        for first, last in ("“”", "「」")
    )
)
_SPEECH_BEFORE = re.compile(
    "(?:[：:]|[说道问答称喊叫想讲說問稱]，?|(?:提出|指出|强调|要求|要|认为|表示|必须|写道|名为|叫做|号|账号|公众号)，?)$"
)
_SPEECH_LAST = frozenset(_SPEECH_BEFORE.pattern + "\n")


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
    joined = join_sentences([sentences])
    all_words = [word for row in words for word in (*row, "\n")] + ["\n"]
    all_tags = [tag for row in tags for tag in (*row, "x")] + ["x"]
    pairs = list(zip(all_words, all_tags, strict=True))
    classes = {pair: classes_of(*pair) for pair in set(pairs)}
    tagged = TaggedText(joined, all_words, all_tags, bytes(map(classes.__getitem__, pairs)))
    return extract_joined_mentions(in_simplified(tagged, _segmenter(), _classes()))


def extract_joined_mentions(tagged: TaggedText) -> list[list[Mention]]:
    """The names in each sentence of all articles of a page: as `extract_article_mentions` finds them, but faster."""
    result: list[list[Mention]] = [[] for _ in tagged.sentence_starts]
    text, printed = tagged.text, tagged.printed
    ends = iter([*tagged.sentence_starts[1:], len(text)])
    i, first, last = -1, 0, 0
    before: tuple[int, int, str] | None = None
    names, full_names = _find(tagged)
    for start, end, kind, role, organisation in sorted(names, key=itemgetter(0, 1, 2)):
        if before == (start, end, kind):
            continue  # two finders may know the same region
        before = start, end, kind
        while start >= last:
            i, first, last = i + 1, last, next(ends)
        name = text[start:end]
        normalized = name if name.isalnum() else _normalized(name)
        if kind == "organisation" and start in full_names:
            normalized = _normalized(full_names[start])
        result[i].append(
            Mention(cast(MentionKind, kind), printed[start:end], start - first, normalized, role, organisation)
        )
    return result


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


@cache
def _classes() -> WordClasses:
    return WordClasses(_segmenter().tag_of.__getitem__)


def _find(tagged: TaggedText) -> tuple[list[Found], dict[int, str]]:
    """All names, and the full names of abbreviated organisations by where they start."""
    found = _find_works(tagged)
    found += _find_slogans(tagged)
    parts = []
    for finder in (find_organisations, find_known, find_listed):
        for organisation in finder(tagged):
            tagged.take(organisation.start, organisation.end)
            parts.append(organisation)
    organisations = []
    for organisation in with_departments(tagged, parts):
        tagged.take(organisation.start, organisation.end)
        organisations.append(organisation)
    further, full_names = resolve_abbreviations(tagged, organisations)
    organisations = sorted(organisations + further)
    found += organisations
    for at, end, *_ in organisations:
        found += [Found(at + first, at + last, "place") for first, last in places_within(tagged.text[at:end])]
    found += find_persons(tagged, organisations)
    found += find_places(tagged, organisations)
    return found, full_names


def _find_works(tagged: TaggedText) -> list[Found]:
    spans = [match.span() for match in _WORK.finditer(tagged.text)]
    for start, end in spans:
        tagged.take(start, end)
    return [Found(start, end, "work") for start, end in spans]


def _find_slogans(tagged: TaggedText) -> list[Found]:
    """Short quoted phrases that aren't somebody's words."""
    text, found = tagged.text, []
    for match in _QUOTED.finditer(text):
        group = match.lastindex
        if group is None or ("，" in match[group] and len(match[group]) > 16):
            continue
        start, end = match.span()
        is_near = start > 0 and text[start - 1] in _SPEECH_LAST
        if is_near and _SPEECH_BEFORE.search(text, max(0, start - 4), start):
            continue
        tagged.take(start, end)
        found.append(Found(start + 1, end - 1, "slogan"))
    return found


def _normalized(text: str) -> str:
    """The form to group by: without quotes and white space, one kind of dot and of brackets."""
    return "".join(text.split()).strip("《》〈〉").translate(_SAME)


_SAME = str.maketrans({"•": "·", "・": "·", "‧": "·", "(": "（", ")": "）"})
