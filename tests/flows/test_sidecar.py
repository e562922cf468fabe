"""The sidecar table: what it says of a file, in each format, and how its faults are told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.sidecar import Sidecar, hints_from_facts, read_sidecar
from transforms.errors import SettingsError
from transforms.records import PageHints

HEADER = "path,publication,issue_date,page_label,page_section\n"


def table(folder: Path, text: str, name: str = "pages.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def said(path: Path, of: str) -> PageHints:
    return hints_from_facts(read_sidecar(path).facts(of))


def fault(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        read_sidecar(path)
    return str(caught.value)


def test_no_table_says_nothing() -> None:
    assert read_sidecar(None).facts("/in/01.txt") == ""
    assert hints_from_facts("") == PageHints()


def test_a_row_gives_all_facts_of_its_file(tmp_path: Path) -> None:
    sidecar = table(tmp_path, HEADER + "a/01.txt,汀原日报,2025-10-14,1,要闻\n")
    assert said(sidecar, "/in/a/01.txt") == PageHints("汀原日报", date(2025, 10, 14), "1", "要闻")


def test_an_empty_value_says_nothing(tmp_path: Path) -> None:
    sidecar = table(tmp_path, HEADER + "01.txt,,2025-10-14,,\n")
    assert said(sidecar, "/in/01.txt") == PageHints(issue_date=date(2025, 10, 14))


def test_the_longest_path_that_fits_holds(tmp_path: Path) -> None:
    sidecar = table(tmp_path, "path,page_label\n01.txt,1\nb/01.txt,2\n/in/b/01.txt,3\n")
    paths = ("/in/a/01.txt", "/else/b/01.txt", "/in/b/01.txt")
    assert [said(sidecar, path).page_label for path in paths] == ["1", "2", "3"]


def test_a_name_fits_no_file_that_only_ends_like_it(tmp_path: Path) -> None:
    assert said(table(tmp_path, "path,page_label\n01.txt,1\n"), "/in/2001.txt") == PageHints()


@pytest.mark.parametrize("day", ["2025-10-14", "2025/10/14", "2025.10.14", "20251014", "2025年10月14日"])
def test_a_day_is_read_in_the_forms_people_write(tmp_path: Path, day: str) -> None:
    assert said(table(tmp_path, f"path,issue_date\na.txt,{day}\n"), "a.txt").issue_date == date(2025, 10, 14)


@pytest.mark.parametrize(("label", "wanted"), [("03", "3"), ("第03版", "3"), ("a05", "A05"), ("0", "0")])
def test_a_page_label_is_as_paths_give_it(tmp_path: Path, label: str, wanted: str) -> None:
    assert said(table(tmp_path, f"path,page_label\na.txt,{label}\n"), "a.txt").page_label == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    rows = "".join(f"{n:02}.txt,汀原日报,2025-10-{n:02},{n},要闻与综合新闻\n" for n in range(1, 20))
    assert said(table(tmp_path, HEADER + rows, encoding=encoding), "/in/05.txt").publication == "汀原日报"


def test_semicolons_tabs_and_commas_at_the_end_are_fine(tmp_path: Path) -> None:
    for separator in ";\t,":
        text = separator.join(("path", "page_label", "", "")) + "\n" + separator.join(("a.txt", "4", "", "")) + "\n"
        assert said(table(tmp_path, text), "a.txt").page_label == "4"


def test_backslashes_and_a_leading_dot_are_the_same_path(tmp_path: Path) -> None:
    sidecar = table(tmp_path, "path,page_label\nb\\01.txt,1\n./c/02.txt,2\n")
    assert (said(sidecar, "/in/b/01.txt").page_label, said(sidecar, "/in/c/02.txt").page_label) == ("1", "2")


def test_json_lines_and_parquet_say_the_same_as_csv(tmp_path: Path) -> None:
    row = {"path": "a/01.txt", "publication": "汀原日报", "issue_date": "2025-10-14", "page_label": 1}
    lines = table(tmp_path, "\n" + json.dumps(row, ensure_ascii=False) + "\n", "pages.jsonl")
    columns = {name: [value] for name, value in row.items()} | {"issue_date": [date(2025, 10, 14)]}
    parquet = tmp_path / "pages.parquet"
    pq.write_table(pa.table(columns), parquet)
    wanted = PageHints("汀原日报", date(2025, 10, 14), "1")
    assert said(lines, "/in/a/01.txt") == said(parquet, "/in/a/01.txt") == wanted


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a.txt,,2025-13-01,,", r"row 3 \(line 3\): issue_date '2025-13-01' is no day; write it as 2025-10-14"),
        ("a.txt,,14.10.25,,", "issue_date '14.10.25' is no day"),
        (",汀原日报,,,", "path is empty; write the file's name"),
        ("*.txt,汀原日报,,,", r"path '\*.txt' has a wildcard; write one row a file"),
        ("a.txt,,,,", "says nothing of 'a.txt'; fill in publication, issue_date"),
        ("a.txt,,,第版,", "page_label '第版' is no page; write it as 3 or A03"),
        ("good.txt,别的报,,,", r"'good.txt' stands in row 2 \(line 2\) too, with other values; keep one"),
        ("a.txt,汀原日报,,,,x", r"row 3 \(line 3\): 6 values for 5 columns"),
    ],
)
def test_a_row_that_can_not_be_used_is_told_with_its_place_and_what_to_do(tmp_path: Path, row: str, told: str) -> None:
    sidecar = table(tmp_path, HEADER + "good.txt,汀原日报,,,\n" + row + "\n")
    with pytest.raises(SettingsError, match=told):
        read_sidecar(sidecar)


def test_the_same_row_twice_is_no_fault(tmp_path: Path) -> None:
    assert said(table(tmp_path, "path,page_label\na.txt,3\na.txt,03\n"), "a.txt").page_label == "3"


def test_all_rows_that_can_not_be_used_are_told_at_once(tmp_path: Path) -> None:
    told = fault(table(tmp_path, "path,issue_date\n" + "".join(f"{n}.txt,soon\n" for n in range(14))))
    assert told.startswith("pages.csv has rows that can't be used: row 2 (line 2): ")
    assert "row 11 (line 11)" in told
    assert "row 12" not in told
    assert told.endswith("and 4 more rows")


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("path,issue_dat\na,b\n", "pages.csv", "header: unknown column 'issue_dat'; did you mean 'issue_date'?"),
        ("path,colour\na,b\n", "pages.csv", "unknown column 'colour'; columns are path, publication"),
        ("publication\na\n", "pages.csv", "header: no column 'path'"),
        ("path,page_label,path\n", "pages.csv", "column 'path' stands there twice"),
        ("", "pages.csv", "header: no column 'path'"),
        ('{"path": "a", "page": 1}', "pages.jsonl", "line 1: unknown column 'page'; did you mean 'page_label'?"),
        ('{"path": "a", "page_label": [1]}', "pages.jsonl", "line 1: [1] is no text; write a string"),
        ("\n{", "pages.jsonl", "line 2: no JSON"),
        ("[]", "pages.jsonl", "line 1: no JSON object"),
        ("PAR1", "pages.parquet", "can't be read as Parquet"),
        ("path", "pages.xlsx", "is no table that baoku reads; .csv, .tsv, .jsonl, .ndjson, .parquet are"),
    ],
)
def test_a_table_of_another_form_is_told(tmp_path: Path, text: str, name: str, told: str) -> None:
    assert told in fault(table(tmp_path, text, name))


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "pages.csv can't be read: No such file" in fault(tmp_path / "pages.csv")


def test_a_bare_name_in_two_folders_is_told_with_both_paths(tmp_path: Path) -> None:
    sidecar = read_sidecar(table(tmp_path, "path,page_label\n01.txt,1\nc/01.txt,2\n"))
    sidecar.check(["/in/a/01.txt", "/in/c/01.txt"])
    with pytest.raises(SettingsError, match=r"row 2 .*'01.txt' names several files, such as /in/a/01.txt and /in/b/0"):
        sidecar.check(["/in/a/01.txt", "/in/b/01.txt"])


def test_rows_of_no_file_are_no_fault_but_told() -> None:
    sidecar = Sidecar("pages.csv", {"a.txt": "{}", "gone.txt": "{}"}, {"a.txt": "row 2", "gone.txt": "row 3"})
    told = "pages.csv: 1 of 2 rows name none of the inputs, the first is row 3 with 'gone.txt'"
    assert sidecar.check(["/in/a.txt"]) == told
    assert sidecar.check(["/in/a.txt", "/in/gone.txt"]) == Sidecar().check(["/in/a.txt"]) == ""
