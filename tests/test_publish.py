"""Whatever fails and whenever, a reader sees the last good report or the new one."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from toolkit import publish
from toolkit.engine import stragglers
from toolkit.errors import ReportError, UsageError
from toolkit.publish import Artefact

CALLS = ("open", "write", "fsync", "link", "replace")


def artefact(mark: str, languages: tuple[str, ...] = ("zh",)) -> Artefact:
    pages = {language: f"<html>{language} {mark}".encode() for language in languages}
    return Artefact("kpi_review", pages, ipynb=f"notebook {mark}".encode(), facts=f"facts {mark}".encode(), seconds=1.0)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_one_language_needs_no_language_in_the_name(tmp_path):
    publish.publish(artefact("new"), tmp_path)
    assert content(tmp_path) == {
        "kpi_review.html": b"<html>zh new",
        "kpi_review.ipynb": b"notebook new",
        "kpi_review.facts.json": b"facts new",
    }


def test_two_languages_are_two_pages_and_the_page_of_before_goes(tmp_path):
    publish.publish(artefact("old"), tmp_path)
    publish.publish(artefact("new", ("zh", "en")), tmp_path)
    assert sorted(content(tmp_path)) == [
        "kpi_review.en.html",
        "kpi_review.facts.json",
        "kpi_review.ipynb",
        "kpi_review.zh.html",
    ]


def test_what_the_client_opens_is_put_in_place_last():
    assert list(artefact("new", ("zh", "en")).files())[-2:] == ["kpi_review.zh.html", "kpi_review.en.html"]


def test_an_error_page_stands_beside_the_last_good_report_until_the_next_one(tmp_path):
    publish.publish(artefact("old"), tmp_path)
    before = content(tmp_path)
    publish.publish_error("kpi_review", b"why", tmp_path)
    assert content(tmp_path) == before | {"kpi_review.error.html": b"why"}
    publish.publish(artefact("new"), tmp_path)
    assert "kpi_review.error.html" not in content(tmp_path)


def fail_at(monkeypatch: pytest.MonkeyPatch, nth: int) -> list[str]:
    """Make the nth call of those that touch the disk fail; gives the names of the calls made."""
    made: list[str] = []

    def failing(name, real):
        def call(*arguments, **options):
            made.append(name)
            if len(made) == nth:
                raise OSError(28, "No space left on device")
            return real(*arguments, **options)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, failing(name, getattr(os, name)))
    return made


@pytest.mark.parametrize("before", ["nothing", "the last good report"])
def test_a_failure_of_any_disk_call_leaves_all_as_it_was(tmp_path, monkeypatch, before):
    if before != "nothing":
        publish.publish(artefact("old", ("zh", "en")), tmp_path)
    old = content(tmp_path)
    failures = []
    for nth in itertools.count(1):
        with monkeypatch.context() as patch:
            made = fail_at(patch, nth)
            try:
                publish.publish(artefact("new", ("zh", "en")), tmp_path)
            except ReportError as error:
                assert "No space left on device" in str(error)
                assert content(tmp_path) == old
                failures.append(made[-1] if len(made) == nth else made[nth - 1])
                continue
        if len(made) < nth:
            break
        # without hard links the old files are copied instead, and publication succeeds
        assert made[nth - 1] == "link"
        assert content(tmp_path) == artefact("new", ("zh", "en")).files()
        publish.publish(artefact("old", ("zh", "en")), tmp_path)
    assert {"open", "write", "fsync", "replace"} <= set(failures)
    assert content(tmp_path) == artefact("new", ("zh", "en")).files()


def test_a_crash_before_the_rename_is_swept_by_the_next_run(tmp_path):
    folder = tmp_path / "lotus-tea" / "2026-10"
    folder.mkdir(parents=True)
    publish.publish(artefact("old"), folder)
    old = content(folder)
    crash = f"""
