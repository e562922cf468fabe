"""Runs that are killed end in the rows of an uninterrupted one, and the matrix notices where they don't."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench import kill_matrix
from warehouse.location import ObjectUrl


@pytest.mark.slow
def test_killed_runs_end_in_the_same_rows(tmp_path: Path):
    scene = kill_matrix.SCENES[2]
    place = kill_matrix.Place(tmp_path / "work")
    ready = kill_matrix.prepared(scene, place)
    chance = random.Random(3)
    for _ in range(3):
        what, is_equal = kill_matrix.kill_once(scene, place, chance, *ready)
        assert is_equal, what


@pytest.mark.slow
def test_the_matrix_notices_other_rows(tmp_path: Path):
    scene = kill_matrix.SCENES[0]
    place = kill_matrix.Place(tmp_path / "work")
    expected, seconds, n_commits = kill_matrix.prepared(scene, place)
    (tmp_path / scene.name / "pages" / "003.txt").unlink()
    _, is_equal = kill_matrix.kill_once(scene, place, random.Random(3), expected, seconds, n_commits)
    assert not is_equal


@pytest.mark.slow
def test_runs_killed_while_they_write_to_an_object_store_end_in_the_same_rows(tmp_path: Path, s3_place: ObjectUrl):
    scene = kill_matrix.SCENES[1]
    place = kill_matrix.Place(tmp_path / "work", s3_place)
    ready = kill_matrix.prepared(scene, place)
    chance = random.Random(5)
    for _ in range(2):
        what, is_equal = kill_matrix.kill_once(scene, place, chance, *ready)
        assert is_equal, what
