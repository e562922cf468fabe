"""Decoding: every encoding is found, damage is counted and located, foreign and binary files are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.decode import Decoded, UndecodableFile, decode
from transforms.plausibility import common_characters, score_chinese

SIMPLIFIED = (
    "临江市人民政府昨日召开会议，部署今年第三季度的经济工作。会议指出，全市上半年工业增加值同比增长百分之六。\n"
)
TRADITIONAL = "臨江市政府昨日召開會議，討論今年第三季的經濟工作。市長表示，全市上半年工業產值較去年同期增長百分之六。\n"
CANTONESE = "市民話呢個展覽好有意思，佢哋嘅作品喺大會堂擺咗一個月，啲細路睇到唔捨得走。\n"
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
REASONS = {"empty", "binary", "not_chinese", "too_damaged", "declared_mismatch", "unsupported"}

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the labelled sample files are not beside the checkout")


def reason_of(data: bytes, declared: str | tuple[str, ...] | None = None) -> UndecodableFile:
    with pytest.raises(UndecodableFile) as caught:
        decode(data, declared)
    return caught.value


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (SIMPLIFIED + "𠮷㐂", "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL + "裏墻恒", "cp950", "cp950"),
        (CANTONESE, "big5-hkscs", "big5-hkscs"),
        (TRADITIONAL + "①開會②決議③散會", "big5-hkscs", "big5-hkscs"),
        (TRADITIONAL + "①開會②決議③散會", "big5", "big5"),
        (TRADITIONAL + "人民の日報", "big5-hkscs", "big5-hkscs"),
        (SIMPLIFIED, "hz", "hz"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED.strip(), "utf-16-le", "utf-16-le"),
        (TRADITIONAL.strip(), "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (SIMPLIFIED, "utf-32-le", "utf-32-le"),
        (SIMPLIFIED, "utf-32-be", "utf-32-be"),
    ],
)
@pytest.mark.parametrize("times", [1, 300])
def test_an_encoding_is_found_and_its_text_read(text: str, codec: str, name: str, times: int) -> None:
    data = (text * times).encode(codec)
    decoded = decode(data)
    assert (decoded.encoding, decoded.text, decoded.n_replaced) == (name, text * times, 0)
    assert data.decode(decoded.encoding) == decoded.text


def characters_that_fit(codec: str) -> str:
    """The commonest characters a codec can hold."""

    def fits(character: str) -> bool:
        try:
            return character.encode(codec).decode(codec) == character
        except UnicodeError:
            return False

    return "".join(filter(fits, common_characters()[:1500])) + "，。\n"


def texts_in(codec: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(characters_that_fit(codec)), min_size=30, max_size=200).filter(
        lambda text: len(text.strip()) > 25
    )


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le"]
)
def test_decoding_undoes_encoding(codec: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(texts_in(codec))
    def round_trip(text: str) -> None:
        assert decode(text.encode(codec)).text == text

    round_trip()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, "gbk", "utf-16", "no such codec", ("big5", "utf-8"), "rot13"]))
def test_any_bytes_are_decoded_or_rejected_with_a_reason(data: bytes, declared: str | tuple[str, ...] | None) -> None:
    try:
        json.dumps(dict(decode(data, declared).evidence))
    except UndecodableFile as rejection:
        reason = rejection.reason
    else:
        return
    assert reason in REASONS


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["utf-8", "gb18030", "utf-16", "hz"]), st.lists(st.tuples(st.integers(0), st.integers(0, 255))))
def test_damaged_text_is_decoded_or_rejected_with_a_reason(codec: str, damage: list[tuple[int, int]]) -> None:
    data = bytearray((SIMPLIFIED * 3).encode(codec))
    for at, byte in damage:
        data[at % len(data)] = byte
    try:
        assert decode(bytes(data)).text
    except UndecodableFile as rejection:
        reason = rejection.reason
    else:
        return
    assert reason in REASONS


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16"])
def test_a_character_cut_off_at_the_end_counts_as_one_damaged(codec: str) -> None:
    whole = (SIMPLIFIED * 4).strip() + "完"
    decoded = decode(whole.encode(codec)[:-1])
    assert decoded.n_replaced == 1
    assert decoded.text == whole[:-1] + "\ufffd"


def test_a_big5_character_cut_off_at_the_end_counts_as_one_damaged() -> None:
    decoded = decode((TRADITIONAL * 4).encode("big5") + "完".encode("big5")[:1])
    assert (decoded.text, decoded.n_replaced) == (TRADITIONAL * 4 + "\ufffd", 1)


@pytest.mark.parametrize(("codec", "text"), [("utf-8", SIMPLIFIED), ("gb18030", SIMPLIFIED), ("big5", TRADITIONAL)])
def test_a_bad_byte_is_replaced_counted_and_located(codec: str, text: str) -> None:
    head, tail = (text * 5).encode(codec), (text * 5).encode(codec)
    decoded = decode(head + b"\xff\n" + tail)
    assert (decoded.text, decoded.n_replaced) == (text * 5 + "\ufffd\n" + text * 5, 1)
    assert decoded.evidence["replaced_at"] == [len(head)]


def test_damage_far_apart_is_located_in_the_bytes_of_the_file() -> None:
    block = (SIMPLIFIED * 5).encode("gb18030")
    data = block + b"\xff\n" + block + b"\xff\n" + block
    assert decode(data).evidence["replaced_at"] == [len(block), 2 * len(block) + 2]


def test_a_replacement_character_that_the_file_holds_is_no_damage() -> None:
    decoded = decode(SIMPLIFIED.encode() * 9 + "\ufffd".encode() + b"\xff" + SIMPLIFIED.encode())
    assert decoded.n_replaced == 1


def test_a_file_damaged_all_over_is_rejected() -> None:
    data = (SIMPLIFIED * 9).encode("utf-8").replace("的".encode(), b"\xff\xff").replace("，".encode(), b"\xff\xfe")
    assert reason_of(data).reason == "too_damaged"


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_line_in_another_encoding_is_read_in_its_own(main: str, other: str) -> None:
    stray = "各区负责人参加会议，并提出三点意见。\n"
    decoded = decode((SIMPLIFIED * 5).encode(main) + stray.encode(other) + SIMPLIFIED.encode(main))
    assert (decoded.text, decoded.n_replaced) == (SIMPLIFIED * 5 + stray + SIMPLIFIED, 0)
    assert decoded.evidence["mixed_at"] == [[len((SIMPLIFIED * 5).encode(main)), other]]


PARTS = {"utf-8": SIMPLIFIED * 4, "gb18030": SIMPLIFIED * 4, "big5": TRADITIONAL * 4}


@pytest.mark.parametrize("first", PARTS)
@pytest.mark.parametrize("second", PARTS)
@pytest.mark.parametrize("times", [1, 100])
def test_a_file_that_changes_its_encoding_is_read_part_by_part(first: str, second: str, times: int) -> None:
    if first == second:
        return
    head, tail = PARTS[first] * times, PARTS[second] * times
    decoded = decode(head.encode(first) + tail.encode(second))
    assert (decoded.text, decoded.n_replaced, decoded.evidence["decided_by"]) == (head + tail, 0, "parts")
    starts = [start for start, _ in decoded.evidence["parts"]]  # type: ignore[attr-defined]
    assert starts == [0, len(head.encode(first))]


def test_a_short_end_in_big5_is_found_though_gb18030_can_read_it() -> None:
    text = SIMPLIFIED * 300
    decoded = decode(text.encode("gb18030") + (TRADITIONAL * 2).encode("big5"))
    assert decoded.text == text + TRADITIONAL * 2


def test_private_use_characters_do_not_make_gb18030_another_encoding() -> None:
    text = "姓\ue4c7\ue4c8\ue4c9\ue4ca的村民。" + SIMPLIFIED * 5
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "hz"])
def test_long_ascii_before_wide_text_or_hz_does_not_mislead(codec: str) -> None:
    text = "<div class='nav'>menu</div>\n" * 400 + SIMPLIFIED
    assert decode(text.encode(codec)).text == text


def test_a_bad_byte_in_hz_costs_one_character() -> None:
    data = bytearray(SIMPLIFIED.encode("hz"))
    data[20] = 0xFF
    decoded = decode(bytes(data))
    assert (decoded.encoding, decoded.n_replaced, decoded.text[12:]) == ("hz", 1, SIMPLIFIED[12:])


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 76), st.sampled_from([("gb18030", SIMPLIFIED), ("big5", TRADITIONAL), ("utf-8", SIMPLIFIED)]))
def test_one_overwritten_byte_costs_no_more_than_two_characters(at: int, case: tuple[str, str]) -> None:
    codec, text = case
    data = bytearray(text.encode(codec))
    data[at] = 0xFF
    read = decode(bytes(data)).text
    place = read.index("\ufffd")
    assert read[:place] == text[:place]
    assert read.endswith(text[place + 2 :])


def test_a_lost_byte_shifts_no_more_than_its_place() -> None:
    text = "会议审议通过今年第三季度的经济工作报告\n"
    data = text.encode("gb18030")
    for lost in range(4, 30):
        decoded = decode(data[:lost] + data[lost + 1 :] + SIMPLIFIED.encode("gb18030"))
        same = sum(a == b for a, b in zip(decoded.text, text, strict=False))
        assert same >= len(text) - 3, lost


def test_padding_of_nul_bytes_at_the_end_does_not_make_text_binary() -> None:
    assert decode(SIMPLIFIED.encode("gbk") + b"\0" * 300).text.rstrip("\0") == SIMPLIFIED


def test_a_two_byte_file_that_happens_to_be_utf8_is_read_as_chinese() -> None:
    assert decode("一".encode("gbk")).text == "一"


def test_text_garbled_before_it_was_stored_is_accepted_for_cleaning_to_repair() -> None:
    garbled = (SIMPLIFIED * 3).encode("utf-8").decode("latin-1")
    decoded = decode(garbled.encode("utf-8"))
    assert (decoded.text, decoded.evidence["is_mojibake"]) == (garbled, True)


def test_long_ascii_before_gb18030_does_not_mislead() -> None:
    head = "<div class='nav'>menu</div>\n" * 11_000
    decoded = decode((head + SIMPLIFIED).encode("gb18030"))
    assert (decoded.encoding, decoded.text) == ("gb18030", head + SIMPLIFIED)


def test_long_ascii_before_big5_in_one_line_does_not_mislead() -> None:
    head = "x" * 300_000
    assert decode((head + TRADITIONAL * 3).encode("big5")).text == head + TRADITIONAL * 3


def test_text_in_one_line_without_breaks_is_sampled_soundly() -> None:
    text = TRADITIONAL.strip() * 500
    assert decode(text.encode("big5")).text == text


def test_four_characters_after_ascii_are_enough() -> None:
    assert decode("Tel: 555-0100 临江日报".encode("gbk")).text == "Tel: 555-0100 临江日报"


def test_a_stray_nul_byte_does_not_make_text_binary() -> None:
    text = SIMPLIFIED * 20 + "\0" + SIMPLIFIED
    assert decode(text.encode("gb18030")).text == text


def test_text_that_begins_with_the_letters_of_a_format_is_text() -> None:
    for head in ("RIFF", "ID3", "CAJ", "BZh", "PAR1"):
        assert decode((head + SIMPLIFIED).encode("gb18030")).text == head + SIMPLIFIED


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\n\x00"])
def test_a_file_without_text_is_empty(data: bytes) -> None:
    assert reason_of(data).reason == "empty"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "Office"),
        (bytes(range(256)) * 20, "NUL"),
        (bytes(range(1, 32)) * 20, "control"),
    ],
)
def test_a_binary_file_is_named(data: bytes, words: str) -> None:
    rejection = reason_of(data)
    assert rejection.reason == "binary"
    assert words in rejection.detail


@pytest.mark.parametrize(
    ("text", "codecs", "language"),
    [
        (
            "市の予算案は昨日の議会で可決された。来年度から新しい図書館の建設が始まる。\n",
            "utf-8 utf-8-sig euc-jp cp932 utf-16",
            "Japanese",
        ),
        (
            "시의회는 어제 본회의에서 내년도 예산안을 가결했다. 새 도서관은 내년 봄에 문을 연다.\n",
            "utf-8 euc-kr cp949",
            "Korean",
        ),
        ("Городской совет вчера утвердил бюджет на будущий год.\n", "utf-8", "cyrillic"),
        ("Le conseil a adopté hier le budget de l'année prochaine, à une voix près.\n", "utf-8", "Latin"),
        ("The council adopted the budget yesterday.\n", "ascii", "ASCII"),
        ("市の予算案は昨日の議会で可決された。\n", "iso2022-jp", "Japanese"),
        ("시의회는 어제 본회의에서 예산안을 가결했다.\n", "iso2022-kr", "Korean"),
    ],
)
def test_foreign_text_is_rejected_by_name(text: str, codecs: str, language: str) -> None:
    for codec in codecs.split():
        rejection = reason_of((text * 8).encode(codec))
        assert rejection.reason == "not_chinese", codec
        assert language in rejection.detail, codec


@pytest.mark.parametrize("codec", ["koi8-r", "cp1251", "iso8859-5"])
def test_cyrillic_bytes_are_not_read_as_chinese(codec: str) -> None:
    text = "Городской совет вчера утвердил бюджет на будущий год, новая библиотека откроется весной.\n"
    assert reason_of((text * 8).encode(codec)).reason == "not_chinese"


@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "cp1250"])
def test_accented_latin_bytes_are_not_read_as_chinese(codec: str) -> None:
    text = "Der Stadtrat beschloß gestern über Bücher für Schüler, größere Säle und schöne Gärten.\n"
    assert reason_of((text * 8).encode(codec)).reason == "not_chinese"


def test_chinese_with_a_japanese_quotation_is_chinese() -> None:
    text = SIMPLIFIED * 10 + "店名写作「さくら」。\n" + SIMPLIFIED * 10
    assert decode(text.encode()).text == text


def test_chinese_with_much_english_is_chinese() -> None:
    text = ("The delegation visited the port on Monday and left for home. " * 3 + SIMPLIFIED) * 5
    for codec in ("utf-8", "gb18030"):
        assert decode(text.encode(codec)).text == text


def test_confidence_grows_with_the_text() -> None:
    short, long = decode("临江日报".encode("gbk")), decode((SIMPLIFIED * 9).encode("gbk"))
    assert 0.5 < short.confidence < long.confidence <= 1


def test_evidence_can_be_stored_as_json() -> None:
    decoded = decode((TRADITIONAL * 9).encode("big5") + b"\xff")
    assert json.loads(json.dumps(dict(decoded.evidence)))["decided_by"] == "score"


def test_the_right_reading_scores_far_above_the_wrong_ones() -> None:
    data = (TRADITIONAL * 2).encode("big5")
    assert score_chinese(data.decode("big5")) > 0.7
    assert score_chinese(data.decode("gb18030", "replace")) < 0


CHINESE_FOLDERS = {"big5": "big5", "gb2312": "gb18030", "gb18030_short": "gb18030"}
"""Folder -> codec to compare with; Python's gb2312 reads A1A4 and A1AA as ・ and ― where GB18030 has · and —."""


