from datetime import date
from pathlib import Path

import pytest

from flows.settings import SourceSettings
from flows.sources import hints_from_path, list_inputs
from transforms.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b/02.txt", "b/01.txt", "a/note.md", "a/.hidden.txt", "a/03.TXT", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("文")
    return tmp_path


def names(folder: Path, *arguments: str, **settings) -> list[str]:
    inputs = list_inputs([str(folder / a) for a in arguments], SourceSettings(**settings))
    return [Path(i.path).relative_to(folder).as_posix() for i in inputs]


def test_a_folder_gives_its_text_files_sorted_without_hidden_ones(folder: Path):
    assert names(folder, "") == ["a/03.TXT", "b/01.txt", "b/02.txt"]


def test_a_file_named_outright_is_taken_whatever_its_name(folder: Path):
    assert names(folder, "a/note.md") == ["a/note.md"]


def test_globs_and_overlapping_arguments_give_each_file_once(folder: Path):
    assert names(folder, "b/*.txt", "b", "b/01.txt") == ["b/01.txt", "b/02.txt"]
    assert names(folder, "**/*.txt") == ["b/01.txt", "b/02.txt"]


def test_order_of_arguments_does_not_matter(folder: Path):
    assert names(folder, "b", "a") == names(folder, "a", "b")


def test_patterns_are_settings(folder: Path):
    assert names(folder, "", include=("*.md",)) == ["a/note.md"]


@pytest.mark.parametrize("argument", ["nowhere", "b/*.doc"])
def test_an_argument_that_names_nothing_is_an_error_that_names_it(folder: Path, argument: str):
    with pytest.raises(SourceError, match=argument.replace("*", r"\*")):
        list_inputs([str(folder / argument)], SourceSettings())


@pytest.mark.parametrize(
    ("path", "day", "label"),
    [
        ("/in/tyrb/2025-10-14/01.txt", date(2025, 10, 14), "1"),
        ("/in/tyrb/20251014/A03.txt", date(2025, 10, 14), "A03"),
        ("/in/tyrb/2025/10/14/b2.txt", date(2025, 10, 14), "B2"),
        ("/in/tyrb-20251014-03.txt", date(2025, 10, 14), "3"),
        ("/in/tyrb/2025-10-14.txt", date(2025, 10, 14), None),
        ("/in/2025-13-41/01.txt", None, "1"),
        ("/in/004_92f7cd8476515979.txt", None, None),
        ("/in/20251014123456/x.txt", None, None),
    ],
)
def test_the_path_says_day_and_page(path: str, day: date | None, label: str | None):
    hints = hints_from_path(path, SourceSettings())
    assert (hints.issue_date, hints.page_label) == (day, label)


def test_a_folder_is_a_newspaper_only_where_settings_say_so():
    path = "/in/tyrb/2025-10-14/01.txt"
    assert hints_from_path(path, SourceSettings()).publication is None
    assert hints_from_path(path, SourceSettings(publications={"tyrb": "汀原日报"})).publication == "汀原日报"
    assert (
        hints_from_path("/in/tyrb_2025.txt", SourceSettings(publications={"tyrb": "汀原日报"})).publication
        == "汀原日报"
    )


def test_a_pattern_of_the_user_can_name_the_newspaper():
    settings = SourceSettings(path_patterns=(r"/(?P<publication>[a-z]+)_p(?P<page>\d+)",), publications={"wb": "晚报"})
    hints = hints_from_path("/in/wb_p07.txt", settings)
    assert (hints.publication, hints.page_label) == ("晚报", "7")
