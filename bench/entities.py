"""How well persons, places and organisations agree with a corpus of named entities (BIO), beside plain jieba tags.

The corpus marks no name within another, so places within an organisation's name are left out of ours. Halves are the
even and the odd sentences: rules are made looking at the first, the second is the check.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.report import print_table, write_results
from transforms.mentions import extract_mentions
from transforms.words import Segmenter

KINDS = {"person": "PER", "place": "LOC", "organisation": "ORG"}
TAGS = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}
Name = tuple[int, int, str]
"""(start, end, PER | LOC | ORG) in characters of a sentence."""


class Labelled(NamedTuple):
    """A sentence of the corpus and its names."""

    text: str
    names: frozenset[Name]


def read_bio(text: str) -> Iterator[Labelled]:
    """The sentences of a corpus with a character and its label on each line, an empty line between sentences."""
    for block in text.split("\n\n"):
        rows = [line.split() for line in block.splitlines() if len(line.split()) == 2]
        if rows:
            yield Labelled("".join(character for character, _ in rows), frozenset(_names([label for _, label in rows])))


def _names(labels: Sequence[str]) -> Iterator[Name]:
    start, kind = 0, ""
    for i, label in enumerate([*labels, "O"]):
        if kind and label != f"I-{kind}":
            yield start, i, kind
            kind = ""
        if label.startswith("B-"):
            start, kind = i, label[2:]


def ours(text: str, segmenter: Segmenter) -> set[Name]:
    """The names the rules find, without those within an organisation's."""
    found = [m for m in extract_mentions(text, segmenter.cut(text)) if m.kind in KINDS]
    bodies = [(m.start, m.start + len(m.text)) for m in found if m.kind == "organisation"]
    return {
        (m.start, m.start + len(m.text), KINDS[m.kind])
        for m in found
        if m.kind != "place" or not any(first <= m.start and m.start + len(m.text) <= last for first, last in bodies)
    }


def jiebas(text: str, segmenter: Segmenter) -> set[Name]:
    """The words that jieba tags as names."""
    return {(w.start, w.start + len(w.text), TAGS[w.tag]) for w in segmenter.cut(text) if w.tag in TAGS}


def f1(pairs: Iterable[tuple[frozenset[Name], set[Name]]], kind: str) -> float:
    """F1 of the names of a kind over (gold, found) pairs; a name counts only with both its ends right."""
    right = total = 0
    for gold, found in pairs:
        first, second = ({name for name in names if name[2] == kind} for names in (gold, found))
        right, total = right + len(first & second), total + len(first) + len(second)
    return 2 * right / total if total else 0.0


def main() -> None:
    """Measure both halves, print a table and save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="file of characters and labels")
    sentences = list(read_bio(parser.parse_args().corpus.read_text("utf-8")))
    segmenter = Segmenter()
    scores: dict[str, dict[str, float]] = {}
    for name, find in (("rules", ours), ("jieba's tags", jiebas)):
        for half, part in (("first half", sentences[::2]), ("second half", sentences[1::2])):
            pairs = [(sentence.names, find(sentence.text, segmenter)) for sentence in part]
            scores[f"{name}, {half}"] = {kind: round(f1(pairs, kind), 3) for kind in KINDS.values()}
    rows = [[name, *(f"{value:.3f}" for value in row.values())] for name, row in scores.items()]
    print_table("F1 of named entities", ["", *KINDS.values()], rows)
    print(f"saved in {write_results('entities', {'f1': scores})}")


if __name__ == "__main__":
    main()
