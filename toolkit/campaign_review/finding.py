"""The finding in one line: what the campaign changed, and whether it paid."""

from toolkit import parts
from toolkit.campaign_review.cause import beside
from toolkit.campaign_review.wording import metric, title
from toolkit.display import Fragment
from toolkit.effect.campaign_study import Campaigns, Reviewed
from toolkit.effect.experiment_study import Trial
from toolkit.i18n import N_, Locale

PAID = {
    "earned": (N_("{finding}, and earned more than it cost"), N_("{finding}, but earned more than it cost")),
    "lost": (N_("{finding}, but did not earn its cost"), N_("{finding}, and did not earn its cost")),
}


def header(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """The finding as the page's title, and the line that says which days and whose clock."""
    return parts.header(_finding(study, locale), study.client, study.period, locale=locale)


def leading(study: Campaigns) -> Reviewed | None:
    """The campaign the page opens with: one over before running, known before unknown, then dearest."""
    if not study.each:
        return None
    return min(study.each, key=lambda each: (not each.is_over, not _is_known(each), -(each.campaign.cost or 0)))


def paid(item: Reviewed) -> str | None:
    """earned or lost, where the interval of the return leaves no doubt; None otherwise."""
    roi = item.returns.roi
    if not item.is_over or not roi.ok or roi.low is None:
        return None
    return "earned" if roi.low > 0 else "lost" if roi.high < 0 else None


def _is_known(item: Reviewed) -> bool:
    return item.effect is not None and item.effect.incremental.ok


def _finding(study: Campaigns, locale: Locale) -> str:
    item = leading(study)
    if item is None:
        found, _ = study.trials
        decided = [text for trial in found if (text := decision(trial, locale))]
        return decided[0] if decided else locale.t("no campaign to review") if not found else _undecided(found, locale)
    name = title(item, locale)
    if not _is_known(item):
        return locale.t("the effect of {campaign} is not known", campaign=name)
    what = metric(item.metric, locale)
    if not item.effect.is_clear:
        text, is_up = locale.t("no clear effect of {campaign} on {metric}", campaign=name, metric=what), False
    else:
        is_up = item.effect.incremental.value > 0
        form = N_("{campaign} raised {metric} by {lift}") if is_up else N_("{campaign} lowered {metric} by {lift}")
        if beside(item, locale):  # not all of it is the campaign's doing
            form = N_("{metric} {lift} above expectation during {campaign}")
            form = form if is_up else N_("{metric} {lift} below expectation during {campaign}")
        lift = item.effect.lift
        by = (
            locale.percent(abs(lift.value), 0) if lift.ok else locale.value(abs(item.effect.incremental.value), "count")
        )
        text = locale.t(form, campaign=name, metric=what, lift=by)
    if not item.is_over:
        return locale.t("{finding} so far", finding=text)
    verdict = paid(item)
    return text if verdict is None else locale.t(PAID[verdict][0 if is_up else 1], finding=text)


def decision(trial: Trial, locale: Locale) -> str:
    """The result of an experiment by its first outcome, in a few words, or that it has none; empty while it is open."""
    if trial.sample_ratio.ok and not trial.is_split_as_planned:
        return locale.t(
            "{experiment}: users were not split as planned, so it shows nothing", experiment=title(trial, locale)
        )
    clear = [c for c in trial.comparisons if trial.verdict(c) in ("better", "worse")]
    clear = [c for c in clear if c.outcome == next(iter(trial.experiment.outcomes))]
    if not clear:
        return ""
    best = min(clear, key=lambda c: (trial.verdict(c) != "better", c.adjusted.value))
    form = N_("{experiment}: {variant} does better than {control}")
    if trial.verdict(best) == "worse":
        form = N_("{experiment}: {variant} does worse than {control}")
    names = {"variant": best.variant, "control": trial.experiment.control}
    return locale.t(form, experiment=title(trial, locale), **names)


def _undecided(found: list[Trial], locale: Locale) -> str:
    return locale.t("{experiment}: no clear difference", experiment=title(found[0], locale))
