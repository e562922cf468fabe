import re
from pathlib import Path

import pytest

from flows.settings import load_settings, setting_names
from flows.starting import write_start
from transforms.errors import SettingsError


def load(folder: Path, flags: dict | None = None, **environ: str):
    return load_settings(flags, folder=folder, environ=environ)


def test_flags_win_over_environment_over_file_over_default(tmp_path: Path):
    assert load(tmp_path).workers == 0
    (tmp_path / "baoku.toml").write_text("workers = 1\nbatch_mb = 7\n")
    assert load(tmp_path).workers == 1
    assert load(tmp_path, BAOKU_WORKERS="2").workers == 2
    settings = load(tmp_path, {"workers": 3}, BAOKU_WORKERS="2")
    assert (settings.workers, settings.batch_mb) == (3, 7)


def test_a_section_is_merged_key_by_key(tmp_path: Path):
    (tmp_path / "baoku.toml").write_text('[source]\nencoding = ["big5"]\nmax_file_mb = 9\n')
    settings = load(tmp_path, {"source": {"encoding": ["gb18030"]}})
    assert settings.source.encoding == ("gb18030",)
    assert settings.source.max_file_mb == 9


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("worker = 1", "'workers'"),
        ("[source]\nencodings = []", "'source.encoding'"),
        ("encoding = []", "'source.encoding'"),
        ("zzzz = 1", "valid keys: store"),
    ],
)
def test_an_unknown_key_names_the_nearest_valid_one(tmp_path: Path, text: str, named: str):
    (tmp_path / "baoku.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"baoku\.toml: unknown setting") as caught:
        load(tmp_path)
    assert named in str(caught.value)


def test_an_unknown_environment_variable_is_an_error_too(tmp_path: Path):
    with pytest.raises(SettingsError, match="environment: unknown setting 'worker'; did you mean 'workers'"):
        load(tmp_path, BAOKU_WORKER="1")


@pytest.mark.parametrize(
    ("name", "value"), [("workers", "many"), ("workers", -1), ("engine", "mmseg"), ("min_quality", 2)]
)
def test_an_unusable_value_names_setting_and_value(tmp_path: Path, name: str, value: object):
    with pytest.raises(SettingsError, match=name) as caught:
        load(tmp_path, {name: value})
    assert repr(value) in str(caught.value)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path):
    (tmp_path / "baoku.toml").write_text("workers = = 1")
    with pytest.raises(SettingsError, match=r"baoku\.toml can't be read as TOML"):
        load(tmp_path)


def test_a_pattern_that_does_not_compile_is_an_error(tmp_path: Path):
    with pytest.raises(SettingsError, match="is no regular expression"):
        load(tmp_path, {"source": {"path_patterns": ["("]}})


@pytest.mark.parametrize("encoding", ["gbq", ["gbk", "latin-1"], ["rot13"]])
def test_an_encoding_that_is_never_read_is_an_error(tmp_path: Path, encoding: object):
    with pytest.raises(SettingsError, match=r"source\.encoding: .*no encoding that baoku reads; utf-8, .*gb18030"):
        load(tmp_path, {"source": {"encoding": encoding}})


def test_environment_sets_lists_and_tables(tmp_path: Path):
    settings = load(tmp_path, BAOKU_SOURCE__ENCODING="big5, gb18030", BAOKU_SOURCE__PUBLICATIONS='{"tyrb": "汀原日报"}')
    assert settings.source.encoding == ("big5", "gb18030")
    assert settings.source.publications == {"tyrb": "汀原日报"}


def test_settings_cannot_be_changed(tmp_path: Path):
    with pytest.raises(ValueError, match="frozen"):
        load(tmp_path).workers = 3  # type: ignore[misc]


def test_init_writes_files_that_load_to_the_defaults(tmp_path: Path):
    write_start(tmp_path)
    settings = load(tmp_path)
    assert settings == load(tmp_path / "nowhere").model_copy(update={"user_terms": Path("terms.txt")})


def test_init_names_every_setting(tmp_path: Path):
    write_start(tmp_path)
    text = (tmp_path / "baoku.toml").read_text()
    for name, _, description in setting_names():
        assert name.rpartition(".")[2] in text
        assert description in text


def test_what_init_comments_out_can_be_switched_on(tmp_path: Path):
    write_start(tmp_path)
    path = tmp_path / "baoku.toml"
    lines = [
        line.removeprefix("# ") if " = " in line or "# [" in line else line for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(line for line in lines if not line.startswith(("Environment", "Settings"))))
    assert load(tmp_path).source.publications == {"rmrb": "人民日报"}


def test_init_never_overwrites(tmp_path: Path):
    (tmp_path / "terms.txt").write_text("汀河\n")
    with pytest.raises(SettingsError, match="exists already"):
        write_start(tmp_path)
    assert not (tmp_path / "baoku.toml").exists()
    assert (tmp_path / "terms.txt").read_text() == "汀河\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[papers."汀原日报"]\nlabel = ["短评"]',
            """\\.label'; did you mean 'papers."汀原日报".labels'""",
        ),
        ('[papers."汀原日报"]\nzzz = 1', """valid keys: papers."汀原日报".paths, papers."汀原日报".encoding"""),
        ('[paper."汀原日报"]\nlabels = []', "unknown setting 'paper'; did you mean 'papers"),
        ('papers = ["汀原日报"]', """papers holds named sections; write [papers."name"]"""),
        ('[papers]\n"汀原日报" = 1', """papers."汀原日报" is a section; write [papers."汀原日报"]"""),
        ('[papers."汀原日报"]\nlayout = "columns"', "papers.汀原日报.layout: Input should be 'auto', 'wrapped'"),
        ('[papers."汀原日报"]\nfurniture = ["("]', "is no regular expression"),
        ('[papers."汀原日报"]\nencoding = "gbq"', "papers.汀原日报.encoding: .*no encoding that baoku reads"),
    ],
)
def test_faults_in_a_papers_section_are_told_with_its_name(tmp_path: Path, text: str, told: str):
    (tmp_path / "baoku.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path)
    assert re.search(told.replace("[", r"\["), str(caught.value))


def test_environment_sets_a_papers_rules(tmp_path: Path):
    settings = load(tmp_path, BAOKU_PAPERS__汀原日报__LABELS="短评,微言", BAOKU_PAPERS__汀原日报__JUMPS="false")
    paper = settings.papers["汀原日报"]
    assert (paper.labels, paper.jumps) == (("短评", "微言"), False)


def test_rules_of_papers_change_output_and_the_sidecar_does_not(tmp_path: Path):
    settings = load(tmp_path, {"source": {"sidecar": "pages.csv"}, "papers": {"汀原日报": {"labels": ["短评"]}}})
    changing = settings.changing_output()
    assert changing["papers"]["汀原日报"]["labels"] == ["短评"]
    assert "sidecar" not in changing["source"]
