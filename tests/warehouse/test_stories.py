"""Which parts of jumping stories become one."""

from __future__ import annotations

from datetime import date

from newsroom import PageOf, load

from warehouse.build import build, connect
from warehouse.store import Store


def stories(store: Store, *pages: PageOf) -> list[set[str]]:
    """The pages' texts, grouped by story, groups of more than one only."""
    load(store, "pages", pages)
    build(store)
    with connect(store.layout.warehouse) as con:
        query = "SELECT list(body) FROM core.articles GROUP BY story_id HAVING count(*) > 1"
        return [set(bodies) for (bodies,) in con.execute(query).fetchall()]


def part(text: str, page: str, to: str | None = None, come: str | None = None, **more: object) -> PageOf:
    values = {"headline": "大桥通车", "day": date(2026, 1, 5), **more}
    return PageOf(f"in/{text}.txt", text=text, page=page, jump_to=to, jump_from=come, **values)  # type: ignore[arg-type]


def test_parts_that_name_each_others_pages_are_one_story(store: Store) -> None:
    assert stories(store, part("前半部分", "1", to="4"), part("后半部分", "4", come="1")) == [{"前半部分", "后半部分"}]


def test_labels_may_differ_in_padding_and_case(store: Store) -> None:
    pages = part("前半部分", "A01", to="a4"), part("后半部分", "A04", come="A1")
    assert stories(store, *pages) == [{"前半部分", "后半部分"}]


def test_a_story_over_three_pages_is_one(store: Store) -> None:
    pages = part("开头部分", "1", to="2"), part("中间部分", "2", to="3", come="1"), part("结尾部分", "3", come="2")
    assert stories(store, *pages) == [{"开头部分", "中间部分", "结尾部分"}]


def test_headlines_tell_two_stories_on_the_same_pages_apart(store: Store) -> None:
    pages = (
        part("桥的前半", "1", to="4", headline="青江大桥今日通车"),
        part("茶的前半", "1", to="4", headline="白石春茶开始采摘"),
        part("茶的后半", "4", come="1", headline="春茶开始采摘"),
        part("桥的后半", "4", come="1", headline="大桥今日通车"),
    )
    found = stories(store, *pages)
    assert sorted(map(sorted, found)) == [["桥的前半", "桥的后半"], ["茶的前半", "茶的后半"]]


def test_what_is_left_when_headlines_have_decided_belongs_together(store: Store) -> None:
    pages = (
        part("桥的前半", "1", to="4", headline="青江大桥今日通车"),
        part("茶的前半", "1", to="4", headline="白石春茶开始采摘"),
        part("茶的后半", "4", come="1", headline=None),
        part("桥的后半", "4", come="1", headline="大桥今日通车"),
    )
    assert sorted(map(sorted, stories(store, *pages))) == [["桥的前半", "桥的后半"], ["茶的前半", "茶的后半"]]


def test_parts_that_nothing_tells_apart_stay_apart(store: Store) -> None:
    pages = (
        part("甲的前半", "1", to="4", headline=None),
        part("乙的前半", "1", to="4", headline=None),
        part("甲的后半", "4", come="1", headline=None),
        part("乙的后半", "4", come="1", headline=None),
    )
    assert stories(store, *pages) == []


def test_an_unmarked_second_part_is_linked_by_its_headline_alone(store: Store) -> None:
    assert stories(store, part("前半部分", "1", to="4"), part("后半部分", "4")) == [{"前半部分", "后半部分"}]


def test_an_unmarked_article_with_another_headline_is_not_linked(store: Store) -> None:
    assert stories(store, part("前半部分", "1", to="4"), part("无关的文章", "4", headline="春茶采摘")) == []


def test_another_day_or_another_paper_is_not_linked(store: Store) -> None:
    pages = (
        part("前半部分", "1", to="4"),
        part("次日的部分", "4", come="1", day=date(2026, 1, 6)),
        part("他报的部分", "4", come="1", paper="白石晚报", slug="baishi"),
    )
    assert stories(store, *pages) == []


def test_an_inner_page_without_masthead_is_linked_within_its_folder(store: Store) -> None:
    pages = part("前半部分", "1", to="4"), part("后半部分", "4", come="1", paper=None)
    assert stories(store, *pages) == [{"前半部分", "后半部分"}]


def test_a_part_that_comes_in_a_later_batch_is_linked(store: Store) -> None:
    load(store, "first", [part("前半部分", "1", to="4")])
    build(store)
    assert stories(store, part("后半部分", "4", come="1")) == [{"前半部分", "后半部分"}]


def test_a_part_whose_other_part_was_removed_stands_alone_again(store: Store) -> None:
    first, second = part("前半部分", "1", to="4"), part("后半部分", "4", come="1")
    assert stories(store, first, second)
    gone = {"replaces_doc_ids": {first.doc_id}, "replaces_paths": {first.path}}
    load(store, "gone", [part("别的文章", "7")], **gone)
    build(store)
    with connect(store.layout.warehouse) as con:
        query = f"SELECT story_id FROM core.articles WHERE doc_id = '{second.doc_id}'"
        assert con.execute(query).fetchall() == [(second.article_id,)]


def test_the_story_reads_in_order_under_its_first_headline(store: Store) -> None:
    load(store, "pages", [part("后半部分", "4", come="1", headline="通车"), part("前半部分", "1", to="4")])
    build(store)
    with connect(store.layout.warehouse) as con:
        query = "SELECT headline, pages, n_parts, is_whole, body FROM reports.stories"
        assert con.execute(query).fetchall() == [("大桥通车", ["1", "4"], 2, True, "前半部分\n后半部分")]
