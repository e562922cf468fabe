"""Who finds the encoding: baoku beside chardet, charset-normalizer and faust-cchardet; and how fast.

A cell of the table is an encoding, a length and a damage. A sample is right where the text equals the original; where
its bytes were damaged, where as much of the original is read as by the right codec with U+FFFD for what is bad. Who
only names a codec is credited with the text that this codec gives, and with that of its superset (GB18030 for GB2312
and GBK, Big5-HKSCS for Big5): baoku gets no such second chance.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import chardet

from bench.corpus import EXAMPLES
from bench.encoded import DAMAGES, ENCODINGS, LENGTHS, Encoding, Sample, make_samples, read_pages
from bench.report import print_table, write_results
from transforms.decode import decode
from transforms.errors import UndecodableFile

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
_SPEED_ENCODINGS = ("UTF-8", "GB2312", "GB18030 (4 bytes)", "Big5", "Big5-HKSCS", "UTF-16 LE", "UTF-16 LE, BOM", "HZ")
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5-hkscs",
    "big5-tw": "big5-hkscs",
    "cp950": "big5-hkscs",
    "hz-gb-2312": "hz",
}

Reader = Callable[[bytes], Iterable[str]]


def read_with_baoku(data: bytes) -> Iterator[str]:
    """The text, or nothing where the file is rejected."""
    try:
        yield decode(data).text
    except UndecodableFile:
        return


def read_with_chardet(data: bytes) -> Iterator[str]:
    """The texts its answer stands for."""
    return texts_of(data, chardet.detect(data)["encoding"])


def read_with_charset_normalizer(data: bytes) -> Iterator[str]:
    """The texts its best answer stands for."""
    best = import_module("charset_normalizer").from_bytes(data).best()
    return texts_of(data, best.encoding if best else None)


def read_with_cchardet(data: bytes) -> Iterator[str]:
    """The texts faust-cchardet's answer stands for."""
    return texts_of(data, import_module("cchardet").detect(data)["encoding"])


def texts_of(data: bytes, name: str | None) -> Iterator[str]:
    """What the named codec reads, and what its superset does."""
    if name is None:
        return
    name = name.lower().replace("_", "-")
    for codec in (name, _SUPERSETS.get(name)):
        try:
            yield data.decode(codec, "replace").removeprefix("\ufeff") if codec else ""
        except (LookupError, UnicodeError):
            continue


READERS: dict[str, Reader] = {
    "baoku": read_with_baoku,
    "chardet": read_with_chardet,
    "charset_normalizer": read_with_charset_normalizer,
    "cchardet": read_with_cchardet,
}


def installed_readers() -> dict[str, Reader]:
    """The detectors that can be imported here."""
    readers = {}
    for name, reader in READERS.items():
        try:
            import_module("transforms" if name == "baoku" else name)
        except ImportError:
            print(f"{name} is not installed: left out")
        else:
            readers[name] = reader
    return readers


