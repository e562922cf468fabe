"""Rejected inputs are listed, shown, and loaded once they can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from loading import load, page_text, paths, run, write_pages

from flows import rejected, running
from flows.cli import run_command
from flows.jobs import Job
from warehouse.verify import verify_at

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store of two pages and two rejects; runs of the command line stay in this process."""
    pages = tmp_path / "pages"
    write_pages(pages, 1, 2)
    (pages / "picture.txt").write_bytes(PICTURE)
    (pages / "empty.txt").write_bytes(b"  \n")
    load(pages, tmp_path / "store")
    monkeypatch.setattr(running, "_run", lambda job, *_, **__: run(job))
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], place: Path, *arguments: str) -> Any:
    """What a command of `baoku rejects` prints: as JSON where it was asked for."""
    code = run_command(["rejects", *arguments, "--store", str(place / "store")])
    out = capsys.readouterr()
    assert code == 0, out.err
    return json.loads(out.out) if "--json" in arguments else out.out


def test_rejects_are_listed_with_reason_and_path(place: Path, capsys: pytest.CaptureFixture[str]):
    rows = said(capsys, place, "list", "--json")
    assert {(Path(row["source_path"]).name, row["reason"]) for row in rows} == {
        ("picture.txt", "binary"),
        ("empty.txt", "empty"),
    }
    assert all(Path(row["kept_at"]).is_file() for row in rows)
    table = said(capsys, place, "list")
    assert "picture.txt" in table
    assert "binary" in table


@pytest.mark.parametrize(
    ("flags", "left"),
    [
        (["--reason", "binary"], ["picture.txt"]),
        (["--path", "*/empty*"], ["empty.txt"]),
        (["--stage", "nowhere"], []),
        (["--reason", "binary", "--path", "*/empty*"], []),
    ],
)
def test_filters_choose_among_rejects(
    place: Path, capsys: pytest.CaptureFixture[str], flags: list[str], left: list[str]
):
    rows = said(capsys, place, "list", *flags, "--json")
    assert [Path(row["source_path"]).name for row in rows] == left


def test_a_reject_is_shown_with_hint_bytes_and_evidence(place: Path, capsys: pytest.CaptureFixture[str]):
    (digest,) = [r["source_sha256"] for r in said(capsys, place, "list", "--reason", "binary", "--json")]
    text = said(capsys, place, "show", digest[:8])
    for shown in ("picture.txt", digest, "binary", "PNG image", "89 50 4e 47", ".PNG"):
        assert shown in text
    about = said(capsys, place, "show", str(place / "pages" / "picture.txt"), "--json")
    assert about["first_bytes"] == PICTURE.hex()
    assert about["decodes_as"] is None


def test_a_reject_that_would_be_read_today_says_in_which_encoding(place: Path):
    found = rejected._evidence(page_text(3).encode("gb18030"))
    assert found["decodes_as"] == "gb18030"
    assert found["encodings"][0]["encoding"] == "gb18030"
    assert "公交线路" in found["encodings"][0]["text"]


def test_an_unknown_reject_is_an_error_that_says_what_to_do(place: Path, capsys: pytest.CaptureFixture[str]):
    assert run_command(["rejects", "show", "feedface", "--store", str(place / "store")]) == 1
    assert "baoku rejects list" in capsys.readouterr().err


def test_retrying_without_a_cause_removed_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str]):
    report = said(capsys, place, "retry", "--json")
    assert (report["n_loaded"], report["n_unchanged"]) == (0, 2)
    assert paths(place / "store", "rejects") == ["empty.txt", "picture.txt"]


def retry(place: Path, *encodings: str, **settings: Any) -> Any:
    """`baoku rejects retry` with other settings; gives the report."""
    from flows.settings import Settings

    reports: list[Any] = []
    original = running._run
    running._run = lambda job, *_, **__: reports.append(run(job)) or reports[-1]  # type: ignore[assignment]
    try:
        wanted = rejected.Filter()
        made = Settings(store=place / "store", workers=1, **settings)
        rejected.retry(made, wanted, encodings, direct=True, quiet=True, as_json=False)
    finally:
        running._run = original
    return reports[0]


