"""Lost bytes in GB18030 and Big5 are noticed, counted and read around; sound text is never touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.alignment import align
from transforms.damage import reread_nonsense
from transforms.decode import decode
from transforms.resync import decode_resynced, find_nonsense
from transforms.simplified import simplify

TRADITIONAL = (
    "臨江市政府昨日召開會議，討論今年第三季的經濟工作。市長表示，全市上半年工業產值較去年同期增長百分之六，"
    "失業人數連續五個月下降，居民收入穩步提高。會議決定撥款修建圖書館和兩所中學，預計明年春天動工。"
)
SIMPLIFIED = simplify(TRADITIONAL)
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


def without(data: bytes, *places: int) -> bytes:
    return bytes(byte for i, byte in enumerate(data) if i not in places)


def n_lost(text: str, read: str) -> int:
    """Characters of the text between what the reading has of its start and of its end."""
    start = next((i for i, (a, b) in enumerate(zip(text, read, strict=False)) if a != b), len(read))
    end = next((i for i, (a, b) in enumerate(zip(text[::-1], read[::-1], strict=False)) if a != b), len(read))
    return len(text) - min(len(text), start + end)


@pytest.mark.parametrize("first", range(20, 60, 3))
@pytest.mark.parametrize("apart", [12, 24, 40])
def test_two_bytes_lost_from_one_run_cost_what_lies_at_their_places(first: int, apart: int) -> None:
    data = SIMPLIFIED.encode("gb18030")
    decoded = decode(without(data, first, first + apart) + ("\n" + SIMPLIFIED).encode("gb18030"))
    line = decoded.text.partition("\n")[0]
    place, second = first // 2, (first + apart) // 2
    assert line[: place - 2] == SIMPLIFIED[: place - 2]
    assert line.endswith(SIMPLIFIED[second + 4 :])
    if apart > 12:
        assert decoded.n_replaced == 2
        assert sum(c in line for c in SIMPLIFIED[place + 2 : second - 2]) >= (second - place - 4) * 0.8


def test_bytes_lost_from_traditional_gbk_are_mostly_noticed_and_cost_few_characters() -> None:
    data = TRADITIONAL.encode("gbk")
    readings = [decode(without(data, place) + b"\n" + data) for place in range(8, len(data) - 8)]
    lost = [n_lost(TRADITIONAL, decoded.text.partition("\n")[0]) for decoded in readings]
    assert sum(lost) / len(lost) < 2
    assert max(lost) <= 6
    assert sum(decoded.n_replaced == 1 for decoded in readings) > 0.6 * len(readings)


def test_a_byte_lost_from_big5_costs_few_characters() -> None:
    data = TRADITIONAL.encode("big5")
    for place in range(8, len(data) - 8):
        assert n_lost(TRADITIONAL, decode(without(data, place) + b"\n" + data).text.partition("\n")[0]) <= 6, place


def test_a_loss_in_a_long_line_without_breaks_does_not_shift_its_rest() -> None:
    text = SIMPLIFIED * 200
    decoded = decode(without(text.encode("gb18030"), 9001))
    assert decoded.n_replaced == 1
    assert decoded.text.endswith(SIMPLIFIED * 140)


def test_a_line_in_utf8_that_gb18030_can_read_is_read_in_its_own() -> None:
    stray = "市长表示，全市居民收入稳步提高，"
    assert stray.encode().decode("gb18030")
    decoded = decode((SIMPLIFIED * 3 + "\n").encode("gb18030") + stray.encode() + ("\n" + SIMPLIFIED).encode("gb18030"))
    assert decoded.text == f"{SIMPLIFIED * 3}\n{stray}\n{SIMPLIFIED}"


@pytest.mark.parametrize(
    "text",
    [
        "名单：赟昺翀、龑彧玥、媛嫄婧、淏湉煊、炘烜焜，请到会议室。",
        "号码１１６１１７８９０１２３４５６７８９０１２３４５６７８９０１２３赟昺翀，请查收。",
        "购买A股、B股和K线图，赟昺翀说。",
        "饕餮、魑魅魍魉、蹀躞、龃龉、觊觎，都是难写的词。",
        "地名：尉犁、洛浦、亳州、濮阳、郾城、郏县、泌阳、涞水、蠡县。",
        "𠮷𠂇𡃁㐂㑇䥽䲟鿍鿎，都是四个字节的字。",
        "━━━━━━━━━━━━◆◆◆◆◆◆◆◆◆◆※※※※※※※",
        "ωπθΔ∑∞≠≤≥⊥∥∠⌒⊙≌∽㎜㎝㎞㎏㏄㏎",
    ],
)
@pytest.mark.parametrize("codec", ["gb18030", "big5-hkscs"])
def test_unusual_but_sound_text_stays(text: str, codec: str) -> None:
    data = (SIMPLIFIED if codec == "gb18030" else TRADITIONAL).encode(codec) + text.encode(codec, "ignore")
    assert reread_nonsense(data, data.decode(codec), codec).n_replaced == 0


@pytest.mark.skipif(not SHARED.exists(), reason="the sample texts are not beside the checkout")
@pytest.mark.parametrize("folder", ["pages", "sentences", "words", "gazetteer", "entities"])
def test_no_sound_sample_text_is_taken_for_damaged(folder: str) -> None:
    paths = [path for path in sorted((SHARED / folder).rglob("*")) if path.is_file()]
    texts = [text for path in paths if "\ufffd" not in (text := path.read_text("utf-8", "replace"))]
    assert texts
    for text in texts:
        data = text[:400_000].encode("gb18030")
        assert reread_nonsense(data, data.decode("gb18030"), "gb18030").n_replaced == 0


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["gb18030", "big5-hkscs"]))
def test_aligned_characters_cover_the_bytes_in_order(data: bytes, codec: str) -> None:
    steps = align(data, codec, 2.5)
    ends = [offset for offset, _ in steps[1:]] + [len(data)] * bool(data)
    for (start, character), end in zip(steps, ends, strict=True):
        assert start < end
        assert character == "\ufffd" or data[start:end].decode(codec) == character
    assert not steps or steps[0][0] == 0


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=6000), st.sampled_from(["gb18030", "big5-hkscs", "utf-8", "hz"]))
def test_any_bytes_are_read_with_their_damage_located(data: bytes, encoding: str) -> None:
    text, offsets = decode_resynced(data, encoding)
    assert offsets == sorted(set(offsets))
    assert not offsets or 0 <= offsets[0] <= offsets[-1] < len(data)
    assert text.count("\ufffd") >= len(offsets)


def test_no_place_of_plain_text_is_nonsense() -> None:
    assert list(find_nonsense(SIMPLIFIED + TRADITIONAL + "购买A股")) == []


def test_damage_all_over_a_long_line_is_read_around() -> None:
    data = re.sub(b"(.{60})", b"\\1\xff", (SIMPLIFIED * 150).encode("gb18030"), flags=re.DOTALL)
    text, offsets = decode_resynced(data, "gb18030")
    assert len(offsets) > 200
    assert len(text) > 0.9 * len(SIMPLIFIED * 150)
