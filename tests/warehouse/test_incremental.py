"""Whatever happened between two builds, going on from a published warehouse gives the rows of a build from nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import duckdb
import pytest
from newsroom import PAGES, PageOf, as_arrow, load, rejected, rows_of, stage

from transforms.errors import ChecksFailed
from warehouse import checks, compact, fresh
from warehouse import load as loading
from warehouse.build import build, connect
from warehouse.rollback import roll_back
from warehouse.schema import TABLES
from warehouse.store import StagedBatch, Store

CORE = [table for table in TABLES.values() if table.schema == "core"]


def rows(store: Store) -> dict[str, list[Any]]:
    with connect(store.layout.warehouse) as con:
        return {t.name: sorted(con.execute(f"FROM {t.qualified}").fetchall(), key=repr) for t in CORE}


class Newsroom:
    """Changes a store at random, as runs, merges and rollbacks would."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.chance = store, random.Random(seed)
        self.pages: dict[str, PageOf] = {}
        self.n = 0

    def come(self) -> None:
        """One to three new pages."""
        self.n += 1
        pages = [
            replace(self.chance.choice(PAGES), path=f"in/{self.n}-{i}.txt", text=f"第{self.n}批第{i}版的消息")
            for i in range(self.chance.randint(1, 3))
        ]
        load(self.store, f"come-{self.n}", pages)
        self.pages |= {page.path: page for page in pages}

    def change(self) -> None:
        """A page with other words, or read again with the same."""
        self.n += 1
        if self.pages:
            old = self.pages[self.chance.choice(sorted(self.pages))]
            new = replace(
                old, text=self.chance.choice([old.text, f"{self.n}次改写的消息"]), pipeline_version=f"p{self.n}"
            )
            load(self.store, f"change-{self.n}", [new], replaces_doc_ids={old.doc_id}, replaces_paths={old.path})
            self.pages[old.path] = new

    def go(self) -> None:
        """A page that is retired."""
        self.n += 1
        if self.pages:
            old = self.pages.pop(self.chance.choice(sorted(self.pages)))
            key = f"gone-{self.n}"
            staging = self.store.staging_dir(key)
            self.store.commit(StagedBatch(staging, key, "r", [], {old.doc_id}, {old.path}))

    def refuse(self) -> None:
        """An input that is rejected."""
        self.n += 1
        self.store.commit(stage(self.store, f"bad-{self.n}", rejected(f"in/broken-{self.n}.bin")))

    def merge(self) -> None:
        """Parts that become one, in some tables and partitions."""
        groups = compact.groups(self.store.live_parts())
        for group in self.chance.sample(groups, len(groups) // 2):
            compact._merge(self.store, group)

    def publish(self) -> None:
        """A build, and now and then the warehouse before it again."""
        build(self.store)
        if self.store.layout.previous_warehouse.exists() and self.chance.random() < 0.5:
            roll_back(self.store)

    def act(self) -> None:
        """One of these."""
        self.chance.choice([self.come, self.come, self.change, self.go, self.refuse, self.merge, self.publish])()


@pytest.mark.parametrize("seed", range(4))
def test_any_history_of_loads_merges_and_rollbacks_gives_the_rows_of_a_full_build(store: Store, seed: int) -> None:
    newsroom = Newsroom(store, seed)
    newsroom.come()
    newsroom.publish()
    for _ in range(10):
        newsroom.act()
    newsroom.come()
    assert build(store).mode == "incremental"
    found = rows(store)
    assert {row[TABLES["documents"].column_names.index("doc_id")] for row in found["documents"]} == {
        page.doc_id for page in newsroom.pages.values()
    }
    assert build(store, full=True).mode == "full"
    assert rows(store) == found


NEW = PageOf("in/new.txt", text="新来的一版消息")


def watch(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many rows of terms the checks of pages see."""

    def noted(con: duckdb.DuckDBPyConnection, scope: checks.Scope) -> list[checks.CheckResult]:
        if scope == "page":
            seen.append((con.execute("SELECT count(*) FROM core.terms").fetchone() or (0,))[0])
        return run_checks(con, scope)

    seen: list[int] = []
    run_checks = checks.run_checks
    monkeypatch.setattr(checks, "run_checks", noted)
    return seen


def test_checks_of_pages_look_at_the_new_ones_alone(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = watch(monkeypatch)
    build(loaded)
    load(loaded, "new", [NEW])
    build(loaded)
    assert seen == [3 * len(PAGES), 3]


def test_they_do_so_also_where_articles_repeat_each_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"青江大桥第{n}号桥墩昨日浇筑完毕，两岸居民前来观看。" for n in range(8))
    load(store, "one", [replace(page, text=text) for page in (PAGES[0], PAGES[5])])
    build(store)
    seen = watch(monkeypatch)
    load(store, "new", [NEW])
    build(store)
    with connect(store.layout.warehouse) as con:
        assert con.execute("SELECT count(*) FROM core.reprints").fetchall() != [(0,)]
    assert seen == [3]


def test_where_the_new_rows_cannot_be_told_all_are_looked_at(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    build(loaded)
    seen = watch(monkeypatch)
    load(loaded, "new", [NEW])
    marks = fresh.next_row_ids
    monkeypatch.setattr(fresh, "next_row_ids", lambda con: {name: n + 1 for name, n in marks(con).items()})
    build(loaded)
    assert seen == [3 * (len(PAGES) + 1)]


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("documents", "n_articles", 2, "article_counts"),
        ("documents", "n_chars", 999, "characters_conserved"),
        ("articles", "n_words", 4, "word_counts"),
        ("articles", "n_sentences", 4, "part_counts"),
        ("sentences", "end_char", 0, "spans_in_order"),
        ("dates", "sentence_seq", 9, "facts_have_sentences"),
        ("terms", "article_id", "ffff-0001", "owner_terms"),
        ("paragraphs", "role", "footer", "values_paragraphs"),
    ],
)
def test_a_broken_new_page_is_noticed_in_an_incremental_build(
    loaded: Store, table: str, column: str, value: object, check: str
) -> None:
    build(loaded)
    tables = rows_of([NEW])
    place = next(place for place in tables if place[0] == table)
    broken = [row | {column: value} for row in tables[place].to_pylist()]
    loaded.commit(stage(loaded, "broken", tables | as_arrow({place: broken})))
    with pytest.raises(ChecksFailed, match=check):
        build(loaded)


def test_a_replaced_page_whose_old_rows_stayed_is_noticed(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    build(loaded)
    load(
        loaded,
        "new",
        [replace(NEW, path=PAGES[0].path)],
        replaces_doc_ids={PAGES[0].doc_id},
        replaces_paths={PAGES[0].path},
    )
    monkeypatch.setattr(loading, "_delete", lambda *_: None)
    with pytest.raises(ChecksFailed, match="row_counts"):
        build(loaded)


def test_every_check_says_what_it_looks_at() -> None:
    scopes = {check.name: check.scope for check in checks.all_checks()}
    assert set(scopes.values()) == {"page", "all"}
    assert scopes["row_counts"] == scopes["key_documents"] == "all"
