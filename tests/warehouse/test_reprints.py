"""Which articles repeat an earlier one, and that it doesn't matter how they came in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import PageOf, load, rows_of, stage

from transforms.likeness import MIN_LIKE, MIN_SAME, Likeness, compare
from warehouse.build import build, connect
from warehouse.load import create_tables, insert_rows
from warehouse.reprints import link_reprints, roots_of
from warehouse.schema import TABLES
from warehouse.sql import catalogue
from warehouse.store import Store

HAN = "天地人日月山水木火土风云雨雪春夏秋冬东西南北上下左右前后高低长短大小多少新旧开关进出来去城乡村镇江河湖海桥路"


def drawn(n: int, seed: int) -> str:
    """A text of `n` characters, unlike that of any other seed."""
    return "".join(random.Random(seed).choices(HAN, k=n))


ARTICLE = drawn(400, 1)


def page(name: str, day: int | None, text: str, slug: str = "qingjiang") -> PageOf:
    """A page of one article."""
    when = date(2026, 1, day) if day else None
    return PageOf(f"{slug}/{name}", f"报{slug}", slug, when, "1", text, headline=name)


def reprints(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """(headline of the reprint, headline of its original, manner, similarity) of every reprint."""
    query = """
        SELECT a.headline, o.headline, r.manner, r.similarity
        FROM core.reprints AS r JOIN core.articles AS a USING (article_id)
        JOIN core.articles AS o ON o.article_id = r.original_id
        ORDER BY ALL
    """
    return con.execute(query).fetchall()


def linking(pages: Sequence[PageOf]) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory in which these pages are linked, and nothing else is done."""
    con = duckdb.connect()
    create_tables(con)
    for (table, *_), rows in rows_of(pages).items():
        if table in ("documents", "articles"):
            insert_rows(con, TABLES[table], rows)
    link_reprints(con)
    return con


