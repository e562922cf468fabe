"""Signatures and comparisons: what makes two texts one text printed twice."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.likeness import (
    MIN_LIKE,
    MIN_SAME,
    N_BANDS,
    Likeness,
    compare,
    is_form,
    letters_of,
    manner_of,
    sign,
)

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]
TEXTS = st.text(st.sampled_from(HAN[:40]), max_size=300)


def drawn(n: int, seed: int) -> str:
    """A text of `n` letters, unlike that of any other seed."""
    return "".join(random.Random(seed).choices(HAN, k=n))


def misread(text: str, every: int) -> str:
    """The text with every so-manieth letter another one."""
    return "".join("误" if i % every == every // 2 else letter for i, letter in enumerate(text))


ARTICLE = drawn(600, 1)


@given(st.lists(TEXTS, max_size=6))
def test_a_signature_depends_on_its_text_alone(texts: list[str]) -> None:
    assert sign(texts) == [sign([text])[0] for text in texts]


@given(st.text(max_size=60))
def test_letters_of_letters_are_the_same_letters(text: str) -> None:
    assert letters_of(letters_of(text)) == letters_of(text)


@pytest.mark.parametrize("printed", ["江水 三十\n年", "“江水”，三十年。", "江水　三十_年", "江-水·三十年\ue000"])
def test_marks_and_spaces_are_no_letters(printed: str) -> None:
    assert letters_of(printed) == "江水三十年"


@pytest.mark.parametrize("letters", ["〇", "ABC123", "𠮷野", "㐂", "豈"])
def test_rare_characters_are_letters(letters: str) -> None:
    assert letters_of(letters) == letters


def test_equal_texts_have_one_hash_and_others_have_others() -> None:
    same, other = sign([ARTICLE, ARTICLE]), sign([ARTICLE[:-1]])
    assert same[0] == same[1]
    assert same[0].text_hash != other[0].text_hash


def test_short_texts_have_no_bands_and_shorter_ones_no_hash() -> None:
    bands = [sign([drawn(n, 2)])[0].bands for n in (MIN_LIKE - 1, MIN_LIKE)]
    hashes = [sign([drawn(n, 2)])[0].text_hash for n in (MIN_SAME - 1, MIN_SAME)]
    assert [b is None for b in bands] == [h is None for h in hashes] == [True, False]


def test_signatures_stay_as_they_are_in_lakes() -> None:
    """They are compared with those that earlier releases wrote: whoever changes them must say so in CHANGELOG.md."""
    signature = sign(["青江大桥建成通车" * 20])[0]
    assert signature.text_hash == 2080695393383541275
    assert signature.bands is not None
    assert len(signature.bands) == N_BANDS
    assert signature.bands[:3] == [1134370429, -777926595, -1198222382]
    assert signature.bands[-2:] == [2028364012, 1167885840]


@pytest.mark.parametrize("every", [100, 20])
def test_a_misread_text_shares_bands(every: int) -> None:
    first, second = (signature.bands or [] for signature in sign([ARTICLE, misread(ARTICLE, every)]))
    assert any(a == b for a, b in zip(first, second, strict=True))


def test_a_text_cut_to_its_lead_shares_bands() -> None:
    first, second = (signature.bands or [] for signature in sign([drawn(3000, 3), drawn(3000, 3)[:200]]))
    assert any(a == b for a, b in zip(first, second, strict=True))


def test_texts_of_which_neither_knows_the_other_share_no_band() -> None:
    bands = [signature.bands or [] for signature in sign([drawn(500, seed) for seed in range(200)])]
    for column in zip(*bands, strict=True):
        assert len(set(column)) == len(bands)


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_both_ways(first: str, second: str) -> None:
    there, back = compare(first, second), compare(second, first)
    assert there.jaccard == back.jaccard
    assert (there.contained, there.kept) == (back.kept, back.contained)


@given(TEXTS, TEXTS)
def test_likeness_counts_all_shingles(first: str, second: str) -> None:
    a, b = ({text[i : i + 4] for i in range(len(text) - 3)} for text in (first, second))
    found = compare(first, second)
    assert (found.n_common, found.n_first, found.n_second) == (len(a & b), len(a), len(b))
    assert found.jaccard == (len(a & b) / len(a | b) if a | b else 0)


@given(st.text(st.sampled_from([*HAN[:40], "𠮷"]), min_size=4, max_size=300))
def test_a_text_is_all_in_itself(text: str) -> None:
    found = compare(text, text)
    assert (found.jaccard, found.n_changes, found.n_numbers) == (1.0, 0, 0)


@pytest.mark.parametrize(
    ("second", "n_changes", "n_numbers"),
    [
        (ARTICLE, 0, 0),
        (ARTICLE[:100] + "误" + ARTICLE[101:], 0, 0),
        (ARTICLE[:100] + "误误" + ARTICLE[102:], 1, 0),
        (ARTICLE[:100] + "7" + ARTICLE[101:], 0, 1),
        (ARTICLE[:100] + "十七" + ARTICLE[102:200] + "3" + ARTICLE[201:], 1, 2),
        (ARTICLE[:100] + drawn(50, 9) + "7" + ARTICLE[100:], 1, 0),
        (ARTICLE[:200], 0, 0),
        (ARTICLE[:100] + ARTICLE[150:], 0, 0),
        ("误" * 9 + ARTICLE, 1, 0),
        (ARTICLE + "误" * 9, 1, 0),
    ],
)
def test_changes_are_what_the_second_text_has_of_its_own(second: str, n_changes: int, n_numbers: int) -> None:
    found = compare(ARTICLE, second)
    assert (found.n_changes, found.n_numbers) == (n_changes, n_numbers)


@pytest.mark.parametrize(
    ("second", "manner"),
    [
        (misread(ARTICLE, 20), "edited"),
        (drawn(100, 8) + ARTICLE[100:], "edited"),
        (ARTICLE[:300] + drawn(150, 8) + ARTICLE[300:], "edited"),
        (ARTICLE[:400], "edited"),
        (ARTICLE[:120], "cut"),
        (ARTICLE[400:], "cut"),
        (misread(ARTICLE[:150], 30), "cut"),
        (drawn(600, 8), None),
        (ARTICLE[:150] + drawn(450, 8), None),
        (ARTICLE + drawn(1200, 8), None),
    ],
)
def test_how_a_text_was_reprinted(second: str, manner: str | None) -> None:
    assert manner_of(compare(ARTICLE, second)) == manner


def test_a_later_text_that_holds_a_much_shorter_one_is_no_reprint() -> None:
    assert manner_of(compare(ARTICLE[:150], ARTICLE)) is None


NOTICE = (
    "市气象台预报今天夜间{sky}偏南风二三级明天白天{later}转{sky}最高气温{a}度最低气温{b}度相对湿度{c}森林火险等级{d}级"
    "洗车指数{e}穿衣指数{f}请市民外出注意防晒并随时关注最新的天气变化情况以及气象部门发布的各类预警信息做好防范准备"
)


def test_two_notices_of_one_form_are_no_reprints() -> None:
    first = NOTICE.format(sky="多云", later="小雨", a=25, b=14, c=61, d=3, e=40, f=72)
    second = NOTICE.format(sky="雷阵雨", later="阴天", a=31, b=20, c=85, d=1, e=15, f=38)
    found = compare(first, second)
    assert is_form(found)
    assert manner_of(found) is None


def test_a_badly_misread_text_is_no_form() -> None:
    chance = random.Random(4)
    found = compare(ARTICLE, "".join("误" if chance.random() < 0.08 else letter for letter in ARTICLE))
    assert found.n_changes > 0.015 * found.n_letters
    assert not is_form(found)


def test_the_same_notice_with_a_letter_misread_is_a_reprint() -> None:
    first = NOTICE.format(sky="多云", later="小雨", a=25, b=14, c=61, d=3, e=40, f=72)
    assert manner_of(compare(first, first.replace("森林", "森材"))) == "edited"


def test_what_two_empty_texts_have_in_common_is_nothing() -> None:
    assert compare("", "") == Likeness(0, 0, 0, 0, 0, 0, 0)
    assert compare("", "").jaccard == 0
