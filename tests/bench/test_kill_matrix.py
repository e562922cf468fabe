"""Runs that are killed end in the rows of an uninterrupted one, and the matrix notices where they don't."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench import kill_matrix


@pytest.mark.slow
def test_killed_runs_end_in_the_same_rows(tmp_path: Path):
    scene = kill_matrix.SCENES[2]
    ready = kill_matrix.prepared(scene, tmp_path)
    chance = random.Random(3)
    for _ in range(3):
        what, is_equal = kill_matrix.kill_once(scene, tmp_path, chance, *ready)
        assert is_equal, what


@pytest.mark.slow
def test_the_matrix_notices_other_rows(tmp_path: Path):
    scene = kill_matrix.SCENES[0]
    expected, seconds, n_commits = kill_matrix.prepared(scene, tmp_path)
    (tmp_path / scene.name / "pages" / "003.txt").unlink()
    _, is_equal = kill_matrix.kill_once(scene, tmp_path, random.Random(3), expected, seconds, n_commits)
    assert not is_equal
