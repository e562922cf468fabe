"""A writer that was frozen while another took over, and goes on with the write that decides, changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from newsroom import PAGES, PageOf, load

from transforms.errors import StoreDamaged, StoreError, StoreLocked
from warehouse.bucket import Bucket
from warehouse.build import build
from warehouse.lease import ENDED, FOLDER, LEASE_SECONDS, claims
from warehouse.location import ObjectUrl
from warehouse.log import Commit, commit_path, decode, read_log
from warehouse.repair import repair
from warehouse.store import Store
from warehouse.verify import verify_at

DECISIONS = "lake/_commits/"


@pytest.fixture
def place(s3_place: ObjectUrl) -> ObjectUrl:
    """A store with two pages and a warehouse."""
    with Store.open(s3_place, write=True) as store:
        load(store, "one", PAGES[:2])
        build(store)
    return s3_place


def freeze(monkeypatch: pytest.MonkeyPatch, store: Store, meanwhile: Callable[[], None]) -> None:
    """Let the next decision of this writer arrive only when its lease ran out and others did their work."""
    put = Bucket.put

    def late(bucket: Bucket, name: str, data: bytes) -> None:
        if not name.startswith(DECISIONS):
            put(bucket, name, data)
            return
        monkeypatch.setattr(Bucket, "put", put)
        run_out(store)
        meanwhile()
        put(bucket, name, data)

    monkeypatch.setattr(Bucket, "put", late)


def run_out(store: Store) -> None:
    """As if the writer had stood still for longer than a lease."""
    lease = store.storage._lease  # type: ignore[attr-defined]
    lease._renewed_at -= LEASE_SECONDS + 1
    lease._bucket.put(lease._name, json.dumps({"holder": "the frozen one", "process": ENDED}).encode())


def paths(place: ObjectUrl) -> set[str]:
    return set(Store.open(place, write=False).rows("documents")["source_path"].to_pylist())


def in_files(*pages: PageOf) -> set[str]:
    return {page.path for page in pages}


def numbers(place: ObjectUrl) -> list[int]:
    """The numbers of the commits that count."""
    return [commit.number for commit in Store.open(place, write=False).commits() if not commit.is_void]


@pytest.mark.parametrize("n_loads", [0, 1, 2])
def test_a_commit_that_comes_late_does_not_count(
    place: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, n_loads: int
) -> None:
    others = PAGES[4 : 4 + n_loads]

    def take_over() -> None:
        with Store.open(place.cached_in(tmp_path / "elsewhere"), write=True) as other:
            for page in others:
                load(other, page.doc_id, [page])
            build(other)

    with Store.open(place, write=True) as frozen:
        end = len(frozen.commits())
        freeze(monkeypatch, frozen, take_over)
        with pytest.raises(StoreLocked, match="could not say"):
            load(frozen, "late", PAGES[2:3])
    assert paths(place) == in_files(*PAGES[:2], *others)
    assert numbers(place)[end:][0] == end + 2
    late = commit_path(Path(DECISIONS), end + 1).as_posix()
    assert late in {problem.path for problem in verify_at(place)}
    assert {problem.kind for problem in verify_at(place)} == {"orphan"}
    assert all(done.action.startswith("moved to lost") for done in repair(place))
    assert verify_at(place) == []
    with Store.open(place, write=True) as store:
        load(store, "late", PAGES[2:3])
        build(store)
    assert paths(place) == in_files(*PAGES[:3], *others)
    assert verify_at(place) == []


def test_of_two_that_come_late_none_counts(place: ObjectUrl, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The second is frozen in its fence: it and the first have numbers of their own, and the third leaves out both."""

    def third() -> None:
        with Store.open(place.cached_in(tmp_path / "third"), write=True) as store:
            load(store, "third", PAGES[6:7])

    def second() -> None:
        put = Bucket.put

        def late(bucket: Bucket, name: str, data: bytes) -> None:
            if name.startswith(DECISIONS):
                monkeypatch.setattr(Bucket, "put", put)
                (own,) = (claim for claim in bucket.list(FOLDER) if b"the second" in (bucket.read(claim) or b""))
                bucket.put(own, json.dumps({"holder": "the second", "process": ENDED}).encode())
                third()
            put(bucket, name, data)

        monkeypatch.setattr(Bucket, "put", late)
        with pytest.raises(StoreLocked, match="took over"):
            Store.open(place.cached_in(tmp_path / "second"), write=True, holder="the second")

    with Store.open(place, write=True) as frozen:
        end = len(frozen.commits())
        freeze(monkeypatch, frozen, second)
        with pytest.raises(StoreLocked):
            load(frozen, "late", PAGES[2:3])
    assert paths(place) == in_files(*PAGES[:2], PAGES[6])
    assert numbers(place)[end:] == [end + 3, end + 4]


