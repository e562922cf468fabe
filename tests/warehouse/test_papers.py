"""Which pages without a masthead take the newspaper of their issue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from newsroom import PageOf, load

from warehouse.build import build, connect
from warehouse.store import Store

FRONT = PageOf("in/day5/1.txt", day=date(2026, 1, 5), page="1", text="有报头的头版")
INNER = PageOf("in/day5/2.txt", day=date(2026, 1, 5), page="2", text="没有报头的二版", paper=None)


def paper_of(store: Store, page: PageOf) -> str | None:
    build(store)
    with connect(store.layout.warehouse) as con:
        found = con.execute("SELECT publication FROM core.documents WHERE doc_id = ?", [page.doc_id]).fetchall()
    assert len(found) == 1
    return found[0][0] if found[0][0] is None else str(found[0][0])


def test_an_inner_page_takes_the_newspaper_of_its_front_page(store: Store) -> None:
    load(store, "one", [FRONT, INNER])
    assert paper_of(store, INNER) == FRONT.paper


def test_the_front_page_may_come_with_a_later_batch(store: Store) -> None:
    load(store, "one", [INNER])
    assert paper_of(store, INNER) is None
    load(store, "two", [FRONT])
    assert paper_of(store, INNER) == FRONT.paper


def test_what_was_inherited_goes_with_the_page_it_came_from(store: Store) -> None:
    load(store, "one", [FRONT, INNER])
    assert paper_of(store, INNER) == FRONT.paper
    other = replace(FRONT, day=date(2026, 1, 6))
    load(store, "two", [other], replaces_doc_ids={FRONT.doc_id}, replaces_paths={FRONT.path})
    assert paper_of(store, INNER) is None


@pytest.mark.parametrize(
    "front",
    [
        replace(FRONT, path="in/elsewhere/1.txt"),
        replace(FRONT, day=date(2026, 1, 6)),
        replace(FRONT, day=None),
        replace(FRONT, page="02"),
        replace(FRONT, page=None),
    ],
    ids=["another folder", "another day", "no day", "the same page label", "no page label"],
)
def test_pages_that_may_be_of_different_issues_share_nothing(store: Store, front: PageOf) -> None:
    load(store, "one", [front, INNER])
    assert paper_of(store, INNER) is None


def test_two_newspapers_in_one_folder_decide_nothing(store: Store) -> None:
    third = PageOf("in/day5/3.txt", "白石晚报", "baishi", date(2026, 1, 5), "3", "别家报纸的三版")
    load(store, "one", [FRONT, INNER, third])
    assert paper_of(store, INNER) is None


def papers_of(store: Store) -> set[tuple[str | None, str]]:
    build(store)
    with connect(store.layout.warehouse) as con:
        return set(con.execute("SELECT publication, newspaper FROM core.documents").fetchall())


def named(paper: str | None, *days: int) -> list[PageOf]:
    return [PageOf(f"in/{paper}/{day}.txt", paper, day=date(2026, 1, day), text=f"{paper}第{day}日") for day in days]


def test_a_newspaper_in_both_scripts_is_one_in_the_spelling_of_most_pages(store: Store) -> None:
    load(store, "one", [*named("棠港晚报", 1), *named("棠港晚報", 2, 3), *named("棠港日报", 4), *named(None, 5)])
    assert papers_of(store) == {
        ("棠港晚报", "棠港晚報"), ("棠港晚報", "棠港晚報"), ("棠港日报", "棠港日报"), (None, "unknown"),
    }  # fmt: skip


def test_the_spelling_changes_with_the_pages(store: Store) -> None:
    load(store, "one", [*named("棠港晚報", 2, 3), *named("棠港晚报", 4, 5)])
    assert {paper for _, paper in papers_of(store)} == {"棠港晚报"}
    load(store, "two", named("棠港晚報", 6))
    assert {paper for _, paper in papers_of(store)} == {"棠港晚報"}


def test_reports_give_both_spellings_one_row(store: Store) -> None:
    load(store, "one", [*named("棠港晚報", 2), *named("棠港晚报", 2, 3)])
    build(store)
    with connect(store.layout.warehouse) as con:
        rows = con.execute("SELECT publication, spellings, n_pages FROM reports.publications").fetchall()
        assert rows == [("棠港晚报", "棠港晚報、棠港晚报", 3)]
        assert con.execute("SELECT publication, n_pages FROM reports.coverage").fetchall() == [
            ("棠港晚报", 2), ("棠港晚报", 1),
        ]  # fmt: skip
