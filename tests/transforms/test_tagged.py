"""Text and words side by side: what is found by looking at words of a class is what a search of all text finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.mentions import extract_article_mentions, extract_joined_mentions
from transforms.tables import Lexicon
from transforms.tagged import HEADS, TITLES, JoinedText, TaggedText, join_sentences
from transforms.wordclasses import WordClasses, classes_of
from transforms.words import Segmenter

SEGMENTER = Segmenter()
ARTICLES = [
    ["云岭市委书记林志远到会。", "林志远说，要加快建设。"],
    [],
    ["林志远说，河口市气象局昨日发布消息：", "“晴到多云”。"],
    ["“晴到多云”是天气。", "校长、"],
    ["市长何秀兰、"],
]


def tagged(articles: list[list[str]]) -> TaggedText:
    joined = join_sentences(articles)
    words = SEGMENTER.words(joined.text)
    classes = WordClasses(lambda word: SEGMENTER.tags([word])[0])
    return TaggedText(joined, words, SEGMENTER.tags(words), bytes(map(classes.__getitem__, words)))


@given(
    st.sets(st.text("甲乙丙丁", min_size=2, max_size=4), min_size=1, max_size=8),
    st.lists(st.text("甲乙丙丁戊", min_size=1, max_size=5), max_size=12),
    st.sampled_from([HEADS, TITLES]),
    st.sampled_from(["", "(?!戊)", "(?<!丁(?=丙))"]),
)
def test_a_lexicon_finds_in_words_what_its_pattern_finds_in_text(
    entries: set[str], words: list[str], shift: int, rule: str
) -> None:
    lexicon = Lexicon(entries, rule)
    words = [*words, "\n"]
    text = TaggedText(
        JoinedText("".join(words), [0], [0]), words, words, bytes(lexicon.bits(word) << shift for word in words)
    )
    expected = [match.span() for match in lexicon.pattern.finditer(text.text)]
    assert [match.span() for match in text.matches(lexicon, shift)] == expected


def test_a_page_read_at_once_has_the_mentions_of_its_articles_read_alone() -> None:
    alone = []
    for sentences in ARTICLES:
        words = [SEGMENTER.words(sentence) for sentence in sentences]
        alone += extract_article_mentions(sentences, words, [SEGMENTER.tags(row) for row in words])
    assert extract_joined_mentions(tagged(ARTICLES)) == alone


def test_a_role_stays_in_its_article() -> None:
    mentions = extract_joined_mentions(tagged(ARTICLES))
    roles = [m.role for sentence in mentions for m in sentence if m.text == "林志远"]
    assert roles == ["云岭市委书记", "云岭市委书记", None]


@given(st.lists(st.lists(st.text("甲1月\n", max_size=5), max_size=3), max_size=4))
def test_sentences_with_a_pattern_are_those_a_search_of_each_finds(articles: list[list[str]]) -> None:
    pattern = re.compile("[1月]")
    sentences = [sentence for article in articles for sentence in article]
    expected = [i for i, sentence in enumerate(sentences) if pattern.search(sentence)]
    assert list(join_sentences(articles).sentences_with(pattern)) == expected


@pytest.mark.parametrize(("word", "tag"), [("云岭市", "ns"), ("林志远", "nr"), ("书记", "n"), ("。", "x")])
def test_classes_depend_on_word_and_tag_alone(word: str, tag: str) -> None:
    assert WordClasses({word: tag}.__getitem__)[word] == classes_of(word, tag)
