"""New words: what holds together, stands freely and is no phrase."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import discovery
from transforms.discovery import cohesion, inner_cohesion, rank
from transforms.term_evidence import Candidate
from transforms.term_tags import guess_tag

N_WORDS = 100_000
CHARACTERS = dict.fromkeys("云岭数科集团揭榜挂帅大桥通车新区晋阳", 40)


def made(parts: str, tags: str = "", known: str = "", **more: Any) -> Candidate:
    """A candidate from words parted by spaces; `known` has a y for each part the dictionary has."""
    words = parts.split()
    counts: dict[str, Any] = {"n": 8, "n_articles": 3, "n_quoted": 0, "freedom_before": 3.0, "freedom_after": 2.0}
    splits = [10] * (len(words) - 1)
    return Candidate(
        term="".join(words),
        parts=words,
        tags=tags.split() or ["n"] * len(words),
        known_parts=[flag == "y" for flag in known or "y" * len(words)],
        **(counts | {"heads": splits, "tails": splits} | more),
    )


def terms_of(*candidates: Candidate, limit: int = 10) -> list[str]:
    return [term.term for term in rank(candidates, N_WORDS, CHARACTERS, limit)]


def test_cohesion_is_the_mutual_information_of_the_weakest_split() -> None:
    """8 of 1,024 words together, 16 and 32 apart: 8 * 1024 / (16 * 32) = 2^4; the other split is stronger."""
    assert cohesion(8, [16], [32], 1024) == 4.0
    assert cohesion(8, [8, 16], [8, 32], 1024) == 4.0


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50))
def test_cohesion_falls_with_every_part_that_stands_alone(n: int, more_head: int, more_tail: int) -> None:
    assert cohesion(n, [n + more_head], [n + more_tail], 10_000) <= cohesion(n, [n], [n], 10_000)


def test_inner_cohesion_is_the_total_correlation_by_joint() -> None:
    """Three characters, four times each among 64, always together: (log2(4/64) + 3 * 4) / 2 bits."""
    assert inner_cohesion("揭榜挂", 4, {"揭": 4, "榜": 4, "挂": 4, "的": 52}) == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("candidate", "tag"),
    [
        (made("云岭 数科", named_as="place"), "ns"),
        (made("云岭 数科", named_as="person"), "nr"),
        (made("云岭 数科 集团"), "nt"),
        (made("青江 合作 组织", "ns v v"), "nt"),
        (made("棉船 岛", "n n", "ny"), "ns"),
        (made("晋阳 新区", "ns n"), "ns"),
        (made("应用 新区", "n n"), "n"),
        (made("乔巧云", "nr", "n"), "nr"),
        (made("欧阳 松", "nr n"), "nr"),
        (made("罗 灵芝", "j nrt"), "nr"),
        (made("罗 灵芝", "j nrt", n=30), "n"),
        (made("罗 灵芝", "j nrt", n=30, cues={"person": 5}), "nr"),
        (made("车 购税", "n v", "yn"), "n"),
        (made("秦机", "nr", "n"), "nz"),
        (made("秦机", "nr", "n", cues={"person": 1}), "nr"),
        (made("石岩嶂", "nr", "n", cues={"place": 3}), "ns"),
        (made("水阔村", "ns", "n", cues={"place": 3, "person": 1}), "ns"),
        (made("观音 山", "n n", cues={"place": 3}), "ns"),
        (made("农业 平台", cues={"place": 3}), "n"),
        (made("朝阳 五号", "n m"), "nz"),
        (made("湿地 保护法", "n n"), "nz"),
        (made("亚仿", "v", "n"), "n"),
        (made("亚仿", "v", "n", cues={"verb": 4}), "v"),
        (made("发展 建设", "vn vn"), "n"),
        (made("提质 增效", "v v"), "v"),
        (made("脑机 接口", "n v", "ny"), "n"),
        (made("GPT", "eng", "n"), "eng"),
        (made("农业 保险"), "n"),
    ],
    ids=lambda value: value.term if isinstance(value, Candidate) else value,
)
def test_a_tag_is_guessed_by_mention_ending_surname_and_parts(candidate: Candidate, tag: str) -> None:
    assert guess_tag(candidate) == tag


@pytest.mark.parametrize(
    "candidate",
    [
        made("这座", "q", "n"),
        made("愿同", "v", "n"),
        made("图为", "p", "n"),
        made("中方 愿同", "f v", "yn"),
        made("日起 施行", "v v", "ny"),
        made("新 征程", "a n"),
        made("加快 建设", "v vn"),
        made("文章 指出", "n v"),
        made("更好 满足", "d v"),
        made("顾延川 同志", "nr n", "ny"),
        made("市长 顾延川", "n nr", "yn"),
        made("司 司长"),
        made("湿地 和 森林", "n c n"),
        made("法律 为 准绳", "n p n"),
        made("号线", "n", "n", cues={"number": 5}),
        made("最低 年限", "a n"),
        made("担任 军级", "v n", "yn"),
        made("落实 党", "v n", "ny", cues={"verb": 4}),
        made("市 财政局"),
        made("主 引擎"),
    ],
    ids=lambda candidate: candidate.term,
)
def test_pieces_of_sentences_and_names_with_offices_are_no_terms(candidate: Candidate) -> None:
    assert terms_of(candidate) == []


@pytest.mark.parametrize(
    "candidate",
    [
        made("云岭 数科", "ns n", "yn"),
        made("新质 生产力", "n n", "ny"),
        made("揭榜 挂帅", "v n", n_quoted=5),
        made("十五 五", "m m", n_quoted=6),
        made("低空 经济"),
        made("盾构 机"),
        made("提质 增效", "v v", "nn", cues={"verb": 8}),
        made("省 超", n_quoted=4),
        made("加快 建设", "v vn", named_as="slogan"),
    ],
    ids=lambda candidate: candidate.term,
)
def test_names_and_compounds_are_terms(candidate: Candidate) -> None:
    assert terms_of(candidate) == [candidate.term]


def test_what_stands_together_by_chance_is_no_term() -> None:
    assert terms_of(made("大桥 通车", heads=[900], tails=[900])) == []


def test_a_phrase_of_known_words_ranks_below_a_word_that_is_new() -> None:
    assert terms_of(made("低空 经济"), made("云岭 数科", known="yn")) == ["云岭数科", "低空经济"]


def test_freedom_counts_on_the_side_where_it_is_less() -> None:
    free, bound = made("盾构 机"), made("前额 叶", freedom_before=9.0, freedom_after=1.1)
    assert terms_of(bound, free) == ["盾构机", "前额叶"]


def test_a_piece_of_a_better_term_is_left_out_unless_it_stands_alone_as_well() -> None:
    whole = made("云岭 数科 集团", known="ynn", n_quoted=8)
    assert terms_of(made("数科 集团", known="nn", n=9), whole) == ["云岭数科集团"]
    assert set(terms_of(made("云岭 数科", known="yn", n=80, heads=[90], tails=[90]), whole)) == {
        "云岭数科",
        "云岭数科集团",
    }


def test_a_better_term_with_words_around_it_is_left_out() -> None:
    assert terms_of(made("低空 经济"), made("低空 经济 园区", heads=[90, 9], tails=[90, 90])) == ["低空经济"]


def test_a_term_of_both_scripts_is_proposed_once() -> None:
    assert terms_of(made("冷鏈", known="n", n=5), made("冷链", known="n", n=9)) == ["冷链"]


def test_no_more_than_the_limit_and_the_best_of_them() -> None:
    many = [made(f"云岭{c} 数科", n=9 - i, known="nn") for i, c in enumerate("甲乙丙丁")]
    assert terms_of(*many, limit=2) == ["云岭甲数科", "云岭乙数科"]


def test_rank_does_not_depend_on_the_order_of_the_candidates() -> None:
    items = [made("低空 经济"), made("盾构 机"), made("云岭 数科", known="yn"), made("晋阳 新区", "ns n")]
    assert terms_of(*items) == terms_of(*reversed(items))


def test_a_quoted_term_scores_up_to_twice_as_much() -> None:
    plain = made("盾构 机")
    quoted = replace(plain, n_quoted=8)
    assert discovery.score(quoted, 10.0) == pytest.approx(2 * discovery.score(plain, 10.0))
    assert discovery.score(plain, 10.0) == pytest.approx(10 * 2 * math.log2(9))
