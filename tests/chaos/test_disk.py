"""A disk that refuses: one report fails at most, what was published stays whole, and the next run makes it good."""

import re

import pytest

from tests.chaos.nursery import Nursery, Run

LINE = re.compile(r"\S.*: expected .+, got .+")
CLIENTS = ("lotus-tea", "oak")


def broken(nursery: Nursery, run: Run, old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """Where a run that met one refusal did not keep to its contract."""
    tree, found = nursery.tree(), [f"said {line}" for line in run.err if not LINE.fullmatch(line)]
    reports = {client: _version(tree, old, new, client) for client in CLIENTS}
    if run.code not in (0, 1, 2) or (run.code and not run.err):
        found.append(f"ended with {run.code}, saying {run.err}")
    if "torn" in reports.values():
        found.append(f"files of different runs: {reports}")
    if (run.code == 2) != (set(reports.values()) == {"old"}):
        found.append(f"ended with {run.code} and published {reports}")
    failed = {line.split()[0] for line in run.err if " failed: " in line}
    kept = {client for client, version in reports.items() if version == "old"}
    if run.code != 2 and not kept <= failed:
        found.append(f"{kept} kept their old reports, {failed} are said to have failed")
    return found


def _version(tree: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes], client: str) -> str:
    def files(of: dict[str, bytes]) -> dict[str, bytes]:
        return {name: of[name] for name in of if name.startswith(f"{client}/2026-10/") and "error" not in name}

    return "new" if files(tree) == files(new) else "old" if files(tree) == files(old) else "torn"


@pytest.mark.parametrize("fault", ["fail", "fail_statement"])
def test_every_refusal_of_the_disk_or_the_ledger_costs_one_report_at_most(nursery, old, fresh, fault):
    nursery.begin_again()
    calls = nursery.run(fault, 0).noted
    wrong = {}
    for nth, call in enumerate(calls, 1):
        nursery.begin_again()
        run = nursery.run(fault, nth)
        if found := broken(nursery, run, old, fresh) + nursery.problems(old, fresh):
            wrong[f"{call}, {nth} of {len(calls)}, ended {run.code}"] = found
    assert wrong == {}