def test_what_can_be_read_after_its_cause_is_gone_is_loaded_and_no_reject_any_more(place: Path):
    empty = place / "pages" / "empty.txt"
    (digest,) = [p.name for p in (place / "store" / "rejects").iterdir() if (p / "input").read_bytes() == b"  \n"]
    empty.write_text(page_text(8), encoding="utf-8")
    report = retry(place)
    assert report.outcomes["loaded"] == 1
    assert paths(place / "store", "rejects") == ["picture.txt"]
    assert paths(place / "store", "documents") == ["00001.txt", "00002.txt", "empty.txt"]
    assert (place / "store" / "rejects" / digest).is_dir()  # its file has other bytes now: these are the only copy
    assert verify_at(place / "store") == []


def test_a_reject_whose_file_is_gone_is_read_from_what_the_store_kept(tmp_path: Path):
    pages, store = tmp_path / "pages", tmp_path / "store"
    write_pages(pages, 1, 2)
    load(pages, store, min_quality=1.0, source={"encoding": ("big5",)})
    assert paths(store, "documents") == []
    for path in pages.glob("*.txt"):
        path.unlink()
    report = retry(tmp_path)
    assert (report.outcomes["loaded"], report.exit_code) == (2, 0)
    assert paths(store, "documents") == ["00001.txt", "00002.txt"]
    assert paths(store, "rejects") == []
    assert len(list((store / "rejects").iterdir())) == 2  # the only copies of the bytes are not deleted


def test_kept_bytes_go_once_the_file_itself_is_loaded(tmp_path: Path):
    pages, store = tmp_path / "pages", tmp_path / "store"
    write_pages(pages, 1, 2)
    load(pages, store, source={"encoding": ("big5",)})
    assert len(list((store / "rejects").iterdir())) == 2
    retry(tmp_path)
    assert paths(store, "documents") == ["00001.txt", "00002.txt"]
    assert list((store / "rejects").iterdir()) == []


def test_a_declared_encoding_holds_for_later_runs(tmp_path: Path):
    """Declared for one file by a retry, it must not be forgotten when everything is read again."""
    pages, store = tmp_path / "pages", tmp_path / "store"
    write_pages(pages, 1)
    (pages / "other.txt").write_text("青江日報\n\n大橋通車\n\n本報訊 大橋昨日通車，市民前往參觀。\n", encoding="big5")
    of_all: dict[str, Any] = {"source": {"encoding": ("big5",)}}
    load(pages, store, **of_all)
    assert paths(store, "documents") == ["other.txt"]
    assert retry(tmp_path, "utf-8", **of_all).outcomes["loaded"] == 1
    assert load(pages, store, **of_all).n_unchanged == 2
    again = load(pages, store, min_quality=0.1, **of_all)
    assert (again.outcomes["loaded"], again.n_rejected) == (2, 0)


def test_a_retry_of_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    write_pages(tmp_path / "pages", 1)
    load(tmp_path / "pages", tmp_path / "store")
    assert run_command(["rejects", "retry", "--store", str(tmp_path / "store")]) == 0
    assert "nothing to retry" in capsys.readouterr().out


def test_an_input_that_could_not_be_opened_is_tried_again_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from flows import judging

    write_pages(tmp_path / "pages", 1, 2)
    digest = judging.hashlib.file_digest

    def refuse(file: Any, name: str) -> Any:
        if file.name.endswith("00002.txt"):
            raise PermissionError(13, "Permission denied")
        return digest(file, name)

    with monkeypatch.context() as patch:
        patch.setattr(judging.hashlib, "file_digest", refuse)
        assert load(tmp_path / "pages", tmp_path / "store").reasons == {"unreadable": 1}
    assert load(tmp_path / "pages", tmp_path / "store").outcomes["loaded"] == 1
    assert paths(tmp_path / "store", "rejects") == []


def test_job_names_what_is_retried(place: Path, monkeypatch: pytest.MonkeyPatch):
    jobs: list[Job] = []
    monkeypatch.setattr(running, "_run", lambda job, *_, **__: jobs.append(job) or run(job))
    run_command(["rejects", "retry", "--reason", "binary", "--quiet", "--store", str(place / "store")])
    assert [Path(item.path).name for item in jobs[0].found or ()] == ["picture.txt"]
    assert jobs[0].command == "baoku rejects retry"
