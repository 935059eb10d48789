"""Which files are meant, and how a message calls them."""

import os
from pathlib import Path

import pytest

from toolkit.errors import DataError, HeaderError
from toolkit.sources.places import Stamp, find, shown


@pytest.fixture
def folder(tmp_path):
    for name in ("b.csv", "a.csv", "sub/c.csv", "~$a.xlsx", "._a.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path


def names(folder, pattern):
    return [path.relative_to(folder).as_posix() for path in find(str(folder / pattern), "here")]


def test_files_are_sorted_and_what_programs_leave_behind_is_passed_over(folder):
    assert names(folder, "*.csv") == ["a.csv", "b.csv"]
    assert names(folder, "**/*.csv") == ["a.csv", "b.csv", "sub/c.csv"]
    assert names(folder, "[b-z].csv") == ["b.csv"]


@pytest.mark.parametrize("pattern", ["none.csv", "*.parquet", "*.xlsx", "nowhere/*.csv"])
def test_no_match_is_an_error(folder, pattern):
    with pytest.raises(HeaderError, match="^here: expected files at .*, got none. Put the export there"):
        find(str(folder / pattern), "here")


def test_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "pipe.csv")
    for pattern in ("pipe.csv", "*.csv"):
        with pytest.raises(HeaderError, match="expected files, got pipe.csv, which is a device or a pipe. Save"):
            find(str(folder / pattern), "here")


def test_a_folder_is_an_error_that_says_what_to_write(folder):
    for pattern in ("sub", "s*"):
        with pytest.raises(HeaderError, match=r"expected files, got the folder sub. .* such as sub/\*.csv."):
            find(str(folder / pattern), "here")


@pytest.mark.parametrize("name", ["a.xls", "a.json", "a", "a.parquet.gz", "a.zip"])
def test_other_formats_are_refused_with_the_known_ones(tmp_path, name):
    (tmp_path / name).touch()
    known = r"\.csv, \.csv\.gz, \.tsv, \.txt, \.xlsx, \.parquet"
    with pytest.raises(HeaderError, match=rf"expected a file of a known format \({known}\), got {name}\."):
        find(str(tmp_path / name), "here")


def test_messages_name_files_from_the_project_on(monkeypatch):
    client = Path("/home/me/project/params/acme.yml")
    assert shown(Path("/home/me/project/data/o.csv"), client) == "data/o.csv"
    assert shown(Path("/srv/o.csv"), client) == "/srv/o.csv"
    assert shown(Path("/srv/o.csv"), Path("/acme.yml")) == "/srv/o.csv"


def test_a_stamp_notices_another_file_in_the_same_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a")
    stamp = Stamp.of(path)
    stamp.confirm("here")
    (tmp_path / "b.csv").write_text("b")
    (tmp_path / "b.csv").replace(path)
    with pytest.raises(DataError, match="^here: expected a file that stays the same"):
        stamp.confirm("here")
