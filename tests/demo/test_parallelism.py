"""One worker or several, on this machine or on a Dask cluster: the same files, but for when they were made."""

import re
from pathlib import Path

import pytest

from tests.demo.conftest import PERIOD, Agency, toolkit
from toolkit import capacity

MADE_AT = re.compile("(Generated on |生成于)[^<]*")


def published(outputs: Path) -> dict[str, str]:
    """Every file by its path, without the times in it; of the overviews, which tell of the run, the links."""
    found = {}
    for path in sorted(outputs.rglob("*.*")):
        if path.is_file() and path.name[0] != ".":
            text = path.read_text("utf-8")
            if path.name == "index.html":
                text = "\n".join(sorted(re.findall('href="[^"]*"', text)))
            elif path.suffix == ".html":
                text, marks = MADE_AT.subn("", text)
                assert marks == 1, path
            found[str(path.relative_to(outputs))] = text
    return found


def same(agency: Agency, name: str, *options: str) -> None:
    outputs = agency.root / name
    done = toolkit("run", "--period", PERIOD, "--outputs", str(outputs), *options, cwd=agency.root)
    assert (done.returncode, done.stderr) == (0, "")
    expected, found = published(agency.root / "outputs"), published(outputs)
    assert found.keys() == expected.keys()
    assert [path for path, text in expected.items() if found[path] != text] == []


def test_one_worker_or_several_make_the_same_files(agency):
    several = capacity.usual_width() > 1  # what the agency's own run used
    same(agency, "outputs-alone", "--workers", "1" if several else "3")


def test_a_dask_cluster_makes_the_same_files(agency, cluster):
    same(agency, "outputs-cluster", "--cluster", cluster)


@pytest.mark.parametrize("text", ["<p>Generated on 1 Nov 2026</p>", "<p>生成于2026年11月1日 09:00</p>"])
def test_the_time_is_found_in_either_language(text):
    assert MADE_AT.sub("", text) == "<p></p>"
