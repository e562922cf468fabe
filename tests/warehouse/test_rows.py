from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.records import Article, ArticleSpan, Figure, Page, Paragraph
from warehouse import rows
from warehouse.rows import Batch, ReadArticle, ReadSentence, add_page, char_at, doc_id_of, partition_of, slug_of
from warehouse.schema import TABLES

TAGS = dict(
    zip(["大桥", "昨日", "开工", "，", "长", "3", "公里", "。"], ["ns", "t", "v", "x", "a", "m", "q", "x"], strict=True)
)
TEXT = "汀原日报\n大桥开工\n大桥昨日开\n\n工，长3公里。\n"


def an_article() -> ReadArticle:
    paragraph = Paragraph("body", "大桥昨日开工，长3公里。", ((10, 15), (17, 24)))
    spans = (ArticleSpan(5, 9, "headline"), ArticleSpan(10, 15, "body"), ArticleSpan(17, 24, "body"))
    article = Article(
        1,
        "news",
        None,
        None,
        "大桥开工",
        None,
        (),
        None,
        None,
        None,
        None,
        None,
        False,
        False,
        (paragraph,),
        spans,
        0.9,
    )
    head = ReadSentence(0, "大桥开工", [(5, 9)], 0, ["大桥", "开工"], ["ns", "v"])
    words, tags = list(TAGS), list(TAGS.values())
    body = ReadSentence(1, paragraph.text, paragraph.fragments, 0, words, tags, [Figure("3公里", 8, value=3.0)])
    return ReadArticle(article, [head, body])


def a_batch(n: int = 1, dictionaries: Sequence[Mapping[str, str]] = (TAGS,)) -> Batch:
    """A batch of `n` pages that take turns with the dictionaries."""
    batch = Batch()
    document = dict.fromkeys(TABLES["documents"].column_names, "x")
    given = {"doc_id", "publication", "publication_slug", "newspaper", "issue_date", "issue_date_source", "page_label"}
    given |= {
        "publication_source",
        "page_label_source",
        "page_section_source",
        "page_section",
        "n_chars",
        "n_articles",
        "n_furniture_chars",
    }
    numbers = {"size_bytes": 1, "encoding_confidence": 1.0, "n_replaced": 0, "quality": 1.0, "ingested_at": None}
    document = {k: numbers.get(k, v) for k, v in document.items() if k not in given}
    read = an_article()
    page = Page((read.article,), (), 20)
    for i in range(n):
        add_page(batch, f"{i:016x}", TEXT, page, [read], dictionaries[i % len(dictionaries)], document)
    return batch


def column(table: pa.Table, name: str) -> list:
    return table[name].to_pylist()


def test_a_text_is_one_document_in_any_encoding_and_with_any_line_ends():
    assert doc_id_of("大桥\r\n开工") == doc_id_of("大桥\n开工") != doc_id_of("大桥开工")
    assert len(doc_id_of("")) == 16


@pytest.mark.parametrize(
    ("name", "slug"),
    [("汀原日报", "ting-yuan-ri-bao"), ("The 晨报 2", "the-chen-bao-2"), ("——", "unknown"), ("", "unknown")],
)
def test_a_slug_is_a_plain_ascii_folder_name(name: str, slug: str):
    assert slug_of(name) == slug


@given(st.text(max_size=30))
def test_any_name_gives_a_slug_that_a_partition_accepts(name: str):
    assert slug_of(name).replace("-", "").isalnum()
    assert slug_of(name).isascii()


def test_an_undated_page_of_an_unknown_paper_has_a_partition_too():
    assert partition_of(Page((), (), 0)) == ("unknown", "unknown")


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_every_character_of_joined_fragments_is_found_on_the_page(lengths: list[int]):
    fragments, places, at = [], [], 3
    for n in lengths:
        fragments.append((at, at + n))
        places += range(at, at + n)
        at += n + 2
    assert [char_at(fragments, i) for i in range(len(places))] == places


def test_offsets_of_sentences_and_facts_count_characters_of_the_page():
    tables = a_batch().tables()
    sentences = tables["sentences", "unknown", "unknown"]
    assert column(sentences, "start_char") == [5, 10]
    assert column(sentences, "end_char") == [9, 24]
    (start,) = column(tables["figures", "unknown", "unknown"], "start_char")
    assert TEXT[start : start + 3] == "3公里"


def test_words_without_punctuation_are_counted_alike_in_articles_and_terms():
    tables = a_batch().tables()
    terms = tables["terms", "unknown", "unknown"]
    counted = dict(zip(column(terms, "term"), column(terms, "n"), strict=True))
    assert counted == {"大桥": 2, "开工": 2, "昨日": 1, "长": 1, "3": 1, "公里": 1}
    assert column(tables["articles", "unknown", "unknown"], "n_words") == [sum(counted.values())]


def test_words_and_tags_stay_with_their_sentence():
    sentences = a_batch(2).tables()["sentences", "unknown", "unknown"]
    assert column(sentences, "words")[2] == ["大桥", "开工"]
    assert [len(w) for w in column(sentences, "words")] == [len(t) for t in column(sentences, "tags")]


def test_a_batch_that_is_made_arrow_in_pieces_has_the_same_rows(monkeypatch: pytest.MonkeyPatch):
    whole = a_batch(5).tables()
    monkeypatch.setattr(rows, "CHUNK_WORDS", 15)
    pieces = a_batch(5)
    assert any(len(chunks) > 1 for chunks in pieces.chunks.values())
    assert {k: v.to_pylist() for k, v in pieces.tables().items()} == {k: v.to_pylist() for k, v in whole.items()}


def test_a_row_that_lacks_a_column_is_an_error():
    with pytest.raises(KeyError, match="n"):
        Batch().add("terms", article_id="a", term="b", tag="n")


def test_a_change_of_dictionary_within_a_paper_loses_nothing_and_mixes_no_tags():
    tables = a_batch(4, dictionaries=(TAGS, {**TAGS, "大桥": "nz"})).tables()
    sentences = tables["sentences", "unknown", "unknown"]
    assert [row[0] for row in column(sentences, "tags")] == ["ns", "ns", "nz", "nz"] * 2
    assert column(tables["articles", "unknown", "unknown"], "n_words") == [8] * 4
