"""Words and tags."""

import pickle
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dictionary import COUNTED_TWICE, UserTerm, parse_user_terms
from transforms.errors import SettingsError
from transforms.words import TAG_CACHE_LIMIT, Engine, Segmenter

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data"
FAST = Segmenter()
REFERENCE = Segmenter(engine="jieba")
FAST_PLAIN = Segmenter(hmm=False)
REFERENCE_PLAIN = Segmenter(engine="jieba", hmm=False)
TERMS = [
    UserTerm("晋阳新区", 20, "ns"),
    UserTerm("研究"),
    UserTerm("云岭数科", None, "nt"),
    UserTerm("5G+"),
    UserTerm("的话", 9),
    UserTerm("R"),
    UserTerm("CE"),
    UserTerm("text", None, "eng"),
    UserTerm("研究生"),
    UserTerm("㐀记"),
]
PIECES = [
    *"的一是在不了我们研究生命起源云岭数科㐀𠀀，。（）“”%+-._#& \r\n\u3000",
    "e-mail",
    "2020-10-08",
    "3.5%",
    "AT&T",
    "C++",
    "5G+",
]
PIECES += [
    "常在乡",
    "大" * 9,
    "因地制" * 3,
    "哈哈哈哈哈R",
    "text",
    "CE",
    "www.a.com",
    "晋阳新区",
    "李晓明",
    "北京大学",
    "的话",
    "\r\n",
    "鿖",
    "T恤",
]


