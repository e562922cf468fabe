"""Sentences of a paragraph, as spans.

A sentence ends after 。！？ (also ! ? and an English full stop) and the closing quotes and brackets that follow it.
Semicolons and ellipses (……) don't end one. A stop inside a quoted phrase, brackets or a title belongs to the sentence
around it; inside direct speech (a quotation after a colon, or one that opens the sentence) it ends a sentence, and what
says who spoke (“……！”他说。) stays with the speech. A line break always ends one.
"""

from __future__ import annotations

import re

from transforms.records import Span

_CLOSERS = "”’」』）)】》〉\"'］\\]"
_STOPS = "。！？!?｡…"
_OPENERS = "“「『（(《【‘"
# one set of characters first, which is what a search is fast with; a mark that closes again before anything else of the
# set encloses nothing that ends a sentence, and a dot with text right behind it ends none
_TOKEN = re.compile(
    rf"[{_STOPS}{_OPENERS}.．\n]"
    rf"(?:(?P<stop>(?<=[{_STOPS}])[{_STOPS}]*+[{_CLOSERS}]*+)"
    rf"|(?<![{_STOPS}])(?:(?P<line>(?<=\n)\s*+)"
    rf"|(?P<dot>(?<=[.．])(?:(?<=．)|(?=[.．{_CLOSERS}\s]|\Z))[.．]*+[{_CLOSERS}]*+)"
    rf"|(?P<open>(?<=[{_OPENERS}]))(?!"
    + "|".join(
        rf"(?<=[{opener}])[^{_STOPS}{_OPENERS}.．\n{closer}]{{0,90}}+[{closer}]"
        for opener, closer in zip("“「『（(《【‘", "”」』）)》】’", strict=True)
    )
    + ")))"
)
_PAIRS = {"“": ("”", 400), "「": ("」", 400), "『": ("』", 400), "‘": ("’", 100)} | {
    "（": ("）", 200), "(": (")", 200), "《": ("》", 100), "【": ("】", 100)
}  # fmt: skip
"""Each opening mark, what closes it, and within how many characters; one not closed by then encloses nothing."""
_CLOSING_QUOTES = frozenset('”’」』"')
_QUOTES = frozenset("“「『‘")
_GOES_ON = re.compile(
    r"\s?[，、；：,;:。！？）)”’」』》】—–…]|[的地之等呢吗吧啊](?![，。])|(?:一|这)[词句语幕番]|为[题名]"
)
_SAID = re.compile(
    r"[^\s，。！？；：、“”「」]{0,14}?"
    r"(?:说|說|道|问|問|答|喊|叫|笑|叹|嘆|写|寫|表示|介绍|介紹|指出|认为|認為|强调|強調|坦言|直言|回忆|感慨|告诉|告訴)"
    r"(?:道|着|著|起来)?(?:[^\s，。！？；：“”]{0,6})[，。：！]"
)
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z.]*$|\d+$")
_ABBREVIATION = re.compile(
    r"(?:[A-Z]\.)*[A-Z]|(?i:mrs?|ms|[djs]r|prof|st|gen|col|lt|sgt|sen|rep|gov|hon|rev|vs|etc|no|vol|fig|pp|eds?|inc|ltd|co"
    r"|corp|dept|univ|jan|feb|mar|apr|ju[nl]|aug|sept?|oct|nov|dec|approx|e\.g|i\.e)"
)
_STRAIGHT = re.compile('["\n]')
_MARKS_OF_SPEECH = ("“", "「", "『", '"')
_NEAR = 400
"""How far a quotation reaches, as in `_PAIRS`."""
_SPACES = re.compile(r"\s*")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text; only white space between them, before the first and after the last is left out.

    >>> split_sentences("他说：“下雨了。”大家就散了；我没走。")
    ['他说：“下雨了。”', '大家就散了；我没走。']
    """
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[Span]:
    """Where each sentence stands in `text`: in order, disjoint, holding every character that isn't white space."""
    spans: list[Span] = []
    start = 0
    held = 0  # stops before this place stand inside brackets or a quoted phrase
    straight: set[int] | None = None
    for token in _TOKEN.finditer(text):
        kind, end = token.lastgroup, token.end()
        if kind == "open":
            if token.start() >= held:
                held = _held_until(text, start, token.start())
            continue
        if text[end - 1] == '"' and token.start() < end - 1:
            straight = _straight_openers(text) if straight is None else straight
            end -= end - 1 in straight
        elif text[end - 1] == "”" and token.start() < end - 1:
            end -= _opens_wrongly(text, end - 1)
        if kind == "line" or (end >= held and _ends(text, start, token, end, token.start() < held)):
            _append(spans, text, start, end)
            start = end
    _append(spans, text, start, len(text))
    return spans


