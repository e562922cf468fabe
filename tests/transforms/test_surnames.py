"""One table of surnames, for lines of names and for running text."""

import pytest

from transforms.names import looks_chinese
from transforms.surnames import COMPOUND, COMPOUND_IN_TEXT, IN_TEXT, NOT_NAMES, SURNAMES


@pytest.mark.parametrize("surname", "王李张刘陈杨赵黄周吴栗闫付芦邝楼隋劉陳楊趙黃吳")
def test_common_surnames_count_everywhere(surname: str) -> None:
    assert surname in SURNAMES
    assert surname in IN_TEXT


@pytest.mark.parametrize("character", "家都能通国水时")
def test_everyday_characters_open_no_name_in_running_text(character: str) -> None:
    assert character not in IN_TEXT


def test_every_compound_of_running_text_counts_on_a_line_of_names() -> None:
    assert COMPOUND_IN_TEXT < COMPOUND


@pytest.mark.parametrize("word", ["谷向阳", "李和平", "欧阳靖远"])
def test_a_given_name_may_hold_a_character_that_joins_words(word: str) -> None:
    assert looks_chinese(word)


def test_words_in_the_place_of_a_name_are_none() -> None:
    assert {"手记", "来源"} <= NOT_NAMES
