"""The faults of typesetting and extraction, one pure function each: text in, text and number of repairs out.

To add a rule: write `fix_…(text) -> (text, n)` with the reason and a doctest, append a `Rule` to `RULES` at its place
in the run order with the characters without which it can't apply, and add positive and negative cases to
tests/cases/cleaning.json.

No rule drops a Chinese character but `overprints`, which counts those it drops, and none uses NFKC on whole text: that
would turn … into ..., ℃ into °C, ㎡ into m2, ① into 1 and ，into a half-width comma. Brackets and other punctuation
keep the width they are printed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from transforms.glyph_rules import PRIVATE, fix_private_use
from transforms.markup_rules import fix_entities, fix_tags
from transforms.mojibake import TRIGGERS, fix_mojibake
from transforms.overprint_rules import fix_doubled_punctuation, fix_overprints
from transforms.plausibility import common_characters
from transforms.spacing_rules import fix_letter_spacing, fix_spaces, fix_trailing_space, fix_white_space

Fix = Callable[[str], tuple[str, int]]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name as counted, what it does, and the characters one of which a text must hold (none: always runs)."""

    name: str
    fix: Fix
    triggers: frozenset[str]


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_INNER_BREAK = re.compile("[\x0b\x0c](?<=[^\n\r。！？”）)][\x0b\x0c])(?=[^\\s\x00-\x7f])")


def fix_line_ends(text: str) -> tuple[str, int]:
    r"""End every line with a line feed; a page break (form feed) ends one too, unless it stands inside a sentence.

    >>> fix_line_ends("本报讯\r\n闭幕。\x0c要闻\n全面发\x0c展")
    ('本报讯\n闭幕。\n要闻\n全面发展', 3)
    """
    text, n_inner = _INNER_BREAK.subn("", text) if "\x0c" in text or "\x0b" in text else (text, 0)
    n_ends = 0
    for end in ("\r\n", *_LINE_ENDS):
        if end in text:
            n_ends += text.count(end)
            text = text.replace(end, "\n")
    return text, n_inner + n_ends


_CONTROLS = _span(0, 8) + _span(14, 31) + _span(0x7F, 0x84) + _span(0x86, 0x9F) + "\ufffe\uffff"
_CONTROL = re.compile(f"[{re.escape(_CONTROLS)}]")


def fix_controls(text: str) -> tuple[str, int]:
    r"""Drop control characters: typesetting codes that were never printed.

    >>> fix_controls("本报\x02讯")
    ('本报讯', 1)
    """
    return _CONTROL.subn("", text)


_FILLERS = "\u115f\u1160\u3164\uffa0"
_INVISIBLES = (
    "\u00ad\u034f\u061c\u200b\u200e\u200f\ufeff\ufff9\ufffa\ufffb\ufffc"
    + _FILLERS
    + (_span(0x180B, 0x180F) + _span(0x202A, 0x202E) + _span(0x2060, 0x206F))
)
_INVISIBLE = re.compile(f"[{_INVISIBLES}]")
_JOINERS = "\u200c\u200d"
_LOOSE_JOINER = re.compile(f"[{_JOINERS}](?<![\U0001f000-\U0001faff\u2600-\u27bf\ufe0f].)")


def fix_invisibles(text: str) -> tuple[str, int]:
    r"""Drop zero-width spaces, soft hyphens, byte order marks, fillers and direction marks.

    They split words in two for every search; a joiner between two pictographs is part of one and stays.

    >>> fix_invisibles("人\u200b民\ufeff大\u00ad会")
    ('人民大会', 3)
    """
    text, n_marks = _INVISIBLE.subn("", text)
    text, n_joiners = _LOOSE_JOINER.subn("", text) if "\u200d" in text or "\u200c" in text else (text, 0)
    return text, n_marks + n_joiners


_SELECTORS = _span(0xFE00, 0xFE0F)
_VARIATIONS = _span(0xE0100, 0xE01EF)
# each apart, because one character beyond the basic plane makes a whole set a hundred times slower to search
_SELECTOR = re.compile("[\ufe00-\ufe0f](?<![\U0001f000-\U0001faff\u2000-\u2bff\u3030\u303d\u3297\u3299#*0-9©®].)")
_VARIATION = re.compile("[\U000e0100-\U000e01ef]")


