"""How fast facts are found: MB of UTF-8 a second of CPU time, by extractor and all together.

Pages are read and cut into words beforehand, as they are on their way through the pipeline; what a sentence can't hold
is passed by as there. `classes` is what mentions look up about words, `sentences` the cutting into sentences.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.corpus import EXAMPLES
from bench.encoded import read_pages
from bench.report import print_table, write_results
from transforms.clean import clean
from transforms.dates import extract_dates
from transforms.figures import MAY_HOLD_FIGURE, extract_figures
from transforms.mentions import extract_joined_mentions
from transforms.page import read_page
from transforms.sentences import sentence_spans, split_sentences
from transforms.tagged import JoinedText, TaggedText, join_sentences
from transforms.timewords import may_hold_time
from transforms.wordclasses import WordClasses
from transforms.words import Segmenter

DAY = date(2024, 5, 6)
"""The day that relative words are resolved against where the page doesn't name its own."""


class PreparedPage(NamedTuple):
    """A page up to where facts are looked for; `size_bytes` is its UTF-8."""

    size_bytes: int
    day: date
    paragraphs: list[str]
    joined: JoinedText
    sentences: list[str]
    words: list[str]
    tags: list[str]


def prepare(text: str, segmenter: Segmenter) -> PreparedPage:
    """Read a page and cut it into sentences and words."""
    page = read_page(clean(text).text)
    paragraphs = [[p.text for p in article.paragraphs] for article in page.articles]
    articles = [list(chain.from_iterable(map(split_sentences, texts))) for texts in paragraphs]
    joined = join_sentences(articles)
    words = segmenter.words(joined.text)
    return PreparedPage(
        len(text.encode()),
        page.issue_date or DAY,
        list(chain.from_iterable(paragraphs)),
        joined,
        list(chain.from_iterable(articles)),
        words,
        segmenter.tags(words),
    )


def measure(pages: Iterable[PreparedPage], classes: WordClasses, rounds: int = 5) -> dict[str, float]:
    """MB/s by extractor, the median of the rounds; `together` is figures, dates, mentions and classes."""
    pages = list(pages)
    mb = sum(page.size_bytes for page in pages) / 1e6
    tagged = [TaggedText(p.joined, p.words, p.tags, bytes(map(classes.__getitem__, p.words))) for p in pages]
    steps: dict[str, Callable[[], object]] = {
        "sentences": lambda: [sentence_spans(text) for page in pages for text in page.paragraphs],
        "figures": lambda: [_figures(page) for page in pages],
        "dates": lambda: [_dates(page) for page in pages],
        "classes": lambda: [bytes(map(classes.__getitem__, page.words)) for page in pages],
        "mentions": lambda: [extract_joined_mentions(TaggedText(t.joined, t.words, t.tags, t.classes)) for t in tagged],
    }
    seconds = {name: median(_seconds(step) for _ in range(rounds)) for name, step in steps.items()}
    seconds["together"] = sum(seconds[name] for name in ("figures", "dates", "classes", "mentions"))
    return {name: round(mb / max(1e-9, spent), 1) for name, spent in seconds.items()}


def _figures(page: PreparedPage) -> None:
    for i in page.joined.sentences_with(MAY_HOLD_FIGURE):
        extract_figures(page.sentences[i], page.day)


def _dates(page: PreparedPage) -> None:
    for i in page.joined.sentences_with(may_hold_time(relative=True)):
        extract_dates(page.sentences[i], page.day)


def _seconds(step: Callable[[], object]) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start


def main() -> None:
    """Measure, print a table and save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="folder of pages to take text from")
    segmenter = Segmenter()
    pages = [prepare(text, segmenter) for text in read_pages(parser.parse_args().pages)]
    speeds = measure(pages, WordClasses(lambda word: segmenter.tags([word])[0]))
    print_table("MB/s of CPU time, facts", ["", "MB/s"], [[name, f"{speed:.1f}"] for name, speed in speeds.items()])
    print(f"saved in {write_results('facts', {'mb_per_s': speeds})}")


if __name__ == "__main__":
    main()
