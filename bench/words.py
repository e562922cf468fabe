"""Words beside jieba's: are they the same, how fast do they come, and how well do both agree with people's words?

`same` cuts every text of a folder, the test sets, and random and adversarial strings with both engines, with the model
(HMM) on and off, with and without user terms, and counts the texts whose words differ. `speed` measures CPU time of one
process, offsets included. `score` is the word F1 of the bakeoff test sets (`--sets FOLDER` with `<name>_test.txt`,
`<name>_gold.txt`: one sentence a line, the gold's words parted by spaces).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.corpus import EXAMPLES
from bench.report import print_table, write_results
from transforms.decode import decode
from transforms.dictionary import UserTerm
from transforms.errors import UndecodableFile
from transforms.words import Engine, Segmenter, starts_of

CHUNK = 8_000
"""Characters a call: about a page."""
TEXTS_A_TURN = 25
_ODD = (
    *"+-#&._%*@/·•—…　 \t\r\n\ufeff\u200b\u2028",
    *"㐀䶿鿖鿿豈龎𠀀𪛖\ue000\ue001\ue002\ufffd\U0010ffff",
    *"０９ＡｚＺ①ⅷ〇零一二三十百千万亿年月日",
    *"的了是在和不人有我他这中大来上国",
    *(
        "e-mail",
        "2020-10-08",
        "3.5%",
        "AT&T",
        "C++",
        "5G+",
        "www.a.com",
        "a_b",
        "1.2.3",
        "..",
        "--",
        "50%.",
        "x.5",
        "C#",
    ),
    *("李晓明", "欧阳修文", "北京大学", "的话", "研究生命", "T恤", "卡拉OK", "é", "ñ", "한", "の", "😀"),
)


def read_texts(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Every file that can be decoded, with its name."""
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            try:
                yield str(path), decode(path.read_bytes()).text
            except UndecodableFile:
                continue


def make_strings(texts: list[str], n: int, chance: random.Random) -> Iterator[str]:
    """Strings of up to 60 characters: slices of text, odd pieces, both mixed, random characters, runs of one."""
    pages = [text for text in texts if len(text) > 100]
    for _ in range(n):
        kind = chance.random()
        page = chance.choice(pages)
        at = chance.randrange(len(page))
        if kind < 0.3:
            yield page[at : at + chance.randrange(1, 40)]
        elif kind < 0.6:
            pieces = (chance.choice((page[at : at + 3], chance.choice(_ODD))) for _ in range(chance.randrange(1, 14)))
            yield "".join(pieces)
        elif kind < 0.75:
            yield "".join(chance.choice(_ODD) for _ in range(chance.randrange(1, 20)))
        elif kind < 0.95:
            yield "".join(chr(_any_character(chance)) for _ in range(chance.randrange(1, 25)))
        else:
            yield chance.choice((chance.choice(_ODD), page[at])) * chance.randrange(1, 40)


def _any_character(chance: random.Random) -> int:
    low, high = chance.choice(
        ((0x4E00, 0x9FA5), (0x4E00, 0x9FA5), (0x20, 0x7E), (0x3400, 0x9FFF), (0x2000, 0xFFFF), (0, 0x10FFFF))
    )
    code = chance.randint(low, high)
    return code if not 0xD800 <= code < 0xE000 else code - 0x2000


def make_terms(texts: list[str], n: int, chance: random.Random) -> list[UserTerm]:
    """User terms cut from the texts and from the dictionary, with and without frequency and tag, and deleted words."""
    page = "".join(texts)[:2_000_000]
    words = [word for word in Segmenter().words(page[:200_000]) if len(word) > 1 and word.isalpha()]
    terms = []
    for _ in range(n):
        at, length = chance.randrange(len(page)), chance.randrange(2, 6)
        word = chance.choice(("".join(page[at : at + length].split()), chance.choice(words)))
        if word and not any(c.isspace() for c in word):
            freq = chance.choice((None, None, 3, 5000, 0 if len(word) > 1 else 1))
            terms.append(UserTerm(word, freq, chance.choice((None, "n", "nr"))))
    return terms


def compare(texts: Iterable[str], *, hmm: bool, terms: list[UserTerm]) -> tuple[int, int, int]:
    """Texts, characters, and texts whose words differ; the first differences are printed."""
    fast, reference = (Segmenter(terms, engine, hmm) for engine in ("fast", "jieba"))
    n_texts = n_chars = n_differing = 0
    for text in texts:
        n_texts += 1
        n_chars += len(text)
        if fast.words(text) != reference.words(text):
            n_differing += 1
            if n_differing <= 5:
                print(repr(text[:200]))
    return n_texts, n_chars, n_differing


