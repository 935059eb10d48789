"""A plain Python program: papermill and nbconvert called in a loop, a new kernel for each report.

python one_process.py NOTEBOOK PERIOD CLIENT_FILE...
"""

import sys
from pathlib import Path

import papermill
from nbconvert import HTMLExporter


def main(notebook: str, period: str, *client_files: str) -> None:
    """Each client's report as `out/<client>.html`."""
    out = Path("out")
    out.mkdir(exist_ok=True)
    exporter = HTMLExporter()
    for client_file in client_files:
        parameters = {"client_file": client_file, "period": period}
        done = papermill.execute_notebook(
            notebook, out / f"{Path(client_file).stem}.ipynb", parameters, progress_bar=False
        )
        page, _ = exporter.from_notebook_node(done)
        (out / f"{Path(client_file).stem}.html").write_text(page, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