import os
from pathlib import Path
from toolkit import publish
from toolkit.engine import stragglers
os.replace = lambda *_: os._exit(9)
publish.replace(Path({str(folder)!r}), {{"kpi_review.html": b"new"}})
"""
    assert subprocess.run([sys.executable, "-c", crash], cwd=Path(publish.__file__).parents[1]).returncode == 9
    assert len(content(folder)) == len(old) + 2
    mine = tmp_path / ".mine.part"
    mine.touch()
    (tmp_path / ".ledger.0123456789abcdef.part-journal").touch()
    assert publish.sweep(tmp_path) == 3
    assert content(folder) == old
    assert mine.exists()


def test_a_reader_sees_each_file_whole_and_beside_a_page_nothing_older(tmp_path):
    def number(path: Path) -> int:
        data = path.read_bytes()
        assert data == data[:4] * (len(data) // 4) and len(data) == 400_000
        return int(data[:4])

    def version(count: int) -> Artefact:
        data = f"{count:04}".encode() * 100_000
        return Artefact("kpi_review", {"zh": data}, ipynb=data, facts=data, seconds=1.0)

    publish.publish(version(0), tmp_path)
    seen: list[tuple[int, ...]] = []
    reading, done = threading.Event(), threading.Event()

    def read():
        while not done.is_set():
            page = number(tmp_path / "kpi_review.html")
            seen.append((page, number(tmp_path / "kpi_review.ipynb"), number(tmp_path / "kpi_review.facts.json")))
            reading.set()

    with ThreadPoolExecutor(1) as reader:
        readings = reader.submit(read)
        try:
            reading.wait()
            for count in range(1, 40):
                publish.publish(version(count), tmp_path)
        finally:
            done.set()
        readings.result()
    assert [page for page, _, _ in seen] == sorted(page for page, _, _ in seen)
    assert all(page <= beside for page, *others in seen for beside in others)


@pytest.mark.parametrize("elsewhere", ["outside", "outputs/bright-smile"])
def test_a_client_folder_may_not_lead_elsewhere(tmp_path, elsewhere):
    outputs, other = tmp_path / "outputs", tmp_path / elsewhere
    outputs.mkdir()
    other.mkdir()
    (outputs / "lotus-tea").symlink_to(other)
    with pytest.raises(UsageError, match="a folder of its own"):
        publish.prepare(outputs / "lotus-tea" / "2026-10", outputs)
    assert list(other.iterdir()) == []


def test_a_file_in_the_way_of_a_folder_is_wrong_usage(tmp_path):
    (tmp_path / "lotus-tea").touch()
    with pytest.raises(UsageError, match="expected a folder that can be written to"):
        publish.prepare(tmp_path / "lotus-tea" / "2026-10", tmp_path)


def test_a_folder_in_the_way_of_a_page_is_wrong_usage(tmp_path):
    (tmp_path / "kpi_review.html").mkdir()
    with pytest.raises(UsageError, match="expected a file or nothing, got a folder"):
        publish.prepare(tmp_path, tmp_path, publish.names("kpi_review", ("zh",)))


def test_a_folder_that_refuses_files_is_found_by_making_one(tmp_path, monkeypatch):
    fail_at(monkeypatch, 1)
    with pytest.raises(UsageError, match="No space left on device"):
        publish.prepare(tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_is_told_who_holds_the_folder(tmp_path):
    with (
        publish.only_run(tmp_path),
        pytest.raises(UsageError, match=f"process {os.getpid()}"),
        publish.only_run(tmp_path),
    ):
        pass
    with publish.only_run(tmp_path):
        pass


def test_the_scratch_folder_goes_with_the_run(tmp_path):
    with publish.only_run(tmp_path) as scratch:
        (scratch / "user_ids.parquet").touch()
    assert not scratch.exists()


def test_the_lock_of_a_killed_run_is_free_and_its_scratch_is_cleared(tmp_path):
    killed = f"""
import os
from pathlib import Path
from toolkit import publish
from toolkit.engine import stragglers
with publish.only_run(Path({str(tmp_path)!r})) as scratch:
    (scratch / "user_ids.parquet").touch()
    print(scratch, flush=True)
    os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", killed], cwd=Path(publish.__file__).parents[1], capture_output=True, text=True
    )
    left = Path(done.stdout.strip())
    assert left.is_dir()
    with publish.only_run(tmp_path):
        assert not left.exists()


def test_what_a_crash_may_leave_is_noted_before_it_is_made(tmp_path, monkeypatch):
    def refuse(path: Path, **_: object) -> None:
        assert str(path) in (tmp_path / ".lock").read_text()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UsageError, match="room for temporary files, got No space left"), publish.only_run(tmp_path):
        pass


def test_scratch_that_could_not_be_removed_is_cleared_by_the_next_run(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with publish.only_run(tmp_path) as left:
            pass
    assert left.is_dir()
    with publish.only_run(tmp_path):
        assert not left.exists()


def test_processes_of_a_run_are_found_by_the_folder_they_were_given(tmp_path):
    assert stragglers.VARIABLE not in os.environ
    with publish.only_run(tmp_path) as scratch:
        job = scratch / "job"
        job.mkdir()
        environment = os.environ | {stragglers.VARIABLE: str(job)}
        orphan = subprocess.Popen(["sleep", "1000"], env=environment)
        assert os.environ[stragglers.VARIABLE] == str(scratch)
    assert orphan.wait() == -signal.SIGKILL
    assert stragglers.VARIABLE not in os.environ


def test_a_note_in_the_lock_never_clears_a_folder_of_another(tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / ".lock").write_text(f"1\n{precious}\n")
    with publish.only_run(tmp_path):
        pass
    assert precious.is_dir()