def test_a_decision_whose_answer_was_lost_is_kept_out_too(place: ObjectUrl, monkeypatch: pytest.MonkeyPatch) -> None:
    put, waiting = Bucket.put, {}

    def lost(bucket: Bucket, name: str, data: bytes) -> None:
        if name.startswith(DECISIONS):
            waiting[name] = data
            raise StoreError("no answer")
        put(bucket, name, data)

    monkeypatch.setattr(Bucket, "put", lost)
    with Store.open(place, write=True) as store, pytest.raises(StoreError, match="no answer"):
        load(store, "lost", PAGES[2:3])
    monkeypatch.setattr(Bucket, "put", put)
    with Store.open(place, write=True) as store:
        load(store, "next", PAGES[3:4])
        for name, data in waiting.items():
            put(Bucket(place), name, data)
        load(store, "last", PAGES[4:5])
    assert paths(place) == in_files(*PAGES[:2], *PAGES[3:5])
    assert claims(Bucket(place)) == []


def test_a_lease_that_was_given_back_leaves_no_fence(place: ObjectUrl) -> None:
    before = numbers(place)
    with Store.open(place, write=True) as store:
        load(store, "two", PAGES[2:3])
    assert numbers(place) == [*before, before[-1] + 1]


def commit(number: int, previous: Commit | None, voids: int = 0, run_id: str = "r") -> Commit:
    """A commit without parts behind another."""
    sha256 = previous.sha256 if previous else ""
    made = Commit(number, f"b{number}{run_id}", run_id, "", "", "s", (), (), {}, (), (), sha256, voids=voids)
    return decode(made.encoded())


def log_of(folder: Path, *commits: Commit) -> list[Commit]:
    for made in commits:
        commit_path(folder, made.number).write_bytes(made.encoded())
    return read_log(folder)


def test_void_numbers_keep_their_place_in_the_log(tmp_path: Path) -> None:
    first = commit(1, None)
    fence = commit(4, first, voids=2)
    after = commit(5, fence)
    read = log_of(tmp_path, first, fence, after)
    assert [(one.number, one.is_void) for one in read] == [(1, False), (2, True), (3, True), (4, False), (5, False)]


def test_late_commits_and_late_fences_do_not_count(tmp_path: Path) -> None:
    first = commit(1, None)
    late, late_fence = commit(2, first, run_id="late"), commit(3, first, voids=1, run_id="late")
    fence = commit(4, first, voids=2)
    read = log_of(tmp_path, first, late, late_fence, fence, commit(5, fence))
    assert [one.number for one in read if not one.is_void] == [1, 4, 5]


def test_a_number_that_no_fence_leaves_out_must_be_there(tmp_path: Path) -> None:
    first = commit(1, None)
    fence = commit(4, first, voids=1)
    with pytest.raises(StoreDamaged, match="expected commit 2"):
        log_of(tmp_path, first, fence)


def test_a_fence_follows_from_the_commit_before_what_it_leaves_out(tmp_path: Path) -> None:
    first = commit(1, None)
    late = commit(2, first, run_id="late")
    with pytest.raises(StoreDamaged, match="does not follow"):
        log_of(tmp_path, first, late, commit(3, late, voids=1))
