"""One file's way: what is rejected and why, and how sentences, words and offsets come together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reading import ReadFile, StepStats, read_file
from transforms.errors import RejectedFile, UnusablePage
from transforms.records import PageHints
from transforms.words import Segmenter
from warehouse.rows import char_at

SEGMENTER = Segmenter()
PAGE = """汀河大桥昨日开工

本报讯（记者 周砚秋）汀河大桥10月13日开工，全长3.2公里，总投

资18亿元，同比增长6%。市长顾延川出席。

See https://example.org/a-b.html for details.It opens in 2027."""

ODD = ("□张三", "（下转第3版）", "图为大桥。", "a.b-c", "“")


def read(text: str, min_quality: float = 0.0) -> ReadFile:
    return read_file(text.encode(), PageHints(), SEGMENTER, StepStats(), min_quality=min_quality)


def test_a_file_without_text_is_rejected_as_empty():
    with pytest.raises(RejectedFile, match="empty"):
        read(" \n\u3000\n")


def test_a_page_of_low_quality_is_rejected_with_what_it_lost():
    with pytest.raises(UnusablePage, match=r"quality 0\.\d+ is below 0\.90 \(setting min_quality\), for damaged"):
        read("汀河大桥昨日开工，全市人民都很高兴。" * 3 + "\ufffd" * 8, min_quality=0.9)


def test_words_of_each_sentence_join_to_its_text_also_in_english():
    articles = read(PAGE).articles
    sentences = [s for a in articles for s in a.sentences]
    assert len(sentences) >= 4
    for sentence in sentences:
        assert "".join(sentence.words) == sentence.text
        assert len(sentence.words) == len(sentence.tags)


def test_offsets_lead_back_to_the_page_across_a_column_break():
    result = read(PAGE)
    text = result.cleaned.text
    found = [(s, f) for a in result.articles for s in a.sentences for f in (*s.figures, *s.dates, *s.mentions)]
    assert {"3.2公里", "18亿元", "10月13日"} <= {getattr(f, "raw", None) for _, f in found}
    for sentence, fact in found:
        start = char_at(sentence.fragments, sentence.start + fact.start)
        assert text[start] == (getattr(fact, "raw", None) or fact.text)[0]


def test_every_step_is_counted():
    stats = StepStats()
    read_file(PAGE.encode(), PageHints(), SEGMENTER, stats)
    assert set(stats.calls) == {"decode", "clean", "page", "sentences", "words", "facts"}
    assert set(stats.calls.values()) == {1}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*PAGE.splitlines(), "□张三", "（下转第3版）", "图为大桥。", "a.b-c", "“"]), max_size=12)
)
def test_no_order_of_lines_breaks_the_way(lines: list[str]):
    text = "\n".join(["汀河大桥昨日开工。", *lines])
    for article in read(text).articles:
        for sentence in article.sentences:
            assert "".join(sentence.words) == sentence.text
