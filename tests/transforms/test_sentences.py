"""Sentences."""

import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import sentence_spans, split_sentences

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/cases/sentences.json").read_text("utf-8"))
TREEBANK = ROOT / "../shared/data/sentences/zh_pud-ud-test.conllu"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, object]) -> None:
    assert split_sentences(str(case["text"])) == case["sentences"]


@given(st.text(alphabet="甲乙说。！？…，；：“”‘’「」（）《》\"'.a1 \n\u3000", max_size=60))
def test_spans_are_ordered_and_lose_only_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


@pytest.mark.parametrize("piece", ["“", "。”", "（", "a. ", "“。", "？”他说", "\n", "…", ". "])
def test_time_is_linear_in_adversarial_text(piece: str) -> None:
    started = time.process_time()
    sentence_spans(piece * 60_000)
    assert time.process_time() - started < 30, "a quadratic step"


@pytest.mark.skipif(not TREEBANK.exists(), reason="the treebank is not beside this checkout")
def test_treebank_sentences_are_found_again() -> None:
    lines = TREEBANK.read_text("utf-8").splitlines()
    gold = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    found = sum(
        len(set(gold[i : i + 5]) & set(split_sentences("".join(gold[i : i + 5])))) for i in range(0, len(gold), 5)
    )
    assert found / len(gold) > 0.97
