"""How `baoku run` grows: the same settings on 200 and on 2,000 pages, with pages/s, MB/s and peak memory.

Memory should stay flat, as batches are the unit of work; pages/s should rise, as start-up weighs less.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from bench.corpus import EXAMPLES, Corpus, make_corpus
from bench.measure import Cost, measure, python
from bench.report import print_table, write_results


def run_once(corpus: Corpus, work: Path, options: list[str]) -> Cost:
    """Load a corpus into a fresh store."""
    store = work / "store"
    shutil.rmtree(store, ignore_errors=True)
    command = python("flows.cli", "run", str(corpus.folder), "--store", str(store), "--json", *options)
    return measure(command, {"PREFECT_HOME": str(work / "prefect")})


def middle(costs: list[Cost], figure: str) -> float:
    """The median of one figure."""
    return float(median(getattr(cost, figure) for cost in costs))


def tabulate(runs: list[tuple[Corpus, list[Cost]]]) -> list[list[str]]:
    """A row of medians for each size, with its peak memory as a multiple of the first one's."""
    least = middle(runs[0][1], "peak_bytes")
    rows = []
    for corpus, costs in runs:
        wall, peak = middle(costs, "wall_s"), middle(costs, "peak_bytes")
        mb = corpus.size_bytes / 1e6
        speeds = (f"{corpus.n_files / wall:.0f}", f"{mb / wall:.2f}")
        rows.append(
            [str(corpus.n_files), f"{mb:.1f}", f"{wall:.1f}", *speeds, f"{peak / 1e6:.0f}", f"x{peak / least:.2f}"]
        )
    return rows


def as_results(runs: list[tuple[Corpus, list[Cost]]], options: list[str]) -> dict[str, Any]:
    """Everything measured, for the JSON file."""
    return {
        "options": options,
        "runs": [
            {"files": corpus.n_files, "bytes": corpus.size_bytes, "rounds": [asdict(cost) for cost in costs]}
            for corpus, costs in runs
        ],
    }


def main() -> None:
    """Make the corpora, run, print and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000], help="pages")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="pages to take the corpus's text from")
    parser.add_argument("--direct", action="store_true", help="run without Prefect")
    chosen = parser.parse_args()
    options = ["--direct"] if chosen.direct else []
    with tempfile.TemporaryDirectory(prefix="baoku-bench-") as folder:
        work = Path(folder)
        corpora = [
            make_corpus(work / str(size), float("inf"), chosen.seed, pages=chosen.pages, max_files=size)
            for size in chosen.sizes
        ]
        run_once(corpora[0], work, options)
        rounds = [[run_once(corpus, work, options) for corpus in corpora] for _ in range(chosen.rounds)]
    runs = [(corpus, [costs[i] for costs in rounds]) for i, corpus in enumerate(corpora)]
    columns = ["pages", "MB", "wall s", "pages/s", "MB/s", "peak MB", "peak, of the first"]
    print_table(f"baoku run {' '.join(options)}, medians of {chosen.rounds} rounds", columns, tabulate(runs))
    print(write_results("scale", as_results(runs, options)))


if __name__ == "__main__":
    main()
