"""What is known of a page from outside: which source wins, and which paper's rules apply."""

from __future__ import annotations

from datetime import date

import pytest

from flows.page_hints import encodings_of, hints_of, with_rules_of
from flows.papers import PaperSettings, paper_at, paper_called
from flows.settings import Settings, SourceSettings
from transforms.records import Page, PageHints

PATH = "/in/tyrb/2025-10-14/03.txt"
PAPERS = {
    "汀原日报": PaperSettings(paths=("tyrb/*",), encoding=("big5",), jumps=False),
    "汀港晚报": PaperSettings(max_headline=20),
}


def settings(**source: object) -> Settings:
    return Settings(source=SourceSettings(**source), papers=PAPERS)


def test_the_sidecar_wins_over_the_path_and_the_path_over_the_papers_globs() -> None:
    hints = hints_of(PATH, '{"issue_date":"2025-10-20"}', settings(publications={"tyrb": "汀原早报"}))
    assert (hints.publication, hints.issue_date, hints.page_label) == ("汀原早报", date(2025, 10, 20), "3")
    assert hints.sources == {"issue_date": "sidecar", "publication": "path", "page_label": "path"}


def test_a_paper_gives_its_name_to_the_files_its_globs_fit() -> None:
    hints = hints_of(PATH, "", settings())
    assert (hints.publication, hints.sources["publication"]) == ("汀原日报", "settings")
    assert hints.rules == PAPERS["汀原日报"].rules()


def test_a_paper_is_found_by_the_name_the_sidecar_gives() -> None:
    hints = hints_of("/in/x.txt", '{"publication":"汀港晚報"}', settings())
    assert (hints.publication, hints.rules) == ("汀港晚報", PAPERS["汀港晚报"].rules())


def test_a_file_of_no_paper_has_no_rules() -> None:
    assert hints_of("/in/x.txt", "", settings()) == PageHints()


def test_a_papers_path_patterns_are_tried_before_all_others() -> None:
    paper = PaperSettings(
        paths=("*.txt",), path_patterns=(r"(?P<page>\d)-(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",)
    )
    hints = hints_of("/in/7-20250102.txt", "", Settings(papers={"汀原日报": paper}))
    assert (hints.issue_date, hints.page_label) == (date(2025, 1, 2), "7")
    assert hints_of("/in/7-20250102.txt", "", Settings()).page_label is None


def test_a_papers_encoding_takes_the_place_of_the_sources() -> None:
    chosen = settings(encoding="gb18030")
    assert (encodings_of(PATH, chosen), encodings_of("/in/x.txt", chosen)) == (("big5",), ("gb18030",))


def test_a_page_that_names_its_paper_brings_its_rules() -> None:
    hints = PageHints(issue_date=date(2025, 10, 14))
    found = with_rules_of(hints, Page((), (), 0, publication="汀港晚報"), PAPERS)
    assert found is not None
    assert (found.rules, found.issue_date) == (PAPERS["汀港晚报"].rules(), hints.issue_date)


def test_rules_in_force_are_not_replaced_and_other_papers_bring_none() -> None:
    ruled = hints_of(PATH, "", settings())
    assert with_rules_of(ruled, Page((), (), 0, publication="汀港晚报"), PAPERS) is None
    assert with_rules_of(PageHints(), Page((), (), 0, publication="别的报"), PAPERS) is None


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("tyrb/*", "/in/tyrb/2025/01.txt", True),
        ("tyrb/*", "/in/mytyrb/01.txt", False),
        ("**/rb-*.txt", "/in/a/rb-01.txt", True),
        ("rb-*.txt", "/in/a/rb-01.txt", True),
        ("rb-*.txt", "/in/a/xrb-01.txt", False),
        ("/in/a/*", "/in/a/01.txt", True),
        ("/a/*", "/in/a/01.txt", False),
    ],
)
def test_a_glob_fits_the_end_of_a_path_from_a_folder_or_name_on(glob: str, path: str, fits: bool) -> None:
    assert (paper_at(path, {"报": PaperSettings(paths=(glob,))}) is not None) == fits


def test_a_paper_is_called_alike_in_either_kind_of_characters() -> None:
    assert (paper_called("汀港晚報", PAPERS), paper_called("晚报", PAPERS), paper_called(None, PAPERS)) == (
        "汀港晚报",
        None,
        None,
    )
