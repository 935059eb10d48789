"""The floors of the house, as CONTRIBUTING.md draws them: a room uses rooms below, or earlier ones on its own floor."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "toolkit"
DOORS = {"__init__", "__main__"}  # the version, which anyone may read; `python -m toolkit`, which only opens the cli


def drawn() -> list[tuple[int, str]]:
    """(floor, room) in the order of the drawing."""
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M)
    return [(int(floor), room) for floor, rooms in rows for room in re.findall(r"`(\w+)/?`", rooms)]


ORDER = [room for _, room in drawn()]


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def used(module: Path) -> set[str]:
    """Rooms of this package that a module imports, at its top or inside a function."""
    names = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}:{node.lineno}: imports are written from `toolkit` on"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    rooms = {name.split(".")[1] for name in names if name.startswith("toolkit.")}
    return rooms & set(ORDER)  # else a name of toolkit itself, its version


def test_the_drawing_goes_upwards_and_names_each_room_once():
    floors = [floor for floor, _ in drawn()]
    assert floors == sorted(floors)
    assert len(set(ORDER)) == len(ORDER)


def test_every_room_is_drawn_and_every_drawn_room_is_there():
    rooms = {room_of(module) for module in PACKAGE.rglob("*.py")} - DOORS
    assert rooms == set(ORDER)


@pytest.mark.parametrize("room", ORDER)
def test_a_room_uses_only_rooms_below(room):
    upstairs = set(ORDER[ORDER.index(room) + 1 :])
    wrong = {
        str(module.relative_to(ROOT)): sorted(used(module) & upstairs)
        for module in PACKAGE.rglob("*.py")
        if room_of(module) == room and used(module) & upstairs
    }
    assert wrong == {}
