"""Do people pass it on?"""

import pandas as pd

from toolkit import claims, figures, tables
from toolkit.campaign_review.wording import bold, unavailable
from toolkit.display import Fragment, escape
from toolkit.effect import campaign_reasons as why
from toolkit.effect.campaign_study import Campaigns
from toolkit.i18n import Locale
from toolkit.metrics import posts as measured
from toolkit.metrics.fact import Fact, Scope

NUMBERS = ("interaction_rate", "interactions_per_thousand", "shares_per_thousand")
FEWEST_POSTS = 10


def posts(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """What the posts of the period reached and set off: in all, by kind, paid and unpaid."""
    rows = study.posts
    if rows is None or rows.empty:
        return Fragment(unavailable(why.NO_POSTS, locale))
    scope = Scope(study.period.start, study.until, study.client.currency, "posts")
    total = measured.facts(rows, scope)
    groups = {column: measured.by(rows, column, scope) for column in ("kind", "paid")}
    lines = [_said(total, locale), _undated(rows, locale), _top(rows, locale), _paid(groups["paid"], locale)]
    html = "".join(f'<p class="claim">{line}</p>' for line in lines if line)
    facts = [*total, *(fact for found in groups.values() for part in found.values() for fact in part)]
    shown = [_figure(groups["kind"], locale, color)]
    titles = {"kind": locale.t("Kind of post"), "paid": locale.t("Paid")}
    shown += [_table(found, titles[column], locale, color) for column, found in groups.items() if found]
    return Fragment(html + "".join(each.html for each in shown), tuple(facts))


def _said(total: list[Fact], locale: Locale) -> str:
    known = [fact for fact in total[1:] if fact.ok]
    parts = [
        locale.t(
            "{name} {value} ({interval})",
            name=escape(claims.inline(fact.id, locale)),
            value=bold(claims.value(fact, locale)),
            interval=escape(claims.certainty(fact, locale)),
        )
        for fact in known
    ]
    text = locale.t("{n} posts", n=locale.number(total[0].value))
    source = locale.t("source: {source}", source=claims.source("posts", locale))
    return locale.t("; ").join([escape(text), *parts, escape(source)]) + locale.t(".")


def _undated(rows: pd.DataFrame, locale: Locale) -> str:
    if "at" in rows and rows["at"].notna().any():
        return ""
    return escape(locale.t("The posts carry no dates: all of them are counted, not only those of the period."))


def _top(rows: pd.DataFrame, locale: Locale) -> str:
    found = measured.concentration(rows)
    if found is None or len(rows) < FEWEST_POSTS:
        return ""
    n, share = found
    text = locale.t(
        "The {n} most shared posts hold {share} of all shares: a few posts carry the rest.",
        n=n,
        share=locale.percent(share, 0),
    )
    if share < 0.3:
        text = locale.t("The {n} most shared posts hold {share} of all shares.", n=n, share=locale.percent(share, 0))
    return escape(text)


def _paid(found: dict, locale: Locale) -> str:
    if len(found) < 2:
        return ""
    return escape(
        locale.t(
            "Which posts were paid for was chosen, not drawn by chance: a difference between them is no effect "
            "of paying."
        )
    )


def _figure(found: dict, locale: Locale, color: str) -> Fragment:
    known = {name: part for name, part in found.items() if part[2].ok}
    if len(known) < 2:
        return Fragment("")
    rows = pd.DataFrame(
        {
            "name": [locale.t("{name} ({n})", name=name, n=part[0].value) for name, part in known.items()],
            "value": [part[2].value for part in known.values()],
            "low": [part[2].low for part in known.values()],
            "high": [part[2].high for part in known.values()],
        }
    )
    best = max(known, key=lambda name: known[name][2].value)
    what = claims.name("interactions_per_thousand", locale)
    alt = locale.t("{what} by kind of post: highest for {best}.", what=what, best=str(best))
    caption = locale.t(
        "{what} with 95% intervals over posts, number of posts in brackets. Source: {source}.",
        what=what,
        source=claims.source("posts", locale),
    )
    return figures.ranking(rows, unit="ratio", alt=alt, caption=caption, locale=locale, color=color)


def _table(found: dict, title: str, locale: Locale, color: str) -> Fragment:
    rows = []
    for name, (count, *numbers) in found.items():
        row: dict[str, object] = {"name": str(name), "posts": count.value}
        for fact in numbers:
            row |= {fact.id: fact.value, f"{fact.id}_low": fact.low, f"{fact.id}_high": fact.high}
        rows.append(row)
    frame = pd.DataFrame(rows)
    columns = [
        tables.Column("name", title, kind="text"),
        tables.Column("posts", locale.t("Posts"), unit="count"),
        *(
            tables.Column(
                id_,
                claims.name(id_, locale),
                unit="share" if id_ == "interaction_rate" else "ratio",
                low=f"{id_}_low",
                high=f"{id_}_high",
            )
            for id_ in NUMBERS
            if frame[id_].notna().any()
        ),
    ]
    return tables.breakdown(frame, columns, label=title, locale=locale, color=color)
