"""The floor: the same cells in one warm process, and the same export. Nothing is cheaper while the report is the same.

python floor.py PERIOD CLIENT_FILE...
Prints JSON: seconds and CPU seconds a report; the first of the client files is run once more before, to warm up.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ["MPLBACKEND"] = "agg"

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode
from nbformat.v4 import new_output

from toolkit import execution, params, periods, plan
from toolkit.engine import kernel, notebook, template


def run(
    document: NotebookNode, parameters: dict[str, str], *, scratch: Path, **_: Any
) -> tuple[NotebookNode, kernel.Usage]:
    """What `kernel.run` gives, the cells run in this process, in a namespace of their own."""
    os.environ["TOOLKIT_SCRATCH"] = str(scratch)
    shell = InteractiveShell.instance()
    shell.reset()
    for cell in document.cells:
        if cell.cell_type == "code":
            if "parameters" in cell.metadata.get("tags", []):
                cell.source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            with capture_output() as shown:
                shell.run_cell(cell.source).raise_error()
            cell.outputs = [
                new_output("display_data", data=output.data, metadata=output.metadata) for output in shown.outputs
            ]
            cell.execution_count = 1
    return notebook.without_marks(document), kernel.Usage(None, None, None)


def main(period: str, *client_files: str) -> None:
    """Run and export the report of each client."""
    clients = [params.load(Path(file)) for file in client_files]
    jobs = plan.plan(clients, periods.parse(period), ["kpi_review"], Path("notebooks"))

    kernel.run, template.ensure = run, lambda: None
    execution.execute(jobs[0], at=datetime.now(UTC))
    begun, cpu_begun = time.monotonic(), time.process_time()
    for job in jobs:
        execution.execute(job, at=datetime.now(UTC))
    seconds, cpu_seconds = time.monotonic() - begun, time.process_time() - cpu_begun
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds}), file=sys.stdout)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
