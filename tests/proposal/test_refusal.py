"""The whole way: a final quotation that does not add up is not published, and the run says which one and why."""

import shutil
from pathlib import Path

from toolkit import cli

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "proposal.ipynb"
CLIENT = """\
client: acme
name: {en: Acme, zh: 顶点}
reports:
  proposal:
    status: final
    packages:
      standard:
        price: 30000
        term_months: 12
        parts: {labour: 18000, technology: 5000, marketing: 4000, operation: 2000, profit: 7500, risk: 1500}
"""


def test_a_final_quotation_with_a_gap_is_not_published(tmp_path, monkeypatch, capsys):
    (tmp_path / "params").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "params" / "acme.yml").write_text(CLIENT, encoding="utf-8")
    shutil.copy(NOTEBOOK, tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run", "--period", "2026-10", "--workers", "1"]) == 1
    said = " ".join(capsys.readouterr())
    assert "acme.yml reports.proposal.packages: expected parts that add up to the price in a final quotation" in said
    assert "standard: parts 38,000 against the price 30,000" in said
    assert not list((tmp_path / "outputs").rglob("proposal.html"))
