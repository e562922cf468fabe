"""Whether reprints are found and nothing else, and what finding them costs.

`quality`: articles of the pages given, each reprinted a day later in twenty ways (`bench/reprint_texts.py`), among all
other articles and notices of eight forms. Recall is the share of a way's reprints that lead to their original, with the
median similarity, of texts of 100 letters or more; false links are all that lead to another article where all texts are
there together, by what was linked. Articles that are like one another are left out first, compared pair by pair.

`scale`: so many made articles of 300 letters, one in six a changed or cut copy of another, one in twenty a
notice of a form, are signed and linked; then once more after one in a hundred was added.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb
import pyarrow as pa

from bench.corpus import EXAMPLES
from bench.encoded import read_pages
from bench.report import print_table, write_results
from bench.reprint_texts import EDITS, cut, make_forms, misread
from transforms.clean import clean
from transforms.likeness import MIN_LIKE, compare, letters_of, sign
from transforms.page import read_page
from transforms.simplified import simplify
from warehouse.connection import open_for_building
from warehouse.load import create_tables
from warehouse.reprints import link_reprints

DAY = date(2024, 5, 6)


class Text(NamedTuple):
    """An article: who it is, when it was printed, what it says, and what it is for the table."""

    name: str
    day: date
    body: str
    what: str


def read_articles(pages: Path) -> list[str]:
    """The bodies of all articles long enough to be compared, none like another."""
    articles = [article for text in read_pages(pages) for article in read_page(clean(text).text).articles]
    bodies = {"\n".join(p.text for p in article.paragraphs) for article in articles}
    kept: list[str] = []
    letters: list[str] = []
    for body in sorted(bodies):
        its = letters_of(simplify(body))
        if len(its) >= MIN_LIKE and not any(is_like(its, other) for other in letters):
            kept.append(body)
            letters.append(its)
    return kept


def is_like(a: str, b: str) -> bool:
    """Whether two texts share so much that they may be one, whatever the rules for reprints say."""
    found = compare(a, b)
    return max(found.contained, found.kept) > 0.3


def make_corpus(articles: Sequence[str], n_forms: int, seed: int) -> list[Text]:
    """Three quarters of the articles, a reprint of each in each way with words of the others, and the notices."""
    chance = random.Random(seed)
    articles = chance.sample(articles, len(articles))
    stock, printed = articles[: len(articles) // 4], articles[len(articles) // 4 :]
    texts = [Text(f"{i}-0", DAY, body, "article") for i, body in enumerate(printed)]
    for n, (way, edit) in enumerate(EDITS.items(), 1):
        for i, body in enumerate(printed):
            edited = edit(body, chance, stock)
            texts.append(Text(f"{i}-{n}", DAY + timedelta(days=1), edited, way))
    forms = make_forms(n_forms, chance)
    return texts + [Text(f"f{i}-0", DAY + timedelta(days=i % 7), body, "notice") for i, body in enumerate(forms)]


def fill(con: duckdb.DuckDBPyConnection, texts: Iterator[Text] | Sequence[Text]) -> None:
    """Insert articles as the pipeline would sign them; columns that don't matter here are null."""
    waiting = iter(texts)
    while some := list(islice(waiting, 10_000)):
        forms = [simplify(text.body) for text in some]
        signatures = sign([letters_of(form) for form in forms])
        con.register(
            "incoming",
            pa.table(
                {
                    "id": [text.name for text in some],
                    "day": [text.day for text in some],
                    "body": [text.body for text in some],
                    "simplified": [f if f != text.body else None for f, text in zip(forms, some, strict=True)],
                    "text_hash": [signature.text_hash for signature in signatures],
                    "bands": pa.array([signature.bands for signature in signatures], pa.list_(pa.int32())),
                }
            ),
        )
        con.execute("INSERT INTO core.documents (doc_id, issue_date) SELECT id, day FROM incoming")
        con.execute(
            "INSERT INTO core.articles (article_id, doc_id, n_chars, body, simplified, text_hash, bands) "
            "SELECT id, id, length(body), body, simplified, text_hash, bands FROM incoming"
        )
        con.unregister("incoming")


def open_empty(folder: Path) -> duckdb.DuckDBPyConnection:
    """A warehouse file with its tables, in which columns may be null."""
    con = open_for_building(folder / "warehouse.duckdb", folder / "spill")
    create_tables(con)
    for table in ("documents", "articles"):
        columns = con.execute(f"SELECT name FROM pragma_table_info('core.{table}') WHERE \"notnull\"").fetchall()
        for (column,) in columns:
            con.execute(f"ALTER TABLE core.{table} ALTER {column} DROP NOT NULL")
    return con


