"""`baoku checks` as a user runs it: what failed, in which rows, published or not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from loading import load, write_pages

from flows import reading
from flows.cli import run_command
from transforms.records import Page

N_PAGES = 8


@pytest.fixture
def failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose last build was not published: eight pages lost a character."""

    def careless(text: str, hints: Any) -> Page:
        page = read_page(text, hints)
        article = page.articles[0]
        cut = (*article.spans[:-1], replace(article.spans[-1], end=article.spans[-1].end - 1))
        return replace(page, articles=(replace(article, spans=cut), *page.articles[1:]))

    read_page = reading.read_page
    write_pages(tmp_path / "pages", 100)
    load(tmp_path / "pages", tmp_path / "store")
    write_pages(tmp_path / "pages", *range(N_PAGES))
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_page", careless)
        assert load(tmp_path / "pages", tmp_path / "store").exit_code == 1
    return tmp_path / "store"


def baoku(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = run_command(list(map(str, arguments)))
    return code, capsys.readouterr().out


def test_what_failed_is_told_with_its_rows_on_one_screen(failed: Path, capsys: pytest.CaptureFixture[str]):
    code, said = baoku(capsys, "checks", "--store", failed)
    assert code == 1
    assert "characters_conserved" in said
    assert "00000.txt" in said
    assert f"… and {N_PAGES - 5} more: baoku checks characters_conserved" in said
    assert len(said.splitlines()) < 24


def test_with_a_name_every_kept_row_is_told(failed: Path, capsys: pytest.CaptureFixture[str]):
    _, said = baoku(capsys, "checks", "characters_conserved", "--store", failed)
    assert [f"{number:05}.txt" in said for number in range(N_PAGES)] == [True] * N_PAGES
    assert "more" not in said


def test_machines_get_all_checks_with_their_rows_and_meaning(failed: Path, capsys: pytest.CaptureFixture[str]):
    code, said = baoku(capsys, "checks", "--store", failed, "--json")
    found = {check["check_name"]: check for check in json.loads(said)["checks"]}
    assert code == 1
    assert len(found["characters_conserved"]["rows"]) == N_PAGES
    assert found["row_counts"]["is_passed"]
    assert all(check["about"] for check in found.values())


def test_the_error_of_the_run_fits_on_a_screen_and_names_the_rows(failed: Path, capsys: pytest.CaptureFixture[str]):
    code = run_command(["rebuild", "--store", str(failed)])
    said = capsys.readouterr().err
    assert code == 1
    assert "characters_conserved: not in 8 rows" in said
    assert "00000.txt" in said
    assert len(said.splitlines()) < 24


def test_once_the_cause_is_gone_the_checks_pass(failed: Path, capsys: pytest.CaptureFixture[str]):
    pages = failed.parent / "pages"
    for path in pages.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + "\n")
    assert load(pages, failed).exit_code == 0
    code, said = baoku(capsys, "checks", "--store", failed)
    assert code == 0
    assert "characters_conserved" not in said
