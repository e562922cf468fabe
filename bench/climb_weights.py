"""Move weights of the page reader one by one where that reads pages with gold better, lot by lot.

    python -m bench.climb_weights [--pages DIR...] [--shared ../shared] [--tables LOOKS...] [--step 0.5] [--apply]

Hill climbing on what is asked for itself, where `fit_weights` makes right paths score more than wrong ones: each weight
is tried a step higher and a step lower, and the better one is kept where the sum over all lots of F1 (articles, starts,
paragraphs, bylines, subheads and captions) and of lines in an allowed role gains `--gain` at least, at least two lots
gain and none loses more than `--loss`. A lot is the pages of one hand, so what only one of them asks for is left. The
pages it climbs on say nothing of other pages: write new ones and read them to know.

`--apply` writes the weights into `transforms/weights.py`, to one decimal.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.fit_weights import PAGES, apply, gather, print_changes
from bench.gold_roles import ROOT, GoldArticle, LinedPage, line_up, tight
from bench.overlap import Shingles, pair_up, shingles
from bench.paths import TABLES, Model, make_model, weighed
from bench.tallies import Tally
from bench.weight_file import ROLES, Name, Values, WeightFile
from transforms.articles import build_articles
from transforms.records import Article
from transforms.segments import find_roles

_START = 12
_WORTH = {"articles": 1.0, "starts": 1.0, "paragraphs": 0.7, "bylines": 0.6, "roles": 0.5, "other": 0.15}
"""What each measure counts for in a lot's sum."""

Tallies = dict[str, Tally]


@dataclass(frozen=True, slots=True)
class Text:
    """What the measures need of an article, whether from gold or as read."""

    start: str
    body: Shingles
    paragraphs: tuple[str, ...]
    other: tuple[str, ...]
    byline: tuple[str, ...]


@dataclass(slots=True)
class Climbed:
    """A page, and how it is read under each sequence of roles that was met."""

    page: LinedPage
    gold: list[Text]
    uses: frozenset[Name]
    known: dict[tuple[str, ...], Tallies] = field(default_factory=dict)

    def tallies(self, model: Model) -> Tallies:
        """How well a model reads the page."""
        roles = tuple(find_roles(weighed(self.page.readings, model), model.grammar))
        if roles not in self.known:
            page = self.page
            articles, _ = build_articles(page.text, page.lines, page.readings, list(roles), page.manner)
            judged = [(role, allowed) for role, allowed in zip(roles, page.allowed, strict=True) if allowed is not None]
            n_right = sum(role in allowed for role, allowed in judged)
            self.known[roles] = _measure(self.gold, [_as_read(article) for article in articles]) | {
                "roles": Tally(n_right, len(judged), len(judged))
            }
        return self.known[roles]


@dataclass(frozen=True, slots=True)
class Terms:
    """When a step is kept: what all lots together must gain, and what one may lose."""

    step: float = 0.5
    gain: float = 0.004
    loss: float = 0.006
    sweeps: int = 2


def climb(pages: Sequence[Climbed], file: WeightFile, names: Sequence[Name], terms: Terms) -> Values:
    """The weights after some sweeps over these names."""
    values = file.values(*TABLES)
    read = [page.tallies(make_model(file, values)) for page in pages]
    sums = sums_by_lot(pages, read)
    for _ in range(terms.sweeps):
        for name in names:
            offers = []
            for step in (terms.step, -terms.step):
                tried = values | {name: round(values[name] + step, 1)}
                again = _read_again(pages, read, name, make_model(file, tried), file)
                new = sums_by_lot(pages, again)
                if _is_better(sums, new, terms):
                    offers.append((sum(new.values()), step, tried, again, new))
            if offers:
                _, _, values, read, sums = max(offers, key=lambda offer: offer[:2])
    return values


def _is_better(sums: dict[str, float], new: dict[str, float], terms: Terms) -> bool:
    changes = [new[lot] - sums[lot] for lot in sums]
    needed = min(2, len(changes))
    return sum(changes) > terms.gain and min(changes) > -terms.loss and sum(c > 0 for c in changes) >= needed


def _read_again(
    pages: Sequence[Climbed], read: Sequence[Tallies], name: Name, model: Model, file: WeightFile
) -> list[Tallies]:
    """How pages are read when one weight changed; those that don't meet it are read as before."""
    uses = [use for use, written in file.written.items() if written == name]
    is_look = all(use[0] in ("LOOKS", "JOINS") for use in uses)
    return [
        page.tallies(model) if not is_look or any(use in page.uses for use in uses) else before
        for page, before in zip(pages, read, strict=True)
    ]


