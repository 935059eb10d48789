"""Publication in one step: a reader sees the last good report or the new one, and a failure leaves the last one be."""

import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.engine import stragglers
from toolkit.errors import ReportError, UsageError

PART = re.compile(r"\..+\.[0-9a-f]{16}\.part(-journal|-wal|-shm)?")  # SQLite has companions to its files
SCRATCH = "toolkit-run-"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Artefact:
    """What one report came to, as bytes, on its way from a worker to the outputs folder.

    Parameters
    ----------
    report : name of the report, which begins every file name
    html : the page per language
    ipynb : executed notebook, without paths of this machine
    facts : the facts.json document
    seconds : how long it took
    inputs, versions : what it was made from, as facts.json says
    cpu_seconds, peak_memory_bytes : of its kernel and of what the kernel started, as far as the system told
    remark : one line about the machinery, such as that no warm kernel was at hand
    """

    report: str
    html: Mapping[str, bytes]
    ipynb: bytes
    facts: bytes
    seconds: float
    inputs: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    cpu_seconds: float | None = None
    peak_memory_bytes: int | None = None
    remark: str | None = None

    def files(self) -> dict[str, bytes]:
        """Content by file name, in the order of publication: what the client opens comes last."""
        pages = page_names(self.report, tuple(self.html))
        return {
            f"{self.report}.facts.json": self.facts,
            f"{self.report}.ipynb": self.ipynb,
            **{pages[language]: page for language, page in self.html.items()},
        }


