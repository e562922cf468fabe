from __future__ import annotations

import json
from pathlib import Path

import pytest
from places import EXAMPLES

from flows.cli import run_command
from flows.show_page import JOIN

PAGE = EXAMPLES / "tingyuan-ribao" / "2025-10-14" / "01.txt"


def inspect(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = run_command(["inspect", *map(str, arguments)])
    return code, capsys.readouterr().out


def test_it_shows_encoding_structure_furniture_and_joins(capsys: pytest.CaptureFixture[str]):
    code, out = inspect(capsys, PAGE)
    assert code == 0
    for shown in ("utf-8", "headline 主题", "byline 作者", "masthead", JOIN, "continues on page 3"):
        assert shown in out


def test_full_text_is_whole(capsys: pytest.CaptureFixture[str]):
    _, out = inspect(capsys, PAGE, "--json")
    _, full = inspect(capsys, PAGE, "--full")
    squeezed = "".join(full.split())
    for article in json.loads(out)["page"]["articles"]:
        for paragraph in article["paragraphs"]:
            if len(paragraph["fragments"]) == 1:
                assert "".join(paragraph["text"].split()) in squeezed


def test_words_of_a_sentence_carry_tags_and_facts(capsys: pytest.CaptureFixture[str]):
    _, out = inspect(capsys, PAGE, "--words", "0")
    assert "/n" in out
    assert "figure" in out
    assert "date" in out


def test_why_shows_evidence(capsys: pytest.CaptureFixture[str]):
    _, out = inspect(capsys, PAGE, "--why")
    assert "joined" in out
    assert "+" in out


def test_a_file_that_would_be_rejected_says_why_and_exits_1(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    path = tmp_path / "x.txt"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    code, out = inspect(capsys, path)
    assert code == 1
    assert "would be rejected" in out
    code, out = inspect(capsys, path, "--json")
    assert json.loads(out)["rejected"] == "binary"


def test_json_holds_text_that_the_article_spans_cover(capsys: pytest.CaptureFixture[str]):
    _, out = inspect(capsys, PAGE, "--json")
    page = json.loads(out)["page"]
    assert page["publication"] == "汀原日报"
    assert page["issue_date"] == "2025-10-14"
    assert page["n_chars"] > 1000
