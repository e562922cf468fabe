"""Decodes many fuzzed inputs: nothing but UndecodableFile may be raised, and the cleaned text must stay as it is.

Inputs are random bytes, Chinese text in every encoding with bytes overwritten, deleted, inserted or cut, pieces of two
encodings joined, and runs of structure (escapes, shifts, marks, NULs).
"""

from __future__ import annotations

import argparse
import random
import time
import warnings
from collections import Counter
from pathlib import Path

from bench.corpus import EXAMPLES
from bench.encoded import ENCODINGS, read_pages
from transforms.clean import clean
from transforms.decode import decode
from transforms.errors import UndecodableFile

_PIECES = (
    b"~{",
    b"~}",
    b"\x1b$)A",
    b"\x1b$B",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\0",
    b"\n",
    b"\x8e\xa2",
    b"\xa1",
)


def make_input(pages: list[str], chance: random.Random) -> bytes:
    """One input of up to about 2,000 bytes."""
    kind = chance.random()
    if kind < 0.2:
        return chance.randbytes(chance.randrange(400))
    if kind < 0.3:
        return b"".join(chance.choice(_PIECES) + chance.randbytes(chance.randrange(6)) for _ in range(40))
    data = bytearray(_encode(pages, chance) + (_encode(pages, chance) if kind > 0.85 else b""))
    for _ in range(chance.choice((0, 1, 3, 30))):
        if data:
            place = chance.randrange(len(data))
            data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    return bytes(data)


def _encode(pages: list[str], chance: random.Random) -> bytes:
    page, encoding = chance.choice(pages), chance.choice(ENCODINGS)
    start = chance.randrange(len(page))
    return encoding.mark + page[start : start + chance.randrange(3, 300)].encode(encoding.codec, "ignore")


def main() -> None:
    """Run the inputs; say how many were read and why the others were rejected."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=EXAMPLES)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("error")
    pages, chance = read_pages(options.pages), random.Random(options.seed)
    outcomes: Counter[str] = Counter()
    start = time.process_time()
    for _ in range(options.inputs):
        data = make_input(pages, chance)
        try:
            text = decode(data).text
        except UndecodableFile as rejection:
            outcomes[rejection.reason] += 1
            continue
        outcomes["read"] += 1
        cleaned = clean(text).text
        if clean(cleaned).text != cleaned:
            outcomes["not idempotent"] += 1
            print(repr(data))
    print(f"{options.inputs:,} inputs, {time.process_time() - start:.0f} s of CPU: {dict(outcomes.most_common())}")


if __name__ == "__main__":
    main()
