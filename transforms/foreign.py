"""Text that is not Chinese: named, so that a rejection can say what it is."""

from __future__ import annotations

import re

import chardet

from transforms.errors import UndecodableFile
from transforms.plausibility import name_script

_LANGUAGES = {"kana": "Japanese", "hangul": "Korean", "latin": "a language in Latin letters"}

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_COMMON_HANGUL = re.compile(
    "[이다는의에을가로고하지도한를서사리자기어은인시아나라정들대그일해과보수전만으스니것부원있었요제마]"
)
_EASTERN = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff，。、：；（）《》“”]{20}")
_LETTER = re.compile(r"[^\W\d_a-zA-Z]")

_FOIL_DAMAGE = 0.02
_LEAST_DISTINCT = 8
"""Different letters below which a script proves nothing: a few Chinese characters repeated can fall on any of them."""


def reject_foreign(text: str, encoding: str) -> None:
    """Raise UndecodableFile unless Chinese characters prevail among the non-ASCII letters.

    Looks at three windows first, and at the whole text only where those are foreign: one Japanese quotation at the head
    does not make a Chinese file Japanese.
    """
    windows = _windows(text)
    if _is_plainly_chinese(windows) or name_script(windows)[0] == "han":
        return
    script, share = name_script(text)
    if script == "han":
        return
    if script == "none":
        raise UndecodableFile("not_chinese", f"The text ({encoding}) holds signs and digits, but no letters.")
    language = _LANGUAGES.get(script, f"in {script} letters")
    raise UndecodableFile(
        "not_chinese", f"The text ({encoding}) is {language}, not Chinese ({share:.0%} of its letters). Leave it out."
    )


def _is_plainly_chinese(text: str) -> bool:
    """The usual case, decided fast: ideographs without a kana or hangul among them."""
    return bool(_HAN_RUN.search(text)) and not _EASTERN.search(text)


def _windows(text: str, width: int = 300) -> str:
    if len(text) <= 3 * width:
        return text
    match = re.search(r"[^\x00-\x7f]", text)
    first, middle = match.start() if match else 0, len(text) // 2
    return text[first : first + width] + text[middle : middle + width] + text[-width:]


def name_legacy_language(sample: bytes) -> str | None:
    """Which foreign language bytes are in one of its own encodings, as words for a message; None where none fits.

    Full-width kana never fill a quarter of a wrong reading. Hangul may (Chinese bytes read as cp949 are mostly
    hangul), but not the commonest fifty syllables, which make half of any Korean text.
    """
    for encoding in ("euc_jp", "cp932"):
        if _share(_KANA, sample, encoding) >= 0.25:
            return f"Japanese ({encoding})"
    if _share(_HANGUL, sample, "cp949") >= 0.8 and _share(_COMMON_HANGUL, sample, "cp949") >= 0.3:
        return "Korean (cp949)"
    return None


def _share(wanted: re.Pattern[str], sample: bytes, encoding: str) -> float:
    """Share of a pattern among the non-ASCII letters of a reading; 0 where the bytes do not fit the encoding."""
    reading = sample.decode(encoding, "replace")
    n_letters = len(_LETTER.findall(reading))
    if not n_letters or reading.count("\ufffd") > _FOIL_DAMAGE * len(reading) + 1:
        return 0.0
    found = wanted.findall(reading)
    return len(found) / n_letters if len(set(found)) >= _LEAST_DISTINCT else 0.0


def describe_unknown(sample: bytes) -> str:
    """What chardet takes the bytes for, as words for a message."""
    found = chardet.detect(sample[:4000])
    return f"chardet takes it for {found['encoding']} ({found['language'] or 'language unknown'})"
