"""Values of Chinese, Arabic, full-width and mixed numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.numerals import fold, parse_number

VALUES = {
    "四百一十八点二七亿": 41_827_000_000,
    "3亿5000万": 350_000_000,
    "2万5千": 25_000,
    "两万五": 25_000,
    "两百五": 250,
    "一千零五": 1005,
    "一百零一万一千": 1_011_000,
    "万亿": 10**12,
    "一万亿": 10**12,
    "十二": 12,
    "十": 10,
    "一": 1,
    "二〇二一": 2021,
    "二○○一": 2001,
    "１２．５万": 125_000,
    "1,234,567.8": 1_234_567.8,
    "叁佰萬": 3_000_000,
    "兩億": 200_000_000,
    "四分之三": 0.75,
    "百分之二十点五": 0.205,
    "418.27亿": 41_827_000_000,
    "5000多亿": 500_000_000_000,
    "2千零30万": 20_300_000,
    "1千零1": 1001,
    "三千 九百 六十五": 3965,
    "三百又四分之一": 300.25,
    "16/5": 3.2,
    "1 3/4": 1.75,
    "2.5e3": 2500,
    ".5": 0.5,
    "贰万叁仟伍佰": 23_500,
}


@pytest.mark.parametrize("text", VALUES)
def test_a_numeral_has_its_value(text: str) -> None:
    assert parse_number(text) == VALUES[text]


@pytest.mark.parametrize("text", ["", "元", "百姓", "三元", "第三", "1:2", "十字", "12G", "3/0", "又三分之一", "1/2/3"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse_number(text) is None


def _written(number: int) -> str:
    """The Chinese reading of 1..9999_9999, as an independent check."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return _written(high) + "万" + (gap + _written(low) if low else "")
    text, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + unit
        gap = digit == 0
    return text


@given(st.integers(1, 99_999_999))
def test_a_written_out_integer_is_read_back(number: int) -> None:
    assert parse_number(_written(number)) == number


@given(st.integers(0, 10**12))
def test_digits_are_read_back_with_and_without_separators(number: int) -> None:
    assert parse_number(str(number)) == parse_number(f"{number:,}") == number


@given(st.text(max_size=50))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