def sums_by_lot(pages: Sequence[Climbed], read: Sequence[Tallies]) -> dict[str, float]:
    """Each lot's sum of measures."""
    together: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for page, tallies in zip(pages, read, strict=True):
        for measure, tally in tallies.items():
            together[page.page.gold.lot][measure] += tally
    return {lot: sum(_WORTH[m] * tally.f1 for m, tally in held.items()) for lot, held in together.items()}


def as_climbed(page: LinedPage) -> Climbed:
    """A page ready to be climbed on."""
    uses = {
        ("JOINS", name) if role == "cont" else ("LOOKS", role, name)
        for reading in page.readings
        for role, names in reading.features.items()
        for name in names
    }
    return Climbed(page, [_as_gold(article) for article in page.gold.articles], frozenset(uses))


def _as_gold(article: GoldArticle) -> Text:
    heads = [text for _, text in article.heads]
    return _text(heads, list(article.paragraphs), article.byline)


def _as_read(article: Article) -> Text:
    heads = [head for head in (article.kicker, article.headline, article.deck) if head]
    return _text(heads, [(part.role, part.text) for part in article.paragraphs], article.byline)


def _text(heads: Sequence[str], paragraphs: Sequence[tuple[str, str]], byline: Sequence[str]) -> Text:
    texts = [(role, tight(text).removeprefix("本报讯")) for role, text in paragraphs]
    first = tight(heads[0]) if heads else texts[0][1] if texts else ""
    body = "".join(text for role, text in texts if role in ("body", "subhead"))
    return Text(
        first[:_START],
        shingles(body),
        tuple(text for role, text in texts if role == "body"),
        tuple(text for role, text in texts if role in ("subhead", "caption")),
        tuple(map(tight, byline)),
    )


def _measure(gold: Sequence[Text], read: Sequence[Text]) -> Tallies:
    places = pair_up([text.body for text in gold], [text.body for text in read])
    pairs = [(gold[i], read[j]) for i, j in places]
    return {
        "articles": Tally(len(pairs), len(gold), len(read)),
        "starts": _agreed([g.start for g in gold], [r.start for r in read]),
        "paragraphs": _agreed([p for g in gold for p in g.paragraphs], [p for r in read for p in r.paragraphs]),
        "other": _agreed([p for g in gold for p in g.other], [p for r in read for p in r.other]),
        "bylines": _agreed([n for g, _ in pairs for n in g.byline], [n for _, r in pairs for n in r.byline]),
    }


def _agreed(gold: Sequence[str], read: Sequence[str]) -> Tally:
    wanted, found = Counter(filter(None, gold)), Counter(filter(None, read))
    return Tally((wanted & found).total(), wanted.total(), found.total())


def main() -> None:
    """Climb, report, and write the weights where that is asked for."""
    options = read_options()
    file = WeightFile.read(ROLES)
    pages = [as_climbed(line_up(page)) for page in gather(options.pages, options.shared, options.seed)]
    names = [name for name in file.values(*TABLES) if not options.tables or name[0] in options.tables]
    random.Random(options.seed).shuffle(names)
    terms = Terms(options.step, options.gain, options.loss, options.sweeps)
    start = file.values(*TABLES)
    values = climb(pages, file, names, terms)
    for lot in (before := _sums(pages, file, start)):
        print(f"{lot:24} {before[lot]:.4f} -> {_sums(pages, file, values)[lot]:.4f}")
    print_changes(start, values, len(start))
    if options.apply:
        apply(ROLES, file, values)
        print(f"written to {ROLES}")


def _sums(pages: Sequence[Climbed], file: WeightFile, values: Values) -> dict[str, float]:
    return sums_by_lot(pages, [page.tallies(make_model(file, values)) for page in pages])


def read_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    usual = Terms()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, nargs="+", default=PAGES, help="folders of pages with their gold")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of further pages and gold")
    parser.add_argument("--tables", nargs="+", default=[], help="tables of the file to climb in; all by default")
    parser.add_argument("--step", type=float, default=usual.step)
    parser.add_argument("--gain", type=float, default=usual.gain)
    parser.add_argument("--loss", type=float, default=usual.loss)
    parser.add_argument("--sweeps", type=int, default=usual.sweeps)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--apply", action="store_true", help="write the weights into transforms/weights.py")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
