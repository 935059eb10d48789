"""Which client files a command line means."""

from collections.abc import Sequence
from os.path import realpath
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.params.fields import did_you_mean


def find(names: Sequence[str], folder: str | Path) -> list[Path]:
    """The client files named by client or path, each once, in the order given; all of the folder if none is named."""
    folder = Path(folder)
    there = {path.stem: path for path in sorted(folder.glob("*.yml")) if not path.name.startswith(".")}
    if names:
        return list({realpath(path): path for path in (_one(name, folder, there) for name in names)}.values())
    if odd := sorted(folder.glob("*.yaml")):
        raise UsageError(str(odd[0]), "a file name that ends in .yml", ".yaml", "Rename it.")
    if not there:
        raise UsageError(f"{folder}/", "client files (*.yml)", "none", "Write one, or name their folder with --params.")
    return list(there.values())


def _one(name: str, folder: Path, there: dict[str, Path]) -> Path:
    if name in there:
        return there[name]
    path = Path(name)
    if path.suffix == ".yml" and path.is_file():
        return path
    raise UsageError(f"{folder}/", "a client or a client file", f'"{name[:60]}"', did_you_mean(name, there))
