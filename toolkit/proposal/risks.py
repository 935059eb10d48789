"""What could go wrong, how likely and how badly, and what is done about it."""

from dataclasses import dataclass

import pandas as pd

from toolkit import markup
from toolkit.display import Fragment, escape
from toolkit.figures.risks import level, risk_matrix
from toolkit.i18n import N_, Locale
from toolkit.quote.proposal import Proposal

LEVELS = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}
USUAL = {  # name, likelihood, impact, response; the scores are the agency's own judgement
    "technology": (
        N_("Technology"),
        2,
        4,
        N_(
            "Releases are tested on real phones and rolled out in steps; the last version can be restored within a day."
        ),
    ),
    "churn": (
        N_("Churn"),
        3,
        4,
        N_("Retention is watched weekly; who has not come back for two weeks is asked why and invited again."),
    ),
    "competition": (
        N_("Competition"),
        3,
        3,
        N_("Competitors' offers and prices are compared every quarter; the plan of the next phase answers them."),
    ),
    "policy": (
        N_("Policy"),
        2,
        5,
        N_("Platform rules and data-protection law are checked before each release; consent is asked and recorded."),
    ),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register, in one language."""

    name: str
    likelihood: int
    impact: int
    response: str


def register(study: Proposal, locale: Locale) -> list[Entry]:
    """Usual risks as the client file changes them, then its own; the gravest first."""
    found = []
    for key in dict.fromkeys((*USUAL, *study.options.risks)):
        name, likelihood, impact, response = USUAL.get(key, ("", 0, 0, ""))
        entry = {"name": locale.t(name), "response": locale.t(response)} if name else {}
        entry |= {"likelihood": likelihood, "impact": impact}
        own = study.options.risks.get(key)
        if own is not None:
            given = own.model_dump(exclude_none=True)
            entry |= {part: locale.pick(value) if isinstance(value, dict) else value for part, value in given.items()}
        found.append(Entry(**entry))
    return sorted(found, key=lambda entry: (-entry.likelihood * entry.impact, -entry.impact))


def risks(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The register as a figure of likelihood and impact, and as a table with the responses."""
    entries = register(study, locale)
    columns = ("name", "likelihood", "impact")
    rows = pd.DataFrame([{key: getattr(entry, key) for key in columns} for entry in entries])
    high = [entry.name for entry in entries if level(entry.likelihood, entry.impact) == "high"]
    names = locale.t(", ").join(high)
    alt = locale.t("High risks: {names}.", names=names) if high else locale.t("No risk is high.")
    caption = locale.t(
        "Likelihood and impact from 1 (small) to 5 (large), as the agency judges them; tinted: high where their "
        "product is at least 12."
    )
    figure = risk_matrix(rows, alt=alt, caption=caption, locale=locale, color=color)
    heads = [markup.head(locale.t("Risk")), markup.head(locale.t("Likelihood")), markup.head(locale.t("Impact"))]
    heads += [markup.head(locale.t("Level"), "text"), markup.head(locale.t("Response"), "text")]
    body = []
    for entry in entries:
        kind = level(entry.likelihood, entry.impact)
        grade = escape(locale.t(LEVELS[kind]))
        cells = [markup.cell(str(entry.likelihood)), markup.cell(str(entry.impact))]
        cells += [markup.cell(f"<b>{grade}</b>" if kind == "high" else grade, "text")]
        cells.append(markup.cell(escape(entry.response), "text"))
        body.append([markup.row_head(escape(entry.name)), *cells])
    return Fragment(figure.html + markup.table(locale.t("Risk register"), heads, body, css="prose"))
