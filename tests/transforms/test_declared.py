"""Declared encodings: a file that fits is read, any other is rejected with what is wrong, where and what to do."""

from __future__ import annotations

import codecs

import pytest

from transforms.codec_names import codec_of
from transforms.decode import UndecodableFile, decode

SIMPLIFIED = "临江市人民政府昨日召开会议，部署今年第三季度的经济工作。会议指出，工业增加值同比增长百分之六。\n" * 4
TRADITIONAL = "臨江市政府昨日召開會議，討論今年第三季的經濟工作。市長表示，工業產值較去年同期增長百分之六。\n" * 4
Declared = str | tuple[str, ...]


def rejection_of(data: bytes, declared: Declared) -> UndecodableFile:
    with pytest.raises(UndecodableFile) as caught:
        decode(data, declared)
    return caught.value


@pytest.mark.parametrize(
    ("text", "codec", "declared", "name"),
    [
        (SIMPLIFIED, "gbk", "GBK", "gbk"),
        (SIMPLIFIED, "gb2312", "gb2312", "gb18030"),
        (SIMPLIFIED + "𠮷", "gb18030", "GB-18030", "gb18030"),
        (TRADITIONAL, "big5", "Big5", "big5"),
        (TRADITIONAL, "big5", "big5-hkscs", "big5-hkscs"),
        (TRADITIONAL, "cp950", "CP950", "cp950"),
        (SIMPLIFIED, "hz", "hz-gb-2312", "hz"),
        (SIMPLIFIED, "utf-8", "utf8", "utf-8"),
        (SIMPLIFIED, "utf-8", "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8", "utf-8-sig"),
        (SIMPLIFIED, "utf-16-be", "utf-16", "utf-16-be"),
        (SIMPLIFIED, "utf-16-le", "UTF-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16", "utf-16-le", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32", "utf-32"),
    ],
)
def test_a_file_that_fits_its_declaration_is_read(text: str, codec: str, declared: str, name: str) -> None:
    decoded = decode(text.encode(codec), declared)
    assert (decoded.text, decoded.encoding) == (text, name)
    assert decoded.evidence["decided_by"] == "declared"
    assert decoded.evidence["declared"] == [declared]


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030", "gb2312", "hz", "utf-8-sig", "utf-16", "utf-32-le"])
def test_one_damaged_byte_is_an_error_that_says_where(codec: str) -> None:
    data = bytearray(SIMPLIFIED.encode(codec))
    at = len(data) // 2 // 4 * 4
    data[at : at + 4] = b"\xff\xff\xd8\xdf" if codec.startswith("utf-16") else b"\xff\xff\xff\xff"
    rejection = rejection_of(bytes(data), codec)
    assert rejection.reason == "declared_mismatch"
    where = int(rejection.detail.partition("byte ")[2].split()[0])
    assert at - 4 <= where <= at + 3


@pytest.mark.parametrize(("codec", "text"), [("big5", TRADITIONAL), ("gb18030", SIMPLIFIED), ("utf-8", SIMPLIFIED)])
def test_a_damaged_file_that_detection_reads_is_rejected_where_it_is_declared(codec: str, text: str) -> None:
    data = text.encode(codec) + b"\xff\n" + text.encode(codec)
    assert decode(data).n_replaced == 1
    rejection = rejection_of(data, codec)
    assert f"byte {len(text.encode(codec))} (ff, in line 5)" in rejection.detail
    assert "a damaged character" in rejection.detail
    assert "source.encoding" in rejection.detail


def test_a_character_cut_off_at_the_end_is_an_error() -> None:
    data = SIMPLIFIED.strip().encode("gbk")[:-1]
    assert f"byte {len(data) - 1} " in rejection_of(data, "gbk").detail


def test_a_superset_is_named_where_the_declared_encoding_is_too_narrow() -> None:
    rejection = rejection_of((SIMPLIFIED + "朱镕基").encode("gbk"), "gb2312")
    assert "can't be read as gb2312. It looks like gb18030: correct the declaration" in rejection.detail


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [(SIMPLIFIED, "utf-8", "big5"), (TRADITIONAL, "big5", "gb18030"), (SIMPLIFIED, "utf-16-le", "gb18030")],
)
def test_a_contradicted_declaration_says_what_the_bytes_are(text: str, codec: str, declared: str) -> None:
    rejection = rejection_of(text.encode(codec), declared)
    assert (rejection.reason, f"{codec}: correct" in rejection.detail) == ("declared_mismatch", True)


