"""Compares `baoku run`, `baoku run --direct` and the plain script of `bench/naive.py` on one corpus, in one session.

The contestants take turns, round after round, so that a busy machine burdens all alike; medians are reported. The plain
script gets a smaller corpus, made the same way, where the full one would take it too long (`--naive-mb`): compare MB/s.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.corpus import EXAMPLES, Corpus, make_corpus
from bench.measure import Cost, measure, python
from bench.report import print_table, write_results


@dataclass(slots=True)
class Contestant:
    """A way to load a corpus: `command` takes the corpus's folder and a folder to write to."""

    name: str
    corpus: Corpus
    command: Callable[[Path, Path], list[str]]
    costs: list[Cost] = field(default_factory=list)

    @property
    def mb(self) -> float:
        """Size of its corpus in MB."""
        return self.corpus.size_bytes / 1e6

    def middle(self, figure: str) -> float:
        """The median of one of the costs."""
        return float(median(getattr(cost, figure) for cost in self.costs))


def baoku(*options: str) -> Callable[[Path, Path], list[str]]:
    """The command `baoku run` with these options."""
    return lambda corpus, out: python("flows.cli", "run", str(corpus), "--store", str(out), "--json", *options)


def naive(corpus: Path, out: Path) -> list[str]:
    """The command that runs the plain script."""
    return python("bench.naive", str(corpus), str(out))


def race(contestants: list[Contestant], rounds: int, work: Path) -> None:
    """Run all contestants once a round, each into a fresh folder."""
    environment = {"PREFECT_HOME": str(work / "prefect")}
    for number in range(rounds):
        for contestant in contestants:
            out = work / "out"
            shutil.rmtree(out, ignore_errors=True)
            cost = measure(contestant.command(contestant.corpus.folder, out), environment)
            contestant.costs.append(cost)
            print(f"round {number + 1} {contestant.name}: {cost.wall_s:.1f} s", flush=True)


def warm_up(work: Path, pages: Path, contestants: list[Contestant]) -> None:
    """Let every contestant write its caches, and Prefect its database, on a few pages that are not measured."""
    few = make_corpus(work / "few", 0.2, seed=0, pages=pages)
    race([Contestant(f"{c.name} (not measured)", few, c.command) for c in contestants], 1, work)


def tabulate(contestants: list[Contestant]) -> list[list[str]]:
    """A row of medians for each, with its speed as a multiple of the last one's."""
    yardstick = contestants[-1].mb / contestants[-1].middle("wall_s")
    rows = []
    for c in contestants:
        wall, cpu, speed = c.middle("wall_s"), c.middle("cpu_s"), c.mb / c.middle("wall_s")
        memory = c.middle("peak_bytes") / 1e6
        numbers = (f"{c.mb:.1f}", f"{wall:.1f}", f"{cpu:.1f}", f"{cpu / c.mb:.2f}", f"{memory:.0f}", f"{speed:.2f}")
        rows.append([c.name, *numbers, f"x{speed / yardstick:.1f}"])
    return rows


def as_results(contestants: list[Contestant], chosen: argparse.Namespace) -> dict[str, Any]:
    """Everything measured, for the JSON file."""
    return {
        "options": {key: str(value) for key, value in vars(chosen).items()},
        "contestants": [
            {
                "name": c.name,
                "corpus_bytes": c.corpus.size_bytes,
                "corpus_files": c.corpus.n_files,
                "rounds": [asdict(cost) for cost in c.costs],
            }
            for c in contestants
        ],
    }


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=float, default=50.0, help="size of the corpus")
    parser.add_argument("--naive-mb", type=float, default=10.0, help="size of the plain script's corpus, at most --mb")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="pages to take the corpus's text from")
    parser.add_argument("--only", choices=["flow", "direct", "naive"], nargs="+", default=["flow", "direct", "naive"])
    return parser.parse_args()


def main() -> None:
    """Make the corpora, race, print and save."""
    chosen = parse()
    with tempfile.TemporaryDirectory(prefix="baoku-bench-") as folder:
        work = Path(folder)
        full = make_corpus(work / "full", chosen.mb, chosen.seed, pages=chosen.pages)
        small = make_corpus(work / "small", min(chosen.naive_mb, chosen.mb), chosen.seed, pages=chosen.pages)
        entries = {
            "flow": Contestant("baoku run", full, baoku()),
            "direct": Contestant("baoku run --direct", full, baoku("--direct")),
            "naive": Contestant("plain script", small if chosen.naive_mb < chosen.mb else full, naive),
        }
        contestants = [entry for key, entry in entries.items() if key in chosen.only]
        warm_up(work, chosen.pages, contestants)
        race(contestants, chosen.rounds, work)
    columns = ["", "MB", "wall s", "CPU s", "CPU s/MB", "peak MB", "MB/s", f"speed of {contestants[-1].name}"]
    print_table(f"Medians of {chosen.rounds} rounds; {full.n_files} files", columns, tabulate(contestants))
    if len({c.mb for c in contestants}) > 1:
        print("Contestants had corpora of different sizes: compare MB/s and CPU s/MB, not seconds or peaks.")
    print(write_results("compare", as_results(contestants, chosen)))


if __name__ == "__main__":
    main()
