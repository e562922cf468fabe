"""What builds of the warehouse cost: all of it, and 1 % more going on from that; whether both give equal rows.

    python -m bench.builds --mb 640 --pages FOLDER

Loads a made corpus, builds in full, loads 1 % more, builds incrementally, then in full again, and verifies the lake.
Prints seconds of CPU and of the clock; the share of the increment, by CPU time, hardly depends on what else runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from bench.corpus import EXAMPLES, make_corpus
from flows.ingest import ingest
from flows.jobs import Job
from flows.settings import Settings
from flows.watching import Silent
from warehouse.build import build
from warehouse.schema import TABLES
from warehouse.store import Store
from warehouse.verify import verify

SHARE = 0.01


@dataclass(frozen=True)
class Took:
    """Seconds of CPU and of the clock, and what came of it."""

    cpu_s: float
    wall_s: float
    result: Any


def timed(act: Callable[[], Any]) -> Took:
    """Do it and say what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    return Took(time.process_time() - cpu, time.perf_counter() - wall, result)


def load(pages: Path, store: Path) -> None:
    """Load without building."""
    with patch("flows.ingest.build", lambda _: None):
        report = ingest(Job((str(pages),), Settings(store=store, compact_parts=0)), Silent())
    if report.exit_code:
        raise RuntimeError(f"{pages} could not be loaded: {report.reasons}")


def digests(warehouse: Path) -> dict[str, tuple[Any, ...]]:
    """Of every core table the number of rows and a hash over them that leaves their order aside."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return {
            table.name: con.execute(f"SELECT count(*), sum(hash(t)) FROM {table.qualified} AS t").fetchall()[0]
            for table in TABLES.values()
            if table.schema == "core"
        }


def measure(folder: Path, mb: float, pages: Path) -> bool:
    """Measure in a folder and print; gives whether both builds gave equal rows."""
    make_corpus(folder / "pages", mb, 11, pages=pages)
    make_corpus(folder / "more", mb * SHARE, 12, pages=pages)
    load(folder / "pages", folder / "store")
    with Store.open(folder / "store", write=True) as store:
        timed(lambda: build(store, full=True))
    load(folder / "more", folder / "store")
    with Store.open(folder / "store", write=True) as store:
        more = timed(lambda: build(store))
        after_more = digests(store.layout.warehouse)
        full = timed(lambda: build(store, full=True))
        is_equal = digests(store.layout.warehouse) == after_more
        checked = timed(lambda: verify(store))
        lake_mb = sum(part.size_bytes for part in store.live_parts()) / 1e6
    for name, took in (("full build", full), (f"{more.result.mode} build of {SHARE:.0%} more", more)):
        print(f"| {name} | {took.cpu_s:.1f} CPU s | {took.wall_s:.1f} s | {took.result.n_rows:,} rows |")
    print(f"share of CPU time {more.cpu_s / full.cpu_s:.1%}; rows {'equal' if is_equal else 'DIFFER'}")
    print(f"verify: {lake_mb:,.0f} MB of lake, {lake_mb / checked.cpu_s:,.0f} MB a CPU second, {checked.result}")
    for check in sorted(full.result.checks, key=lambda check: -check.seconds)[:8]:
        print(f"| {check.name} | {check.seconds:.2f} s |")
    return is_equal


def main() -> int:
    """Measure; 1 where rows differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=50.0)
    parser.add_argument("--pages", type=Path, default=EXAMPLES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="baoku-builds-") as folder:
        return 0 if measure(Path(folder), asked.mb, asked.pages) else 1


if __name__ == "__main__":
    sys.exit(main())
