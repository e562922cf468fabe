"""The file of weights is read as Python reads it, and rewritten number by number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transforms.stack_weights
import transforms.weights
from bench.paths import TABLES
from bench.weight_file import ROLES, STACKS, Name, WeightFile

TINY = """\"\"\"Weights: 1.5 here is no weight.\"\"\"
from collections.abc import Mapping

_SHARED: dict[str, float] = {"标": 0.5, "b": -1.0}  # 0.5, shared
FOLLOWS: Mapping[str, Mapping[str, float]] = {"x": _SHARED, "y": _SHARED, "z": _SHARED | {"b": 2.0, "c": 0.0}}
ALONE = -0.5
EMPTY: Mapping[str, float] = {}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "weights.py"
    path.write_text(TINY, "utf-8")
    return path


@pytest.mark.parametrize("variable", TABLES)
def test_every_table_of_the_real_file_has_the_values_python_gives_it(variable: str) -> None:
    table = getattr(transforms.weights, variable)
    held = {key: value for key, value in table.items() if value != {}} if isinstance(table, dict) else table
    assert WeightFile.read().tables({})[variable] == held


def test_the_table_of_headline_stacks_has_the_values_python_gives_it() -> None:
    assert WeightFile.read(STACKS).tables({}) == {"STACK": transforms.stack_weights.STACK}


def test_a_number_that_tables_share_is_one_number(tiny: Path) -> None:
    file = WeightFile.read(tiny)
    assert file.written["FOLLOWS", "x", "标"] == file.written["FOLLOWS", "y", "标"] == ("_SHARED", "标")
    assert file.written["FOLLOWS", "z", "标"] == ("_SHARED", "标")
    assert file.written["FOLLOWS", "z", "b"] == ("FOLLOWS", "z", "b")
    assert file.values("FOLLOWS").keys() == {
        ("_SHARED", "标"),
        ("_SHARED", "b"),
        ("FOLLOWS", "z", "b"),
        ("FOLLOWS", "z", "c"),
    }


def test_roles_that_share_a_dict_in_the_real_file_share_their_weights() -> None:
    file = WeightFile.read()
    written = {
        role: file.written["FOLLOWS", role, "lead"] for role in ("head", "more", "lead", "start", "body", "cont")
    }
    assert written["head"] == written["more"]
    assert written["lead"] == written["start"] == written["body"] == written["cont"] != written["head"]
    assert file.written["FOLLOWS", "caption", "jump"] == file.written["FOLLOWS", "body", "jump"]
    assert file.written["FOLLOWS", "caption", "lead"] != file.written["FOLLOWS", "body", "lead"]


def test_values_of_shared_numbers_reach_every_table_that_shares_them(tiny: Path) -> None:
    tables = WeightFile.read(tiny).tables({("_SHARED", "标"): 7.0, ("FOLLOWS", "z", "b"): 8.0})
    assert tables["FOLLOWS"] == {
        "x": {"标": 7.0, "b": -1.0},
        "y": {"标": 7.0, "b": -1.0},
        "z": {"标": 7.0, "b": 8.0, "c": 0.0},
    }
    assert tables["ALONE"] == -0.5


def test_files_with_their_own_values_are_rewritten_as_they_are() -> None:
    for path, tables in ((ROLES, TABLES), (STACKS, ("STACK",))):
        file = WeightFile.read(path)
        assert file.rewritten(file.values(*tables)) == path.read_bytes()


def test_rewriting_changes_the_given_numbers_and_nothing_else(tiny: Path) -> None:
    file = WeightFile.read(tiny)
    source = file.rewritten({("_SHARED", "标"): -0.04, ("FOLLOWS", "z", "c"): -1.25, ("ALONE",): 10.0}).decode()
    assert source == (
        TINY.replace('"标": 0.5', '"标": 0.0').replace('"c": 0.0', '"c": -1.2').replace("ALONE = -0.5", "ALONE = 10.0")
    )


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(WeightFile.read().numbers)), st.floats(-20, 20)))
def test_rewritten_values_are_read_back_to_one_decimal(
    tmp_path_factory: pytest.TempPathFactory, values: dict[Name, float]
) -> None:
    file = WeightFile.read()
    path = tmp_path_factory.mktemp("weights") / "weights.py"
    path.write_bytes(file.rewritten(values))
    again = WeightFile.read(path)
    wanted = {name: round(values[name], 1) if name in values else file.numbers[name].value for name in file.numbers}
    assert {name: number.value for name, number in again.numbers.items()} == wanted
    assert _without_numbers(again.source) == _without_numbers(file.source)


def _without_numbers(source: bytes) -> bytes:
    return re.sub(rb"-?\d+\.\d+", b"", source)
