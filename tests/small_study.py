"""A market study built from a few rows of CSV, the way a report builds it."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import yaml

from toolkit import params, periods, sources
from toolkit.market.study import Study
from toolkit.metrics.catalogue import METRICS


@contextmanager
def small_study(root: Path, tables: dict[str, str], period: str = "2026-10", until: str = "2026-11-08", **options):
    """The study of a client whose tables are given as CSV text; `options` are those of the market research."""
    for name, text in tables.items():
        (root / f"{name}.csv").write_text(text, encoding="utf-8")
    data = {name: {"path": f"{name}.csv"} for name in tables}
    tree = {"client": "acme", "name": {"en": "Acme", "zh": "顶点"}, "language": ["zh", "en"], "data": data}
    tree["reports"] = {"market_research": options}
    (root / "acme.yml").write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    client = params.load(root / "acme.yml", METRICS)
    warehouse = sources.load(client)
    try:
        yield Study(client, warehouse, periods.parse(period), date.fromisoformat(until))
    finally:
        warehouse.close()