def fix_variation_selectors(text: str) -> tuple[str, int]:
    r"""Drop the selector of a glyph's variant: to a search it makes another word of a name.

    One behind a pictograph, a sign or a keycap's digit chooses between text and picture and stays.

    >>> fix_variation_selectors("葛\U000e0100城，☎\ufe0f12345")
    ('葛城，☎\ufe0f12345', 1)
    """
    text, n_selectors = _SELECTOR.subn("", text)
    text, n_variations = _VARIATION.subn("", text)
    return text, n_selectors + n_variations


@cache
def _radicals() -> dict[str, str]:
    lines = files("transforms.data").joinpath("radicals.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))


@cache
def _radical_pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_radicals())}]")


def fix_radicals(text: str) -> tuple[str, int]:
    """Write the ideograph for a radical: PDF extraction confuses the two, which look the same (⼈ for 人).

    >>> fix_radicals("⼈⺠法院")
    ('人民法院', 2)
    """
    return _radical_pattern().subn(lambda match: _radicals()[match.group()], text)


_COMPATIBILITY = _span(0xF900, 0xFAD9) + _span(0x2F800, 0x2FA1D)
_COMPATIBILITY_IDEOGRAPH = re.compile("[\uf900-\ufad9\U0002f800-\U0002fa1d]")


def fix_compatibility_ideographs(text: str) -> tuple[str, int]:
    r"""Write the unified ideograph for its compatibility double, made for round trips with Korean and Taiwanese sets.

    >>> fix_compatibility_ideographs("\uf9dd用")
    ('利用', 1)
    """
    # twelve of the block are unified ideographs and have no double: counted only where something changes
    changed = [c for c in _COMPATIBILITY_IDEOGRAPH.findall(text) if unicodedata.normalize("NFC", c) != c]
    if not changed:
        return text, 0
    return _COMPATIBILITY_IDEOGRAPH.sub(lambda match: unicodedata.normalize("NFC", match.group()), text), len(changed)


_WIDE = _span(0xFF10, 0xFF19) + _span(0xFF21, 0xFF3A) + _span(0xFF41, 0xFF5A)
_TO_NARROW = str.maketrans({c: chr(ord(c) - 0xFEE0) for c in _WIDE})
# one set first, which the regex engine finds several times faster than one of two
_WIDE_RUN = re.compile(
    "[０-９Ａ-Ｚａ-ｚ](?:(?<=[０-９])(?:[０-９．％]|，(?=[０-９]{3}(?![０-９])))*|(?<![０-９])[Ａ-Ｚａ-ｚ]*)"
)
_NUMBER_TO_NARROW = _TO_NARROW | str.maketrans("．，％", ".,%")


def _narrow(match: re.Match[str]) -> str:
    return match.group().translate(_NUMBER_TO_NARROW)


def fix_wide_forms(text: str) -> tuple[str, int]:
    """Narrow full-width letters and digits, with the marks inside a number; all other punctuation stays wide.

    >>> fix_wide_forms("２０２６年增长３．８％，ＧＤＰ")
    ('2026年增长3.8%，GDP', 3)
    """
    return _WIDE_RUN.subn(_narrow, text)


_PRESENTATION = _span(0xFB00, 0xFB06) + _span(0xFE10, 0xFE19) + _span(0xFE30, 0xFE48) + "﹐﹑﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞｡｢｣､"
_PRESENTATION_FORM = re.compile(f"[{_PRESENTATION}]")
_WIDE_AGAIN = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in ",:;!?()[]{}"} | {ord("_"): "_"}


def fix_presentation_forms(text: str) -> tuple[str, int]:
    """Undo ligatures, and write the usual mark for its vertical, small or half-width form.

    >>> fix_presentation_forms("ﬁnance﹐︽人民︾")
    ('finance，《人民》', 4)
    """
    return _PRESENTATION_FORM.subn(_plain_form, text)


def _plain_form(match: re.Match[str]) -> str:
    form = match.group()
    if form in "︙︰":  # a vertical ellipsis and a two-dot leader: as printed in a line
        return "…" if form == "︙" else "："
    if form in "︱︲":
        return "—" if form == "︱" else "–"
    return unicodedata.normalize("NFKC", form).translate(_WIDE_AGAIN)


_COMBINING = _span(0x300, 0x36F)
_COMBINED = re.compile("[A-Za-z\u00c0-\u024f][\u0300-\u036f]+")