def test_bytes_that_the_declared_encoding_reads_as_nonsense_are_an_error() -> None:
    data = TRADITIONAL.encode("big5")
    assert data.decode("gb18030", "ignore").encode("gb18030") == data
    assert "some as nonsense" in rejection_of(data, "gb18030").detail


def test_files_put_together_are_an_error_though_the_declared_encoding_reads_them() -> None:
    data = (SIMPLIFIED * 20).encode("gb18030") + TRADITIONAL.encode("big5")
    assert data.decode("gb18030")
    assert "several encodings put together" in rejection_of(data, "gb18030").detail


@pytest.mark.parametrize(
    ("text", "codec"), [(SIMPLIFIED, "gbk"), (TRADITIONAL, "big5"), (SIMPLIFIED, "utf-8"), (SIMPLIFIED, "hz")]
)
@pytest.mark.parametrize("declared", [("gbk", "big5", "utf-8", "hz"), ("hz", "utf-8", "big5", "gbk")])
def test_one_of_several_declared_encodings_is_chosen_in_any_order(
    text: str, codec: str, declared: tuple[str, ...]
) -> None:
    decoded = decode(text.encode(codec), declared)
    assert (decoded.text, decoded.encoding) == (text, codec)


def test_of_two_that_read_alike_the_first_declared_is_taken() -> None:
    data = SIMPLIFIED.encode("gbk")
    assert [decode(data, pair).encoding for pair in (("gbk", "gb18030"), ("gb18030", "gbk"))] == ["gbk", "gb18030"]


def test_where_none_of_several_fits_each_tells_its_fault() -> None:
    rejection = rejection_of(SIMPLIFIED.encode("utf-16-le"), ("utf-8", "big5"))
    assert "can't be read as utf-8; byte " in rejection.detail
    assert "can't be read as big5. It looks like utf-16-le" in rejection.detail


def test_a_damaged_file_fits_none_of_several_either() -> None:
    assert rejection_of(SIMPLIFIED.encode("gbk") + b"\xff", ("gbk", "utf-8")).reason == "declared_mismatch"


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8-sig", "gbk"),
        ("utf-16", "utf-8"),
        ("utf-16", "utf-32"),
        ("utf-16", "utf-16-be"),
        ("utf-32", ("gb18030", "utf-8")),
    ],
)
def test_a_byte_order_mark_that_contradicts_is_an_error(codec: str, declared: Declared) -> None:
    rejection = rejection_of(SIMPLIFIED.encode(codec), declared)
    assert rejection.reason == "declared_mismatch"
    assert f"byte order mark of {codec} (" in rejection.detail


def test_a_byte_order_mark_of_one_of_several_declared_decides() -> None:
    assert decode(SIMPLIFIED.encode("utf-8-sig"), ("gbk", "utf-8")).encoding == "utf-8-sig"


def test_the_mark_of_gb18030_fits_its_declaration() -> None:
    decoded = decode(b"\x84\x31\x95\x33" + SIMPLIFIED.encode("gb18030"), "gb18030")
    assert (decoded.text, decoded.evidence["mark"]) == (SIMPLIFIED, "84319533")


def test_damage_behind_a_byte_order_mark_is_located_in_the_file() -> None:
    data = codecs.BOM_UTF8 + SIMPLIFIED.encode() + b"\xff"
    assert f"byte {len(data) - 1} (ff, " in rejection_of(data, "utf-8").detail


def test_a_mark_without_text_is_empty() -> None:
    assert rejection_of(codecs.BOM_UTF8 + b"\n", "utf-8").reason == "empty"


@pytest.mark.parametrize("declared", ["utf-9", "latin-1", "rot13", ("gbk", "gbq"), "", "unicode_escape"])
def test_a_name_that_is_no_encoding_of_chinese_is_an_error(declared: Declared) -> None:
    if not declared:
        assert codec_of(declared) is None
        return
    rejection = rejection_of(SIMPLIFIED.encode("gbk"), declared)
    assert (rejection.reason, "reads no files in" in rejection.detail) == ("declared_mismatch", True)


def test_foreign_text_stays_rejected_though_its_encoding_is_declared() -> None:
    japanese = "市の予算案は昨日の議会で可決された。来年度から新しい図書館の建設が始まる。\n" * 5
    assert rejection_of(japanese.encode(), "utf-8").reason == "not_chinese"


def test_a_file_too_garbled_to_judge_is_read_as_declared() -> None:
    garbled = SIMPLIFIED.encode("utf-8").decode("latin-1")
    assert decode(garbled.encode(), "utf-8").text == garbled
