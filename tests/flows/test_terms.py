"""`baoku terms`: proposing words, and taking them into the user dictionary."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from places import EXAMPLES

from flows.cli import run_command
from flows.settings import Settings
from flows.terms import HELP, SNIPPET_CHARS, add_terms, as_dictionary, ask_for_each, snippet
from transforms.dictionary import UserTerm, parse_user_terms
from transforms.discovery import Term
from transforms.words import Segmenter

TERMS = [
    Term(name, tag, 9.0, 5, 2, 8.0, 2.0, cut, None, f"走进{name}。")
    for name, tag, cut in (("云岭数科", "n", "云岭/数科"), ("揭榜挂帅", "v", "揭榜/挂帅"), ("热穹顶", "n", "热/穹顶"))
]


@pytest.fixture
def store(examples_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(examples_store, tmp_path / "store"))


def answers(*given: str):
    waiting = iter(given)

    def ask(prompt: str) -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return ask


def test_terms_are_proposed_as_json_with_counts_and_an_example(store: Path, capsys: pytest.CaptureFixture[str]):
    assert run_command(["terms", "discover", "--store", str(store), "--min-count", "3", "--limit", "5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 < len(found) <= 5
    assert [term["score"] for term in found] == sorted((term["score"] for term in found), reverse=True)
    assert all(term["n"] >= 3 and term["term"] in term["example"] for term in found)


def test_a_proposal_is_a_user_dictionary_whose_terms_stay_whole():
    proposed = parse_user_terms(as_dictionary(TERMS))
    assert [(term.word, term.tag) for term in proposed] == [("云岭数科", "n"), ("揭榜挂帅", "v"), ("热穹顶", "n")]
    words = Segmenter(proposed).words("走进云岭数科，揭榜挂帅应对热穹顶。")
    assert {"云岭数科", "揭榜挂帅", "热穹顶"} < set(words)


def test_an_edited_proposal_is_accepted_once(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    proposal = tmp_path / "new.txt"
    command = ["terms", "discover", "--store", str(store), "--min-count", "3", "--format", "terms", "-o", str(proposal)]
    assert run_command(command) == 0
    n = len(parse_user_terms(proposal.read_text("utf-8")))
    assert run_command(["terms", "accept", str(proposal), "--store", str(store)]) == 0
    assert run_command(["terms", "discover", "--accept-file", str(proposal), "--store", str(store)]) == 0
    said = capsys.readouterr().out
    assert f"{n} terms added to {store / 'terms.txt'}" in said
    assert f"0 terms added to {store / 'terms.txt'}, {n} were there" in said
    assert len(parse_user_terms((store / "terms.txt").read_text("utf-8"))) == n > 0


def test_accepted_terms_are_not_proposed_again(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    ask = ["terms", "discover", "--store", str(store), "--min-count", "3", "--json"]
    assert run_command(ask) == 0
    before = {term["term"] for term in json.loads(capsys.readouterr().out)}
    accepted = sorted(before)[:3]
    add_terms(Settings(store=store), [UserTerm(word) for word in accepted])
    assert run_command(ask) == 0
    after = {term["term"] for term in json.loads(capsys.readouterr().out)}
    assert not after & set(accepted)


def test_questions_take_yes_no_another_tag_and_quit():
    chosen = ask_for_each(TERMS, answers("y", "", "nz"))
    assert [(term.word, term.tag) for term in chosen] == [("云岭数科", "n"), ("热穹顶", "nz")]
    assert ask_for_each(TERMS, answers("q", "y", "y")) == []
    assert [term.word for term in ask_for_each(TERMS, answers("n", "yes"))] == ["揭榜挂帅"]


def test_an_answer_that_is_no_tag_is_asked_again(capsys: pytest.CaptureFixture[str]):
    """It would have made a line that no later run can read."""
    chosen = ask_for_each(TERMS, answers("xx yy", "9", "ns", "q"))
    assert [(term.word, term.tag) for term in chosen] == [("云岭数科", "ns")]
    assert capsys.readouterr().out.count(HELP) == 3


@pytest.mark.parametrize("wrong", [("--limit", "-1"), ("--min-count", "0")])
def test_counts_that_make_no_sense_are_refused(store: Path, wrong: tuple[str, str]):
    assert run_command(["terms", "discover", *wrong, "--store", str(store)]) == 2


def test_no_limit_gives_all_terms(store: Path, capsys: pytest.CaptureFixture[str]):
    def n_terms(limit: int) -> int:
        assert run_command(["terms", "discover", "--limit", str(limit), "--store", str(store), "--json"]) == 0
        return len(json.loads(capsys.readouterr().out))

    assert n_terms(0) == n_terms(10_000) > n_terms(3) == 3


def test_the_table_shows_a_long_example_around_its_term():
    long = Term("云岭数科", "nt", 9.0, 5, 2, 8.0, 2.0, "云岭/数科", None, "甲" * 90 + "云岭数科" + "乙" * 90)
    assert snippet(long) == "…" + "甲" * 16 + "云岭数科" + "乙" * (SNIPPET_CHARS - 20) + "…"
    assert snippet(TERMS[0]) == TERMS[0].example


def test_accepted_terms_go_behind_what_the_dictionary_holds(tmp_path: Path):
    dictionary = tmp_path / "terms.txt"
    dictionary.write_text("# 地名\n汀原新区 20 ns", encoding="utf-8")
    settings = Settings(store=tmp_path / "store", user_terms=dictionary)
    added = add_terms(settings, [UserTerm("汀原新区", 9), UserTerm("云岭数科", 3, "nt"), UserTerm("云岭数科", 4)])
    assert (added.n_added, added.n_known) == (1, 2)
    assert dictionary.read_text("utf-8") == "# 地名\n汀原新区 20 ns\n云岭数科 4\n"


def test_a_next_run_cuts_with_the_accepted_terms(store: Path):
    """A store without the setting `user_terms` reads its own terms.txt."""
    add_terms(Settings(store=store), [UserTerm("全市财政收入", 50_000, "n")])
    assert run_command(["run", str(EXAMPLES), "--store", str(store), "--direct", "--quiet"]) == 0
    statement = "select count(*) as n from core.terms where term = '全市财政收入' and tag = 'n'"
    output = store / "found.json"
    assert run_command(["sql", statement, "--store", str(store), "-o", str(output)]) == 0
    assert json.loads(output.read_text("utf-8"))[0]["n"] > 0


@pytest.mark.parametrize(
    ("line", "code"),
    [("云岭 数科 nt", 2), ("云 0 nt", 2)],
)
def test_a_file_that_is_no_dictionary_is_refused(store: Path, tmp_path: Path, line: str, code: int):
    (tmp_path / "new.txt").write_text(line, encoding="utf-8")
    assert run_command(["terms", "accept", str(tmp_path / "new.txt"), "--store", str(store)]) == code
    assert not (store / "terms.txt").exists()


def test_most_terms_found_in_real_pages_are_terms(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """These were judged by reading: words that every reader of the pages would call terms, and pieces that are none."""
    store = str(tmp_path / "store")
    assert run_command(["run", str(shared / "data/pages"), "--store", store, "--direct", "--quiet"]) == 0
    capsys.readouterr()
    assert run_command(["terms", "discover", "--store", store, "--limit", "100", "--json"]) == 0
    found = {term["term"] for term in json.loads(capsys.readouterr().out)}
    expected = {
        "十五五",
        "新质生产力",
        "一带一路",
        "中国式现代化",
        "脑机接口",
        "粤港澳大湾区",
        "手撕钢",
        "算力",
        "短视频",
        "高质量发展",
    }
    assert len(found) == 100
    assert expected <= found
    assert not found & {"这一", "这座", "愿同", "习近平总书记", "会议指出", "加快建设", "新华社北京", "二是"}
