"""One worker or several, on this machine or on a Dask cluster: the same files, but for when they were made."""

import re
from pathlib import Path

import pytest

from tests.demo.conftest import PERIOD, Agency, toolkit

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


def same(expected: dict[str, str], found: dict[str, str]) -> None:
    assert found.keys() == expected.keys()
    assert [path for path, text in expected.items() if found[path] != text] == []


def only(agency: Agency, client: str, *options: str) -> None:
    """One client's files, of all its reports, made again."""
    outputs = agency.root / f"outputs-only-{client}"
    done = toolkit("run", client, "--period", PERIOD, "--outputs", str(outputs), *options, cwd=agency.root)
    assert (done.returncode, done.stderr) == (0, "")
    same(published(agency.root / "outputs" / client), published(outputs / client))


def test_few_workers_or_many_make_the_same_files(agency, crowded):
    same(published(agency.root / "outputs"), published(crowded))


def test_one_worker_alone_makes_the_same_files(agency):
    """The client with two languages, and the most reports: what one leaves in the worker is there for the next."""
    only(agency, "lotus-tea", "--workers", "1")


def test_a_dask_cluster_makes_the_same_files(agency, cluster):
    only(agency, "north-gear", "--cluster", cluster)


@pytest.mark.parametrize("text", ["<p>Generated on 1 Nov 2026</p>", "<p>生成于2026年11月1日 09:00</p>"])
def test_the_time_is_found_in_either_language(text):
    assert MADE_AT.sub("", text) == "<p></p>"
