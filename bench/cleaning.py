"""How fast cleaning is: sound and dirty text, by size, in MB of UTF-8 a second of CPU time.

Sound is a page as it is; dirty has a fault of typesetting or extraction in every hundred characters or so.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

from bench.corpus import EXAMPLES
from bench.encoded import read_pages
from bench.report import print_table, write_results
from transforms.clean import clean

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
_FAULTS: tuple[tuple[str, str], ...] = (
    ("\n", "\r\n"),
    ("，", "，，"),
    ("人", "⼈"),
    ("2", "２"),
    ("的", "的\u200b"),
    ("“", "“ "),
    ("”", "&rdquo;"),
    ("。", "。<br/>"),
    ("、", "﹑"),
    ("年", " 年 "),
    ("在", "在\u00a0"),
    ("\n", "\ue40c"),
    ("国", "国\x02"),
)
_SHARE = 0.05


def dirty(text: str, chance: random.Random) -> str:
    """The text with faults of each kind at a twentieth of the places where they can stand."""
    for sound, faulty in _FAULTS:
        text = re.sub(re.escape(sound), lambda match, to=faulty: to if chance.random() < _SHARE else match[0], text)
    return text


def make_texts(pages: list[str], size: int, change: Callable[[str], str]) -> list[str]:
    """Texts of about `size` bytes of UTF-8, each beginning with another page; together 4 MB, or one text."""
    changed = [change(page) for page in pages]
    texts = []
    for start in range(max(1, min(len(pages), 4_000_000 // size))):
        parts: list[str] = []
        total = 0
        while total < size:
            part = changed[(start + len(parts)) % len(changed)]
            part = part if 3 * len(part) < size - total else part[: max(1, (size - total) // 3)]
            parts.append(part)
            total += len(part.encode())
        texts.append("\n".join(parts))
    return texts


def measure(pages: list[str], sizes: Iterable[int], rounds: int = 3) -> list[dict[str, Any]]:
    """Speed by kind of text and size: the median of the rounds."""
    chance = random.Random(1)
    kinds: dict[str, Callable[[str], str]] = {"sound": lambda page: page, "dirty": lambda page: dirty(page, chance)}
    rows = []
    for kind, change in kinds.items():
        for size in sizes:
            texts = make_texts(pages, size, change)
            mb = sum(len(text.encode()) for text in texts) / 1e6
            speeds = [mb / max(1e-9, _seconds(texts)) for _ in range(rounds)]
            rows.append({"kind": kind, "size_bytes": size, "n_texts": len(texts), "mb_per_s": round(median(speeds), 1)})
    return rows


def _seconds(texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        clean(text)
    return time.process_time() - start


def main() -> None:
    """Measure, print a table and save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="folder of pages to take text from")
    rows = measure(read_pages(parser.parse_args().pages), SIZES)
    table = {row["kind"]: [row["kind"]] for row in rows}
    for row in rows:
        table[row["kind"]].append(f"{row['mb_per_s']:.0f}")
    print_table("MB/s of CPU time, cleaning", ["", *(f"{size // 1000:,} KB" for size in SIZES)], list(table.values()))
    print(f"saved in {write_results('cleaning', {'rows': rows})}")


if __name__ == "__main__":
    main()
