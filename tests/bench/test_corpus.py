"""The benchmark's corpus: the same for the same seed, all files different, each readable in its encoding."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from bench.corpus import ENCODINGS, Corpus, encode_page, make_corpus, split_stories, vary_number
from transforms.decode import decode

SIZE_MB = 0.6


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("corpus"), SIZE_MB, seed=3)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.txt")}


def test_the_same_seed_gives_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    make_corpus(tmp_path, SIZE_MB, seed=3)
    assert contents(tmp_path) == contents(corpus.folder)


def test_another_seed_gives_other_bytes(corpus: Corpus, tmp_path: Path) -> None:
    make_corpus(tmp_path, SIZE_MB, seed=4)
    assert not set(contents(tmp_path).values()) & set(contents(corpus.folder).values())


def test_no_two_files_are_equal(corpus: Corpus) -> None:
    files = contents(corpus.folder)
    assert len(set(files.values())) == len(files) == corpus.n_files > 20


def test_the_size_is_reached_and_hardly_passed(corpus: Corpus) -> None:
    size = sum(map(len, contents(corpus.folder).values()))
    assert corpus.size_bytes == size
    assert SIZE_MB * 1e6 <= size < SIZE_MB * 1e6 + 60_000


def test_files_have_the_size_of_real_pages(corpus: Corpus) -> None:
    sizes = [len(data) for data in contents(corpus.folder).values()]
    assert min(sizes) > 3_000
    assert max(sizes) < 60_000


def test_every_page_is_decoded_without_a_replaced_character(corpus: Corpus) -> None:
    assert [path for path, data in contents(corpus.folder).items() if decode(data).n_replaced] == []


def test_files_lie_under_paper_and_day(corpus: Corpus) -> None:
    assert all(re.fullmatch(r"[a-z-]+/\d{4}-\d\d-\d\d/\d\d\.txt", path) for path in contents(corpus.folder))


def test_a_corpus_ends_at_its_number_of_files(tmp_path: Path) -> None:
    assert make_corpus(tmp_path, 100, seed=1, max_files=3).n_files == len(contents(tmp_path)) == 3


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_page_is_encoded_as_named(encoding: str) -> None:
    text = encode_page("汀河安澜", encoding).decode(encoding)
    assert text == ("汀河安瀾" if encoding == "big5" else "汀河安澜")


@pytest.mark.parametrize(("printed", "pattern"), [("7", r"[1-9]"), ("318", r"[1-9]\d\d"), ("20.40", r"[1-9]\d\.\d\d")])
def test_a_number_keeps_its_number_of_digits(printed: str, pattern: str) -> None:
    chance = random.Random(1)
    assert all(re.fullmatch(pattern, vary_number(printed, chance)) for _ in range(50))


def test_a_year_stays() -> None:
    assert vary_number("2025", random.Random(1)) == "2025"


def test_a_story_begins_where_a_short_line_follows_a_long_one() -> None:
    long = "长" * 50
    stories = list(split_stories(f"题一\n\n{long}\n{long}\n题二\n记者\n{long}\n"))
    assert [(story.heads, len(story.paragraphs)) for story in stories] == [(("题一",), 2), (("题二", "记者"), 1)]
