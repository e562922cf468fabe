"""Which articles repeat an earlier one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
from newsroom import PageOf, Rows, as_arrow, rows_of, stage

from warehouse.build import build, connect
from warehouse.store import Store

SENTENCES = tuple(
    f"青江市第{n}座跨江大桥昨日正式通车，市民出行时间缩短{n}分钟。" for n in ("一", "二", "三", "四", "五")
)


Tables = dict[tuple[str, str, str], pa.Table]


def page(name: str, day: int, sentences: tuple[str, ...], slug: str = "qingjiang") -> Tables:
    """A page whose article has these sentences."""
    one = PageOf(f"in/{slug}/{name}.txt", f"报{slug}", slug, date(2026, 1, day), "1", "".join(sentences))
    rows: Rows = {place: table.to_pylist() for place, table in rows_of([one]).items()}
    place = ("sentences", slug, "2026")
    (first,) = rows[place]
    rows[place] = [first | {"seq": n, "text": text} for n, text in enumerate(sentences, 1)]
    rows["articles", slug, "2026"][0]["n_sentences"] = len(sentences)
    return as_arrow(rows)


def repeats(store: Store, *pages: Tables) -> list[tuple[Any, ...]]:
    """(path, path of the article it repeats, similarity) of every repeating article."""
    for rows in pages:
        name = str(rows["inputs", "unknown", "unknown"]["doc_id"][0])
        store.commit(stage(store, name, rows))
        build(store)
    query = """
        SELECT d.source_path, o.source_path, a.similarity
        FROM core.articles AS a JOIN core.documents AS d USING (doc_id)
        JOIN core.articles AS b ON b.article_id = a.duplicate_of JOIN core.documents AS o ON o.doc_id = b.doc_id
        ORDER BY ALL
    """
    with connect(store.layout.warehouse) as con:
        return con.execute(query).fetchall()


def test_a_reprint_names_the_earliest_print_whatever_came_first(store: Store) -> None:
    first, second, third = page("a", 5, SENTENCES), page("b", 6, SENTENCES, "baishi"), page("c", 7, SENTENCES)
    assert repeats(store, third, first, second) == [
        ("in/baishi/b.txt", "in/qingjiang/a.txt", 1.0),
        ("in/qingjiang/c.txt", "in/qingjiang/a.txt", 1.0),
    ]


def test_other_punctuation_and_spaces_do_not_matter(store: Store) -> None:
    spaced = tuple(text.replace("，", "， ").replace("。", "！") for text in SENTENCES)
    assert repeats(store, page("a", 5, SENTENCES), page("b", 6, spaced)) == [
        ("in/qingjiang/b.txt", "in/qingjiang/a.txt", 1.0)
    ]


def test_a_shortened_reprint_is_similar_as_far_as_it_shares(store: Store) -> None:
    assert repeats(store, page("a", 5, SENTENCES), page("b", 6, SENTENCES[:4])) == [
        ("in/qingjiang/b.txt", "in/qingjiang/a.txt", 0.8)
    ]


def test_articles_that_share_half_are_no_repeats(store: Store) -> None:
    other = SENTENCES[:2] + tuple(text.replace("青江", "白石") for text in SENTENCES[2:])
    assert repeats(store, page("a", 5, SENTENCES), page("b", 6, other)) == []


def test_short_notices_are_no_repeats(store: Store) -> None:
    assert repeats(store, page("a", 5, SENTENCES[:1]), page("b", 6, SENTENCES[:1])) == []
