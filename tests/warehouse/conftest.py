"""Stores to test with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import PAGES, load, rejected, stage

from warehouse.store import Store


@pytest.fixture(autouse=True)
def no_flushing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a flush does can't be seen without pulling the plug, and takes most of the time here."""
    monkeypatch.setattr("os.fsync", lambda handle: None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store, open for writing."""
    with Store.open(tmp_path / "store", write=True, holder="test") as opened:
        yield opened


@pytest.fixture
def loaded(store: Store) -> Store:
    """A store with the eight pages, in two batches of one paper each, and a rejected input."""
    load(store, "one", PAGES[:4])
    load(store, "two", PAGES[4:])
    store.commit(stage(store, "three", rejected("in/broken.bin")))
    return store
