"""Laws of the lake: what is in it does not depend on how it came there."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import PAGES, PageOf, lake_rows, load

from warehouse.store import Store
from warehouse.verify import verify

NEWER = tuple(PageOf(page.path, page.paper, page.slug, page.day, page.page, f"改写{page.text}") for page in PAGES)


@st.composite
def batchings(draw: st.DrawFn) -> list[list[int]]:
    """The pages' numbers in any order, cut into batches anywhere."""
    order = draw(st.permutations(range(len(PAGES))))
    cuts = sorted(draw(st.sets(st.integers(1, len(PAGES) - 1), max_size=4)))
    return [list(order[a:b]) for a, b in zip([0, *cuts], [*cuts, len(PAGES)], strict=True)]


def loaded_as(batches: Sequence[Sequence[int]], changed: Sequence[int]) -> dict[str, list[dict[str, object]]]:
    """The rows after loading the pages in these batches, then replacing some one by one."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store", write=True) as store:
        for n, batch in enumerate(batches):
            load(store, f"batch-{n}", [PAGES[i] for i in batch])
        for i in changed:
            old = {"replaces_doc_ids": {PAGES[i].doc_id}, "replaces_paths": {PAGES[i].path}}
            load(store, f"changed-{i}", [NEWER[i]], **old)
        assert verify(store) == []
        return lake_rows(store)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=batchings(), changed=st.permutations([0, 1, 5]))
def test_order_and_batches_leave_the_rows_unchanged(batches: list[list[int]], changed: list[int]) -> None:
    assert loaded_as(batches, changed) == loaded_as([range(len(PAGES))], [0, 1, 5])
