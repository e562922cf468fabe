"""The table of detectors: samples are what they claim to be, and a wrong reading is not called right."""

from __future__ import annotations

import pytest

from bench.decoding import is_right, kept, read_with_baoku, texts_of
from bench.encoded import DAMAGES, ENCODINGS, LENGTHS, Encoding, make_samples

PAGES = ["临江市人民政府昨日召开会议，部署今年第三季度的经济工作。会议指出，全市上半年工业增加值增长。\n" * 30]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.name)
@pytest.mark.parametrize("length", LENGTHS)
def test_undamaged_samples_are_read_by_their_codec(encoding: Encoding, length: int) -> None:
    for sample in make_samples(PAGES, encoding, length, "none", 2):
        assert sample.data.decode(encoding.truth) == sample.text


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.name)
def test_baoku_reads_a_hundred_characters_of_every_encoding(encoding: Encoding) -> None:
    for damage in ("none", "head 6 KB", "cut"):
        for sample in make_samples(PAGES, encoding, 100, damage, 3):
            assert is_right(sample, damage, read_with_baoku(sample.data)), damage


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_wrong_codec_is_not_right(damage: str) -> None:
    sample = make_samples(PAGES, ENCODINGS[0], 100, damage, 1)[0]
    assert not is_right(sample, damage, texts_of(sample.data, "koi8-r"))


def test_samples_are_the_same_for_the_same_pages() -> None:
    first, second = (make_samples(PAGES, ENCODINGS[2], 20, "1 bad byte", 3) for _ in range(2))
    assert [sample.data for sample in first] == [sample.data for sample in second]


def test_what_stands_before_and_behind_a_bad_place_counts_once() -> None:
    assert kept("甲乙丙丁", "甲乙\ufffd丁", "1 bad byte") == 3
