"""Counting candidates for terms, on sentences small enough to count by hand."""

from __future__ import annotations

from datetime import date
from math import log2
from pathlib import Path
from typing import Any

import pytest
from newsroom import PAGES, as_arrow, filled, rows_of_page, stage

from transforms.errors import StoreError
from transforms.term_evidence import Candidate
from warehouse.build import build
from warehouse.store import Store
from warehouse.term_candidates import Corpus, count_candidates

SENTENCES = (
    ("“", "云岭", "數科", "”", "开业"),
    ("云岭", "數科", "在", "青江", "开业"),
    ("走进", "云岭", "數科", "，", "云岭", "下雨"),
    ("的", "云岭", "數科"),
)
KNOWN = {"云岭", "开业", "走进", "青江", "下雨", "在", "的"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page of each of two days; the sentences are shared out between them."""
    folder = tmp_path_factory.mktemp("terms") / "store"
    rows: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for number, page in enumerate((PAGES[0], PAGES[2])):
        for table, row in rows_of_page(page):
            if table not in ("sentences", "terms", "mentions"):
                place = ("unknown", "unknown") if table == "inputs" else page.place
                rows.setdefault((table, *place), []).append(row | ({"n_words": 0} if table == "articles" else {}))
        for seq, words in enumerate(SENTENCES[2 * number : 2 * number + 2], 1):
            tags = ["x" if w in "“”，" else "uj" if w == "的" else "p" if w == "在" else "n" for w in words]
            row = filled(
                "sentences", article_id=page.article_id, seq=seq, paragraph_seq=1, words=list(words), tags=tags
            )
            rows.setdefault(("sentences", *page.place), []).append(row | {"text": "".join(words), "end_char": 9})
        mention = filled("mentions", article_id=page.article_id, sentence_seq=1, kind="organisation")
        rows.setdefault(("mentions", *page.place), []).append(mention | {"text": "云岭數科", "normalized": "云岭數科"})
    with Store.open(folder, write=True) as store:
        store.commit(stage(store, "all", as_arrow(rows)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("warehouse.checks.all_checks", list)
            build(store)
        return store.layout.warehouse


@pytest.fixture(scope="module")
def corpus(warehouse: Path) -> Corpus:
    return count_candidates(warehouse, KNOWN, min_count=2, min_freedom=0.0)


def found(corpus: Corpus, term: str) -> Candidate:
    return next(c for c in corpus.candidates if c.term == term)


def test_sequences_of_words_are_counted_in_sentences_and_articles(corpus: Corpus) -> None:
    term = found(corpus, "云岭數科")
    assert (term.parts, term.n, term.n_articles, term.n_quoted) == (["云岭", "數科"], 4, 2, 1)
    assert term.known_parts == [True, False]
    assert (term.heads, term.tails) == ([5], [4])


def test_freedom_is_the_entropy_of_neighbours_where_marks_and_borders_count_each_time(corpus: Corpus) -> None:
    """Before it: a mark, a border, 走进, 的, once each. Behind it: two marks, 在, a border."""
    term = found(corpus, "云岭數科")
    assert term.freedom_before == pytest.approx(log2(4))
    assert term.freedom_after == pytest.approx(log2(4))
    word = found(corpus, "數科")
    assert word.freedom_before == pytest.approx(0.0)


def test_the_first_day_and_a_sentence_of_it_are_given(corpus: Corpus) -> None:
    term = found(corpus, "云岭數科")
    assert term.first_date == date(2026, 1, 5)
    assert term.example in ("“云岭數科”开业", "云岭數科在青江开业")


def test_mentions_say_what_kind_of_name_it_is(corpus: Corpus) -> None:
    term = found(corpus, "云岭數科")
    assert (term.named_as, term.n_named) == ("organisation", 2)
    assert found(corpus, "數科").named_as is None


def test_words_that_tell_what_stands_beside_them_are_counted(corpus: Corpus) -> None:
    """走进 before it, twice a mark, once a 的; behind it 在, which is a cue for nothing there."""
    assert found(corpus, "云岭數科").cues == {"place": 1}


def test_known_words_rare_sequences_and_marks_are_no_candidates(corpus: Corpus) -> None:
    assert {c.term for c in corpus.candidates} == {"云岭數科", "數科"}


def test_a_word_is_known_in_traditional_characters_too(warehouse: Path) -> None:
    """The pages print 數科; the dictionary has it in simplified characters."""
    assert {c.term for c in count_candidates(warehouse, KNOWN | {"数科"}, 2, 0.0).candidates} == {"云岭數科"}
    known = found(count_candidates(warehouse, KNOWN | {"数科"}, 2, 0.0), "云岭數科").known_parts
    assert known == [True, True]
    assert not count_candidates(warehouse, KNOWN | {"数科", "云岭数科"}, 2, 0.0).candidates


def test_words_and_characters_are_totalled(corpus: Corpus) -> None:
    assert corpus.n_words == sum(len(words) for words in SENTENCES)
    assert corpus.characters["云"] == 5
    assert "“" not in corpus.characters


def test_a_store_without_a_warehouse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no warehouse"):
        count_candidates(tmp_path / "warehouse.duckdb", set(), 2, 0.0)