def mixtures() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(mixtures())
def test_fast_words_are_jiebas(text: str) -> None:
    assert FAST.words(text) == REFERENCE.words(text)
    assert FAST_PLAIN.words(text) == REFERENCE_PLAIN.words(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_words_joined_are_the_text_whatever_it_holds(text: str) -> None:
    assert "".join(FAST.words(text)) == text


def test_fast_words_are_jiebas_with_user_terms_over_the_dictionary() -> None:
    fast, reference = Segmenter(TERMS), Segmenter(TERMS, engine="jieba")
    chooser = random.Random(5)
    for _ in range(2000):
        text = "".join(chooser.choice(PIECES) for _ in range(12))
        assert fast.words(text) == reference.words(text)


@pytest.mark.parametrize("hmm", [True, False])
def test_deleted_words_are_cut_as_jieba_cuts_them(hmm: bool) -> None:
    deleted = ["研究生", "北京大学", "T恤", "text", "哈哈", "李晓明", "云岭数科", "来源", "e-mail"]
    terms = [*TERMS, *(UserTerm(word, 0) for word in deleted), UserTerm("来源", 9)]
    fast, reference = Segmenter(terms, hmm=hmm), Segmenter(terms, engine="jieba", hmm=hmm)
    chooser = random.Random(7)
    for _ in range(1500):
        text = "".join(chooser.choice([*PIECES, *deleted]) for _ in range(12))
        assert fast.words(text) == reference.words(text)


@pytest.mark.parametrize("engine", ["fast", "jieba"])
def test_a_word_is_deleted_for_its_own_segmenter_alone(engine: Engine) -> None:
    """The model would make it of its characters again."""
    assert Segmenter([UserTerm("李晓明", 0)], engine).words("李晓明。") == ["李", "晓", "明", "。"]
    assert Segmenter([], engine).words("李晓明。") == ["李晓明", "。"]


@pytest.mark.parametrize("hmm", [True, False])
def test_words_of_repeats_are_jiebas_whatever_the_total(hmm: bool) -> None:
    reference = Segmenter(TERMS, engine="jieba", hmm=hmm)
    fast = Segmenter(TERMS, hmm=hmm)
    for piece in ("大", "查", "来", "姐", "百分之", "百分之百", "研究生"):
        for length in range(2, 40, 3):
            assert fast.words(piece * length) == reference.words(piece * length)


def test_what_the_dictionary_counts_twice_is_made_up() -> None:
    from jieba import get_dict_file

    lines = [line.split(b" ") for line in get_dict_file().read().splitlines()]
    distinct = {word: int(freq) for word, freq, _ in lines}
    assert sum(int(freq) for _, freq, _ in lines) - sum(distinct.values()) == COUNTED_TWICE


@pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside this checkout")
def test_fast_words_are_jiebas_on_real_pages() -> None:
    files = [*sorted((DATA / "pages").rglob("*.txt"))[:12], DATA / "words/pku_test.txt"]
    for file in files:
        text = file.read_text("utf-8", errors="replace")[:60_000]
        assert FAST.words(text) == REFERENCE.words(text), file.name


def test_cut_gives_tags_and_starts() -> None:
    words = FAST.cut("记者在北京，增长3.5%")
    assert [(w.text, w.tag, w.start) for w in words][:4] == [
        ("记者", "n", 0),
        ("在", "p", 2),
        ("北京", "ns", 3),
        ("，", "x", 5),
    ]
    assert FAST.tags(["2024", "GDP", "\u3400"]) == ["m", "eng", "x"]


def test_a_user_term_stays_whole_and_has_its_tag() -> None:
    plain, taught = FAST.words("走进云岭数科"), Segmenter(TERMS).cut("走进云岭数科")
    assert "云岭数科" not in plain
    assert [(w.text, w.tag) for w in taught][-1] == ("云岭数科", "nt")


def test_the_last_tag_a_user_gives_a_word_counts_also_over_the_dictionarys() -> None:
    terms = [
        UserTerm("中国", None, "nz"),
        UserTerm("云岭数科", 9, "n"),
        UserTerm("云岭数科", 9, "nt"),
        UserTerm("中国"),
    ]
    assert Segmenter(terms).tags(["中国", "云岭数科", "北京"]) == ["nz", "nt", "ns"]


def test_a_tag_depends_on_its_word_alone_when_the_memory_starts_anew() -> None:
    segmenter = Segmenter()
    before = segmenter.tags(["赵继钊", "发展"])
    segmenter.tags([str(n) for n in range(TAG_CACHE_LIMIT)])
    assert segmenter.tags(["赵继钊", "发展"]) == before


def test_user_dictionary_takes_words_frequencies_tags_and_comments() -> None:
    text = "\ufeff# 地名\n晋阳新区 20 ns\n\n云岭数科 nt # 企业\n揭榜挂帅\n"
    assert parse_user_terms(text) == [
        UserTerm("晋阳新区", 20, "ns"),
        UserTerm("云岭数科", None, "nt"),
        UserTerm("揭榜挂帅"),
    ]


@pytest.mark.parametrize("line", ["云岭 数科 nt", "云 0", "云岭 n 20", "云岭 -3 n"])
def test_user_dictionary_errors_name_the_line(line: str) -> None:
    with pytest.raises(SettingsError, match="line 2"):
        parse_user_terms("好词\n" + line)


def test_unknown_engine_is_refused() -> None:
    with pytest.raises(SettingsError, match="unknown segmenter engine"):
        Segmenter(engine="other")  # type: ignore[arg-type]


def test_empty_user_term_is_refused() -> None:
    with pytest.raises(SettingsError, match="empty"):
        Segmenter([" "])


def test_a_single_character_cannot_be_deleted() -> None:
    with pytest.raises(SettingsError, match="one character"):
        Segmenter([UserTerm("的", 0)])


def test_segmenter_travels_to_other_processes() -> None:
    copy = pickle.loads(pickle.dumps(Segmenter(TERMS)))
    assert copy.words("走进云岭数科") == ["走进", "云岭数科"]


def test_importing_loads_no_dictionary_and_cutting_prints_nothing() -> None:
    code = (
        "import sys, transforms.words as w; assert not {'jieba', 'rjieba'} & set(sys.modules);"
        "assert w.Segmenter(engine='jieba').words('好') == w.Segmenter().words('好')"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert (run.stdout, run.stderr) == ("", "")
