"""Fitting: pages are held out whole, the best of the curve is taken, and applying changes numbers alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import bench.fit_weights as fitting
from bench.fit_weights import PAGES, SHARED, Settings, apply, cross_validate, fit, gather, main
from bench.layouts import LAYOUTS, OTHER_LAYOUTS
from bench.tallies import Tallies, Tally, mean_f1, together
from bench.weight_file import ROLES, STACKS, Name, Values, WeightFile

WEIGHT: Name = ("weight",)
START = {WEIGHT: 0.0}
SETTINGS = Settings(folds=2, epochs=3, rates=(0.1, 1.0))


@dataclass(frozen=True)
class Wish:
    """An example that raises the weight until it is enough."""

    group: str
    enough: float
    lot: str = "lot"

    def mistake(self, values: Values, cost: float) -> Values | None:
        return None if values[WEIGHT] >= self.enough + cost else {WEIGHT: 1.0}


def granted(examples: Iterable[Wish], values: Values) -> Tallies:
    tallies: Tallies = {}
    for wish in examples:
        tallies = together(tallies, {(wish.lot, "wishes"): Tally(int(values[WEIGHT] >= wish.enough), 1, 1)})
    return tallies


def test_every_page_is_held_out_once_with_all_that_is_of_its_group() -> None:
    seen: list[frozenset[str]] = []

    def watch(examples: Iterable[Wish], values: Values) -> Tallies:
        examples = list(examples)
        seen.append(frozenset(wish.group for wish in examples))
        return granted(examples, values)

    wishes = [Wish(f"page {number % 4}", 1.0) for number in range(8)]
    curve = cross_validate(wishes, START, watch, replace(SETTINGS, epochs=0), 0.1)
    assert frozenset.union(*seen) == {wish.group for wish in wishes}
    assert sum(map(len, seen)) == 4
    assert curve == [{("lot", "wishes"): Tally(0, 8, 8)}]


def test_what_is_held_out_teaches_nothing() -> None:
    curve = cross_validate([Wish("a", 0.5), Wish("b", -9.0)], START, granted, SETTINGS, 1.0)
    assert curve[3]["lot", "wishes"].shared == 1
    curve = cross_validate([Wish("a", 0.5), Wish("b", 0.5)], START, granted, SETTINGS, 1.0)
    assert curve[3]["lot", "wishes"].shared == 2


def test_the_rate_and_the_epochs_that_read_best_are_taken() -> None:
    best = fit([Wish(name, 0.9) for name in "abcd"], START, granted, SETTINGS)
    assert (best.rate, best.epochs) == (1.0, 1)
    assert mean_f1(best.by_hand) == 0.0
    assert mean_f1(best.fitted) == 1.0
    assert best.values[WEIGHT] >= 0.9


def test_where_to_stop_can_be_said() -> None:
    best = fit([Wish(name, -9.0) for name in "abcd"] + [Wish("e", 0.9)], START, granted, replace(SETTINGS, stop=2))
    assert best.epochs == 2
    assert best.values[WEIGHT] > 0.0


def test_weights_that_nothing_betters_stay_as_they_are() -> None:
    best = fit([Wish(name, -9.0) for name in "abcd"], START, granted, SETTINGS)
    assert (best.epochs, best.values) == (0, START)


def test_shared_pages_count_as_often_as_they_are_copied() -> None:
    wishes = [Wish(name, 99.0, SHARED) for name in "ab"]
    once, thrice = (
        fitting._learned(wishes, START, replace(SETTINGS, shared_copies=n), 1.0, 1)[1][WEIGHT] for n in (1, 3)
    )
    assert (once, thrice) == (1.5, 3.5)


def test_applying_changes_the_numbers_of_a_copy_and_nothing_else(tmp_path: Path) -> None:
    copy = tmp_path / "weights.py"
    copy.write_bytes(ROLES.read_bytes())
    file = WeightFile.read(copy)
    assert apply(copy, file, {("LOOKS", "head", "short"): 9.9, ("_AFTER_HEAD", "more"): -9.9}) == []
    before, after = ROLES.read_text("utf-8").splitlines(), copy.read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new.split(":")[1].strip() for _, new in changed] == ["9.9,", "-9.9,"]
    assert [old.split(":")[0] for old, _ in changed] == [new.split(":")[0] for _, new in changed]


def test_lines_that_applying_made_too_long_are_told(tmp_path: Path) -> None:
    path = tmp_path / "weights.py"
    path.write_text('SHORT = 1.0\nLONG = {"' + "k" * 103 + '": 0.0}\n', "utf-8")
    assert apply(path, WeightFile.read(path), {("LONG", "k" * 103): -1.0}) == []
    assert apply(path, WeightFile.read(path), {("LONG", "k" * 103): -10.0}) == [2]


def test_each_page_is_learned_from_in_its_own_layout_and_in_all_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = gather([PAGES[-1]], tmp_path / "absent", 1)
    own = [page for page in pages if page.lot != OTHER_LAYOUTS]
    assert len(pages) == len(own) * (1 + len(LAYOUTS))
    assert {page.group for page in pages} == {page.group for page in own}
    assert "no pages in" in capsys.readouterr().out


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_pages_to_learn_from_are_no_exam(folder: Path) -> None:
    assert folder.is_dir()
    assert "exam" not in folder.name.split("_")


def test_the_command_fits_reports_and_leaves_the_weights_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.report.RESULTS", tmp_path)
    for folder in ("pages", "excluded"):
        _write_pages(tmp_path / folder)
    shared, pages, excluded = (str(tmp_path / name) for name in ("absent", "pages", "excluded"))
    options = ["--pages", pages, "--shared", shared, "--exclude", excluded, "--folds", "2", "--epochs", "1"]
    monkeypatch.setattr(sys, "argv", ["fit_weights", *options])
    weights = [path.read_bytes() for path in (ROLES, STACKS)]
    main()
    report = capsys.readouterr().out
    assert "roles: F1 on held-out pages" in report
    assert "F1 on excluded pages" in report
    assert [path.read_bytes() for path in (ROLES, STACKS)] == weights
    assert len(list(tmp_path.glob("fit_weights-*.json"))) == 1


def _write_pages(folder: Path) -> None:
    """Three pages of one article, with their gold."""
    folder.mkdir()
    for place in ("汀河", "岭南", "明江"):
        heads, body = (f"市长在{place}强调", f"{place}大桥明年通车"), f"本报讯 {place}大桥开工，明年十月通车。"
        article = {"kicker": heads[0], "headline": heads[1], "deck": None, "byline": [], "paragraphs": [["body", body]]}
        (folder / f"{place}.txt").write_text("\n".join([*heads, body]), "utf-8")
        (folder / f"{place}.json").write_text(json.dumps({"articles": [article]}), "utf-8")
