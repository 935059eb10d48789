"""A review built from a few rows of CSV, the way a report builds it."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml

from toolkit import params, periods, sources
from toolkit.metrics.catalogue import METRICS
from toolkit.metrics.review import Review

UNITS = {"spend": {"unit": "yuan"}}


@contextmanager
def small_review(root: Path, tables: dict[str, str], period: str, until: str, **settings):
    """The review of a client whose tables are given as CSV text; `settings` are further keys of the client file."""
    for name, text in tables.items():
        (root / f"{name}.csv").write_text(text, encoding="utf-8")
    data = {name: {"path": f"{name}.csv"} | UNITS.get(name, {}) for name in tables}
    tree = {"client": "acme", "name": {"en": "Acme", "zh": "顶点"}, "data": data} | settings
    (root / "acme.yml").write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    client = params.load(root / "acme.yml", METRICS)
    warehouse = sources.load(client)
    try:
        yield Review(client, warehouse, periods.parse(period), date.fromisoformat(until))
    finally:
        warehouse.close()


def csv(header: str, *rows: str) -> str:
    """A CSV file of these lines."""
    return "\n".join([header, *rows]) + "\n"
