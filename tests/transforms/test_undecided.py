"""Stretches that jieba's model reads two ways."""

from __future__ import annotations

import bisect
import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.doubts import find_doubts
from transforms.undecided import cut_by_model, find_undecided

HAN = [*"常在应脊哈大查因地制的了是人不有", "㐀", "龎", "鿕"]


def listed_pairs() -> set[str]:
    lines = (files("transforms.data") / "undecided_pairs.txt").read_text("utf-8").splitlines()
    return {pair for line in lines if not line.startswith("#") for pair in line.split()}


def near_pairs(margin: float) -> set[str]:
    """Pairs that as one word and as two single characters differ by under `margin`, after and before some state."""
    from jieba.finalseg import emit_P, start_P, trans_P

    single = emit_P["S"]
    after = {"^": (start_P["B"], start_P["S"]), **{s: (trans_P[s]["B"], trans_P[s]["S"]) for s in "ES"}}
    before = {"$": (0.0, 0.0), **{s: (trans_P["E"][s], trans_P["S"][s]) for s in "BS"}}
    firsts = [(value - single[c], c) for c, value in emit_P["B"].items() if c in single]
    seconds = sorted((value - single[c], c) for c, value in emit_P["E"].items() if c in single)
    values = [value for value, _ in seconds]
    found = set()
    for to_word, to_single in after.values():
        for from_word, from_single in before.values():
            constant = to_word - to_single + trans_P["B"]["E"] - trans_P["S"]["S"] + from_word - from_single
            for value, first in firsts:
                low = bisect.bisect_left(values, -(value + constant) - margin)
                high = bisect.bisect_left(values, -(value + constant) + margin)
                found |= {first + second for _, second in seconds[low:high]}
    return {pair for pair in found if all("\u4e00" <= c <= "\u9fd5" for c in pair)}


def test_the_listed_pairs_are_those_of_jiebas_model() -> None:
    assert listed_pairs() == near_pairs(1.1e-6)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("他常在，哈哈哈哈，好的", ["他常在", "哈哈哈哈"]),
        ("笑声哈哈哈哈不停。", ["笑声哈哈哈哈不停"]),
        ("因地制因地制因地制", ["因地制因地制因地制"]),
        ("哈哈哈笑", ["哈哈哈笑"]),
        ("哈哈笑", []),
        ("加油干加油干", ["加油干加油干"]),
        ("1111111、……………、-------、　　　　", []),
        ("普通的一句话，没有什么可说的。", []),
        ("", []),
    ],
)
def test_blocks_with_repeats_or_near_pairs_are_undecided(text: str, blocks: list[str]) -> None:
    assert [text[start:end] for start, end in find_undecided(text, find_doubts(text).pairs)] == blocks


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*HAN, "AB", "3.5%", "·", " ", "e-mail"]), min_size=1, max_size=14).map("".join))
def test_the_model_cuts_as_jieba_does(stretch: str) -> None:
    from jieba import finalseg

    assert list(cut_by_model(stretch)) == list(finalseg.cut(stretch))


def test_time_grows_with_length_only() -> None:
    def seconds(n: int) -> float:
        start = time.process_time()
        list(cut_by_model("哈" * n))
        find_undecided("哈" * n, [])
        return time.process_time() - start

    seconds(100)
    assert seconds(160_000) < 40 * seconds(10_000) + 0.1
