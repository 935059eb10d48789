from pathlib import Path

import pytest

from toolkit.errors import UsageError
from toolkit.params import check_all, find


@pytest.fixture
def folder(tmp_path):
    for name in ("lotus-tea.yml", "acme.yml", ".draft.yml", "notes.txt"):
        (tmp_path / name).touch()
    return tmp_path


def test_all_client_files_of_the_folder(folder):
    assert [path.name for path in find([], folder)] == ["acme.yml", "lotus-tea.yml"]


def test_by_client_and_by_path_each_once_in_the_order_given(folder):
    names = ["lotus-tea", str(folder / "acme.yml"), "acme", "lotus-tea"]
    assert [path.name for path in find(names, str(folder))] == ["lotus-tea.yml", "acme.yml"]


def test_a_path_outside_the_folder(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "x.yml"
    other.touch()
    assert find([str(other)], folder) == [other]


def test_an_unknown_client_names_the_nearest(folder):
    with pytest.raises(UsageError, match='got "lotus-tee". Did you mean "lotus-tea"') as caught:
        find(["acme", "lotus-tee"], folder)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["../acme", "params", "notes.txt", "none.yml", ""])
def test_what_is_no_client_file_is_refused(folder, name):
    with pytest.raises(UsageError, match="expected a client or a client file"):
        find([name], folder)


def test_an_empty_or_missing_folder_says_what_to_do(tmp_path):
    for folder in (tmp_path, tmp_path / "none", Path("nowhere")):
        with pytest.raises(UsageError, match="got none. Write one, or name their folder"):
            find([], folder)


def test_a_file_that_would_be_overlooked_is_named(folder):
    (folder / "beta.yaml").touch()
    with pytest.raises(UsageError, match=r"beta.yaml: expected a file name that ends in .yml"):
        find([], folder)


def test_a_client_file_that_is_a_link_to_itself_cannot_be_read(tmp_path):
    path = tmp_path / "loop.yml"
    path.symlink_to("loop.yml")
    assert "expected a client file, got Too many levels of symbolic links" in str(check_all(find([], tmp_path))[1][0])