def same(texts: list[str], n_strings: int, seed: int) -> list[dict[str, Any]]:
    """Compare the engines on the texts and on made strings, in all four ways."""
    chunks = [text[i : i + CHUNK] for text in texts for i in range(0, len(text), CHUNK)]
    terms = make_terms(texts, 200, random.Random(seed))
    rows = []
    for hmm in (True, False):
        for used in ([], terms):
            strings = make_strings(texts, n_strings, random.Random(seed))
            for name, source in (("texts", iter(chunks)), ("strings", strings)):
                n, n_chars, n_differing = compare(source, hmm=hmm, terms=used)
                rows.append(
                    {"of": name, "hmm": hmm, "terms": len(used), "n": n, "chars": n_chars, "differing": n_differing}
                )
    return rows


def speed(texts: list[str], rounds: int = 5) -> list[dict[str, Any]]:
    """Characters a second of CPU time by contestant: page by page, dictionaries loaded before."""
    fast, reference = Segmenter(), Segmenter(engine="jieba")
    tokenize = _jieba_tokenize(reference)
    ways: dict[str, Callable[[str], object]] = {
        "jieba lcut, words": reference.words,
        "jieba tokenize, words and offsets": lambda text: list(tokenize(text)),
        "baoku, words": fast.words,
        "baoku, words and offsets": lambda text: starts_of(fast.words(text)),
        "baoku cut, words, tags and offsets": fast.cut,
    }
    for way in ways.values():
        way("预热")
    seconds = dict.fromkeys(ways, 0.0)
    # in turns, some texts at a time, each way at its best: other work on the machine burdens all alike, and each finds
    # the processor's caches as it leaves them itself
    for turn in (texts[i : i + TEXTS_A_TURN] for i in range(0, len(texts), TEXTS_A_TURN)):
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(rounds):
            for name, way in ways.items():
                best[name] = min(best[name], _seconds(way, turn))
        for name in ways:
            seconds[name] += best[name]
    n_chars = sum(map(len, texts))
    yardstick = seconds["jieba tokenize, words and offsets"]
    return [{"way": w, "chars_per_s": round(n_chars / s), "times jieba tokenize": yardstick / s}
            for w, s in seconds.items()]  # fmt: skip


def _jieba_tokenize(reference: Segmenter) -> Callable[[str], Iterable[tuple[str, int, int]]]:
    import jieba

    reference.words("预热")
    jieba.initialize()
    return lambda text: jieba.tokenize(text)  # type: ignore[no-any-return]


def _seconds(way: Callable[[str], object], texts: Iterable[str]) -> float:
    start = time.process_time()
    for text in texts:
        way(text)
    return time.process_time() - start


def score(folder: Path, name: str, engine: Engine) -> dict[str, Any]:
    """Precision, recall and F1 of a test set's words, by their spans (Sproat & Emerson 2003)."""
    segmenter = Segmenter(engine=engine)
    gold_lines = [line.split() for line in (folder / f"{name}_gold.txt").read_text("utf-8").splitlines()]
    hits = found = wanted = 0
    for gold in gold_lines:
        there = spans(gold)
        cut = spans([word for word in segmenter.words("".join(gold)) if word.strip()])
        hits, found, wanted = hits + len(there & cut), found + len(cut), wanted + len(there)
    precision, recall = hits / found, hits / wanted
    f1 = 2 * precision * recall / (precision + recall)
    return {"set": name, "engine": engine, "precision": precision, "recall": recall, "f1": f1}


def spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Where words stand that follow each other."""
    return set(pairwise(starts_of(words)))


def main() -> None:
    """Run what was asked for, print a table, save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("same", "speed", "score"))
    parser.add_argument("--texts", type=Path, nargs="+", default=[EXAMPLES], help="folders of texts")
    parser.add_argument("--sets", type=Path, help="folder of test sets")
    parser.add_argument("--strings", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.what == "score":
        rows = [score(chosen.sets, name, engine) for name in ("pku", "msr") for engine in ("fast", "jieba")]
    else:
        texts = [text for _, text in read_texts(chosen.texts)]
        chunks = [text[i : i + CHUNK] for text in texts for i in range(0, len(text), CHUNK)]
        rows = same(texts, chosen.strings, chosen.seed) if chosen.what == "same" else speed(chunks)
    table = [[f"{v:,.4f}" if isinstance(v, float) else f"{v:,}" if isinstance(v, int) else str(v) for v in row.values()]
             for row in rows]  # fmt: skip
    print_table(chosen.what, list(rows[0]), table)
    print(f"saved in {write_results(f'words-{chosen.what}', {'rows': rows})}")


if __name__ == "__main__":
    main()