def is_right(sample: Sample, damage: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts is the sample's, as far as its damage allows."""
    if damage == "none" or damage.startswith("head"):
        return any(text == sample.text for text in texts)
    best = sample.data.decode(sample.encoding.truth, "replace")
    return any(kept(sample.text, text, damage) >= kept(sample.text, best, damage) for text in texts)


def kept(original: str, text: str, damage: str) -> int:
    """How many characters of the original a reading holds: before and behind the one bad place, or, of many, at all."""
    if damage == "1 %":
        return (Counter(original) & Counter(text)).total()
    shorter = min(len(original), len(text))
    head = _common_start(original, text, shorter)
    return head + _common_start(original[::-1], text[::-1], shorter - head)


def _common_start(one: str, other: str, at_most: int) -> int:
    return next((i for i in range(at_most) if one[i] != other[i]), at_most)


def fill_cell(readers: dict[str, Reader], samples: list[Sample], damage: str) -> dict[str, int]:
    """How many of the samples each reader gets right."""
    return {
        name: sum(is_right(sample, damage, reader(sample.data)) for sample in samples)
        for name, reader in readers.items()
    }


def compare(pages: list[str], n: int, encodings: Iterable[Encoding]) -> list[dict[str, Any]]:
    """All cells of the table, for the detectors that are installed."""
    readers, cells = installed_readers(), []
    for encoding in encodings:
        for length in LENGTHS:
            for damage in DAMAGES:
                samples = make_samples(pages, encoding, length, damage, n)
                cell = {"encoding": encoding.name, "length": length or "whole", "damage": damage, "n": n}
                cells.append({**cell, **fill_cell(readers, samples, damage)})
    return cells


def print_cells(cells: list[dict[str, Any]]) -> None:
    """One row for each encoding and length: per cent right of baoku, and the best of the others, by damage."""
    others = [name for name in READERS if name != "baoku" and name in cells[0]]
    rows: dict[tuple[str, Any], list[str]] = {}
    for cell in cells:
        row = rows.setdefault((cell["encoding"], cell["length"]), [f"{cell['encoding']} {cell['length']}"])
        row.append("·".join(f"{100 * cell[name] / cell['n']:.0f}" for name in ("baoku", *others)))
    print_table(f"% right: baoku·{'·'.join(others)}", ["", *DAMAGES], list(rows.values()))
    behind = [cell for cell in cells if any(cell[name] > cell["baoku"] for name in others)]
    n_samples, n_right = sum(cell["n"] for cell in cells), {n: sum(c[n] for c in cells) for n in ("baoku", *others)}
    print(f"{len(cells)} cells of {cells[0]['n']} samples; right of {n_samples}: {n_right}")
    print("baoku is best or equal in every cell" if not behind else f"baoku is behind in {len(behind)}: {behind}")


def measure_speed(pages: list[str], sizes: Iterable[int]) -> list[dict[str, Any]]:
    """MB/s of CPU time for detection with decoding, by encoding and size, beside chardet on the whole file."""
    rows: list[dict[str, Any]] = []
    for encoding in (encoding for encoding in ENCODINGS if encoding.name in _SPEED_ENCODINGS):
        for size in sizes:
            files = _files(pages, encoding, size)
            speed = {name: _mb_per_second(reader, files) for name, reader in _timed().items()}
            rows.append({"encoding": encoding.name, "size_bytes": size, "n_files": len(files), **speed})
    return rows


def _timed() -> dict[str, Reader]:
    return {"baoku": read_with_baoku, "chardet": _read_whole_with_chardet}


def _read_whole_with_chardet(data: bytes) -> Iterator[str]:
    """Its answer for the whole file, not for the first 200,000 bytes alone; decoded once."""
    name = chardet.detect(data, max_bytes=len(data))["encoding"]
    if name:
        yield data.decode(name, "replace")


def _files(pages: list[str], encoding: Encoding, size: int) -> list[bytes]:
    """Files of about `size` bytes, each of pages from another one on; together 2 MB, or one file."""
    texts = [sample.text for sample in make_samples(pages, encoding, 0, "none", len(pages))]
    encoded = [text.encode(encoding.codec) for text in texts]
    files = []
    for start in range(max(1, min(len(pages), 2_000_000 // size))):
        parts, total = [encoding.mark], 0
        while total < size:
            part = encoded[(start + len(parts)) % len(encoded)]
            parts.append(_shorten(part, size - total))
            total += len(part) + 1
        files.append(b"".join(parts))
    return files


def _shorten(part: bytes, room: int) -> bytes:
    """Whole lines of a part that fit, at least one."""
    if len(part) <= room or b"\0" in part:
        return part if len(part) <= room else part[: max(2, room // 2 * 2)]
    end = part.rfind(b"\n", 0, room)
    return part[: end + 1] if end > 0 else part


def _mb_per_second(reader: Reader, files: list[bytes], rounds: int = 3) -> float:
    """The median of the rounds."""
    for data in files[:1]:
        list(reader(data[:10_000]))
    speeds = []
    for _ in range(rounds):
        start = time.process_time()
        for data in files:
            list(reader(data))
        speeds.append(sum(map(len, files)) / 1e6 / max(1e-9, time.process_time() - start))
    return round(median(speeds), 1)


def print_speed(rows: list[dict[str, Any]]) -> None:
    """A row for each encoding: MB/s of baoku and of chardet, by size."""
    table: dict[str, list[str]] = {}
    for row in rows:
        cell = f"{row['baoku']:.0f} / {row['chardet']:.0f}"
        table.setdefault(row["encoding"], [row["encoding"]]).append(cell)
    sizes = dict.fromkeys(f"{row['size_bytes'] // 1000:,} KB" for row in rows)
    print_table("MB/s of CPU time, detection and decoding: baoku / chardet", ["", *sizes], list(table.values()))


def main() -> None:
    """Run what was asked for; print tables and save them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["table", "speed"])
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="folder of pages to take text from")
    parser.add_argument("--samples", type=int, default=60, help="samples in each cell of the table")
    parser.add_argument("--encoding", action="append", help="only these rows, by name")
    options = parser.parse_args()
    pages = read_pages(options.pages)
    if options.what == "speed":
        rows = measure_speed(pages, SIZES)
        print_speed(rows)
    else:
        chosen = [e for e in ENCODINGS if not options.encoding or e.name in options.encoding]
        rows = compare(pages, options.samples, chosen)
        print_cells(rows)
    print(f"saved in {write_results(f'decoding-{options.what}', {'rows': rows})}")


if __name__ == "__main__":
    main()
