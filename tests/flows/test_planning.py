from __future__ import annotations

from pathlib import Path

import pytest

from flows.dictionaries import Versions
from flows.judging import Judge
from flows.planning import MIN_BATCH_BYTES, Planner
from flows.settings import Settings, SourceSettings
from flows.sources import Input
from warehouse.store import KnownInput


def files(folder: Path, **texts: str) -> list[Input]:
    inputs = []
    for name, text in sorted(texts.items()):
        path = folder / f"{name}.txt"
        path.write_text(text)
        inputs.append(Input(str(path), path.stat().st_size, path.stat().st_mtime_ns))
    return inputs


def planner(known: dict[str, KnownInput] | None = None, batch_bytes: int = 10, version: str = "v1") -> Planner:
    return Planner(Judge(known or {}, Versions(version), Settings(source=SourceSettings(max_file_mb=1))), batch_bytes)


def test_batches_hold_files_in_order_up_to_their_size(tmp_path: Path):
    batches = list(planner().batches(files(tmp_path, a="12345678", b="abcdefgh", c="x", d="y")))
    assert [[Path(i.path).stem for i in b.inputs] for b in batches] == [["a", "b"], ["c", "d"]]
    assert batches[0].size_bytes == 16


def test_byte_equal_files_are_set_aside_as_duplicates(tmp_path: Path):
    (batch,) = planner(batch_bytes=100).batches(files(tmp_path, a="same", b="other", c="same"))
    assert [Path(i.path).stem for i in batch.inputs] == ["a", "b"]
    assert [Path(i.path).stem for i in batch.duplicates] == ["c"]


def test_a_key_follows_from_content_and_version(tmp_path: Path):
    inputs = files(tmp_path, a="one", b="two")
    (first,), (again,) = planner(batch_bytes=100).batches(inputs), planner(batch_bytes=100).batches(inputs)
    (other,) = planner(batch_bytes=100, version="v2").batches(inputs)
    assert first.key == again.key != other.key


def test_a_known_unchanged_file_is_not_pending_and_not_opened(tmp_path: Path):
    (item,) = files(tmp_path, a="one")
    Path(item.path).unlink()
    known = {item.path: KnownInput("s", item.size_bytes, item.mtime_ns, "loaded", "d", "v1")}
    plan = planner(known)
    assert plan.pending([item]) == []
    assert plan.n_unchanged == 1


def test_another_pipeline_version_makes_a_known_file_pending(tmp_path: Path):
    (item,) = files(tmp_path, a="one")
    known = {item.path: KnownInput("s", item.size_bytes, item.mtime_ns, "loaded", "d", "v0")}
    assert planner(known).pending([item]) == [item]


def test_a_file_that_went_away_is_planned_with_its_problem(tmp_path: Path):
    (item,) = files(tmp_path, a="one")
    Path(item.path).unlink()
    (batch,) = planner().batches([item])
    assert (batch.inputs[0].problem or "").startswith("unreadable: ")


def test_a_file_over_the_limit_is_planned_with_its_problem(tmp_path: Path):
    (item,) = files(tmp_path, a="x" * 1_000_001)
    (batch,) = planner().batches([item])
    assert (batch.inputs[0].problem or "").startswith("too_large: ")


@pytest.mark.parametrize(
    ("total", "workers", "expected_workers"),
    [(10, 2, 1), (3 * MIN_BATCH_BYTES, 2, 2), (10**9, 2, 2)],
)
def test_few_bytes_start_few_workers(total: int, workers: int, expected_workers: int):
    plan = planner(batch_bytes=32 * 10**6)
    assert plan.adapt([Input("a", total, 0)], workers) == expected_workers
    assert MIN_BATCH_BYTES <= plan.batch_bytes <= 32 * 10**6
