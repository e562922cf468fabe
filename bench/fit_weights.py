"""Fit the weights of the page reader to pages with gold, and say what that is worth on pages they were not fitted to.

    python -m bench.fit_weights [--pages DIR...] [--shared ../shared] [--exclude DIR...] [--apply]

The weights of the search for roles (`LOOKS` … `SUBHEADS`) and those that divide headline stacks (`STACK`) are learned
by an averaged structured perceptron (`perceptron.py`), from where they are. Pages are those of the folders, each also
set in five other layouts, and those of `--shared` where it is there; all settings of a page are learned from, or held
out, together. Cross-validation says at which rate to learn and after how many epochs to stop: where starts of articles
and roles of lines come out best on held-out pages, the weights as they are (0 epochs) included. Rules, features and the
weights as they are were made with these pages in view, so that the comparison is kind to them; give a folder they have
not met to `--exclude`: its pages are read after each epoch and not learned from; `--stop` then says when to stop.

`--apply` writes the weights into `transforms/weights.py` and `transforms/stack_weights.py`, to one decimal;
nothing else in the files changes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bench.gold_roles import ROOT, GoldPage, LinedPage, line_up, load_pages
from bench.layouts import OTHER_LAYOUTS, in_all_layouts
from bench.page_examples import PageExample, measure_pages, worst_gap
from bench.paths import TABLES
from bench.perceptron import Example, learn, rounded
from bench.report import print_table, write_results
from bench.stacks import measure_stacks, stacks_of
from bench.tallies import Tallies, Tally, mean_f1, together
from bench.weight_file import ROLES, STACKS, Values, WeightFile

PAGES = tuple(
    ROOT / folder
    for folder in (
        "tests/cases/pages_unseen",
        *(f"tests/cases/pages_unseen_{lot}" for lot in range(3, 12)),
        "examples/pages",
    )
)
SHARED = "shared"
_LONGEST_LINE = 120
_EXACT = 1e-6


class Grouped(Example, Protocol):
    """An example that is reported under a lot, and learned from or held out with those of its group."""

    @property
    def lot(self) -> str:
        """Where its page is from."""

    @property
    def group(self) -> str:
        """Its page, however it is set."""


E = TypeVar("E", bound=Grouped)
Measure = Callable[[Iterable[E], Values], Tallies]


@dataclass(frozen=True)
class Settings:
    """How to learn.

    `stop`: after how many epochs of roles, None: as cross-validation says. `shared_copies`: how often an epoch
    has each of the shared pages. `cost`: of a wrong line, or division of a stack.
    """

    folds: int = 4
    epochs: int = 6
    rates: tuple[float, ...] = (0.01, 0.02)
    stop: int | None = None
    shared_copies: int = 1
    cost: float = 1.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """What came of a fit.

    `curves`: for each rate, how held-out pages were read after each epoch, from 0. `rate`, `epochs`: what was best.
    `values`: the weights that these give on all examples, rounded.
    """

    curves: dict[float, list[Tallies]]
    rate: float
    epochs: int
    values: Values

    @property
    def by_hand(self) -> Tallies:
        """How the weights as they are read held-out pages."""
        return self.curves[self.rate][0]

    @property
    def fitted(self) -> Tallies:
        """How fitted weights read held-out pages."""
        return self.curves[self.rate][self.epochs]


def fit(examples: Sequence[E], start: Values, measure: Measure[E], settings: Settings) -> Fit:
    """Choose rate and epochs by cross-validation, then learn from all examples."""
    curves = {rate: cross_validate(examples, start, measure, settings, rate) for rate in settings.rates}
    stops = range(settings.epochs + 1) if settings.stop is None else [settings.stop]
    steps = [(epoch, rate) for rate in curves for epoch in stops]
    epochs, rate = max(sorted(steps), key=lambda step: mean_f1(curves[step[1]][step[0]]))
    return Fit(curves, rate, epochs, _learned(examples, start, settings, rate, epochs)[epochs])


def cross_validate(
    examples: Sequence[E], start: Values, measure: Measure[E], settings: Settings, rate: float
) -> list[Tallies]:
    """How held-out pages are read after each epoch, from 0, all folds together."""
    groups = sorted({example.group for example in examples})
    random.Random(settings.seed).shuffle(groups)
    curve: list[Tallies] = [{} for _ in range(settings.epochs + 1)]
    for fold in range(settings.folds):
        held = frozenset(groups[fold :: settings.folds])
        trained = [example for example in examples if example.group not in held]
        tested = [example for example in examples if example.group in held]
        for epoch, values in enumerate(_learned(trained, start, settings, rate, settings.epochs)):
            curve[epoch] = together(curve[epoch], measure(tested, values))
    return curve


def _learned(examples: Sequence[E], start: Values, settings: Settings, rate: float, epochs: int) -> list[Values]:
    """The rounded weights after each epoch, from 0."""
    copies = [example for example in examples for _ in range(settings.shared_copies if example.lot == SHARED else 1)]
    steps = learn(copies, start, epochs=epochs, rate=rate, cost=settings.cost, seed=settings.seed)
    return [start, *map(rounded, steps)]


def gather(folders: Iterable[Path], shared: Path, seed: int) -> list[GoldPage]:
    """The pages of folders, as they are and in other layouts, and the shared ones where those are there."""
    own = [page for folder in folders for page in load_pages(folder)]
    pages = own + [page for one in own for page in in_all_layouts(one, seed)]
    if (shared / "gold" / "structure").is_dir():
        return pages + load_pages(shared / "data" / "pages", shared / "gold" / "structure", SHARED)
    print(f"no pages in {shared}: fitted to the others alone")
    return pages


def page_examples(pages: Iterable[LinedPage], file: WeightFile) -> list[PageExample]:
    """The pages as examples of roles."""
    return [PageExample(page, file, page.gold.lot, page.gold.group) for page in pages]


def apply(path: Path, file: WeightFile, values: Values) -> list[int]:
    """Write the weights into their file; the numbers of lines that are too long now, for a formatter to break."""
    path.write_bytes(file.rewritten(values))
    lines = path.read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, start=1) if len(line) > _LONGEST_LINE]


def print_fit(title: str, fit: Fit) -> None:
    """Print the curves, and the weights as they are beside the fitted ones on held-out pages."""
    rows = [[f"{rate}", *(f"{mean_f1(tallies):.4f}" for tallies in curve)] for rate, curve in fit.curves.items()]
    n_epochs = len(fit.curves[fit.rate])
    print_table(f"{title}: mean F1 of held-out pages by rate and epochs", ["", *map(str, range(n_epochs))], rows)
    print(f"best: {fit.epochs} epochs at {fit.rate}")
    print_scores(f"{title}: F1 on held-out pages", fit.by_hand, fit.fitted)


def print_scores(title: str, by_hand: Tallies, fitted: Tallies) -> None:
    """Print two sets of scores beside each other, a row a lot."""
    measures = list(dict.fromkeys(measure for _, measure in by_hand))
    rows = [
        [lot, *(f"{tallies.get((lot, m), Tally()).f1:.4f}" for m in measures for tallies in (by_hand, fitted))]
        for lot in dict.fromkeys(lot for lot, _ in by_hand)
    ]
    columns = [f"{m} {whose}" for m in measures for whose in ("as they are", "fitted")]
    print_table(title, ["", *columns], rows)


def print_changes(start: Values, values: Values, n_shown: int) -> None:
    """Print the weights that changed most."""
    changed = sorted((name for name in start if values[name] != start[name]), key=lambda n: -abs(values[n] - start[n]))
    if not changed:
        print("no weight changed")
        return
    rows = [[": ".join(n), f"{start[n]:.1f}", f"{values[n]:.1f}"] for n in changed[:n_shown]]
    print_table(f"{len(changed)} of {len(start)} weights changed; most of all", ["", "was", "is"], rows)


def main() -> None:
    """Fit, report, save the report, and write the weights where that is asked for."""
    options = _options()
    n_epochs = max(options.epochs, options.stop or 0)
    settings = Settings(options.folds, n_epochs, tuple(options.rate), options.stop, options.shared_copies)
    file, stack_file = WeightFile.read(ROLES), WeightFile.read(STACKS)
    excluded = {folder.resolve() for folder in options.exclude}
    folders = [folder for folder in options.pages if folder.resolve() not in excluded]
    lined = [line_up(page) for page in gather(folders, options.shared, settings.seed)]
    examples, start = page_examples(lined, file), file.values(*TABLES)
    gap = worst_gap(examples, start)
    print(f"{len(examples)} pages; paths count what the search adds up, to {gap:.0e}")
    if gap > _EXACT:
        raise SystemExit("bench/paths.py and transforms/segments.py differ: mend the first before fitting")
    stacks = [stack for page in lined if page.gold.lot != OTHER_LAYOUTS for stack in stacks_of(page)]
    fits = {
        "roles": fit(examples, start, measure_pages, settings),
        "headline stacks": fit(stacks, stack_file.values("STACK"), measure_stacks, replace(settings, stop=None)),
    }
    values = {name: value for one in fits.values() for name, value in one.values.items()}
    for title, one in fits.items():
        print_fit(title, one)
    print_changes(start | stack_file.values("STACK"), values, options.show)
    for folder in options.exclude:
        unmet = page_examples([line_up(page) for page in load_pages(folder)], file)
        _print_excluded(unmet, examples, start, replace(settings, rates=(fits["roles"].rate,)))
    print(f"saved in {write_results('fit_weights', _results(fits))}")
    if options.apply:
        for path, held, title in ((ROLES, file, "roles"), (STACKS, stack_file, "headline stacks")):
            too_long = apply(path, held, fits[title].values)
            print(f"written to {path}" + (f"; run ruff format, lines {too_long} are too long" if too_long else ""))


def _print_excluded(
    unmet: Sequence[PageExample], examples: Sequence[PageExample], start: Values, settings: Settings
) -> None:
    """Print how pages that nobody learned from are read after each epoch of learning from all others."""
    steps = _learned(examples, start, settings, settings.rates[0], settings.epochs)
    curve = [measure_pages(unmet, values) for values in steps]
    rows = [[" ".join(key), *(f"{tallies[key].f1:.4f}" for tallies in curve)] for key in curve[0]]
    print_table("F1 on excluded pages by epochs", ["", *map(str, range(len(curve)))], rows)


def _results(fits: dict[str, Fit]) -> dict[str, Any]:
    return {
        title: {
            "rate": one.rate,
            "epochs": one.epochs,
            "curves": {rate: [mean_f1(tallies) for tallies in curve] for rate, curve in one.curves.items()},
            "as they are": {" ".join(key): tally.f1 for key, tally in one.by_hand.items()},
            "fitted": {" ".join(key): tally.f1 for key, tally in one.fitted.items()},
            "weights": {": ".join(name): value for name, value in one.values.items()},
        }
        for title, one in fits.items()
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, nargs="+", default=PAGES, help="folders of pages with their gold")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of further pages and gold")
    parser.add_argument("--exclude", type=Path, nargs="+", default=[], help="folders to read, not to learn from")
    parser.add_argument("--folds", type=int, default=Settings.folds)
    parser.add_argument("--epochs", type=int, default=Settings.epochs, help="the most to try")
    parser.add_argument("--stop", type=int, help="epochs to learn roles, whatever cross-validation says")
    parser.add_argument("--rate", type=float, nargs="+", default=Settings.rates, help="rates to try")
    parser.add_argument(
        "--shared-copies", type=int, default=Settings.shared_copies, help="a shared page's times an epoch"
    )
    parser.add_argument("--show", type=int, default=30, help="how many changes to print")
    parser.add_argument("--apply", action="store_true", help="write the weights into transforms/weights.py")
    return parser.parse_args()


if __name__ == "__main__":
    main()