def linked(*pages: PageOf) -> list[tuple[Any, ...]]:
    """The reprints among these pages."""
    with linking(pages) as con:
        return reprints(con)


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that a build finds out about reprints."""
    queries = {
        "articles": "SELECT article_id, duplicate_of, similarity FROM core.articles ORDER BY ALL",
        "reprints": "FROM core.reprints ORDER BY ALL",
        "likenesses": "FROM ops.likenesses ORDER BY ALL",
    }
    with connect(store.layout.warehouse) as con:
        return {name: con.execute(query).fetchall() for name, query in queries.items()}


def test_the_same_letters_are_one_text_in_whatever_script_and_layout() -> None:
    text = "青江大桥昨日正式通车，两岸居民往来时间缩短，公交线路同时延伸到东岸各村。"
    printed = text.replace("，", "， ").replace("桥", "橋").replace("岸各", "岸　各").replace("车", "車")
    assert linked(page("first", 5, text), page("second", 6, printed)) == [("second", "first", "same", 1.0)]


def test_an_edited_reprint_is_as_similar_as_it_shares() -> None:
    found = linked(page("first", 5, ARTICLE), page("second", 6, drawn(100, 2) + ARTICLE[100:]))
    assert found == [("second", "first", "edited", round(297 / (397 + 100), 4))]


def test_a_cut_reprint_is_as_similar_as_it_is_taken_over() -> None:
    found = linked(page("first", 5, ARTICLE), page("second", 6, ARTICLE[:120] + drawn(12, 2)))
    assert found == [("second", "first", "cut", round(117 / 129, 4))]


def test_a_later_longer_article_is_no_reprint_of_a_short_one_that_it_holds() -> None:
    assert linked(page("first", 5, ARTICLE[:120]), page("second", 6, ARTICLE)) == []


def test_of_one_day_the_longest_is_the_original() -> None:
    found = linked(page("a", 5, ARTICLE[:120]), page("b", 5, ARTICLE))
    assert [row[:3] for row in found] == [("a", "b", "cut")]


def test_articles_without_a_day_come_last() -> None:
    found = linked(page("undated", None, ARTICLE), page("dated", 28, ARTICLE))
    assert found == [("undated", "dated", "same", 1.0)]


def test_a_chain_leads_to_one_original_with_its_own_similarity() -> None:
    second = drawn(100, 2) + ARTICLE[100:]
    third = second[:-100] + drawn(100, 3)
    found = linked(page("1", 5, ARTICLE), page("2", 6, second), page("3", 7, third))
    assert [row[:2] for row in found] == [("2", "1"), ("3", "1")]
    assert found[1][3] == round(197 / (397 + 200), 4)


def test_a_reprint_of_a_reprint_word_for_word_leads_to_the_first_print() -> None:
    second = drawn(100, 2) + ARTICLE[100:]
    found = linked(page("1", 5, ARTICLE), page("2", 6, second), page("3", 7, second))
    assert [row[:3] for row in found] == [("2", "1", "edited"), ("3", "1", "edited")]


@pytest.mark.parametrize(("n", "count"), [(MIN_SAME - 1, 0), (MIN_SAME, 1)])
def test_very_short_texts_are_no_reprints(n: int, count: int) -> None:
    assert len(linked(page("1", 5, ARTICLE[:n]), page("2", 6, ARTICLE[:n]))) == count


@pytest.mark.parametrize(("n", "count"), [(MIN_LIKE - 1, 0), (MIN_LIKE, 1)])
def test_short_texts_are_reprints_only_where_they_are_equal(n: int, count: int) -> None:
    assert len(linked(page("1", 5, ARTICLE[:n] + "完"), page("2", 6, ARTICLE[:n]))) == count


FORM = (
    "{a}年第{b}期公告本院受理原告{c}诉被告{d}合同纠纷一案已依法审理终结现向你公告送达民事判决书自公告之日起经过六十日即视为"
    "送达如不服本判决可在公告期满后{e}日内向本院递交上诉状并按对方当事人的人数提出副本上诉于{f}中级人民法院逾期即发生法律效力"
)


def notice(seed: int) -> str:
    """A notice of a form."""
    chance = random.Random(seed)
    names = ("".join(chance.choices(HAN, k=3)) for _ in range(3))
    return FORM.format(a=chance.randrange(1980, 2020), b=seed, c=next(names), d=next(names), e=15, f=next(names))


def test_notices_of_one_form_are_no_reprints_but_the_same_notice_again_is() -> None:
    notices = [page(f"{n:02}", n % 20 + 1, notice(n)) for n in range(40)]
    again = page("again", 28, notice(7).replace("纠纷", "糾紛").replace("六十", "六士"))
    assert [row[:3] for row in linked(*notices, again)] == [("again", "07", "edited")]


def test_many_texts_of_one_form_make_few_pairs() -> None:
    with linking([page(f"{n:03}", n % 28 + 1, notice(n)) for n in range(300)]) as con:
        (n_pairs,) = con.execute("SELECT count(*) FROM ops.likenesses").fetchone() or (0,)
    assert 300 < n_pairs < 300 * 40


def test_a_text_that_all_papers_print_has_one_original() -> None:
    pages = [page(f"{n:02}", 5 + n // 10, drawn(20, n) + ARTICLE[20:], f"paper{n}") for n in range(40)]
    found = linked(*pages)
    assert len(found) == 39
    assert len({row[1] for row in found}) == 1


def test_two_stories_of_one_agency_on_one_day_are_two() -> None:
    lead = "新华社青江一月五日电记者林墨周砚从今天举行的全市工作会议上了解到"
    assert linked(page("1", 5, lead + drawn(150, 5)), page("2", 5, lead + drawn(150, 6))) == []


CORPUS = (
    page("a", 5, ARTICLE),
    page("b", 6, drawn(100, 2) + ARTICLE[100:], "baishi"),
    page("c", 6, ARTICLE, "nanling"),
    page("d", 7, ARTICLE[:150], "baishi"),
    page("e", 7, (drawn(100, 2) + ARTICLE[100:])[:-90] + drawn(90, 3), "nanling"),
    page("f", None, ARTICLE, "baishi"),
    page("g", 8, drawn(300, 4)),
    page("h", 9, drawn(300, 4)[:280], "baishi"),
    page("i", 3, drawn(300, 5)),
)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """What is found where all pages come in together."""
    with Store.open(tmp_path_factory.mktemp("once") / "store", write=True) as store:
        load(store, "all", CORPUS)
        build(store, full=True)
        return everything(store)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(CORPUS), cuts=st.sets(st.integers(1, len(CORPUS) - 1), max_size=2))
def test_order_batches_and_increments_change_nothing(
    at_once: dict[str, list[tuple[Any, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
    order: Sequence[PageOf],
    cuts: set[int],
) -> None:
    ends = [0, *sorted(cuts), len(order)]
    with Store.open(tmp_path_factory.mktemp("order") / "store", write=True) as store:
        for start, end in pairwise(ends):
            load(store, f"from-{start}", order[start:end])
            built = build(store)
        assert built.mode == ("incremental" if cuts else "full")
        assert everything(store) == at_once


def test_where_the_original_goes_the_next_print_takes_its_place(store: Store) -> None:
    original = page("1", 5, ARTICLE)
    load(store, "one", [original])
    load(store, "two", [page("2", 6, ARTICLE[:300]), page("3", 7, ARTICLE[:300] + drawn(9, 7))])
    build(store)
    with connect(store.layout.warehouse) as con:
        assert {row[1] for row in reprints(con)} == {"1"}
    gone = stage(store, "gone", rows_of([]), replaces_doc_ids={original.doc_id}, replaces_paths={original.path})
    store.commit(gone)
    assert build(store).mode == "incremental"
    with connect(store.layout.warehouse) as con:
        assert [row[:2] for row in reprints(con)] == [("3", "2")]


def test_an_increment_compares_only_pairs_that_are_new(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, "one", CORPUS[:-3])
    build(store)
    compared: list[tuple[str, str]] = []

    def noted(first: str, second: str) -> Likeness:
        compared.append((first, second))
        return compare(first, second)

    monkeypatch.setattr("warehouse.reprints.compare", noted)
    load(store, "two", CORPUS[-3:])
    build(store)
    assert compared == [(drawn(300, 4), drawn(300, 4)[:280])]


def test_a_build_writes_what_reports_promise(store: Store) -> None:
    load(store, "all", CORPUS)
    build(store)
    with connect(store.layout.warehouse) as con:
        row = con.execute(
            "SELECT publication, issue_date, original_publication, original_date, days_later, is_same_publication, "
            "manner, taken_pct, kept_pct FROM reports.reprints WHERE headline = 'd'"
        ).fetchone()
        (n_first,) = con.execute("SELECT count(*) FROM reports.articles WHERE NOT is_reprint").fetchone() or (0,)
    kept = round(100 * 147 / 397, 2)
    assert row == ("报baishi", date(2026, 1, 7), "报qingjiang", date(2026, 1, 5), 2, False, "cut", 100.0, kept)
    assert n_first == 3


def test_a_check_notices_an_original_that_is_a_reprint_or_gone() -> None:
    check = catalogue.load("checks", "originals_are_no_reprints").sql
    with linking(CORPUS[:3]) as con:
        assert con.execute(check).fetchall() == []
        con.execute("UPDATE core.articles SET duplicate_of = 'x' WHERE duplicate_of IS NULL")
        assert len(con.execute(check).fetchall()) == 2
        con.execute("DELETE FROM core.articles WHERE duplicate_of = 'x'")
        assert len(con.execute(check).fetchall()) == 2


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 59)), max_size=80))
def test_every_chain_ends_at_one_text_that_repeats_none(drawn_links: list[tuple[int, int]]) -> None:
    links = {later: earlier for later, earlier in drawn_links if earlier < later}
    roots = roots_of(sorted(links.items()))
    assert set(roots) == set(links)
    for later, root in roots.items():
        assert root not in links
        assert root == roots.get(links[later], links[later])


def test_rows_of_a_lake_from_before_signatures_are_no_reprints(store: Store) -> None:
    rows = rows_of(CORPUS[:3])
    for place, table in rows.items():
        if place[0] == "articles":
            unsigned = [row | {"text_hash": None, "bands": None} for row in table.to_pylist()]
            rows[place] = pa.Table.from_pylist(unsigned, schema=table.schema)
    store.commit(stage(store, "old", rows))
    build(store)
    with connect(store.layout.warehouse) as con:
        assert reprints(con) == []