def _straight_openers(text: str) -> set[int]:
    """Where straight quotes open: every other one of a line that is followed by one that closes it."""
    openers: set[int] = set()
    opener = -1
    for match in _STRAIGHT.finditer(text):
        if match[0] == '"' and opener < 0:
            opener = match.start()
        elif match[0] == '"':
            openers.add(opener)
            opener = -1
        else:
            opener = -1
    return openers


def _opens_wrongly(text: str, at: int) -> bool:
    """Whether a closing quote stands for an opening one: nothing is open before it, and another closes behind it."""
    reach = max(0, at - _NEAR)
    opened = text.rfind("“", reach, at)
    if opened >= 0 and text.rfind("”", opened, at) < 0 and text.rfind("\n", opened, at) < 0:
        return False
    speech, closing, _ = text[at + 1 : at + _NEAR].partition("\n")[0].partition("”")
    return bool(closing) and "“" not in speech


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    sentence = text[start:end]
    bare = sentence.strip()
    if bare:
        first = start + sentence.index(bare[0]) if sentence[0] != bare[0] else start
        spans.append((first, first + len(bare)))


def _held_until(text: str, start: int, at: int) -> int:
    """The end of what opens at `at`, if stops in it don't count; `at` itself for direct speech and unclosed marks."""
    mark = text[at]
    closing, reach = _PAIRS[mark]
    end = text.find(closing, at, at + reach) + 1
    if not end or (_is_speech(text, start, at, end) if mark in _QUOTES else _is_aside(text, start, at, end)):
        return at
    return end


def _is_aside(text: str, start: int, at: int, end: int) -> bool:
    """Whether brackets hold sentences of their own: they open the sentence and a stop stands before they close."""
    return not text[start:at].strip() and text[end - 2] in "。！？"


def _is_speech(text: str, start: int, at: int, end: int) -> bool:
    """Whether a quotation is direct speech: after a colon, at the sentence's head, or of several sentences."""
    return at == start or text[at - 1] in "：:" or not text[start:at].strip() or "。" in text[at : end - 2]


def _ends(text: str, start: int, token: re.Match[str], end: int, is_held: bool) -> bool:
    """Whether a stop with what closes behind it, up to `end`, ends the sentence.

    `is_held` where it is the last thing in a quoted phrase or brackets.
    """
    if token.lastgroup == "dot":
        return not is_held and _is_full_stop(text, start, token)
    run = text[token.start() : end]
    if run[0] == "…" and not any(mark in run for mark in "。！？!?｡"):
        return False
    if end >= len(text):
        return True
    if run[0] == "?" and text[end].isascii() and text[end].isalnum():
        return False  # a query in an address
    if run[-1] in _CLOSERS and (_GOES_ON.match(text, end) or _is_said_of_it(text, start, token.start(), end)):
        return False
    return not is_held or (run[0] in "。｡" and run[-1] in _CLOSING_QUOTES)


def _is_said_of_it(text: str, start: int, stop: int, end: int) -> bool:
    """Whether what follows a speech says who spoke; after 他问：“……？” what 老林答：“ says is of the next speech."""
    said = _SAID.match(text, end)
    if said is None:
        return False
    if said[0][-1] != "：" or text[said.end() : said.end() + 1] not in _MARKS_OF_SPEECH:
        return True
    opened = max(text.rfind(mark, start, stop) for mark in _MARKS_OF_SPEECH)
    return opened <= start or text[opened - 1] not in "：:"


def _is_full_stop(text: str, start: int, token: re.Match[str]) -> bool:
    """Whether a dot is an English full stop, not a decimal point, an abbreviation, an initial or a list's number."""
    end = token.end()
    after = _SPACES.match(text, end).end()  # type: ignore[union-attr]  # matches everywhere
    if after >= len(text):
        return True
    before = text[max(start, token.start() - 20) : token.start()]
    if token[0][0] == "．":
        return bool(before) and before[-1] > "\u3400" and not text[end].isdigit()
    if after == end or len(token[0].rstrip(_CLOSERS)) > 1 or text[after].islower():
        return False
    word = _WORD_BEFORE.search(before)
    if word is None:
        return bool(before) and not before[-1].isspace()
    return not (
        _ABBREVIATION.fullmatch(word[0])
        or (word[0].isdigit() and not text[start : token.start() - len(word[0])].strip())
    )
