"""User dictionaries of the store and of newspapers, and what their changes touch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from places import EXAMPLES

from flows.cli import run_command
from flows.dictionaries import Versions, dictionary_path, own_version, read_dictionary
from flows.papers import PaperSettings
from flows.settings import Settings
from transforms.errors import SettingsError
from warehouse.store import KnownInput

PAPER, OTHER = "汀原日报", "棠港晚报"
PHRASE = "一般公共预算收入"
"""Stands on a page of 汀原日报, and jieba cuts it."""
LIKELY = f"{PHRASE} 900000 n\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with pages, settings and a dictionary of one newspaper."""
    shutil.copytree(EXAMPLES, tmp_path / "pages")
    (tmp_path / "own.txt").write_text("# 尚无\n", encoding="utf-8")
    (tmp_path / "baoku.toml").write_text(f'[papers."{PAPER}"]\nuser_terms = "own.txt"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[dict[str, Any], str]:
    """The run's report, and what it said on standard error."""
    capsys.readouterr()
    assert run_command(["run", "pages", "--direct", "--json", "--workers", "1", *options]) == 0
    said = capsys.readouterr()
    return json.loads(said.out), said.err


def rows(statement: str) -> list[dict[str, Any]]:
    assert run_command(["sql", statement, "-o", "rows.json"]) == 0
    found: list[dict[str, Any]] = json.loads(Path("rows.json").read_text("utf-8"))
    return found


def papers_of(phrase: str) -> set[str]:
    statement = f"select d.publication from core.terms join core.articles using (article_id) join core.documents d using (doc_id) where term = '{phrase}'"  # noqa: E501
    return {row["publication"] for row in rows(statement)}


def test_a_changed_dictionary_of_a_newspaper_reads_its_pages_again_and_no_others(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = run(capsys)
    assert papers_of(PHRASE) == set()
    (place / "own.txt").write_text(LIKELY, encoding="utf-8")
    second, said = run(capsys)
    n_paper = rows(f"select count(*) as n from core.documents where source_path not like '%resent%' and "
                   f"publication = '{PAPER}'")[0]["n"]  # fmt: skip
    assert second["n_loaded"] >= n_paper > 0
    assert second["n_unchanged"] == first["n_inputs"] - second["n_loaded"] > 0
    assert f"user dictionary of {PAPER} changed; {second['n_loaded']} known files" in said
    assert papers_of(PHRASE) == {PAPER}
    third, said = run(capsys)
    assert (third["n_loaded"], third["n_unchanged"]) == (0, first["n_inputs"])
    assert "read again" not in said


def test_rows_after_a_change_are_those_of_a_new_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys)
    (place / "own.txt").write_text(LIKELY, encoding="utf-8")
    run(capsys)
    run(capsys, "--store", "fresh")
    statement = "select * from core.terms order by all"
    grown = rows(statement)
    assert run_command(["sql", statement, "--store", "fresh", "-o", "fresh.json"]) == 0
    assert grown == json.loads(Path("fresh.json").read_text("utf-8"))


def test_a_dictionary_taken_away_reads_its_pages_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "own.txt").write_text(LIKELY, encoding="utf-8")
    run(capsys)
    assert papers_of(PHRASE) == {PAPER}
    (place / "baoku.toml").write_text("", encoding="utf-8")
    report, _ = run(capsys)
    assert report["n_loaded"] > 0
    assert papers_of(PHRASE) == set()


def test_a_dry_run_says_whose_dictionary_changed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys)
    (place / "own.txt").write_text(LIKELY, encoding="utf-8")
    assert run_command(["run", "pages", "--dry-run"]) == 0
    assert f"user dictionary of {PAPER} changed" in "".join(capsys.readouterr())


def test_the_stores_dictionary_is_read_where_no_setting_names_another(place: Path) -> None:
    settings = Settings(store=place / "store")
    assert read_dictionary(settings) == ""
    (place / "store").mkdir()
    (place / "store" / "terms.txt").write_text("云岭 3 ns\n", encoding="utf-8")
    assert read_dictionary(settings) == "云岭 3 ns\n"
    named = Settings(store=place / "store", user_terms=place / "own.txt")
    assert read_dictionary(named) == "# 尚无\n"


def test_a_newspapers_terms_stand_behind_those_of_all_pages(place: Path) -> None:
    papers = {PAPER: PaperSettings(user_terms=place / "own.txt"), OTHER: PaperSettings()}
    settings = Settings(store=place / "store", user_terms=place / "all.txt", papers=papers)
    (place / "all.txt").write_text("云岭 3 ns", encoding="utf-8")
    assert read_dictionary(settings, PAPER) == "云岭 3 ns\n# 尚无\n"
    with pytest.raises(SettingsError, match=OTHER):
        dictionary_path(settings, OTHER)
    with pytest.raises(SettingsError, match="无名报"):
        dictionary_path(settings, "无名报")


def test_an_input_is_current_by_the_version_of_its_newspaper() -> None:
    own = own_version("base", "云岭")
    versions = Versions("base", {PAPER: own}, {"doc1": PAPER})

    def known(doc_id: str, outcome: str, version: str) -> KnownInput:
        return KnownInput("ab", 1, 1, outcome, doc_id, version)

    assert versions.is_current(known("doc1", "loaded", own))
    assert not versions.is_current(known("doc1", "loaded", "base"))
    assert versions.is_current(known("doc2", "loaded", "base"))
    assert not versions.is_current(known("doc2", "loaded", own))
    assert versions.is_current(known("doc1", "duplicate", "base"))
    assert not versions.is_current(known("doc1", "duplicate", "older"))


def test_versions_of_newspapers_depend_on_the_base_and_on_their_terms() -> None:
    assert len({own_version("a", "云岭"), own_version("b", "云岭"), own_version("a", "岭云")}) == 3


def test_a_term_has_the_tag_of_its_newspapers_dictionary(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "terms.txt").write_text(f"{PHRASE} 900000 nz\n", encoding="utf-8")
    (place / "own.txt").write_text(f"{PHRASE} 900000 nt\n", encoding="utf-8")
    run(capsys, "--user-terms", "terms.txt")
    assert {row["tag"] for row in rows(f"select tag from core.terms where term = '{PHRASE}'")} == {"nt"}


def test_a_schedule_knows_where_a_newspapers_dictionary_is(place: Path) -> None:
    from flows.serving import parameters

    settings = Settings(papers={PAPER: PaperSettings(user_terms=Path("own.txt"))})
    chosen = parameters(["pages"], settings)["settings"]
    assert chosen["papers"][PAPER]["user_terms"] == str(place / "own.txt")
    assert Settings.model_validate(chosen).papers[PAPER].user_terms == place / "own.txt"


def test_where_a_dictionary_is_makes_no_pipeline_version(place: Path) -> None:
    here = Settings(papers={PAPER: PaperSettings(user_terms=Path("own.txt"))})
    there = Settings(papers={PAPER: PaperSettings(user_terms=place / "own.txt")})
    assert here.changing_output() == there.changing_output()