def fix_combining_marks(text: str) -> tuple[str, int]:
    r"""Compose a Latin letter with the accents that follow it, as in pinyin from a PDF.

    >>> fix_combining_marks("cha\u030cn")
    ('chǎn', 1)
    """
    n_changed = 0

    def compose(match: re.Match[str]) -> str:
        nonlocal n_changed
        composed = unicodedata.normalize("NFC", match.group())
        n_changed += composed != match.group()
        return composed

    return _COMBINED.sub(compose, text), n_changed


_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(f"(?<=([\u4e00-\u9fff]))\\([a-zü]{{0,4}}[{_TONED}][a-zü]{{0,3}}\\)")
_N_ANNOTATED_RANK = 2500


def fix_injected_pinyin(text: str) -> tuple[str, int]:
    """Drop readings that a converter put after common characters; a reading of a rare character is the paper's own.

    >>> fix_injected_pinyin("產(chǎn)業(yè)升級")
    ('產業升級', 2)
    >>> fix_injected_pinyin("蹚(tāng)出新路")
    ('蹚(tāng)出新路', 0)
    """
    found = [match for match in _PINYIN.finditer(text) if match.group(1) in _annotated_by_machine()]
    if len(found) < 2:
        return text, 0
    pieces, start = [], 0
    for match in found:
        pieces.append(text[start : match.start()])
        start = match.end()
    return "".join(pieces) + text[start:], len(found)


@cache
def _annotated_by_machine() -> frozenset[str]:
    return frozenset(common_characters()[:_N_ANNOTATED_RANK])


_DASH_LIKE = "─―－⸺"
_DASH_PAIR = re.compile(f"(?:──|――|－－|⸺)(?<![{_DASH_LIKE}━]..)(?<![{_DASH_LIKE}━]⸺)(?![{_DASH_LIKE}━])")
_DASH_APART = re.compile("— —(?<![—－] — —)(?<![—－]— —)(?! ?[—－])")


def fix_dashes(text: str) -> tuple[str, int]:
    r"""Write the Chinese dash (破折号 ——) for what looks like one or came apart; longer rows are lines and stay.

    >>> fix_dashes("主题──市长谈规划\n────────")
    ('主题——市长谈规划\n────────', 1)
    """
    n_alike = n_apart = 0
    if any(mark in text for mark in _DASH_LIKE):
        text, n_alike = _DASH_PAIR.subn("——", text)
    if "— —" in text:
        text, n_apart = _DASH_APART.subn("——", text)
    return text, n_alike + n_apart


RULES: tuple[Rule, ...] = (
    Rule("mojibake", fix_mojibake, TRIGGERS),
    Rule("entities", fix_entities, frozenset("&")),
    Rule("tags", fix_tags, frozenset("<")),
    Rule("line_ends", fix_line_ends, frozenset(_LINE_ENDS)),
    Rule("private_use", fix_private_use, PRIVATE),
    Rule("controls", fix_controls, frozenset(_CONTROLS)),
    Rule("invisibles", fix_invisibles, frozenset(_INVISIBLES + _JOINERS)),
    Rule("variation_selectors", fix_variation_selectors, frozenset(_SELECTORS + _VARIATIONS)),
    Rule("radicals", fix_radicals, frozenset(_span(0x2E80, 0x2FDF))),
    Rule("compatibility_ideographs", fix_compatibility_ideographs, frozenset(_COMPATIBILITY)),
    Rule("wide_forms", fix_wide_forms, frozenset(_WIDE)),
    Rule("presentation_forms", fix_presentation_forms, frozenset(_PRESENTATION)),
    Rule("dashes", fix_dashes, frozenset(_DASH_LIKE + "—")),
    Rule("combining_marks", fix_combining_marks, frozenset(_COMBINING)),
    Rule("injected_pinyin", fix_injected_pinyin, frozenset(_TONED)),
    Rule("white_space", fix_white_space, frozenset("\t\u00a0\u202f\u205f" + _span(0x2000, 0x200A))),
    Rule("trailing_space", fix_trailing_space, frozenset(" \u3000")),
    Rule("letter_spacing", fix_letter_spacing, frozenset(" \u3000")),
    Rule("spaces", fix_spaces, frozenset(" ")),
    Rule("overprints", fix_overprints, frozenset()),
    Rule("doubled_punctuation", fix_doubled_punctuation, frozenset()),
)
"""The rules in the order they run: what hides characters first, then characters, then spaces and marks between them."""
