"""Words to columns: nothing is lost, changed or reordered on the way to Arrow."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from warehouse.wordcolumns import WordColumns, word_array

TAGS = {"报": "n", "报纸": "n", "，": "x", "看": "v", "\n": "x", "3": "m", "": "n"}
SENTENCES = st.lists(st.lists(st.sampled_from(sorted(TAGS)), max_size=8), max_size=4)


def columns_of(articles: list[list[list[str]]]) -> WordColumns:
    """The words of articles, each a list of sentences."""
    columns = WordColumns(TAGS)
    for number, sentences in enumerate(articles):
        words = list(chain.from_iterable(sentences))
        columns.words += words
        columns.by_sentence += map(len, sentences)
        columns.article_ids.append(f"a{number}")
        columns.by_article.append(len(words))
    return columns


@given(st.lists(st.text()))
def test_an_array_holds_the_words_as_they_are(words: list[str]) -> None:
    """Also empty ones, and those that hold the separator."""
    assert word_array(words).to_pylist() == words


@given(st.lists(SENTENCES, max_size=5))
def test_each_sentence_has_its_own_words_and_tags(articles: list[list[list[str]]]) -> None:
    """Sentence by sentence, empty sentences and articles too."""
    words, tags, *_ = columns_of(articles).arrays()
    sentences = list(chain.from_iterable(articles))
    assert words.to_pylist() == sentences
    assert tags.to_pylist() == [[TAGS[word] for word in sentence] for sentence in sentences]


@given(st.lists(SENTENCES, max_size=5))
def test_terms_are_each_articles_words_counted_in_order_of_appearance(articles: list[list[list[str]]]) -> None:
    """Punctuation is no term."""
    arrays = columns_of(articles).arrays()
    terms = arrays.terms
    rows = list(zip(*(terms[name].to_pylist() for name in ("article_id", "term", "tag", "n")), strict=True))
    expected = []
    n_words = []
    for number, sentences in enumerate(articles):
        counted = Counter(chain.from_iterable(sentences))
        n_words.append(sum(n for word, n in counted.items() if TAGS[word] != "x"))
        expected += [(f"a{number}", word, TAGS[word], n) for word, n in counted.items() if TAGS[word] != "x"]
    assert rows == expected
    assert arrays.n_words.to_pylist() == n_words
