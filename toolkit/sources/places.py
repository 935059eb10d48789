"""Files on disk: which ones are meant, how messages call them, and whether they stayed the same."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import DataError, HeaderError

SUFFIXES = (".csv", ".csv.gz", ".tsv", ".txt", ".xlsx", ".parquet")


def find(pattern: str, where: str) -> list[Path]:
    """The files a path or glob means, sorted. Raises HeaderError where there is none or one is of no known format."""
    meant = Path(pattern)
    paths = [meant]
    if not meant.exists():
        matches = Path(meant.anchor).glob(str(meant.relative_to(meant.anchor)))
        paths = sorted(path for path in matches if not path.name.startswith((".", "~$")))  # ~$ marks an open workbook
    if not paths:
        action = "Put the export there, or correct `path:`; it starts at the client file's folder."
        raise HeaderError(where, f"files at {meant.name}", "none", action)
    for path in paths:
        if path.is_dir():
            action = f"Add what to take from it, such as {path.name}/*.csv."
            raise HeaderError(where, "files", f"the folder {path.name}", action)
        if path.exists() and not path.is_file():
            raise HeaderError(where, "files", f"{path.name}, which is a device or a pipe", "Save the export as a file.")
        if not path.name.lower().endswith(SUFFIXES):
            known = ", ".join(SUFFIXES)
            raise HeaderError(where, f"a file of a known format ({known})", path.name, "Export it as one of them.")
    return paths


def shown(path: Path, client_file: Path) -> str:
    """A file as messages name it: from the folder above the client file's, which is usually the project."""
    for folder in (client_file.resolve().parent.parent, Path.cwd()):
        if folder != folder.parent and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.as_posix()


def digest(path: Path) -> str:
    """SHA-256 of the file as it is stored."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file looked like before it was read."""

    path: Path
    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        found = path.stat()
        return cls(path, found.st_size, found.st_mtime_ns, found.st_ino)

    def confirm(self, where: str) -> None:
        """Raise DataError unless the file is still the same."""
        try:
            now = Stamp.of(self.path)
        except OSError:
            now = None
        if now != self:
            got = "a file that was changed meanwhile"
            raise DataError(
                where, "a file that stays the same while it is read", got, "Run again when its export has ended."
            )
