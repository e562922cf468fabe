"""Words to columns: the word and tag lists of `sentences` and the counts of `terms`, from one list of words.

A batch holds millions of words but few distinct ones. They are handed to Arrow as one string and told apart there;
from then on a word is an index into the vocabulary, and only the vocabulary's words are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from transforms.simplified import search_forms

PUNCTUATION_TAG = "x"

_SEPARATOR = "\x00"


class WordArrays(NamedTuple):
    """What becomes of the words; those of few distinct values are dictionary-encoded.

    `words` and `tags` are lists by sentence, `n_words` counts each article's words without punctuation, `terms` are the
    columns of that table.
    """

    words: pa.Array
    tags: pa.Array
    n_words: pa.Array
    terms: dict[str, pa.Array]


@dataclass(slots=True)
class WordColumns:
    """The words of some articles, one after the other, and how many belong to which owner."""

    tag_of: Mapping[str, str]
    """The tag of every word; the same wherever it stands."""
    words: list[str] = field(default_factory=list)
    by_sentence: list[int] = field(default_factory=list)
    """Words of each sentence."""
    article_ids: list[str] = field(default_factory=list)
    by_article: list[int] = field(default_factory=list)
    """Words of each article."""

    def arrays(self) -> WordArrays:
        """The words as Arrow arrays."""
        words = word_array(self.words).dictionary_encode()
        tags = pa.array([self.tag_of[word] for word in words.dictionary.to_pylist()], pa.string())
        is_word = pc.not_equal(tags, PUNCTUATION_TAG).take(words.indices)
        offsets = _offsets(self.by_sentence)
        return WordArrays(
            pa.ListArray.from_arrays(offsets, words),
            pa.ListArray.from_arrays(offsets, pa.DictionaryArray.from_arrays(words.indices, tags)),
            self._n_words(is_word),
            self._terms(words, tags, is_word),
        )

    def _n_words(self, is_word: pa.Array) -> pa.Array:
        """Words of each article without punctuation."""
        sums = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(is_word.cast(pa.int32()))])
        until = sums.take(_offsets(self.by_article))
        return pc.subtract(until.slice(1), until.slice(0, len(self.by_article)))

    def _terms(self, words: pa.DictionaryArray, tags: pa.Array, is_word: pa.Array) -> dict[str, pa.Array]:
        """Each article's words without punctuation, counted, in the order they first come up."""
        n_vocabulary = pa.scalar(len(words.dictionary), pa.int64())
        articles = pc.list_parent_indices(pa.ListArray.from_arrays(_offsets(self.by_article), words.indices))
        pairs = pc.add(pc.multiply(articles.cast(pa.int64()), n_vocabulary), words.indices)
        counted = pairs.filter(is_word).value_counts()  # keeps the order of first appearance; group_by doesn't
        pair = counted.field("values")
        article = pc.divide(pair, n_vocabulary)
        term = pc.subtract(pair, pc.multiply(article, n_vocabulary)).cast(pa.int32())
        return {
            "article_id": pa.DictionaryArray.from_arrays(
                article.cast(pa.int32()), pa.array(self.article_ids, pa.string())
            ),
            "term": pa.DictionaryArray.from_arrays(term, words.dictionary),
            "tag": pa.DictionaryArray.from_arrays(term, tags),
            "normalized": _normalized(words.dictionary.to_pylist()).take(term),
            "n": counted.field("counts").cast(pa.int32()),
        }


def _normalized(vocabulary: Sequence[str]) -> pa.Array:
    """The search forms of the words that differ from theirs; null for all others, which costs next to no space."""
    forms = search_forms(vocabulary)
    return pa.array([None if form == word else form for word, form in zip(vocabulary, forms, strict=True)], pa.string())


def _offsets(counts: Sequence[int]) -> pa.Array:
    return pa.array([0, *accumulate(counts)], pa.int32())


def word_array(words: Sequence[str]) -> pa.Array:
    """An Arrow array of strings; a quarter of the time `pa.array` takes, which looks at each string by itself.

    >>> word_array(["报", "纸"]).to_pylist()
    ['报', '纸']
    """
    joined = _SEPARATOR.join(words)
    if not words or joined.count(_SEPARATOR) != len(words) - 1:
        return pa.array(words, pa.string())
    return pc.split_pattern(pa.array([joined], pa.string()), _SEPARATOR).values
