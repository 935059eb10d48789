"""Where the client stands, what is to be reached by when, and which line of each KPI means what."""

from toolkit import claims, markup
from toolkit.display import Fragment, escape, nodata
from toolkit.i18n import MISSING, N_, Locale
from toolkit.kpi_review import pieces
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.fact import Fact
from toolkit.quote.calendar import PHASES
from toolkit.quote.goals import Aim
from toolkit.quote.proposal import Proposal

BACKGROUND = ("new_users", "d1_retention", "registration_conversion", "purchase_conversion", "appointment_conversion")
MONEY = ("gmv", "net_revenue", "repeat_rate", "cac", "share_rate")


def background(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """What the client's own data say of today: who comes, who comes back, who pays."""
    review = study.review
    ids = [metric for metric in (review.reach, *BACKGROUND, *MONEY) if review.now[metric].status != "no_data"]
    if not ids:
        return nodata(locale.t("No data of the client are given yet; the first month begins with measuring them."))
    return pieces.metrics(review, *ids, locale=locale, color=color)


def goals(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """Each goal: today, the way there at the end of each phase, and how far it is."""
    if not study.aims:
        return nodata(locale.t("No goals are agreed yet."))
    months = [last for _, _, last in PHASES]
    heads = [markup.head(locale.t("Metric")), markup.head(locale.t("Today"))]
    heads += [markup.head(locale.t("After month {n}", n=month)) for month in months[:-1]]
    heads += [markup.head(locale.t("Goal, month {n}", n=months[-1])), markup.head(locale.t("From today"))]
    rows = [_goal_row(aim, locale) for aim in study.aims]
    facts = [fact for aim in study.aims for fact in (aim.baseline, aim.target, *aim.steps)]
    return Fragment(markup.table(locale.t("Goals"), heads, rows), tuple(facts))


def _goal_row(aim: Aim, locale: Locale) -> list[str]:
    low = aim.baseline.low is not None
    sure = locale.interval(aim.baseline.low, aim.baseline.high, aim.baseline.unit) if low else ""
    n = locale.t("n\u00a0=\u00a0{n}", n=locale.number(aim.baseline.n)) if low and aim.baseline.n is not None else ""
    if aim.baseline.ok:
        today = markup.with_small(_value(aim.baseline, locale), sure)
    else:
        today = markup.with_small(MISSING, locale.t(aim.baseline.reason))
    count = len(PHASES) - 1
    steps = [_value(step, locale) for step in aim.steps] or [MISSING] * count
    limit = "≤" if aim.better == "lower" and aim.target.ok else ""
    target = limit + _value(aim.target, locale)
    change = MISSING
    if aim.is_reached:
        change = locale.t("reached: hold it")
    elif aim.baseline.ok and aim.target.ok:
        change = locale.change(aim.target.value, aim.baseline.value, aim.target.unit)
    remark = "" if aim.target.ok else locale.t(aim.target.reason)
    cells = [today, *map(escape, steps), f"<b>{markup.with_small(target, remark)}</b>", escape(change)]
    return [markup.row_head(markup.with_small(claims.name(aim.metric, locale), n)), *map(markup.cell, cells)]


def _value(fact: Fact, locale: Locale) -> str:
    return claims.value(fact, locale, compact=fact.unit.isupper())


def kpi_lines(study: Proposal, *, locale: Locale, color: str) -> Fragment:
    """The four lines of each target, and on which one the client stands today."""
    targets, review = study.client.targets, study.review
    if not targets:
        return nodata(locale.t("No lines are agreed yet."))
    names = ("fail", "normal", "good", "exceeded")
    heads = [markup.head(locale.t("Metric"))]
    heads += [markup.head(claims.capital(locale.t(LINES[name]))) for name in names]
    heads.append(markup.head(locale.t("Today")))
    rows, facts = [], []
    for metric, target in targets.items():
        unit = next((aim.target.unit for aim in study.aims if aim.metric == metric), "count")
        beyond = N_("above {line}") if target.better == "lower" else N_("below {line}")
        limit = "≤ " if target.better == "lower" else "≥ "
        lines = [getattr(target, name) for name in names[1:]]
        texts = [
            MISSING if line is None else limit + locale.value(line, unit, compact=unit.isupper()) for line in lines
        ]
        fail = locale.t(beyond, line=locale.value(target.normal, unit, compact=unit.isupper()))
        line = review.judged[metric][0] if metric in review.judged else None
        verdict = MISSING
        if line is not None:
            facts.append(line)
            verdict = markup.with_small(MISSING, locale.t(line.reason)) if not line.ok else _verdict(line, locale)
        cells = [*map(escape, (fail, *texts)), verdict]
        rows.append([markup.row_head(escape(claims.name(metric, locale))), *map(markup.cell, cells)])
    return Fragment(markup.table(locale.t("KPI lines"), heads, rows), tuple(facts))


def _verdict(line: Fact, locale: Locale) -> str:
    return f'<span class="line {line.value}">{escape(locale.t(LINES[line.value]))}</span>'
