"""Parts hold their rows exactly, in order, and the same rows give the same bytes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from newsroom import PAGES, rows_of

from transforms.errors import StoreDamaged, StoreError
from warehouse.parts import footer_metadata, read_part, write_parts
from warehouse.rewrite import column_values
from warehouse.schema import TABLES

PLACE = ("terms", "qingjiang", "2026")


def terms(*article_ids: str) -> pa.Table:
    rows = [{"article_id": a, "term": f"词{i}", "tag": "n", "n": i} for i, a in enumerate(article_ids)]
    return pa.Table.from_pylist(rows, schema=TABLES["terms"].arrow_schema)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_parts(tmp_path / "a", "k", rows_of(PAGES), {"b": "2", "a": "1"})
    second = write_parts(tmp_path / "b", "k", rows_of(PAGES), {"a": "1", "b": "2"})
    assert first == second
    for part in first:
        assert (tmp_path / "a" / part.path).read_bytes() == (tmp_path / "b" / part.path).read_bytes()


def test_a_part_says_what_was_written(tmp_path: Path) -> None:
    for part in write_parts(tmp_path, "k", rows_of(PAGES), {}):
        data = (tmp_path / part.path).read_bytes()
        assert (part.size_bytes, part.sha256) == (len(data), sha256(data).hexdigest())
        assert part.n_rows == pq.read_metadata(tmp_path / part.path).num_rows > 0


def test_rows_come_back_as_they_went_in(tmp_path: Path) -> None:
    rows = rows_of(PAGES)
    for part in write_parts(tmp_path, "k", rows, {}):
        given = rows[part.table, part.publication, part.year]
        assert sorted(read_part(tmp_path, part).to_pylist(), key=repr) == sorted(given.to_pylist(), key=repr)


def test_rows_are_sorted_and_ties_keep_their_order(tmp_path: Path) -> None:
    (part,) = write_parts(tmp_path, "k", {PLACE: terms("b-0001", "a-0001", "b-0001", "a-0001")}, {})
    assert read_part(tmp_path, part).select(["article_id", "n"]).to_pylist() == [
        {"article_id": a, "n": n} for a, n in (("a-0001", 1), ("a-0001", 3), ("b-0001", 0), ("b-0001", 2))
    ]


def test_a_second_sort_column_is_obeyed(tmp_path: Path) -> None:
    table = rows_of(PAGES[:1])["paragraphs", "qingjiang", "2026"]
    swapped = pa.concat_tables(
        [table.set_column(1, table.schema.field("seq"), pa.array([n], pa.int32())) for n in (2, 1)]
    )
    (part,) = write_parts(tmp_path, "k", {("paragraphs", "qingjiang", "2026"): swapped}, {})
    assert read_part(tmp_path, part)["seq"].to_pylist() == [1, 2]


def test_any_parquet_reader_gets_the_partition_from_the_folders(tmp_path: Path) -> None:
    write_parts(tmp_path, "k", rows_of(PAGES), {})
    read = pyarrow.dataset.dataset(tmp_path / "documents", partitioning="hive").to_table()
    assert set(zip(read["publication"].to_pylist(), read["publication_name"].to_pylist(), strict=True)) == {
        ("qingjiang", "青江日报"),
        ("baishi", "白石晚报"),
    }
    assert pc.unique(read["year"]).to_pylist() == [2026]


def test_fields_carry_their_meaning_into_the_file(tmp_path: Path) -> None:
    (part,) = write_parts(tmp_path, "k", {PLACE: terms("a-0001")}, {})
    field = pq.read_schema(tmp_path / part.path).field("n")
    assert field.metadata[b"zh"].decode() == "出现次数"
    assert field.metadata[b"unit"] == b"times"


def test_metadata_is_in_the_footer(tmp_path: Path) -> None:
    (part,) = write_parts(tmp_path, "k", {PLACE: terms("a-0001")}, {"pipeline_version": "p1"})
    assert footer_metadata(tmp_path, part) == {"pipeline_version": "p1", "sorted_by": TABLES["terms"].order}


def test_no_rows_leave_no_file(tmp_path: Path) -> None:
    assert write_parts(tmp_path, "k", {PLACE: terms()}, {}) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (("words", "qingjiang", "2026"), "no table 'words'"),
        (("builds", "qingjiang", "2026"), "no table 'builds'"),
        (("terms", "青江", "2026"), "publication slug"),
        (("terms", "../up", "2026"), "publication slug"),
        (("terms", "qingjiang", "26"), "a year"),
    ],
)
def test_a_place_that_cannot_be_is_refused(tmp_path: Path, place: tuple[str, str, str], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        write_parts(tmp_path, "k", {place: terms("a-0001")}, {})


def test_rows_with_other_columns_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"lack \['tag'\] and have unknown \['pos'\]"):
        write_parts(tmp_path, "k", {PLACE: terms("a-0001").rename_columns({"tag": "pos"})}, {})


def test_nulls_where_there_must_be_none_are_refused(tmp_path: Path) -> None:
    loose = terms("a-0001").set_column(1, "term", pa.array([None], pa.string()))
    with pytest.raises(StoreError, match="term"):
        write_parts(tmp_path, "k", {PLACE: loose}, {})


def test_a_cut_part_is_reported_as_damage(tmp_path: Path) -> None:
    (part,) = write_parts(tmp_path, "k", {PLACE: terms("a-0001")}, {})
    path = tmp_path / part.path
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(StoreDamaged, match="can't read the part"):
        read_part(tmp_path, part)
    with pytest.raises(StoreDamaged, match="can't read the part"):
        footer_metadata(tmp_path, part)
    with pytest.raises(StoreDamaged, match="can't read the part"):
        column_values(tmp_path, part, "term")


def test_a_column_younger_than_a_file_is_null(tmp_path: Path) -> None:
    place = ("articles", "qingjiang", "2026")
    (part,) = write_parts(tmp_path, "k", {place: rows_of(PAGES[:1])[place]}, {})
    path = tmp_path / part.path
    pq.write_table(pq.ParquetFile(path).read().drop_columns(["dateline_on"]), path)
    assert read_part(tmp_path, part)["dateline_on"].to_pylist() == [None]
