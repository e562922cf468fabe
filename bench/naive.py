"""The script most people write for this job, as the yardstick: chardet, re.sub, jieba, a list of dicts, pandas, DuckDB.

It is meant to be a fair one: each library is called once per file and in its usual way, and nothing is slowed down. It
does less than baoku: a page stays one text, so there are no articles, headlines, sentences, figures, dates or people,
no rejects, no checks, and a crash means starting again.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import shutil
from pathlib import Path
from typing import Any

import chardet
import duckdb
import jieba
import pandas as pd

Row = dict[str, Any]


def read_text(path: Path) -> tuple[str, str]:
    """The file's text in the encoding chardet names, and that encoding."""
    data = path.read_bytes()
    encoding = chardet.detect(data)["encoding"] or "utf-8"
    return data.decode(encoding, errors="replace"), encoding


def clean(text: str) -> str:
    """Text without control characters, with one space for many and one line break for many."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]", "", text)
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"[ \t\u3000]+", " ", text)
    return re.sub(r"\n\s*\n+", "\n", text).strip()


def rows_of(path: Path, corpus: Path) -> tuple[Row, list[Row]]:
    """One row for the document, and one for each of its words that is not white space."""
    text, encoding = read_text(path)
    text = clean(text)
    paper, day, page = path.relative_to(corpus).with_suffix("").parts
    name = "/".join((paper, day, page))
    words = [word for word in jieba.lcut(text) if word.strip()]
    document = {
        "doc": name,
        "publication": paper,
        "issue_date": day,
        "page": page,
        "encoding": encoding,
        "n_chars": len(text),
        "n_words": len(words),
        "text": text,
    }
    return document, [
        {"doc": name, "publication": paper, "position": position, "word": word} for position, word in enumerate(words)
    ]


def load(corpus: Path, out: Path) -> dict[str, int]:
    """Write all pages below `corpus` as Parquet and as DuckDB tables below `out`; count the rows."""
    documents: list[Row] = []
    words: list[Row] = []
    for path in sorted(corpus.rglob("*.txt")):
        document, its_words = rows_of(path, corpus)
        documents.append(document)
        words.extend(its_words)
    out.mkdir(parents=True)
    pd.DataFrame(documents).to_parquet(out / "documents", partition_cols=["publication"])
    pd.DataFrame(words).to_parquet(out / "words", partition_cols=["publication"])
    with duckdb.connect(str(out / "warehouse.duckdb")) as connection:
        for table in ("documents", "words"):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{out / table}/**/*.parquet')")
    return {"documents": len(documents), "words": len(words)}


def main() -> None:
    """Load a corpus into a fresh folder and print the counts as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path, help="is emptied first")
    chosen = parser.parse_args()
    jieba.setLogLevel(logging.WARNING)
    shutil.rmtree(chosen.out, ignore_errors=True)
    print(json.dumps(load(chosen.corpus, chosen.out)))


if __name__ == "__main__":
    main()
