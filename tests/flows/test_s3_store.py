"""`--store s3://bucket/prefix` does for every command what a folder does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from loading import lake, load, page_text, paths, run, write_pages
from places import EXAMPLES

from flows import running
from flows.cli import run_command
from flows.settings import Settings, load_settings
from transforms.errors import SettingsError
from warehouse.bucket import Bucket
from warehouse.location import ObjectUrl
from warehouse.storage import published_warehouse
from warehouse.verify import verify_at


def said(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What a command prints that ends with exit code 0."""
    assert run_command(list(command)) == 0
    return capsys.readouterr().out


def rows(capsys: pytest.CaptureFixture[str], store: str, statement: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said(capsys, "sql", statement, "--store", store, "--format", "json"))
    return found


def test_the_example_pages_give_the_rows_that_they_give_in_a_folder(
    s3_place: ObjectUrl, examples_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    store = str(s3_place)
    monkeypatch.setattr(running, "_run", lambda job, *_, **__: run(job))
    command = ["run", str(EXAMPLES), "--store", store]
    report = json.loads(said(capsys, *command, "--json"))
    assert (report["store"], report["n_rejected"]) == (store, 1)
    assert lake(s3_place) == lake(examples_store)
    counted = "select count(*) as n, sum(n_words) as words, min(headline) as first from core.articles"
    assert rows(capsys, store, counted) == rows(capsys, str(examples_store), counted)
    again = json.loads(said(capsys, *command, "--json"))
    assert (again["n_unchanged"], again["n_loaded"]) == (report["n_inputs"], 0)
    assert "sound" in said(capsys, "verify", "--store", store)
    assert store in said(capsys, "status", "--store", store)
    assert "nothing was written" in said(capsys, "run", str(EXAMPLES), "--store", store, "--dry-run")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Three pages and a picture."""
    write_pages(tmp_path / "pages", 1, 2, 3)
    (tmp_path / "pages" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return tmp_path / "pages"


def test_a_changed_file_replaces_its_rows_and_rollback_goes_back(
    s3_place: ObjectUrl, pages: Path, capsys: pytest.CaptureFixture[str]
):
    store, counted = str(s3_place), "select count(*) as n from core.documents where n_chars > 500"
    load(pages, s3_place)
    first = pages / "00001.txt"
    first.write_text(first.read_text(encoding="utf-8") + "又一段新的消息。" * 80, encoding="utf-8")
    assert load(pages, s3_place).outcomes["loaded"] == 1
    load(pages, pages.parent / "folder")
    assert lake(s3_place) == lake(pages.parent / "folder")
    assert rows(capsys, store, counted) == [{"n": 1}]
    assert "shows build" in said(capsys, "rollback", "--store", store)
    assert rows(capsys, store, counted) == [{"n": 0}]
    said(capsys, "rebuild", "--store", store)
    assert rows(capsys, store, counted) == [{"n": 1}]
    assert "the rows are the same" in said(capsys, "compact", "--store", store)
    assert lake(s3_place) == lake(pages.parent / "folder")
    assert "sound" in said(capsys, "verify", "--store", store)


def test_rejects_are_listed_shown_inspected_and_loaded_from_the_bucket(
    s3_place: ObjectUrl, pages: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    store = str(s3_place)
    (pages / "odd.txt").write_text(page_text(7), encoding="gb18030")
    load(pages, s3_place, source={"encoding": ("utf-8",)})
    (pages / "odd.txt").unlink()
    (pages / "picture.txt").unlink()
    listed = json.loads(said(capsys, "rejects", "list", "--store", store, "--json"))
    kept = {Path(row["source_path"]).name: row["kept_at"] for row in listed}
    assert kept["odd.txt"].startswith(f"{store}/rejects/")
    shown = said(capsys, "rejects", "show", str(pages / "picture.txt"), "--store", store)
    assert "gone; the store has its bytes" in shown
    assert "89 50 4e 47" in shown
    assert "gb18030" in said(capsys, "inspect", kept["odd.txt"]).lower()
    monkeypatch.setattr(running, "_run", lambda job, *_, **__: run(job))
    retry = ["rejects", "retry", str(pages / "odd.txt"), "--encoding", "gb18030", "--store", store, "--json"]
    assert json.loads(said(capsys, *retry))["n_loaded"] == 1
    assert paths(s3_place, "documents") == ["00001.txt", "00002.txt", "00003.txt", "odd.txt"]
    assert paths(s3_place, "rejects") == ["picture.txt"]
    assert verify_at(s3_place) == []


def test_the_stores_own_dictionary_stands_in_the_bucket(
    s3_place: ObjectUrl, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "new.txt").write_text("公交线路 9 n\n", encoding="utf-8")
    load(pages, s3_place)
    told = said(capsys, "terms", "accept", str(tmp_path / "new.txt"), "--store", str(s3_place))
    assert f"1 terms added to {s3_place}/terms.txt" in told
    assert (Bucket(s3_place).read("terms.txt") or b"").decode().startswith("公交线路 9 n")
    assert load(pages, s3_place).outcomes["loaded"] == 3  # cut anew
    words = [word for row in lake(s3_place)["sentences"] for word in row["words"]]
    assert "公交线路" in words


@pytest.mark.parametrize("write", [True, False])
def test_an_endpoint_that_is_down_ends_a_command_with_what_to_do(
    s3_place: ObjectUrl, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], write: bool
):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    command = ["run", str(pages), "--direct"] if write else ["sql", "select 1"]
    assert run_command([*command, "--store", str(s3_place)]) == 1
    told = capsys.readouterr().err
    assert "can't reach the object store at http://127.0.0.1:9" in told
    assert "run the same command again" in told


def test_local_copies_go_where_the_setting_says(s3_place: ObjectUrl, pages: Path, tmp_path: Path):
    settings = load_settings({"store": str(s3_place), "cache": str(tmp_path / "copies")})
    load(pages, settings.store)
    assert published_warehouse(settings.store).is_relative_to(tmp_path / "copies")
    assert not (tmp_path / "cache").exists()


def test_a_url_survives_settings_as_it_was_written():
    settings = load_settings({"store": "s3://papers/north/2026/"}, environ={})
    assert settings.store == ObjectUrl("papers", "north/2026")
    assert settings.model_dump(mode="json")["store"] == "s3://papers/north/2026"
    assert load_settings({}, environ={"BAOKU_STORE": "s3://papers"}).store == ObjectUrl("papers")
    assert Settings(store=ObjectUrl("papers")).store.absolute() == ObjectUrl("papers")


@pytest.mark.parametrize("url", ["s3:/papers", "s3://", "s3:///prefix"])
def test_a_url_without_a_bucket_is_an_error_of_the_settings(url: str):
    with pytest.raises(SettingsError, match="names no bucket"):
        load_settings({"store": url}, environ={})
