"""An article that another paper took over in its own way is linked to its first print, from files to views."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from opencc import OpenCC
from test_promises import load

from warehouse.build import connect
from warehouse.layout import Layout

STORY = (
    "　　本报讯（记者 田野）汀河大桥扩建工程昨日全面开工。大桥全长一千二百米，双向六车道，计划后年秋天通车。\n"
    "　　市交通局介绍，老桥建成已有三十年，早晚时段常常拥堵。新桥建在老桥下游，两岸各设一座公园。\n"
    "　　施工期间，老桥照常通行，大型货车改走北线。住在东岸的渔民已经迁入新居，码头移到下游两公里处。\n"
    "　　工程所需资金由市里和沿线各县共同筹集，不向居民收取任何费用，账目每季度公开一次。\n"
)
FIRST = f"汀原日报\n2025年10月14日 星期二\n第1版 要闻\n\n汀河大桥扩建工程开工\n\n{STORY}"
LATER = f"棠港晚報\n2025年10月15日 星期三\nA2版 要聞\n\n後年過河不再堵車\n\n{OpenCC('s2t').convert(STORY[:-45])}"
OTHER = (
    "棠港晚報\n2025年10月16日 星期四\nA2版 要聞\n\n北山茶園開始采摘\n\n"
    "　　本報訊（記者 黃志遠）北山茶園今天開始采摘秋茶。茶農說，今年雨水調勻，收成比去年好。首批新茶三天後上市。\n"
)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("reprinted")
    (folder / "pages").mkdir()
    (folder / "pages" / "a.txt").write_bytes(LATER.encode("big5"))
    (folder / "pages" / "b.txt").write_bytes(FIRST.encode("gbk"))
    (folder / "pages" / "c.txt").write_bytes(OTHER.encode("utf-8"))
    load(folder / "pages", folder / "store")
    with connect(Layout(folder / "store").warehouse) as opened:
        yield opened


def test_the_view_says_who_took_what_from_whom(con: duckdb.DuckDBPyConnection) -> None:
    columns = "publication, headline, original_publication, original_headline, days_later, manner, taken_pct > 90"
    assert con.execute(f"SELECT {columns} FROM reports.reprints").fetchall() == [
        ("棠港晚報", "後年過河不再堵車", "汀原日报", "汀河大桥扩建工程开工", 1, "edited", True)
    ]


def test_each_story_stands_once_among_those_that_are_no_reprints(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("SELECT headline FROM reports.articles WHERE NOT is_reprint ORDER BY issue_date").fetchall()
    assert found == [("汀河大桥扩建工程开工",), ("北山茶園開始采摘",)]
