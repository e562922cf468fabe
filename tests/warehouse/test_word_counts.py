"""What reports say of words, beside the same worked out in Python from the sentences of the example pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log, log2
from pathlib import Path
from typing import Any

import duckdb
import pytest

from transforms.simplified import search_forms
from warehouse.build import connect
from warehouse.layout import Layout

PAPER = "棠港晚報"
Sentence = tuple[str, ...]
"""Its words in simplified characters and lower case; an empty word stands for a mark."""


@dataclass
class Counted:
    """Sentences with their article and whether they are the paper's, read without any of the macros."""

    sentences: list[tuple[str, bool, Sentence]] = field(default_factory=list)

    def words(self, is_papers: bool) -> Counter[str]:
        return Counter(w for _, papers, words in self.sentences if papers is is_papers for w in words if w)

    def articles(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for article, _, words in self.sentences:
            for word in filter(None, words):
                found.setdefault(word, set()).add(article)
        return found


@pytest.fixture(scope="module")
def con(examples_store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(Layout(examples_store).warehouse) as opened:
        yield opened


@pytest.fixture(scope="module")
def counted(con: duckdb.DuckDBPyConnection) -> Counted:
    rows = con.execute(
        "SELECT s.article_id, coalesce(d.publication, '') IN ('棠港晚報', '棠港晚报'), s.words, s.tags "
        "FROM core.sentences AS s JOIN core.articles AS a USING (article_id) JOIN core.documents AS d USING (doc_id)"
    ).fetchall()
    made = Counted()
    for article, is_papers, words, tags in rows:
        forms = ["" if tag == "x" else form for form, tag in zip(search_forms(words), tags, strict=True)]
        made.sentences.append((article, is_papers, tuple(forms)))
    return made


def by_term(con: duckdb.DuckDBPyConnection, asked: str) -> dict[str, dict[str, Any]]:
    found = con.execute(asked)
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert len({row["term"] for row in rows}) == len(rows)
    return {row["term"]: row for row in rows}


def test_frequent_terms_are_the_words_of_the_sentences(con: duckdb.DuckDBPyConnection, counted: Counted) -> None:
    rows = by_term(con, "FROM reports.frequent_terms(with_stop_words := true, min_chars := 1)")
    assert {term: row["n"] for term, row in rows.items()} == counted.words(True) + counted.words(False)
    assert {term: row["n_articles"] for term, row in rows.items()} == {t: len(a) for t, a in counted.articles().items()}


def test_top_terms_have_the_counts_of_frequent_terms(con: duckdb.DuckDBPyConnection) -> None:
    top, all_terms = by_term(con, "FROM reports.top_terms"), by_term(con, "FROM reports.frequent_terms(true, 1)")
    assert top
    for term, row in top.items():
        same = all_terms[term]
        assert (row["tag"], row["n"], row["n_articles"]) == (same["tag"], same["n"], same["n_articles"])


def test_keyness_counts_both_scripts_of_paper_and_words(con: duckdb.DuckDBPyConnection, counted: Counted) -> None:
    """Log-likelihood here from the four cells of the table (Dunning 1993 without the rest of the corpus)."""
    here, there = counted.words(True), counted.words(False)
    n_here, n_there = here.total(), there.total()
    rows = by_term(con, f"FROM reports.keyness(publication_1 := '{PAPER}', min_n := 1, with_stop_words := true)")
    assert rows.keys() == here.keys() | there.keys()
    for term, row in rows.items():
        a, b = here[term], there[term]
        expected = [(a + b) * n / (n_here + n_there) for n in (n_here, n_there)]
        likelihood = 2 * sum(o * log(o / e) for o, e in zip((a, b), expected, strict=True) if o)
        ratio = log2((a or 0.5) / n_here) - log2((b or 0.5) / n_there)
        assert (row["n_1"], row["n_2"]) == (a, b)
        assert row["log_likelihood"] == pytest.approx(likelihood, abs=6e-4)
        assert row["log_ratio"] == pytest.approx(ratio, abs=6e-4)


@pytest.mark.parametrize(
    "asked", [f"keyness(publication_1 := '{PAPER}', min_n := 1{{}})", "frequent_terms(min_chars := 1{})"]
)
def test_numbers_in_digits_come_with_the_stop_words(con: duckdb.DuckDBPyConnection, asked: str) -> None:
    def has_number(more: str) -> bool:
        return any(term.isdigit() for term in by_term(con, f"FROM reports.{asked.format(more)}"))

    assert has_number(", with_stop_words := true")
    assert not has_number("")


@pytest.mark.parametrize("node", ["記者", "记者", "全市", "社区"])
def test_collocations_are_those_counted_word(con: duckdb.DuckDBPyConnection, counted: Counted, node: str) -> None:
    span, form = 4, search_forms([node])[0]
    near: Counter[str] = Counter()
    every: Counter[str] = counted.words(True) + counted.words(False)
    for _, _, words in counted.sentences:
        places = [i for i, word in enumerate(words) if word == form]
        near.update(
            word
            for i, word in enumerate(words)
            if word and word != form and any(abs(i - place) <= span for place in places)
        )
    asked = f"FROM reports.collocations('{node}', span := {span}, min_n := 1, with_stop_words := true, min_chars := 1)"
    rows = by_term(con, asked)
    assert every[form] > 3
    assert {term: row["n"] for term, row in rows.items()} == near
    for term, row in rows.items():
        dice = 2 * near[term] / (every[form] + every[term])
        assert row["n_node"] == every[form]
        assert row["log_dice"] == pytest.approx(14 + log2(dice), abs=6e-3)
