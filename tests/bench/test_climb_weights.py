"""Climbing: a weight that reads pages badly is moved until it reads them well, and one that does no harm stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.climb_weights import Climbed, Terms, as_climbed, climb, read_options, sums_by_lot
from bench.gold_roles import ROOT, line_up, load_pages
from bench.overlap import pair_up, shingles
from bench.paths import TABLES, make_model
from bench.weight_file import Values, WeightFile

SPOILT = ("LOOKS", "head", "short")


@pytest.fixture(scope="module")
def pages() -> list[Climbed]:
    return [as_climbed(line_up(page)) for page in load_pages(ROOT / "examples" / "pages")]


def total(pages: list[Climbed], file: WeightFile, values: Values) -> float:
    return sum(sums_by_lot(pages, [page.tallies(make_model(file, values)) for page in pages]).values())


def spoilt(folder: Path) -> WeightFile:
    """The real file with one weight that turns headlines into text."""
    path = folder / "weights.py"
    path.write_bytes(WeightFile.read().rewritten({SPOILT: -8.0}))
    return WeightFile.read(path)


def test_a_weight_that_spoils_pages_is_moved_back(tmp_path: Path, pages: list[Climbed]) -> None:
    file = spoilt(tmp_path)
    before = file.values(*TABLES)
    values = climb(pages, file, [SPOILT], Terms(step=9.0, sweeps=1))
    assert values[SPOILT] == 1.0
    assert total(pages, file, values) > total(pages, file, before)
    assert {name for name in values if values[name] != before[name]} == {SPOILT}


def test_a_step_that_gains_too_little_is_not_taken(tmp_path: Path, pages: list[Climbed]) -> None:
    file = spoilt(tmp_path)
    assert climb(pages, file, [SPOILT], Terms(step=9.0, gain=99.0, sweeps=1)) == file.values(*TABLES)


def test_articles_are_paired_once_the_likest_first() -> None:
    gold = [shingles("甲市昨天通车的大桥长三百米"), shingles("乙县今年增产")]
    read = [shingles("乙县今年增产"), shingles("甲市昨天通车的大桥长三百米"), shingles("乙县今年增产")]
    assert sorted(pair_up(gold, read)) == [(0, 1), (1, 2)]


def test_the_command_line_asks_for_the_usual_terms_unless_told_otherwise() -> None:
    usual, other = read_options([]), read_options(["--step", "1.5", "--sweeps", "1"])
    assert Terms(usual.step, usual.gain, usual.loss, usual.sweeps) == Terms()
    assert Terms(other.step, other.gain, other.loss, other.sweeps) == Terms(step=1.5, sweeps=1)
    assert {folder for folder in usual.pages if folder.name != "pages"} == set(
        (ROOT / "tests/cases").glob("pages_unseen*")
    )
