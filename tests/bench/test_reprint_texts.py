"""What the benchmark of reprints counts as found and as false."""

from __future__ import annotations

import random
from datetime import date

import pytest

from bench.reprint_texts import EDITS, FORMS, make_forms, sentences_of
from bench.reprints import Text, count_false, made_texts, make_corpus, measure_way

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]


def article(seed: int) -> str:
    """Twenty sentences of twenty characters, unlike those of any other seed."""
    chance = random.Random(seed)
    return "".join("".join(chance.choices(HAN, k=19)) + "。" for _ in range(20))


CORPUS = make_corpus([article(seed) for seed in range(8)], n_forms=3, seed=1)


def test_a_corpus_holds_each_article_in_each_way_and_the_notices() -> None:
    whats = [text.what for text in CORPUS]
    assert whats.count("article") == 6
    assert {way: whats.count(way) for way in EDITS} == dict.fromkeys(EDITS, 6)
    assert whats.count("notice") == 3 * len(FORMS)


@pytest.mark.parametrize("text", ["", "一句。", "一句。二句！“三句？”\n四句"])
def test_sentences_are_the_text(text: str) -> None:
    assert "".join(sentences_of(text)) == text


def test_a_way_is_measured_against_its_originals() -> None:
    assert measure_way("cut to 50 %", CORPUS)[:4] == ["cut to 50 %", "6", "6", "100.0"]


def test_a_link_to_another_article_is_false() -> None:
    same = [Text(f"{name}-0", date(2026, 1, day), article(1), "article") for day, name in enumerate("ab", 1)]
    assert count_false(same) == (1, {"article > article": 1})


def test_the_same_seed_makes_the_same_texts() -> None:
    assert list(made_texts(300, 4)) == list(made_texts(300, 4))
    assert make_forms(2, random.Random(3)) == make_forms(2, random.Random(3))