def page_names(report: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Name of the HTML file per language: `kpi_review.html`, with two languages `kpi_review.zh.html`.

    >>> page_names("kpi_review", ("zh", "en"))
    {'zh': 'kpi_review.zh.html', 'en': 'kpi_review.en.html'}
    """
    if len(languages) == 1:
        return {languages[0]: f"{report}.html"}
    return {language: f"{report}.{language}.html" for language in languages}


def names(report: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Every file a report may be published as."""
    return (f"{report}.facts.json", f"{report}.ipynb", f"{report}.error.html", *page_names(report, languages).values())


def publish(artefact: Artefact, folder: Path) -> None:
    """Put all files of a report in place, or none: a failure restores what was there and raises ReportError.

    Who reads meanwhile finds each file whole, old or new. The pages come last: beside a new page stand the new facts
    and notebook. After a kill in between some files may be new and others old, each whole; the next run mends that.
    """
    files = artefact.files()
    replace(folder, files)
    pages = {f"{artefact.report}.html", *(f"{artefact.report}.{language}.html" for language in LANGUAGES)}
    stale = {f"{artefact.report}.error.html"} | pages - files.keys()
    for name in stale:
        with suppress(OSError):  # the report is out; an old page that cannot be removed does not make it a failure
            (folder / name).unlink()


def publish_error(report: str, page: bytes, folder: Path) -> None:
    """Put the page that says why a report failed beside the last good one."""
    replace(folder, {f"{report}.error.html": page})


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files under temporary names, then move each into place; any failure moves the old ones back."""
    parts = {name: folder / f".{name}.{secrets.token_hex(8)}.part" for name in files}
    kept = {name: folder / f".{name}.{secrets.token_hex(8)}.part" for name in files if (folder / name).exists()}
    moved: list[str] = []
    try:
        for name, data in files.items():
            _write(parts[name], data)
        for name, copy in kept.items():
            _keep(folder / name, copy)
        for name, part in parts.items():
            part.replace(folder / name)
            moved.append(name)
        _sync_folder(folder)
    except BaseException as error:
        for name in moved:
            with suppress(OSError):
                kept[name].replace(folder / name) if name in kept else (folder / name).unlink()
        if isinstance(error, OSError):
            names = ", ".join(files)
            raise ReportError(
                str(folder),
                f"to write {names}",
                error.strerror or repr(error),
                "What was published before is unchanged.",
            ) from error
        raise
    finally:
        for path in (*parts.values(), *kept.values()):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep(path: Path, copy: Path) -> None:
    try:
        os.link(path, copy)
    except OSError:  # file systems without hard links
        shutil.copy2(path, copy)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def prepare(folder: Path, outputs: Path, names: tuple[str, ...] = ()) -> None:
    """Make sure that files of these names can be published in a folder inside the outputs folder.

    A file is really created, for root can write where the mode bits say no. Raises UsageError.
    """
    try:
        really = folder.resolve()
        if really != outputs.resolve() / folder.relative_to(outputs):
            # not even to a place inside: it would be another client's
            raise UsageError(
                str(folder), f"a folder of its own in {outputs}", f"a link to {really}", "Remove the link."
            )
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe.{secrets.token_hex(8)}.part"
        try:
            _write(probe, b"probe")
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        got = error.strerror or repr(error)
        raise UsageError(
            str(folder), "a folder that can be written to", got, "Free it or choose another --outputs."
        ) from error
    for name in names:
        if (folder / name).is_dir():
            raise UsageError(str(folder / name), "a file or nothing", "a folder", "Move it away and run again.")


def sweep(outputs: Path) -> int:
    """Number of temporary files removed that a crash left behind; only names that publication gives."""
    swept = 0
    for folder, _, names in os.walk(outputs):
        for name in filter(PART.fullmatch, names):
            with suppress(OSError):
                (Path(folder) / name).unlink()
                swept += 1
    return swept


@contextmanager
def only_run(outputs: Path) -> Iterator[Path]:
    """Hold the outputs folder for one run; gives the run's scratch folder. A second one gets a UsageError.

    The lock frees itself when its holder dies; it notes the scratch folder, so that the next run clears what was left.
    Every process that is started meanwhile carries the folder's name in its environment, and is found by it.
    """
    try:
        descriptor = os.open(outputs / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        got = error.strerror or repr(error)
        raise UsageError(str(outputs / ".lock"), "a file that can be written to", got, "Move it away.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = f"one by process {_noted(descriptor)[0]}"
            raise UsageError(
                str(outputs), "no other run over this folder", holder, "Wait for it or stop it."
            ) from error
        _clear_scratch(_noted(descriptor))
        scratch = _make_scratch(descriptor)
        before = os.environ.get(stragglers.VARIABLE)
        os.environ[stragglers.VARIABLE] = str(scratch)
        try:
            yield scratch
        finally:
            os.environ.pop(stragglers.VARIABLE)
            if before is not None:
                os.environ[stragglers.VARIABLE] = before
            with suppress(OSError):  # the system's own cleaning may have been here
                for job in scratch.iterdir():  # its worker died before it could clear up
                    stragglers.end(job)
            shutil.rmtree(scratch, ignore_errors=True)
            if not scratch.exists():  # else the next run tries again
                with suppress(OSError):
                    os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _make_scratch(descriptor: int) -> Path:
    """A folder for this run only, noted in the lock before it is made: a crash in between leaves nothing unknown."""
    try:
        scratch = Path(tempfile.gettempdir()) / f"{SCRATCH}{secrets.token_hex(4)}"
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n{scratch}\n".encode(), 0)
        scratch.mkdir(mode=0o700)
    except OSError as error:
        got = error.strerror or repr(error)
        raise UsageError("toolkit run", "room for temporary files", got, "Free the disk, or set TMPDIR.") from error
    return scratch


def _noted(descriptor: int) -> list[str]:
    return os.pread(descriptor, 4096, 0).decode(errors="replace").split("\n")


def _clear_scratch(noted: list[str]) -> None:
    left = Path(noted[1]) if len(noted) > 1 else Path()
    ours = left.name.startswith(SCRATCH) and left.parent == Path(tempfile.gettempdir())
    if ours and left.is_dir() and not left.is_symlink():
        stragglers.end(left)
        shutil.rmtree(left, ignore_errors=True)
