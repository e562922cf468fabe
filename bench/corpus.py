"""Makes a corpus of newspaper pages of any size: no two files equal, in mixed encodings, the same for the same seed.

The text is that of pages (the examples, or a folder the caller names), altered: articles drawn at random, their
paragraphs reordered and others added; numbers and dates drawn anew; reporters' names and quoted phrases replaced by
words of jieba's dictionary, so that the number of distinct words grows with the corpus, as it does in a real one.
Sizes, layouts and folders are those of real pages: 5-40 KB, blank lines or hard-wrapped lines, columns broken in
mid-word, `<paper>/<yyyy-mm-dd>/<nn>.txt`.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path

import jieba
import opencc

from transforms.decode import decode
from transforms.errors import UndecodableFile

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "pages"
PAPERS = {
    "tingyuan-ribao": "汀原日报",
    "tanggang-wanbao": "棠港晚报",
    "suihe-shibao": "穗和时报",
    "lanping-ribao": "岚坪日报",
    "tongshan-bao": "桐山报",
}
ENCODINGS = {"utf-8": 50, "gb18030": 25, "big5": 15, "utf-16": 10}
FIRST_DAY = date(2023, 1, 1)
PAGES_PER_ISSUE = 8
PAGE_BYTES = (5_000, 40_000)
WRAP_WIDTH = 24
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "安白柏晨承初川春丹东帆方风刚古光国海涵浩和恒华怀济嘉建江杰金静景凯可兰乐立林明南宁平青清然荣山书树思松"

_VARIABLE = re.compile(
    r"(?P<day>\d{1,2}月\d{1,2}日)"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?<=记者)(?P<gap>\s?)(?P<name>[\u4e00-\u9fff]{2,3})(?=[）)、 ])"
    r"|“(?P<quoted>[\u4e00-\u9fff]{2,6})”"
)
_LEAD = re.compile(r"[（(【]?(?:本报|晚报|本報|晚報|新华社|华讯社|记者|【記者)")
_NUMBER = re.compile(r"\d+")
_BODY_CHARS = 40
_MAX_NUMBERS = 1
_MAX_FILLERS = 8


@dataclass(slots=True)
class Corpus:
    """What was written: the number of files, their bytes, and the number of files by encoding."""

    folder: Path
    n_files: int = 0
    size_bytes: int = 0
    encodings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Story:
    """An article's short lines (headline stack, byline) and its long ones."""

    heads: tuple[str, ...]
    paragraphs: tuple[str, ...]


def make_corpus(
    folder: Path, size_mb: float, seed: int, *, pages: Path = EXAMPLES, max_files: int | None = None
) -> Corpus:
    """Fill `folder` with pages made from those under `pages` until they weigh `size_mb` MB (of 10^6 bytes).

    `max_files` ends it earlier. Equal arguments give equal bytes, provided jieba's dictionary is the same.
    """
    chance = random.Random(seed)
    stories = read_stories(pages)
    corpus = Corpus(folder)
    for number in range(10**9):
        if corpus.size_bytes >= size_mb * 1e6 or corpus.n_files == max_files:
            break
        slug, day, page = place_of(number)
        encoding = chance.choices(list(ENCODINGS), list(ENCODINGS.values()))[0]
        data = encode_page(make_page(stories, PAPERS[slug], day, page, chance), encoding)
        path = folder / slug / day.isoformat() / f"{page:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        corpus.n_files += 1
        corpus.size_bytes += len(data)
        corpus.encodings[encoding] += 1
    return corpus


def place_of(number: int) -> tuple[str, date, int]:
    """Paper, day and page of the corpus's page `number`, counted from 0: all papers of a day before the next day."""
    issue, page = divmod(number, PAGES_PER_ISSUE)
    day, paper = divmod(issue, len(PAPERS))
    return list(PAPERS)[paper], FIRST_DAY + timedelta(days=day), page + 1


@cache
def read_stories(pages: Path) -> tuple[Story, ...]:
    """The stories of all readable pages under a folder, in the order of their paths."""
    stories: list[Story] = []
    for path in sorted(pages.rglob("*.txt")):
        try:
            text = decode(path.read_bytes()).text
        except UndecodableFile:
            continue
        stories.extend(split_stories(text))
    return tuple(stories)


def split_stories(text: str) -> Iterator[Story]:
    """Cut a page where a short line follows a long one: rough, but enough to shuffle."""
    heads: list[str] = []
    paragraphs: list[str] = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        if len(line) >= _BODY_CHARS:
            paragraphs.append(line)
        elif paragraphs:
            yield Story(tuple(heads), tuple(paragraphs))
            heads, paragraphs = [line], []
        else:
            heads = [*heads[-2:], line]
    if paragraphs:
        yield Story(tuple(heads), tuple(paragraphs))