def links_among(texts: Sequence[Text]) -> list[tuple[str, str, str, float]]:
    """(reprint, original, manner, similarity) of every link among the texts."""
    with tempfile.TemporaryDirectory(prefix="baoku-bench-") as folder, open_empty(Path(folder)) as con:
        fill(con, texts)
        link_reprints(con)
        return con.execute("SELECT article_id, original_id, manner, similarity FROM core.reprints").fetchall()


def is_right(name: str, original: str) -> bool:
    """Whether both come from one article."""
    return name.split("-")[0] == original.split("-")[0]


def measure_way(way: str, texts: Sequence[Text]) -> list[str]:
    """The row of one way of reprinting: these reprints alone with their originals."""
    reprinted = [text for text in texts if text.what == way]
    long = [text for text in reprinted if len(letters_of(text.body)) >= MIN_LIKE]
    right = [link for link in links_among([t for t in texts if t.what in (way, "article")]) if is_right(*link[:2])]
    manners = Counter(manner for *_, manner, _ in right).most_common()
    middle = f"{median(similarity for *_, similarity in right):.2f}" if right else ""
    found = f"{100 * len(right) / max(1, len(long)):.1f}"
    return [way, str(len(reprinted)), str(len(long)), found, middle, ", ".join(f"{m} {k}" for m, k in manners)]


def count_false(texts: Sequence[Text]) -> tuple[int, Counter[str]]:
    """How many links there are among all texts, and how many lead to another article, by what was linked with what."""
    whats = {text.name: text.what for text in texts}
    links = links_among(texts)
    false = [f"{whats[name]} > {whats[original]}" for name, original, *_ in links if not is_right(name, original)]
    return len(links), Counter(false)


def made_texts(n: int, seed: int) -> Iterator[Text]:
    """Articles of about 300 letters over 60 days; the same seed gives the same ones."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(_HAN, k=chance.randrange(1, 4))) for _ in range(20_000)]
    forms = make_forms(200, chance)
    recent: list[str] = []
    for i in range(n):
        fate = chance.random()
        if fate < 0.05:
            body = misread(0.01, chance.choice(forms), chance, words)
        elif fate < 0.2 and recent:
            body = misread(chance.choice((0.0, 0.01, 0.03)), chance.choice(recent), chance, words)
            body = cut(chance.choice((1, 1, 0.5)), body, chance, words)
        else:
            body = "".join(chance.choices(words, k=150))
            recent = [*recent[-999:], body]
        yield Text(f"{seed}-{i:07}", DAY + timedelta(days=60 * i // n), body, "made")


_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


def measure_scale(n: int, folder: Path) -> list[list[str]]:
    """A row for each step with its seconds, CPU seconds and the process's memory at its worst so far."""
    rows: list[list[str]] = []

    def timed(step: str, does: Callable[[], object]) -> None:
        began, cpu = time.perf_counter(), time.process_time()
        does()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        took = [time.perf_counter() - began, time.process_time() - cpu]
        rows.append([step, *(f"{seconds:.1f}" for seconds in took), f"{peak:.0f}"])

    with open_empty(folder) as con:
        timed("make, sign and insert", lambda: fill(con, made_texts(n, 1)))
        timed("link", lambda: link_reprints(con))
        fill(con, made_texts(n // 100, 2))
        timed("link again, 1 % more", lambda: link_reprints(con))
        for what, query in _COUNTS.items():
            rows.append([what, str((con.execute(query).fetchone() or (0,))[0]), "", ""])
    return rows


_COUNTS = {
    "articles": "SELECT count(*) FROM core.articles",
    "pairs compared": "SELECT count(*) FROM ops.likenesses",
    "reprints": "SELECT count(*) FROM core.reprints",
}


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["quality", "scale"])
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="pages to take articles from")
    parser.add_argument("--forms", type=int, default=200, help="notices of each form")
    parser.add_argument("--articles", type=int, default=1_000_000, help="articles to make")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.what == "scale":
        with tempfile.TemporaryDirectory(prefix="baoku-bench-") as folder:
            rows = measure_scale(chosen.articles, Path(folder))
        print_table(f"{chosen.articles} articles", ["step", "s", "CPU s", "peak MB"], rows)
        print(write_results("reprints-scale", {"rows": rows}))
        return
    articles = read_articles(chosen.pages)
    texts = make_corpus(articles, chosen.forms, chosen.seed)
    rows = [measure_way(way, texts) for way in EDITS]
    n_links, false = count_false(texts)
    columns = ["reprinted with", "texts", f"of {MIN_LIKE} letters", "found of these %", "similarity", "as"]
    print_table(f"{len(articles)} articles, {len(texts)} texts", columns, rows)
    print(f"{n_links} links, {false.total()} of them false: {dict(false.most_common())}")
    print(write_results("reprints-quality", {"rows": rows, "links": n_links, "false": dict(false)}))


if __name__ == "__main__":
    main()
