"""A whole run whose template is killed on the way."""

import sys

import pytest

from tests.small_project import make_project, toolkit_command, write_client, write_notebook

KILLS_ITS_PARENT_ONCE = """\
import os, signal
try:
    os.mkdir("killed")
except FileExistsError:
    pass
else:
    os.kill(os.getppid(), signal.SIGKILL)
    signal.pause()"""


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked from a template on Linux only")
def test_a_template_killed_on_the_way_costs_no_report_and_one_remark(tmp_path):
    root = make_project(tmp_path / "project")
    for report in ("a", "b", "c"):
        write_notebook(root, report, KILLS_ITS_PARENT_ONCE)
    write_client(root, "oak", "en", "a", "b", "c")
    done = toolkit_command(root, "run", "--period", "2026-10", "--workers", "2")
    assert (root / "killed").is_dir()
    assert done.code == 0
    assert len(done.err) == 1
    assert "No warm kernels: the template" in done.err[0]
    published = [line.split()[:4] for line in done.out]
    assert sorted(published) == [["oak", report, "2026-10", "published"] for report in ("a", "b", "c")]
