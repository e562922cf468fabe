"""The measure of named entities."""

import pytest

from bench.entities import f1, jiebas, ours, read_bio
from transforms.words import Segmenter

SEGMENTER = Segmenter()
CORPUS = "张 B-PER\n三 I-PER\n到 O\n北 B-LOC\n京 I-LOC\n\n市 B-ORG\n委 I-ORG\n说 O\n"


def test_a_corpus_is_read_by_sentence_with_spans() -> None:
    assert [(s.text, set(s.names)) for s in read_bio(CORPUS)] == [
        ("张三到北京", {(0, 2, "PER"), (3, 5, "LOC")}),
        ("市委说", {(0, 2, "ORG")}),
    ]


def test_neighbouring_names_are_two() -> None:
    (sentence,) = read_bio("李 B-PER\n四 I-PER\n王 B-PER\n五 I-PER")
    assert sentence.names == {(0, 2, "PER"), (2, 4, "PER")}


def test_places_within_an_organisation_are_left_out_of_ours() -> None:
    assert ours("北京市财政局发布通知。", SEGMENTER) == {(0, 6, "ORG")}


def test_jiebas_names_are_its_tagged_words() -> None:
    assert (0, 2, "LOC") in jiebas("北京下雪了", SEGMENTER)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [({(0, 2, "PER")}, {(0, 2, "PER")}, 1.0), ({(0, 2, "PER")}, {(0, 3, "PER")}, 0.0), (set(), set(), 0.0)],
)
def test_a_name_counts_with_both_its_ends(
    gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]], expected: float
) -> None:
    assert f1([(frozenset(gold), found)], "PER") == expected
