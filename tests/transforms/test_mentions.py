"""Persons, organisations, places, works and set phrases."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.mentions import extract_article_mentions, extract_mentions
from transforms.records import Mention
from transforms.words import Segmenter

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/cases/mentions.json").read_text("utf-8"))
ENTITIES = ROOT / "../shared/data/entities/peoples_daily_dev.bio"
SEGMENTER = Segmenter()


def article(*sentences: str) -> list[list[Mention]]:
    words = [SEGMENTER.words(sentence) for sentence in sentences]
    return extract_article_mentions(sentences, words, [SEGMENTER.tags(row) for row in words])


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any]) -> None:
    mentions = extract_mentions(case["text"])
    found = {(m.kind, m.text): m.role for m in mentions}
    for kind, text, role in case.get("has", []):
        assert found.get((kind, text), "missing") == role, found
    for kind, text in case.get("lacks", []):
        assert (kind, text) not in found
    assert not [m for m in mentions if m.kind in case.get("none", [])]


def test_a_name_alone_takes_the_role_it_was_introduced_with() -> None:
    mentions = article("市科技局局长庞小虹到会。", "庞小虹说，要加快。")
    assert [(m.text, m.role, m.organisation, m.start) for m in mentions[1]] == [
        ("庞小虹", "市科技局局长", "市科技局", 0)
    ]


def test_words_given_are_used() -> None:
    text = "市长林志远到会。"
    assert extract_mentions(text, SEGMENTER.cut(text)) == extract_mentions(text)


def test_normalized_drops_marks_and_white_space() -> None:
    by_kind = {m.kind: m.normalized for m in extract_mentions("总统保罗•马丁内斯读了《云岭 春早》。")}
    assert by_kind == {"person": "保罗·马丁内斯", "work": "云岭春早"}


def test_an_article_without_sentences_has_no_mentions() -> None:
    assert extract_article_mentions([], [], []) == []


@pytest.mark.parametrize("region", ["四川盆地", "长三角", "非洲", "东南亚"])
def test_a_region_is_mentioned_once(region: str) -> None:
    (mentions,) = article(f"专家组昨日前往{region}调研。")
    assert [m.text for m in mentions].count(region) == 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(alphabet="张李市长委局中国北京、，。：“”《》·说在的阿尔公司等企业 \n", max_size=30), max_size=4)
)
def test_each_mention_is_the_text_at_its_place(sentences: list[str]) -> None:
    for sentence, mentions in zip(sentences, article(*sentences), strict=True):
        assert all(sentence[m.start : m.start + len(m.text)] == m.text for m in mentions)
        assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@pytest.mark.parametrize(
    "piece", ["张", "市长", "张三、", "委员会", "阿·", "市委", "北京市", "“", "《", "甲乙、", "、"]
)
def test_time_is_linear_in_adversarial_text(piece: str) -> None:
    text = piece * 10_000
    words = [SEGMENTER.words(text)]
    tags = [SEGMENTER.tags(words[0])]
    started = time.process_time()
    extract_article_mentions([text], words, tags)
    assert time.process_time() - started < 30, "a quadratic step"


@pytest.mark.skipif(not ENTITIES.exists(), reason="the entity corpus is not beside this checkout")
def test_persons_of_an_independent_corpus_are_found() -> None:
    right = found = gold = 0
    for block in ENTITIES.read_text("utf-8").split("\n\n")[:800]:
        rows = [line.split() for line in block.splitlines() if len(line.split()) == 2]
        text = "".join(character for character, _ in rows)
        labels = "".join(label[0] if label.endswith("PER") else "O" for _, label in rows)
        names = {text[match.start() : match.end()] for match in re.finditer("BI*", labels)}
        mine = {m.text for m in extract_mentions(text) if m.kind == "person"}
        right, found, gold = right + len(names & mine), found + len(mine), gold + len(names)
    assert right / found > 0.8
    assert right / gold > 0.5
