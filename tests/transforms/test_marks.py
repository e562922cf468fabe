"""Bylines, leads, jump marks, furniture, stacks and joins, one by one; the cases are in tests/cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from transforms.bylines import as_printed, read_byline, read_office_holder, read_signature, read_tail, tail_bracket
from transforms.furniture_kinds import furniture_kind
from transforms.heads import divide
from transforms.imprint import read_imprint
from transforms.joins import join_features
from transforms.jumps import read_jump
from transforms.leads import read_lead
from transforms.lines import Line, Manner, find_manner, plain_form, split_lines
from transforms.stack_weights import STACK
from transforms.weights import JOINS, LOOKS

CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> Any:
    return json.loads((CASES / f"{name}.json").read_text("utf-8"))


BYLINES, LEADS, JUMPS, FURNITURE = cases("bylines"), cases("leads"), cases("jumps"), cases("furniture")
STACKS, BREAKS = cases("headline_stacks"), cases("joins")


def line(text: str) -> Line:
    return split_lines(text)[0]


@pytest.mark.parametrize(("text", "names"), BYLINES["lines"])
def test_byline_names_its_authors(text: str, names: list[str]) -> None:
    byline = read_byline(plain_form(text))
    assert byline is not None
    assert list(as_printed(byline.names, plain_form(text), text)) == names


@pytest.mark.parametrize("text", BYLINES["not_lines"])
def test_other_line_is_no_byline(text: str) -> None:
    assert read_byline(plain_form(text)) is None


@pytest.mark.parametrize(("text", "names"), BYLINES["tails"])
def test_tail_bracket_names_its_authors(text: str, names: list[str]) -> None:
    plain = plain_form(text)
    at = tail_bracket(plain)
    assert at >= 0
    byline = read_tail(plain[at + 1 : -1])
    assert byline is not None
    assert list(byline.names) == names


@pytest.mark.parametrize(("text", "names", "is_occupation"), BYLINES["offices"])
def test_office_or_occupation_stands_beside_its_holder(text: str, names: list[str], is_occupation: bool) -> None:
    held = read_office_holder(plain_form(text))
    assert held is not None
    assert list(as_printed(held.names, plain_form(text), text)) == names
    assert held.has_role is is_occupation


@pytest.mark.parametrize("text", BYLINES["not_offices"])
def test_other_line_names_no_office_holder(text: str) -> None:
    assert read_office_holder(plain_form(text)) is None


@pytest.mark.parametrize(("text", "names"), BYLINES["signatures"])
def test_place_or_body_stands_before_who_signs(text: str, names: list[str]) -> None:
    signed = read_signature(plain_form(text))
    assert signed is not None
    assert list(signed.names) == names


@pytest.mark.parametrize("text", BYLINES["not_signatures"])
def test_place_before_other_words_is_no_signature(text: str) -> None:
    assert read_signature(plain_form(text)) is None


@pytest.mark.parametrize("text", BYLINES["not_tails"])
def test_other_bracket_is_no_tail_byline(text: str) -> None:
    assert tail_bracket(plain_form(text)) == -1


@pytest.mark.parametrize(("text", "source", "place", "day", "names"), LEADS["leads"])
def test_lead_gives_source_place_date_and_reporters(
    text: str, source: str, place: str | None, day: str | None, names: list[str]
) -> None:
    lead = read_lead(plain_form(text))
    assert lead is not None
    assert (lead.source, lead.place, lead.date) == (source, place, day)
    assert list(as_printed(lead.names, plain_form(text), text)) == names


@pytest.mark.parametrize("text", LEADS["not_leads"])
def test_other_line_opens_with_no_lead(text: str) -> None:
    assert read_lead(plain_form(text)) is None


@pytest.mark.parametrize(("text", "direction", "page"), JUMPS["jumps"])
def test_jump_mark_names_its_page(text: str, direction: str, page: str) -> None:
    jump = read_jump(plain_form(text))
    assert jump is not None
    assert (jump.direction, jump.page) == (direction, page)


@pytest.mark.parametrize("text", JUMPS["not_jumps"])
def test_other_line_is_no_jump(text: str) -> None:
    assert read_jump(plain_form(text)) is None


@pytest.mark.parametrize(("text", "kind"), FURNITURE["anywhere"])
def test_furniture_is_known_anywhere(text: str, kind: str) -> None:
    assert furniture_kind(plain_form(text), at_top=False) == kind


@pytest.mark.parametrize(("text", "kind"), FURNITURE["top"])
def test_some_furniture_is_known_at_the_top_only(text: str, kind: str) -> None:
    assert furniture_kind(plain_form(text), at_top=True) == kind


@pytest.mark.parametrize("text", FURNITURE["not_furniture"])
def test_text_is_no_furniture(text: str) -> None:
    assert furniture_kind(plain_form(text), at_top=False) is None


@pytest.mark.parametrize("text", FURNITURE["not_at_top"])
def test_headline_is_no_furniture_even_at_the_top(text: str) -> None:
    assert furniture_kind(plain_form(text), at_top=True) is None


@pytest.mark.parametrize(("text", "want"), FURNITURE["imprints"])
def test_folio_says_what_page_it_is(text: str, want: list[str | None]) -> None:
    found = read_imprint([("folio", plain_form(text), text)])
    issued = str(found.issue_date) if found.issue_date else None
    assert [found.publication, issued, found.page_label, found.page_section] == want


@pytest.mark.parametrize("case", STACKS, ids=[case["why"] for case in STACKS])
def test_headline_stack_is_divided(case: dict[str, Any]) -> None:
    stack = divide([line(text) for text in case["lines"]], Manner(), before_news=case["news"])
    assert [stack.n_kicker, stack.n_headline] == case["want"]


def join_score(before: str, after: str, manner: Manner) -> float:
    names = join_features(
        line(before), line(after), manner, is_lead=read_lead(plain_form(after)) is not None, is_credit=False
    )
    return sum(JOINS[name] for name in names)


@pytest.mark.parametrize(("before", "after"), BREAKS["joined"])
def test_paragraph_broken_in_two_is_joined(before: str, after: str) -> None:
    assert join_score(before, after, Manner()) > 0


@pytest.mark.parametrize(("before", "after"), BREAKS["apart"])
def test_paragraphs_are_kept_apart(before: str, after: str) -> None:
    assert join_score(before, after, Manner()) < 0


def test_wrap_width_blank_lines_and_indents_are_found() -> None:
    wrapped = "\n".join(["　　" + "天" * 18, "地" * 20, "玄" * 20, "黄" * 9 + "。"] * 4)
    manner = find_manner(split_lines(wrapped))
    assert (manner.wrap_width, manner.blank_lines, manner.indents) == (20, False, True)
    parted = find_manner(split_lines("\n\n".join(["天" * n + "。" for n in (30, 44, 18, 52, 61, 25, 80)])))
    assert (parted.wrap_width, parted.blank_lines, parted.indents) == (0, True, False)


def test_wrap_width_in_columns_is_found_where_digits_are_half_as_wide() -> None:
    text = "\n".join("天" * (20 - n) + "12" * n for n in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
    assert find_manner(split_lines(text), text).wrap_width == 20


def test_matching_form_keeps_every_offset() -> None:
    text = "（記者：３）　〇○⽇"
    assert len(plain_form(text)) == len(text)


def test_traditional_text_is_matched_in_simplified_characters_of_the_same_length() -> None:
    text = "（上接第一版）縣長陳文雄昨日強調，國會與縣議會應該為觀光發展提供經費，記者李大文報導。"
    assert plain_form(text).startswith("(上接第一版)县长陈文雄昨日强调,国会与县议会")
    assert len(plain_form(text)) == len(text)


def test_every_weight_is_a_number_within_reason() -> None:
    weights = [w for table in (*LOOKS.values(), JOINS, STACK) for w in table.values()]
    assert all(-12 <= weight <= 12 for weight in weights)


def test_every_weight_is_used_somewhere() -> None:
    """A weight no module names is dead and would mislead who tunes the model."""
    modules = (Path(__file__).parents[2] / "transforms").glob("*.py")
    source = "".join(path.read_text("utf-8") for path in modules if path.name not in {"weights.py", "stack_weights.py"})
    names = {name for table in (*LOOKS.values(), JOINS, STACK) for name in table}
    assert sorted(name for name in names if f'"{name}"' not in source) == []


def test_two_column_names_over_a_headline_leave_it_the_headline() -> None:
    stack = divide(
        [line(text) for text in ("经济", "广角视点", "全市工业经济总量再创新高记录")], Manner(), before_news=False
    )
    assert (stack.n_label, stack.n_kicker, stack.n_headline) == (2, 0, 1)
