"""What a worker does with one job: run its notebook, export it, pass it through the gate; publishes nothing."""

import json
import time
from datetime import datetime
from os.path import relpath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from toolkit.engine import template
from toolkit.engine.limits import USUAL, Limits
from toolkit.errors import DiedError, GateError, ReportError
from toolkit.plan import Job
from toolkit.publish import Artefact

if TYPE_CHECKING:
    from nbformat import NotebookNode

LARGEST_NOTEBOOK = 64 * 2**20


def execute(job: Job, *, at: datetime, scratch: Path | None = None, limits: Limits = USUAL) -> Artefact:
    """A report made from its notebook and passed by the gate, as bytes; publishes nothing. Meant for a worker process.

    Parameters
    ----------
    at : when the run was started, said in the report
    scratch : where the job's own scratch folder is made and removed again; None is the system's

    Raises
    ------
    ToolkitError of any kind, with the line for the analyst.
    """
    from toolkit import export, params, sources  # here, so that the coordinator stays light
    from toolkit.engine import kernel
    from toolkit.export import anonymous, leaks

    template.ensure()
    begun = time.monotonic()
    client = params.load(job.client_path)
    is_anonymous = client.reports.get(job.report, {}).get("anonymous") is True
    said = {"name": client.name, "brand": client.brand, "generated_at": at.astimezone(ZoneInfo(client.timezone))}
    if is_anonymous:  # the colour stays, for the figures have it
        said |= {"name": anonymous.NAME, "brand": client.brand.model_copy(update={"logo": None})}
    with TemporaryDirectory(prefix="job-", dir=scratch) as folder:
        parameters = {"client_file": relpath(job.client_path, job.root), "period": job.period.label}
        notebook = kernel.read(job.notebook, job.name)
        (Path(folder) / sources.GIVEN).write_text(str(job.client_path.resolve()), "utf-8")
        user_ids = Path(folder) / "user_ids.parquet"
        try:
            done, usage = kernel.run(
                notebook, parameters, name=job.name, folder=job.root, scratch=Path(folder), limits=limits
            )
        except ReportError as error:
            known, secrets = user_ids if user_ids.exists() else None, leaks.environment_secrets()
            if isinstance(error, DiedError):
                raise error.saying(leaks.without(str(error.got), known, secrets)) from None
            raise kernel.CellError(leaks.without(str(error), known, secrets)) from None
        with kernel.quiet():
            facts = export.facts(done, job.report)
            _check_whose(facts, job)
            html = {language: export.html(done, language, **said) for language in job.languages}
            for page in html.values():
                export.gate.check(page, done, user_ids=user_ids if user_ids.exists() else None)
            if is_anonymous:
                hidden = anonymous.words(client.id, client.name, parameters["client_file"])
                facts, done = facts | {"client": anonymous.ID}, anonymous.hide(done, hidden)
                for page in html.values():
                    anonymous.check(page, facts, hidden)
    return Artefact(
        report=job.report,
        html={language: page.encode() for language, page in html.items()},
        ipynb=_notebook_bytes(done, job),
        facts=(json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
        seconds=time.monotonic() - begun,
        inputs=facts["inputs"],
        versions=facts["versions"],
        cpu_seconds=usage.cpu_seconds,
        peak_memory_bytes=usage.peak_memory_bytes,
        remark=usage.remark,
    )


def _check_whose(facts: dict[str, Any], job: Job) -> None:
    """A notebook that opens another client or period than it was given would send one client's numbers to another."""
    given, opened = (job.client_id, job.period.label), (facts["client"], facts["period"]["label"])
    if opened != given:
        action = "Open the report with the notebook's own client_file and period."
        raise GateError(job.name, f"the numbers of {' '.join(given)}", " ".join(opened), action)


def _notebook_bytes(notebook: "NotebookNode", job: Job) -> bytes:
    """What nbformat writes, without its two copies of a notebook that nobody needs afterwards: its lines are split."""
    from nbformat import ValidationError, validate
    from nbformat.v4.rwbase import split_lines, strip_transient

    from toolkit.engine.notebook import short

    try:
        validate(notebook)
    except ValidationError as error:
        raise GateError(job.name, "a notebook", short(str(error)), "Show text, tables and figures only.") from None
    plain = strip_transient(split_lines(notebook))
    data = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode()
    if len(data) > LARGEST_NOTEBOOK:
        got = f"{len(data) / 2**20:.0f} MB"
        raise GateError(job.name, f"at most {LARGEST_NOTEBOOK // 2**20} MB of outputs", got, "Show less in it.")
    return data
