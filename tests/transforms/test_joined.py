"""Files in which UTF-16 and another encoding follow each other are read stretch by stretch."""

from __future__ import annotations

import pytest

from transforms.decode import decode
from transforms.joined import may_hold_others, split_joined

TEXT = "临江市人民政府昨日召开会议，部署2026年的经济工作。\n会议指出，全市上半年工业增加值同比增长6%。\n" * 12
OTHER = "各区负责人参加会议，并就旧城改造、学校建设提出三点意见。\n" * 30
TRADITIONAL = "各區負責人參加會議，並就舊城改造、學校建設提出三點意見。\n" * 30


@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(("codec", "other"), [("gb18030", OTHER), ("utf-8", OTHER), ("big5", TRADITIONAL)])
def test_utf_16_before_another_encoding_is_read(wide: str, codec: str, other: str) -> None:
    head = TEXT.encode(wide)
    decoded = decode(head + other.encode(codec))
    assert (decoded.text, decoded.n_replaced, decoded.evidence["decided_by"]) == (TEXT + other, 0, "parts")
    assert [start for start, _ in decoded.evidence["parts"]] == [0, len(head)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(("codec", "other"), [("gb18030", OTHER), ("utf-8", OTHER), ("big5", TRADITIONAL)])
@pytest.mark.parametrize("odd", ["", "x"])
def test_utf_16_behind_another_encoding_is_read(wide: str, codec: str, other: str, odd: str) -> None:
    head = odd + other
    decoded = decode(head.encode(codec) + TEXT.encode(wide))
    assert decoded.text == head + TEXT
    assert decoded.evidence["n_parts"] == 2


def test_three_files_put_together_are_read() -> None:
    data = OTHER.encode("gbk") + TEXT.encode("utf-16") + OTHER.encode("utf-8")
    decoded = decode(data)
    assert decoded.text == OTHER + TEXT + OTHER
    assert [name for _, name in decoded.evidence["parts"]] == ["gb18030", "utf-16-le", "utf-8"]  # type: ignore[attr-defined]


def test_a_short_end_in_utf_16_of_a_long_file_is_read() -> None:
    text = OTHER * 100
    assert decode(text.encode("gbk") + TEXT.encode("utf-16-le")).text == text + TEXT


def test_damage_in_a_stretch_is_located_in_the_file() -> None:
    head = TEXT.encode("utf-16-le")
    decoded = decode(head + OTHER.encode("gbk") + b"\xff\n" + OTHER.encode("gbk"))
    assert (decoded.n_replaced, decoded.evidence["replaced_at"]) == (1, [len(head) + len(OTHER.encode("gbk"))])


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
def test_plain_utf_16_is_one_stretch(codec: str) -> None:
    text = TEXT * 20 + "<div>menu</div>\n" * 100 + TEXT
    assert len(split_joined(text.encode(codec))) == 1
    assert decode(text.encode(codec)).text == text


def test_korean_names_do_not_make_utf_16_a_mixture() -> None:
    text = TEXT + "韩国影星김수현、이민호出席开幕式。\n" + TEXT
    assert may_hold_others(text)
    assert decode(text.encode("utf-16-le")).text == text


def test_stray_nul_bytes_at_line_ends_do_not_make_gb18030_a_mixture() -> None:
    text = (OTHER + "\0") * 3
    assert decode(text.encode("gb18030")).text == text
