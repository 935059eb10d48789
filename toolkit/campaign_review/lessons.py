"""What worked, what did not, what is not known: drawn from the numbers, one line each."""

from toolkit import claims
from toolkit.campaign_review.answer import goal
from toolkit.campaign_review.cause import said as effect_said
from toolkit.campaign_review.finding import paid
from toolkit.campaign_review.trials import said as trial_said
from toolkit.campaign_review.wording import amount, interval, title
from toolkit.display import Fragment, escape
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.i18n import N_, Locale
from toolkit.metrics.changes import odd_cohorts

WORKED, FAILED, OPEN = N_("What worked"), N_("What did not"), N_("What is not known")
RETURNED = {
    "earned": N_("{campaign} earned more than it cost: ROI {roi} ({interval})."),
    "lost": N_("{campaign} did not earn its cost in its own days: ROI {roi} ({interval})."),
    None: N_("Whether {campaign} earned its cost is not clear: ROI {roi} ({interval})."),
}


def lessons(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """Rows under three headings; a heading without a row is left out."""
    found: dict[str, list[str]] = {WORKED: [], FAILED: [], OPEN: []}
    for item in study.each:
        for key, line in _of_campaign(item, locale):
            found[key].append(line)
    for trial in study.trials[0]:
        for each in trial.comparisons:
            verdict = trial.verdict(each)
            if verdict != "running":
                found[{"better": WORKED, "worse": FAILED}.get(verdict, OPEN)].append(trial_said(trial, each, locale))
    if not any(found.values()):
        return Fragment(claims.nodata(locale.t("Nothing is over yet, so there is nothing to learn from it.")))
    html = [
        f"<h3>{escape(locale.t(head))}</h3><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        for head, lines in found.items()
        if lines
    ]
    return Fragment("".join(html))


def _of_campaign(item: Reviewed, locale: Locale) -> list[tuple[str, str]]:
    rows, effect, returns = [], item.effect, item.returns
    if item.is_reached is not None:
        rows.append((WORKED if item.is_reached else FAILED, goal(item, locale)))
    if effect is not None and effect.incremental.ok and item.is_over:
        is_good = effect.is_clear and effect.incremental.value > 0
        rows.append((WORKED if is_good else FAILED if effect.is_clear else OPEN, effect_said(item, locale)))
    if effect is not None and effect.after is not None and effect.after.high < 0:
        line = locale.t(
            "After {campaign}, {value} were missing: part of its effect was brought forward from the days after it.",
            campaign=title(item, locale),
            value=locale.value(abs(effect.after.value), effect.after.unit),
        )
        rows.append((FAILED, escape(line)))
    if returns.roi.ok and item.is_over:
        verdict = paid(item)
        line = locale.t(
            RETURNED[verdict],
            campaign=title(item, locale),
            roi=amount(returns.roi, locale),
            interval=interval(returns.roi, locale),
        )
        rows.append(({"earned": WORKED, "lost": FAILED}.get(verdict, OPEN), escape(claims.capital(line))))
    return rows + _came_back(item, locale)


def _came_back(item: Reviewed, locale: Locale) -> list[tuple[str, str]]:
    """Whether those who came first during it came back as others do."""
    found = [odd for odd in odd_cohorts(item.study.review) if odd.campaign is not None]
    rows = []
    for odd in found:
        if odd.campaign.id == item.campaign.id:
            line = locale.t(
                "Of the users first seen during {campaign}, {share} came back the next day; of the others, "
                "{rest} (n = {n} and {m}).",
                campaign=title(item, locale),
                share=locale.percent(odd.share),
                rest=locale.percent(odd.rest),
                n=locale.number(odd.n),
                m=locale.number(odd.rest_n),
            )
            rows.append((WORKED if odd.share > odd.rest else FAILED, escape(line)))
    return rows
