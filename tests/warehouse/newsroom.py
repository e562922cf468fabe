"""Two papers, two days, two pages, as rows of every table; built through the schema, so that they follow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pyarrow as pa

from transforms.likeness import letters_of, sign
from transforms.simplified import simplify
from warehouse.parts import UNKNOWN, read_part, write_parts
from warehouse.schema import TABLES
from warehouse.store import Commit, StagedBatch, Store

WHEN = datetime(2026, 1, 5, 8, 0)
Rows = dict[tuple[str, str, str], list[dict[str, Any]]]


@dataclass(frozen=True)
class PageOf:
    """A page of a fictional paper; `text` makes its content its own."""

    path: str
    paper: str | None = "青江日报"
    slug: str = "qingjiang"
    day: date | None = date(2026, 1, 5)
    page: str | None = "1"
    text: str = "青江大桥通车"
    headline: str | None = "大桥通车"
    jump_to: str | None = None
    jump_from: str | None = None
    run_id: str = "run-1"
    pipeline_version: str = "p1"

    @property
    def doc_id(self) -> str:
        """16 hexadecimal digits, from the content."""
        return sha256("|".join([self.text, str(self.headline), str(self.day), str(self.page)]).encode()).hexdigest()[
            :16
        ]

    @property
    def article_id(self) -> str:
        """The page's one article."""
        return f"{self.doc_id}-0001"

    @property
    def place(self) -> tuple[str, str]:
        """Its partition."""
        return (self.slug if self.paper else UNKNOWN, str(self.day.year) if self.day else UNKNOWN)


PAGES = tuple(
    PageOf(f"in/{slug}/{day}/{page}.txt", paper, slug, date(2026, 1, day), page, f"{paper}{day}日第{page}版消息")
    for paper, slug in (("青江日报", "qingjiang"), ("白石晚报", "baishi"))
    for day in (5, 6)
    for page in ("1", "2")
)


def filled(table: str, **values: Any) -> dict[str, Any]:
    """A row of the table: the values given, and plausible ones for whatever else must not be null."""
    defaults: dict[pa.DataType, Any] = {
        pa.string(): "x",
        pa.int32(): 0,
        pa.int64(): 0,
        pa.float64(): 1.0,
        pa.bool_(): False,
        pa.list_(pa.string()): [],
        pa.timestamp("us"): WHEN,
    }
    assert set(values) <= set(TABLES[table].column_names)
    blank = {c.name: None if c.nullable else defaults[c.type] for c in TABLES[table].columns}
    return blank | values


def rows_of_page(page: PageOf) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one page: an article of one paragraph of one sentence of three words, with a fact of each kind."""
    n_chars = len(page.text) + len(page.headline or "")
    file = {"source_path": page.path, "source_sha256": sha256(page.path.encode()).hexdigest(), "size_bytes": 9}
    run = {"run_id": page.run_id, "pipeline_version": page.pipeline_version}
    article = {"article_id": page.article_id}
    fact = article | {"sentence_seq": 1}
    words = [page.text[:2], page.text[2:4], page.text[4:]]
    yield "inputs", filled("inputs", **file, **run, outcome="loaded", doc_id=page.doc_id)
    yield "documents", filled(
        "documents", **file, **run, doc_id=page.doc_id, encoding="utf-8", publication=page.paper,
        publication_slug=page.place[0], issue_date=page.day, page_label=page.page, n_chars=n_chars + 4,
        n_articles=1, n_furniture_chars=4, applied_rules="{}", encoding_evidence="{}",
    )  # fmt: skip
    yield "articles", filled(
        "articles", **article, doc_id=page.doc_id, seq=1, story_id=page.article_id, kind="news",
        headline=page.headline, byline=["林墨", "周砚"], n_paragraphs=1, n_sentences=1, n_chars=n_chars, n_words=3,
        is_headline_missing=page.headline is None, jump_to_page=page.jump_to, jump_from_page=page.jump_from,
        body=page.text, **signed(page.text),
    )  # fmt: skip
    span = {"start_char": 4, "end_char": 4 + len(page.text), "text": page.text}
    yield "paragraphs", filled("paragraphs", **article, **span, seq=1, role="body", n_fragments=1)
    yield "sentences", filled("sentences", **article, **span, seq=1, paragraph_seq=1, words=words, tags=["n", "v", "n"])
    for word, tag in zip(words, ("n", "v", "n"), strict=True):
        yield "terms", filled("terms", **article, term=word, tag=tag, n=1)
    yield "figures", filled(
        "figures", **fact, raw="增长3.2%", metric="产值", value=320000000.0, unit="元", change_value=3.2,
        change_unit="%", direction="up", comparison="同比", start_char=5,
    )  # fmt: skip
    yield "dates", filled("dates", **fact, raw="5日", precision="day", date_start=date(2026, 1, 5), start_char=4)
    yield (
        "mentions",
        filled("mentions", **fact, kind="person", text="林墨", normalized="林墨", role="市长", start_char=4),
    )
    yield "mentions", filled("mentions", **fact, kind="person", text="周砚", normalized="周砚", start_char=6)
    yield "mentions", filled("mentions", **fact, kind="slogan", text="两山", normalized="两山", start_char=8)


def signed(text: str) -> dict[str, Any]:
    """The columns of an article that its text is found by."""
    form = simplify(text)
    (signature,) = sign([letters_of(form)])
    return {"simplified": None if form == text else form, **signature._asdict()}


def rows_of(pages: Iterable[PageOf]) -> dict[tuple[str, str, str], pa.Table]:
    """Arrow tables by table and partition, as `write_parts` takes them."""
    rows: Rows = {}
    for page in pages:
        for table, row in rows_of_page(page):
            place = (UNKNOWN, UNKNOWN) if table == "inputs" else page.place
            rows.setdefault((table, *place), []).append(row)
    return as_arrow(rows)


def as_arrow(rows: Rows) -> dict[tuple[str, str, str], pa.Table]:
    """Lists of dicts as tables in their schema."""
    return {place: pa.Table.from_pylist(r, schema=TABLES[place[0]].arrow_schema) for place, r in rows.items()}


def rejected(path: str) -> dict[tuple[str, str, str], pa.Table]:
    """The rows of one rejected input."""
    digest = sha256(path.encode()).hexdigest()
    both = {"source_path": path, "source_sha256": digest}
    return as_arrow(
        {
            ("inputs", UNKNOWN, UNKNOWN): [filled("inputs", **both, outcome="rejected")],
            ("rejects", UNKNOWN, UNKNOWN): [filled("rejects", **both, reason="binary")],
        }
    )


def stage(store: Store, key: str, rows: dict[tuple[str, str, str], pa.Table], **replaced: Any) -> StagedBatch:
    """The rows as a staged batch."""
    staging = store.staging_dir(key)
    return StagedBatch(staging, key, "run-1", write_parts(staging, key, rows, {"batch": key}), **replaced)


def load(store: Store, key: str, pages: Sequence[PageOf], **replaced: Any) -> Commit:
    """Stage and commit pages."""
    return store.commit(stage(store, key, rows_of(pages), **replaced))


def lake_rows(store: Store, *tables: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of the store by table, in an order that does not depend on files."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in store.live_parts():
        found.setdefault(part.table, []).extend(read_part(store.layout.lake, part).to_pylist())
    return {name: sorted(rows, key=repr) for name, rows in sorted(found.items()) if not tables or name in tables}
