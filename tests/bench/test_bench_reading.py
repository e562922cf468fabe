"""The benchmark of reading pages makes long pages of short ones and says how fast each size was read."""

from __future__ import annotations

from bench.reading import long_page, measure

PAGE = "河堤加固工程完工\n本报讯 昨日，云州市河堤加固工程全部完工。\n"


def test_a_page_is_repeated_until_it_is_long_enough() -> None:
    n_bytes = len(PAGE.encode())
    assert long_page(PAGE, 0) == PAGE
    assert long_page(PAGE, 3 * n_bytes) == "\n".join([PAGE] * 3)
    assert long_page(PAGE, 3 * n_bytes + 1) == "\n".join([PAGE] * 4)


def test_every_size_is_measured_on_every_page_or_on_every_fifth_made_long() -> None:
    rows = measure([PAGE] * 6, sizes=(0, 1000), passes=2)
    assert [(row["size_bytes"], row["n_texts"]) for row in rows] == [(0, 6), (1000, 2)]
    assert all(row["best_mb_per_s"] >= row["median_mb_per_s"] for row in rows)
