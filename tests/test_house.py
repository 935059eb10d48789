"""The house itself: one list of dependencies in three notations, small files, nothing of this machine in them."""

import re
import sys
import tempfile
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
IN_LOCK = ("lab", "cluster", "test", "lint")
LOCKED_FOR = {"python_version": "3.11", "python_full_version": "3.11.0", "sys_platform": "linux"}
CONDA_NAMES = {"python-duckdb": "duckdb", "ibis-duckdb": "ibis-framework", "python-tzdata": "tzdata"}
OURS = ["toolkit", "tests", "notebooks", "params", "benchmarks", ".ci", ".pre-commit-config.yaml"]
OURS += ["Makefile", "pyproject.toml", "environment.yml", "requirements.lock", "outputs/README.md"]
OURS += ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"]
NO_TEXT = {".pyc", ".png", ".parquet", ".xlsx", ".gz"}


def wanted() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"]
    return [Requirement(line) for line in sum((extras[name] for name in IN_LOCK), PROJECT["dependencies"])]


@cache
def locked() -> dict[str, str]:
    pairs = [line.split("==") for line in LOCK if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def files() -> list[Path]:
    """Every text file that is the project's own."""
    found = []
    for name in OURS:
        path = ROOT / name
        found += [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return [path for path in found if path.suffix not in NO_TEXT and ".ipynb_checkpoints" not in path.parts]


def test_the_lock_holds_names_and_versions_only():
    lines = [line for line in LOCK if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    assert len(locked()) == len(lines)


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_the_lock_satisfies_what_is_asked_for(requirement):
    assert requirement.specifier.contains(locked()[canonicalize_name(requirement.name)])


def test_every_dependency_has_bounds():
    loose = [str(r) for r in wanted() if not any(part.operator == ">=" for part in r.specifier)]
    assert loose == []


def test_the_lock_holds_what_was_asked_for_with_all_it_needs_and_nothing_else():
    """Walked through the metadata of the installed packages, as for the Python and system the lock was made for."""
    needed, todo = set(), wanted()
    while todo:
        requirement = todo.pop()
        for extra in ("", *requirement.extras):
            key = (canonicalize_name(requirement.name), extra)
            if key in needed:
                continue
            needed.add(key)
            todo += [r for r in _asks(key[0]) if r.marker is None or r.marker.evaluate(LOCKED_FOR | {"extra": extra})]
    assert {name for name, _ in needed} == set(locked())


def _asks(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in distribution(name).requires or []]
    except PackageNotFoundError:  # belongs to another system than this one
        return []


def test_locked_versions_run_on_the_oldest_python():
    too_new = {}
    for name in locked():
        requires = _metadata(name, "Requires-Python")
        if requires and not Requirement(f"x{requires}").specifier.contains(LOCKED_FOR["python_full_version"]):
            too_new[name] = requires
    assert too_new == {}
    assert PROJECT["requires-python"] == ">=3.11"


def _metadata(name: str, field: str) -> str | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return found.metadata.get(field) if found.version == locked()[name] else None


def test_conda_has_the_same_bounds():
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    found = {}
    for line in conda:
        requirement = Requirement(line)
        found[CONDA_NAMES.get(requirement.name, requirement.name)] = requirement.specifier
    assert found.pop("python") == Requirement(f"python{PROJECT['requires-python']}").specifier
    assert not found.pop("pip")
    assert found == {requirement.name: requirement.specifier for requirement in wanted()}


def test_what_the_package_imports_is_a_dependency_or_comes_with_one():
    extras = PROJECT["optional-dependencies"]
    declared = [Requirement(line) for line in (*PROJECT["dependencies"], *extras["cluster"])]
    allowed = {canonicalize_name(r.name) for r in declared}
    allowed |= {canonicalize_name(r.name) for name in list(allowed) for r in _asks(name)}
    owners = packages_distributions()
    imported = set()
    for path in (ROOT / "toolkit").rglob("*.py"):
        imported |= set(re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(encoding="utf-8"), re.M))
    foreign = {name for name in imported if name in owners} - set(sys.stdlib_module_names) - {"toolkit"}
    assert {name for name in foreign if not {canonicalize_name(o) for o in owners[name]} & allowed} == set()


def test_files_stay_small():
    code = [path for name in ("toolkit", "tests") for path in (ROOT / name).rglob("*.py")]
    long = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in code}
    assert {name: lines for name, lines in long.items() if lines > 300} == {}


def test_nothing_of_this_machine_is_named():
    generic = {Path("/"), Path("/home"), Path("/Users"), Path(tempfile.gettempdir())}
    folders = [f"{folder}/" for folder in (ROOT, ROOT.parent) if folder not in generic]
    found = [path for path in files() if any(folder in path.read_text(encoding="utf-8") for folder in folders)]
    assert found == []


def test_no_package_registry_is_named():
    registry = re.compile(
        r"(index-url|find-links|registry|resolved)[\"=: ]+\"?(https?|file):|pypi[.]org|python[h]osted"
    )
    assert [path for path in files() if registry.search(path.read_text(encoding="utf-8"))] == []