@needs_shared
@pytest.mark.parametrize("folder", sorted(CHINESE_FOLDERS))
def test_every_labelled_chinese_file_is_read_as_its_label_says(folder: str) -> None:
    for path in sorted((SHARED / "encoding" / "labelled" / folder).iterdir()):
        data = path.read_bytes()
        assert decode(data).text == data.decode(CHINESE_FOLDERS[folder]), path.name


@needs_shared
@pytest.mark.parametrize("folder", ["cp949", "euc_kr", "iso_2022_jp", "iso_2022_kr", "shift_jis"])
def test_every_labelled_foreign_file_is_rejected_by_language(folder: str) -> None:
    language = "Japanese" if folder in {"iso_2022_jp", "shift_jis"} else "Korean"
    for path in sorted((SHARED / "encoding" / "labelled" / folder).iterdir()):
        rejection = reason_of(path.read_bytes())
        assert rejection.reason == "not_chinese", path.name
        assert language in rejection.detail, path.name


@needs_shared
def test_euc_tw_is_recognised_though_not_read() -> None:
    for path in sorted((SHARED / "encoding" / "labelled" / "euc_tw").iterdir()):
        rejection = reason_of(path.read_bytes())
        assert rejection.reason == "unsupported"
        assert "EUC-TW" in rejection.detail


@needs_shared
def test_every_sample_page_is_decoded_without_damage() -> None:
    pages = sorted((SHARED / "pages").rglob("*.txt"))
    decoded: list[Decoded] = [decode(path.read_bytes()) for path in pages]
    assert len(decoded) > 30
    assert {page.n_replaced for page in decoded} == {0}
