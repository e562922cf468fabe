"""Files whose source declares their encoding: read strictly in it, or rejected with what is wrong, where, what to do.

A declaration is a promise of the source's, so nothing is guessed and no damage is read around. A byte order mark is
stronger than a declaration: one that contradicts it is an error. Of several declared encodings a file must fit one; of
those that it fits, the most plausible reading is taken, then the first declared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from transforms.codec_names import READABLE, codec_of
from transforms.errors import UndecodableFile
from transforms.foreign import reject_foreign
from transforms.parts import is_suspicious
from transforms.plausibility import PLAUSIBLE, score_chinese
from transforms.records import Decoded
from transforms.signatures import find_mark

_SAMPLE = 2000
_CONFIDENCE = 0.99

Detect = Callable[[bytes], Decoded]


def decode_declared(data: bytes, declared: Sequence[str], detect: Detect) -> Decoded:
    """Decode strictly in one of the declared encodings; `detect` tells what else a file that fits none may be.

    GB2312 is checked as such and read as its superset GB18030, whose · and — are what Chinese papers print.

    Raises:
        UndecodableFile: declared_mismatch, where no declared encoding fits; else as `detect` does.
    """
    known = [_known(name) for name in declared]
    if marked := find_mark(data):
        return _read_marked(data, *marked, declared, known)
    tried = dict.fromkeys(codec for name in known for codec in READABLE[name])
    readings = [(text, codec) for codec in tried if (text := _strictly(data, codec)) is not None]
    if not readings:
        raise _misfit(data, declared, tried, detect)
    scores = [score_chinese(_middle(text)) for text, _ in readings]
    text, codec = readings[scores.index(max(scores))]
    codec = "gb18030" if codec == "gb2312" else codec
    if max(scores) < PLAUSIBLE or (codec == "gb18030" and is_suspicious(text)):
        return _accept_doubtful(data, text, codec, declared, detect)
    reject_foreign(text, codec)
    return Decoded(text, codec, _CONFIDENCE, _evidence(declared))


def _known(name: str) -> str:
    if codec := codec_of(name):
        return codec
    raise UndecodableFile(
        "declared_mismatch",
        f"The source declares {name!r}, which baoku reads no files in. Correct source.encoding to one of "
        f"{', '.join(READABLE)}, or leave it out.",
    )


def _evidence(declared: Sequence[str]) -> dict[str, object]:
    return {"decided_by": "declared", "declared": list(declared)}


def _read_marked(data: bytes, mark: bytes, encoding: str, declared: Sequence[str], known: Sequence[str]) -> Decoded:
    """Read a file with a byte order mark; UTF-16 and UTF-32 with the order named fit a mark of that order alone."""
    order = "le" if mark[0] == 0xFF else "be"
    fitting = {encoding, "utf-8"} if encoding == "utf-8-sig" else {encoding, f"{encoding}-{order}"}
    if fitting.isdisjoint(known):
        raise UndecodableFile(
            "declared_mismatch",
            f"The source declares {_list(declared)}, but the file begins with the byte order mark of {encoding} "
            f"({mark.hex(' ')}). Declare {encoding} as well, or convert the file.",
        )
    # not utf-8-sig, which counts the offset of a fault from behind the mark
    codec = {"utf-8-sig": "utf-8", "gb18030": encoding}.get(encoding, f"{encoding}-{order}")
    text = _strictly(data, codec)
    if text is None:
        raise UndecodableFile(
            "declared_mismatch",
            f"The source declares {_list(declared)}, but {_first_fault(data, codec)}. The file is damaged: fetch it "
            "again, or leave source.encoding out to read it with its damage marked.",
        )
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise UndecodableFile("empty", f"The file holds a {encoding} byte order mark and no text.")
    reject_foreign(text, encoding)
    return Decoded(text, encoding, 1.0, {**_evidence(declared), "mark": mark.hex()})


def _accept_doubtful(data: bytes, text: str, codec: str, declared: Sequence[str], detect: Detect) -> Decoded:
    """Accept a strict reading that gives little Chinese, unless the bytes give more in another encoding."""
    found = detect(data)
    if found.text == text:
        return Decoded(text, codec, found.confidence, {**found.evidence, **_evidence(declared)})
    nonsense = f"The source declares {_list(declared)}, and {codec} can read all bytes, but some as nonsense"
    raise UndecodableFile("declared_mismatch", f"{nonsense}. {_advise(found)}")


def _misfit(data: bytes, declared: Sequence[str], tried: Iterable[str], detect: Detect) -> UndecodableFile:
    faults = "; ".join(_first_fault(data, codec) for codec in tried)
    return UndecodableFile(
        "declared_mismatch", f"The source declares {_list(declared)}, but {faults}. {_advice(data, detect)}"
    )


def _advice(data: bytes, detect: Detect) -> str:
    try:
        return _advise(detect(data))
    except UndecodableFile as rejection:
        return f"Undeclared it would be rejected too ({rejection})"


def _advise(found: Decoded) -> str:
    if found.evidence["decided_by"] == "parts":
        return "It looks like files in several encodings put together: leave source.encoding out to read it by parts."
    if found.n_replaced:
        damaged = "a damaged character" if found.n_replaced == 1 else f"{found.n_replaced} damaged characters"
        return (
            f"It looks like {found.encoding} with {damaged}: fetch it again, or leave source.encoding out to read it "
            "with its damage marked."
        )
    return f"It looks like {found.encoding}: correct the declaration, or declare that as well."


def _first_fault(data: bytes, codec: str) -> str:
    """Where strict decoding stops, as words for a message."""
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        bad = data[error.start : max(error.end, error.start + 1)][:4].hex(" ")
        return f"byte {error.start} ({bad}, in line {line}) can't be read as {codec}"
    return f"{codec} fits"


def _strictly(data: bytes, codec: str) -> str | None:
    """The strict reading; GB2312 read as GB18030 reads it."""
    try:
        text = data.decode(codec)
        return data.decode("gb18030") if codec == "gb2312" else text
    except UnicodeError:
        return None


def _middle(text: str) -> str:
    match = re.search(r"[^\x00-\x7f]", text)
    start = match.start() if match else 0
    return text[start : start + _SAMPLE]


def _list(declared: Sequence[str]) -> str:
    return " or ".join(declared)
