"""How fast pages are read (their structure, without words and facts), in MB of UTF-8 a second of CPU time on one core.

Short pages are those of the folder; a long page is one of them again and again, so that its layout is that of a page.
Python's garbage collector is off, as it is in the processes of `baoku run`.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.corpus import EXAMPLES
from bench.encoded import read_pages
from bench.report import print_table, write_results
from transforms.clean import clean
from transforms.page import read_page

SIZES = (0, 100_000, 1_000_000, 5_000_000)
"""Bytes of UTF-8 a page; 0 stands for the pages as they are."""
_PASSES = 20
_LONG_PASSES = 3
_EVERY = 5


def long_page(page: str, size: int) -> str:
    """A page repeated until it has at least `size` bytes of UTF-8; itself for 0."""
    return "\n".join([page] * max(1, -(-size // max(1, len(page.encode())))))


def measure(pages: Sequence[str], sizes: Sequence[int] = SIZES, passes: int = _PASSES) -> list[dict[str, Any]]:
    """Speed by size of page: of the fastest and of the median pass over all pages, or over every fifth made long."""
    rows: list[dict[str, Any]] = []
    for size in sizes:
        texts = [long_page(page, size) for page in pages[:: _EVERY if size else 1]]
        n_bytes = sum(len(text.encode()) for text in texts)
        seconds = sorted(_seconds(texts) for _ in range(min(passes, _LONG_PASSES) if size else passes))
        best, middle = (n_bytes / 1e6 / max(1e-9, took) for took in (seconds[0], seconds[len(seconds) // 2]))
        rows.append({"size_bytes": size, "n_texts": len(texts), "best_mb_per_s": best, "median_mb_per_s": middle})
    return rows


def _seconds(texts: Sequence[str]) -> float:
    gc.collect()
    gc.disable()
    start = time.process_time()
    try:
        for text in texts:
            read_page(text)
        return time.process_time() - start
    finally:
        gc.enable()


def main() -> None:
    """Measure, print a table and save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="folder of pages to read")
    pages = [clean(text).text for text in read_pages(parser.parse_args().pages)]
    _seconds(pages)  # dictionaries are loaded before anything is measured
    rows = measure(pages)
    columns = ["", *(f"{row['size_bytes'] // 1000:,} KB" if row["size_bytes"] else "as they are" for row in rows)]
    table = [[name, *(f"{row[f'{name}_mb_per_s']:.2f}" for row in rows)] for name in ("best", "median")]
    print_table("MB/s of CPU time, reading pages of a size", columns, table)
    print(f"saved in {write_results('reading', {'rows': rows})}")


if __name__ == "__main__":
    main()
