"""Ploomber's grid: the same notebook for each client, on its parallel executor, as HTML."""

import json
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path


def install(folder: Path) -> Path | None:
    """The `ploomber` command in an environment of its own beside this one's packages; None when it cannot be had."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--compile", "ploomber"]
    done = subprocess.run(pip, capture_output=True)
    return folder / "bin" / "ploomber" if done.returncode == 0 else None


def environment() -> dict[str, str]:
    """What it needs to find nbconvert's templates, and to keep its statistics to itself."""
    return {"JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter"), "PLOOMBER_STATS_ENABLED": "false"}


def write_pipeline(project: Path, notebook: str, period: str, client_files: Sequence[str]) -> None:
    """`pipeline.yaml`: one task a client."""
    task = {
        "source": notebook,
        "name": "report-",
        "product": {"nb": "out/report.html"},
        "static_analysis": "disable",
        "params": {"period": period},
        "grid": {"client_file": list(client_files)},
    }
    pipeline = {"meta": {"extract_upstream": False}, "executor": "parallel", "tasks": [task]}
    (project / "pipeline.yaml").write_text(json.dumps(pipeline, indent=1))
