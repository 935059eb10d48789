"""nbconvert's exporter machinery on the project's own template: no script, no font, no style sheet from anywhere."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from toolkit.export import page
from toolkit.export.cells import read
from toolkit.theme import FIGURE_CSS

_FINDING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)


class ReportExporter(TemplateExporter):
    """Report pages from executed notebooks; one exporter serves many, and reads no configuration of the machine."""

    output_mimetype = "text/html"

    def __init__(self) -> None:
        super().__init__(
            template_paths=[],
            template_file="report.html.j2",
            default_preprocessors=[_Layout],
            optimistic_validation=True,
        )

    def _create_environment(self) -> Environment:
        return page.environment()


class _Layout(Preprocessor):
    """Hands the parts of the page to the template."""

    enabled = True

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        locale, name, brand = resources["locale"], resources["name"], resources["brand"]
        reading = read(nb, locale)
        finding = _FINDING.search(reading.header)
        headline = Markup(finding[1]).striptags() if finding else reading.question
        resources.update(
            page=page.frame(locale, title=f"{name} · {headline}", color=brand.color, more_css=FIGURE_CSS),
            reading=reading,
            logo=page.logo(brand, name),
            in_short=locale.t("In short"),
            contents=locale.t("Contents"),
            generated=locale.t("Generated on {time}", time=page.moment(locale, resources["generated_at"])),
        )
        return nb, resources


@cache
def exporter() -> ReportExporter:
    """The one exporter of this process."""
    return ReportExporter()