def make_page(stories: tuple[Story, ...], paper: str, day: date, page: int, chance: random.Random) -> str:
    """A page's text: masthead, stories drawn at random and altered, in one of three layouts."""
    layout = chance.choices((lay_out_blank, lay_out_lines, lay_out_wrapped), (60, 25, 15))[0]
    wanted = chance.triangular(*PAGE_BYTES, 15_000) / 3
    vary = partial(_VARIABLE.sub, make_variation(chance))
    blocks = [f"{paper}", f"{day.year}年{day.month}月{day.day}日　第{page}版"]
    fillers = calm_paragraphs(stories)
    length = 0
    while length < wanted:
        story = chance.choice(stories)
        own = chance.sample(story.paragraphs, len(story.paragraphs))
        paragraphs = [vary(p) for p in own + chance.choices(fillers, k=chance.randrange(_MAX_FILLERS + 1))]
        blocks += [vary(head) for head in story.heads] + paragraphs
        length += sum(map(len, paragraphs))
    return layout(blocks, chance)


@cache
def calm_paragraphs(stories: tuple[Story, ...]) -> tuple[str, ...]:
    """Paragraphs that begin no article and hold few numbers.

    They lengthen articles: those of the examples are shorter, and three times as dense in figures, as a daily's.
    """
    paragraphs = (p for story in stories for p in story.paragraphs)
    return tuple(p for p in paragraphs if not _LEAD.match(p) and len(_NUMBER.findall(p)) <= _MAX_NUMBERS)


def make_variation(chance: random.Random) -> Callable[[re.Match[str]], str]:
    """The replacement of one match of a number, a day, a name or a quoted phrase."""
    words = dictionary_words()

    def vary(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "day":
            return f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
        if kind == "number":
            return vary_number(match[0], chance)
        if kind == "name":
            return match["gap"] + chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=len(match[0].strip()) - 1))
        return f"“{chance.choice(words)}{chance.choice(words)}”"

    return vary


def vary_number(printed: str, chance: random.Random) -> str:
    """Another number of as many digits; years stay years."""
    whole, point, part = printed.partition(".")
    if len(whole) == 4 and whole[:2] in ("19", "20"):
        return printed
    first = chance.randrange(10 ** (len(whole) - 1), 10 ** len(whole))
    return f"{first}{point}{chance.randrange(10 ** len(part)):0{len(part)}}" if part else str(first)


@cache
def dictionary_words() -> tuple[str, ...]:
    """The words of two to four characters in jieba's dictionary."""
    with jieba.get_dict_file() as lines:
        words = (line.decode("utf-8").split(" ", 1)[0] for line in lines)
        return tuple(word for word in words if 2 <= len(word) <= 4)


def lay_out_blank(blocks: list[str], chance: random.Random) -> str:
    """Blank lines between paragraphs, and one inside a long paragraph now and then where a column ended."""
    return "\n\n".join(break_column(b, chance) if len(b) > 100 and chance.random() < 0.3 else b for b in blocks) + "\n"


def break_column(paragraph: str, chance: random.Random) -> str:
    """The paragraph with a blank line at a random place."""
    at = chance.randrange(20, len(paragraph) - 20)
    return f"{paragraph[:at]}\n\n{paragraph[at:]}"


def lay_out_lines(blocks: list[str], _: random.Random) -> str:
    """One line a paragraph."""
    return "\n".join(blocks) + "\n"


def lay_out_wrapped(blocks: list[str], _: random.Random) -> str:
    """Paragraphs indented and wrapped at a column's width."""
    lines: list[str] = []
    for block in blocks:
        text = f"　　{block}" if len(block) >= _BODY_CHARS else block
        lines += [text[i : i + WRAP_WIDTH] for i in range(0, len(text), WRAP_WIDTH)]
    return "\n".join(lines) + "\n"


def encode_page(text: str, encoding: str) -> bytes:
    """The page's bytes; for Big5 in traditional characters, without the few that Big5 lacks."""
    if encoding == "big5":
        return to_traditional().convert(text).encode("big5", "ignore")
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding)


@cache
def to_traditional() -> opencc.OpenCC:
    """The converter, which takes a moment to load."""
    return opencc.OpenCC("s2t")


def main() -> None:
    """Write a corpus and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mb", type=float, default=50.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, default=EXAMPLES, help="pages to take the text from")
    chosen = parser.parse_args()
    began = time.perf_counter()
    corpus = make_corpus(chosen.folder, chosen.mb, chosen.seed, pages=chosen.pages)
    took = time.perf_counter() - began
    print(f"{corpus.n_files} files, {corpus.size_bytes / 1e6:.1f} MB, {dict(corpus.encodings)} in {took:.1f} s")


if __name__ == "__main__":
    main()
