"""Whatever fails and whenever, a reader sees the last good report or the new one."""

import itertools
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from toolkit import publish
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
os.replace = lambda *_: os._exit(9)
publish.replace(Path({str(folder)!r}), {{"kpi_review.html": b"new"}})
"""
    assert subprocess.run([sys.executable, "-c", crash], cwd=Path(publish.__file__).parents[1]).returncode == 9
    assert len(content(folder)) == len(old) + 2
    mine = tmp_path / ".mine.part"
    mine.touch()
    assert publish.sweep(tmp_path) == 2
    assert content(folder) == old
    assert mine.exists()


def test_a_reader_sees_the_old_or_the_new_page_whole(tmp_path):
    old, new = (Artefact("kpi_review", {"zh": mark * 500_000}, b"", b"", 1.0) for mark in (b"o", b"n"))
    publish.publish(old, tmp_path)
    seen: set[bytes] = set()
    reading, done = threading.Event(), threading.Event()

    def read():
        while not done.is_set():
            seen.add((tmp_path / "kpi_review.html").read_bytes())
            reading.set()

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait()
    for _ in range(20):
        publish.publish(new, tmp_path)
        publish.publish(old, tmp_path)
    done.set()
    reader.join()
    assert seen <= {old.html["zh"], new.html["zh"]}


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


def test_a_note_in_the_lock_never_clears_a_folder_of_another(tmp_path):
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / ".lock").write_text(f"1\n{precious}\n")
    with publish.only_run(tmp_path):
        pass
    assert precious.is_dir()
