"""What the template does beforehand covers whatever a notebook may use."""

import subprocess
import sys
from pathlib import Path

import toolkit
from toolkit.engine import rehearsal


def test_every_room_is_either_machinery_or_imported_before_the_fork():
    code = """\
import sys
from toolkit.engine import fitness, rehearsal
fitness.watch_duckdb()
rehearsal.perform()
print(*sorted(name for name in sys.modules if name.startswith("toolkit.")), *rehearsal.STARTING, sep="\\n")
assert not set(rehearsal.STARTING) - set(sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    package = Path(toolkit.__file__).parent
    modules = [path.relative_to(package.parent).with_suffix("").parts for path in package.rglob("*.py")]
    wanted = {".".join(parts) for parts in modules if len(parts) > 1 and parts[1] not in rehearsal.MACHINERY}
    assert {name.removesuffix(".__init__") for name in wanted} - {"toolkit"} <= set(done.stdout.splitlines())


def test_machinery_is_there():
    package = Path(toolkit.__file__).parent
    assert all((package / name).is_dir() or (package / f"{name}.py").is_file() for name in rehearsal.MACHINERY)
