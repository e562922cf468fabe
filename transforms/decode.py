"""Bytes to text: find a file's encoding, decode all of it, and say how sure that is.

The way of a file, first answer wins (docs/decoding.md tells it in prose):

1. nothing but white space, or a known binary format  -> UndecodableFile
2. a byte order mark                                  -> its encoding
3. NUL bytes                                          -> UTF-32 or UTF-16 by score, else binary
4. escape sequences in 7-bit bytes                    -> HZ, else UndecodableFile
5. strict UTF-8
6. the scored candidates (`transforms.candidates`), then chardet where two are close

The winner decodes the whole file strictly; only a file that then fails is decoded with each bad byte as U+FFFD,
counted and located. Text whose letters are not Chinese is rejected by name, never read as Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from transforms.big5 import choose_damaged_big5, decode_big5
from transforms.candidates import (
    Candidate,
    arbitrate,
    confidence_of,
    find_clear_winner,
    rank_candidates,
    take_sample,
    take_windows,
)
from transforms.damage import WIDE, Damage, decode_damaged, decode_damaged_wide, reread_nonsense
from transforms.declared import decode_declared
from transforms.errors import UndecodableFile
from transforms.euc_tw import looks_like_euc_tw
from transforms.foreign import describe_unknown, name_legacy_language, reject_foreign
from transforms.hz import is_hz
from transforms.joined import may_hold_others, may_hold_wide, split_joined
from transforms.mojibake import fix_mojibake
from transforms.parts import decode_parts, is_suspicious, main_encoding
from transforms.plausibility import PLAUSIBLE, score_chinese
from transforms.records import Decoded
from transforms.resync import ALIGNED
from transforms.signatures import find_mark, name_binary
from transforms.wide import UTF_16, rank_wide

__all__ = ["Decoded", "UndecodableFile", "decode"]

_ESCAPES = re.compile(rb"\x1b(?:\$[)*+]?[A-J@]|\([BJI])")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_BLANK = b" \t\r\n\x0c\x00\x1a"
_CLEARLY_CHINESE = 0.6
_MOJIBAKE_SAMPLE = 20_000
_MAX_DAMAGED_SHARE = 0.05
_FEW_REPLACED = 4
_SMALL = 20_000
_PLAINLY_BETTER = 0.3
_MAX_PARTS = 20
_is_joining: ContextVar[bool] = ContextVar("is_joining", default=False)
"""Set while the stretches of a mixture are read, which are not cut again."""


def decode(data: bytes, declared: str | Sequence[str] | None = None) -> Decoded:
    """Decode a file of Chinese text whatever its encoding.

    `declared` names the encoding, or those possible, as the source states them; the bytes must then fit one of them
    strictly, to the last byte (`transforms.declared`).
    An undamaged file fulfils `data.decode(result.encoding) == result.text` (a GB18030 byte order mark aside).

    Raises:
        UndecodableFile: `reason` is one of empty, binary, not_chinese, too_damaged, declared_mismatch, unsupported.
    """
    if not data[:200].strip(_BLANK) and not data.strip(_BLANK):
        raise UndecodableFile("empty", "The file holds nothing but white space. Check the export that wrote it.")
    if binary := name_binary(data):
        raise UndecodableFile("binary", f"The file is {binary}, not text. Extract its text first.")
    if declared:
        return decode_declared(data, (declared,) if isinstance(declared, str) else tuple(declared), _detect)
    return _detect(data)


def _detect(data: bytes) -> Decoded:
    if marked := find_mark(data):
        return _decode_marked(data, *marked)
    if b"\0" in data and (wide := _decode_nuls(data)):
        return wide
    if data.isascii():
        return _decode_seven_bit(data)
    if (text := _strictly(data, "utf-8")) is not None:
        return _decode_utf8(data, text)
    return _decode_by_score(data)


def _decode_utf8(data: bytes, text: str) -> Decoded:
    """Accept strict UTF-8, unless its letters are foreign and a Chinese reading of the bytes makes more sense.

    Chinese that was garbled before it was stored (`transforms.mojibake`) is accepted as it is; cleaning repairs it.
    Two bytes of GB18030 can be one Cyrillic letter of UTF-8; in more than a few characters that never lasts.
    """
    try:
        reject_foreign(text, "utf-8")
    except UndecodableFile:
        if score_chinese(fix_mojibake(text[:_MOJIBAKE_SAMPLE])[0]) >= _CLEARLY_CHINESE:
            return Decoded(text, "utf-8", 0.9, {"decided_by": "strict_utf8", "is_mojibake": True})
        ranked = rank_candidates(take_sample(data), ("gb18030", "big5"))
        if ranked[0].score < _CLEARLY_CHINESE or _strictly(data, ranked[0].encoding) is None:
            raise
        return _decode_ranked(data, ranked, "score")
    return Decoded(text, "utf-8", 0.99, {"decided_by": "strict_utf8"})


def _decode_marked(data: bytes, mark: bytes, encoding: str) -> Decoded:
    decoded = _decode_whole(data, encoding, 1.0, {"decided_by": "byte_order_mark"})
    text = decoded.text.removeprefix("\ufeff") if encoding == "gb18030" else decoded.text
    if not text.strip():
        raise UndecodableFile("empty", f"The file holds a {encoding} byte order mark and no text.")
    reject_foreign(text, encoding)
    return Decoded(text, encoding, 1.0, {**decoded.evidence, "mark": mark.hex()}, decoded.n_replaced)


def _decode_nuls(data: bytes) -> Decoded | None:
    """Decode what holds NUL bytes: UTF-32, UTF-16, or a mixture; None for a few stray ones in other text."""
    try:
        wide = _decode_wide(data)
    except UndecodableFile:
        if may_hold_wide(data) and (joined := _decode_joined(data)):
            return joined
        raise
    return wide or (_decode_joined(data) if may_hold_wide(data) else None)


def _decode_wide(data: bytes) -> Decoded | None:
    """Decode UTF-32 or UTF-16 without a mark; None for a few stray NUL bytes in text of another encoding."""
    ranked = rank_wide(data)
    if ranked[0].score >= PLAUSIBLE:
        return _decode_ranked(data, ranked, "structure")
    for candidate in ranked:
        if (text := _strictly(data, candidate.encoding)) is not None and _is_mostly_ascii(text):
            reject_foreign(text, candidate.encoding)
    n_inside = data.rstrip(b"\0").count(0)  # a tail of NUL bytes is padding
    if n_inside > max(1, len(data) // 1000):
        found = f"The file holds {n_inside} NUL bytes, the first at byte {data.index(0)}"
        raise UndecodableFile("binary", f"{found}, and is neither UTF-16 nor UTF-32. Export its text first.")
    return None


def _is_mostly_ascii(text: str) -> bool:
    sample = text[:2000]
    return sum(map(str.isascii, sample)) > 0.7 * len(sample) and "\0" not in sample


def _decode_seven_bit(data: bytes) -> Decoded:
    """Decode HZ, or UTF-16 that happens to have no byte above 127."""
    if is_hz(data):
        return _decode_whole(data, "hz", 0.99, {"decided_by": "structure"})
    if match := _ESCAPES.search(data):
        _reject_iso_2022(data, match.group())
    if len(data.translate(None, delete=_CONTROLS)) < 0.95 * len(data):
        ranked = rank_candidates(data[:4096], UTF_16)
        if ranked[0].score >= PLAUSIBLE:
            return _decode_ranked(data, ranked, "structure")
        raise UndecodableFile("binary", "The file is full of control characters and is not text.")
    raise UndecodableFile("not_chinese", "The file holds ASCII characters alone: no Chinese text in it.")


def _reject_iso_2022(data: bytes, escape: bytes) -> None:
    for encoding, language in (("iso2022_kr", "Korean"), ("iso2022_jp_2", "Japanese"), ("iso2022_jp_ext", "Japanese")):
        if _strictly(data, encoding) is not None:
            raise UndecodableFile("not_chinese", f"The text is {language} in ISO-2022, not Chinese.")
    raise UndecodableFile(
        "unsupported", f"The file shifts character sets by {escape!r}, probably ISO-2022-CN. Convert it to UTF-8 first."
    )


def _decode_by_score(data: bytes) -> Decoded:
    if winner := find_clear_winner(data):
        return _decode_ranked(data, [winner], "score")
    if is_hz(data):
        return _decode_whole(data, "hz", 0.99, {"decided_by": "structure"})
    sample = take_sample(data.rstrip(b"\0"))
    ranked = rank_candidates(sample)
    if ranked[0].is_doubtful and (mixed := _decode_mixed(data, ranked)):
        return mixed
    if ranked[0].score < PLAUSIBLE:
        ranked = sorted([*ranked, *rank_candidates(data[:4096], UTF_16)], key=lambda c: -c.score)
    if ranked[0].is_doubtful and (language := name_legacy_language(sample)):
        raise UndecodableFile("not_chinese", f"The text is {language}, not Chinese. Leave it out.")
    if ranked[0].is_doubtful and looks_like_euc_tw(sample, ranked[0].score):
        raise UndecodableFile(
            "unsupported", "The text is Chinese in EUC-TW. Convert it first: iconv -f EUC-TW -t UTF-8."
        )
    if ranked[0].score < PLAUSIBLE:
        guess = f"{describe_unknown(sample)}; scores: {_scores(ranked)}"
        raise UndecodableFile("not_chinese", f"No Chinese encoding gives sensible text ({guess}).")
    return _decode_ranked(data, *arbitrate(sample, ranked))


def _decode_ranked(data: bytes, ranked: Sequence[Candidate], decided_by: str) -> Decoded:
    best = ranked[0]
    evidence: dict[str, object] = {"decided_by": decided_by, "candidates": [[c.encoding, c.score] for c in ranked]}
    if best.encoding == "big5":
        if read := decode_big5(data):
            return _check_losses(data, *read, confidence_of(ranked), evidence)
        return _decode_whole(data, choose_damaged_big5(data), confidence_of(ranked), evidence)
    return _decode_whole(data, best.encoding, confidence_of(ranked), evidence)


def _decode_mixed(data: bytes, ranked: Sequence[Candidate]) -> Decoded | None:
    """Read part by part what is no plain Chinese in one encoding, but is in several; None where that is not so."""
    if len(data) > _SMALL:
        winners = [rank_candidates(window)[0] for window in take_windows(data)]
        if len({c.encoding for c in winners if c.score >= _CLEARLY_CHINESE}) < 2:
            return None
    damage, parts = decode_parts(data)
    score = score_chinese(damage.text[:_SMALL])
    if len(parts) < 2 or score < max(_CLEARLY_CHINESE, ranked[0].score + _PLAINLY_BETTER):
        return None
    return _with_parts(data, {"candidates": [[c.encoding, c.score] for c in ranked]}, damage, parts)


def _with_parts(
    data: bytes, evidence: Mapping[str, object], damage: Damage, parts: Sequence[tuple[int, str]]
) -> Decoded:
    places = {"n_parts": len(parts), "parts": [list(part) for part in parts[:_MAX_PARTS]]}
    found = {**evidence, "decided_by": "parts", **places}
    return _with_damage(main_encoding(parts, len(data)), 0.9, found, damage)


def _decode_joined(data: bytes) -> Decoded | None:
    """Read UTF-16 and what stands before or behind it each by itself; None where the file is no such mixture."""
    if _is_joining.get():
        return None
    token = _is_joining.set(True)
    try:
        stretches = split_joined(data)
        return _read_stretches(data, stretches) if len(stretches) > 1 else None
    finally:
        _is_joining.reset(token)


def _read_stretches(data: bytes, stretches: Sequence[tuple[int, int, str]]) -> Decoded | None:
    damage, parts = Damage(), []
    for start, end, codec in stretches:
        piece = data[start:end]
        try:
            found = _decode_whole(piece, codec, 0.9, {}) if codec else _detect(piece)
        except UndecodableFile:
            if not piece.isascii():
                return None
            found = Decoded(piece.decode("ascii"), "utf-8", 0.9, {})
        parts.append((start, found.encoding))
        damage.pieces.append(found.text.removeprefix("\ufeff"))
        damage.n_replaced += found.n_replaced
        damage.replaced_at += [start + at for at in _places_of(found)]
    damage.replaced_at = damage.replaced_at[:_MAX_PARTS]
    return _with_parts(data, {}, damage, parts)


def _places_of(found: Decoded) -> Sequence[int]:
    places = found.evidence.get("replaced_at", ())
    return places if isinstance(places, list) else ()


def _scores(ranked: Sequence[Candidate]) -> str:
    return ", ".join(f"{c.encoding} {c.score}" for c in ranked)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _decode_whole(data: bytes, encoding: str, confidence: float, evidence: dict[str, object]) -> Decoded:
    """Decode all bytes, strictly where that works, else with U+FFFD for what is damaged."""
    text = _strictly(data, encoding)
    if encoding in WIDE and (text is None or may_hold_others(text)) and (joined := _decode_joined(data)):
        return joined
    if text is not None:
        if encoding == "gb18030" and is_suspicious(text):
            return _decode_suspicious(data, text, confidence, evidence)
        return _check_losses(data, text, encoding, confidence, evidence)
    damage = decode_damaged_wide(data, encoding) if encoding in WIDE else decode_damaged(data, encoding)
    if damage.n_mixed:
        return _with_parts(data, {**evidence, **damage.evidence}, *decode_parts(data))
    return _with_damage(encoding, confidence, evidence, damage)


def _check_losses(data: bytes, text: str, encoding: str, confidence: float, evidence: dict[str, object]) -> Decoded:
    """Accept a strict reading, unless it turns to nonsense where bytes were lost."""
    if encoding in ALIGNED:
        damage = reread_nonsense(data, text, encoding)
        if damage.n_mixed:
            return _with_parts(data, {**evidence, **damage.evidence}, *decode_parts(data))
        if damage.n_replaced:
            return _with_damage(encoding, confidence, evidence, damage)
    return Decoded(text, encoding, confidence, evidence)


def _decode_suspicious(data: bytes, text: str, confidence: float, evidence: dict[str, object]) -> Decoded:
    """Read by parts what GB18030 can read, where some of it is Big5; else keep the reading."""
    damage, parts = decode_parts(data)
    if len(parts) < 2:
        return _check_losses(data, text, "gb18030", confidence, evidence)
    return _with_parts(data, evidence, damage, parts)


def _with_damage(encoding: str, confidence: float, evidence: dict[str, object], damage: Damage) -> Decoded:
    text = damage.text
    share = damage.n_replaced / max(1, sum(map(len, re.findall(r"[^\x00-\x7f]+", text))))
    if damage.n_replaced > _FEW_REPLACED and share > _MAX_DAMAGED_SHARE:
        raise UndecodableFile(
            "too_damaged",
            f"The file looks like {encoding}, but {damage.n_replaced} characters ({share:.0%}) can't be decoded, the "
            f"first at byte {damage.replaced_at[0]}. Fetch the file again or convert it by hand.",
        )
    evidence = {**evidence, **(damage.evidence if damage.n_replaced or damage.n_mixed else {})}
    return Decoded(text, encoding, round(confidence * (1 - share), 4), evidence, damage.n_replaced)
