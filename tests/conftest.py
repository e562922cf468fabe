"""What tests share: a Prefect server for the whole session, pages to read, a store that was filled once."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import EXAMPLES, SHARED
from s3_server import BUCKET, Server, s3_server

from warehouse.location import ObjectUrl


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("BAOKU_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation data beside the checkout; tests that need it are skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no evaluation data at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def examples_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that `baoku run` filled with the example pages, without Prefect. Read it, don't write to it."""
    from flows.cli import run_command

    store = tmp_path_factory.mktemp("examples") / "store"
    assert run_command(["run", str(EXAMPLES), "--store", str(store), "--direct", "--quiet"]) == 0
    return store


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Prefect server with its services on, one for the whole session."""
    from prefect_session import prefect_server

    with prefect_server(tmp_path_factory.mktemp("prefect")) as url:
        yield url


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real object store with one bucket, one for the whole session."""
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def s3_place(s3: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ObjectUrl:
    """An empty prefix of the object store, which the environment leads to; local copies go to the test's folder."""
    for name, value in s3.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return ObjectUrl(BUCKET, f"{tmp_path.name}-{uuid.uuid4().hex[:8]}/store")
