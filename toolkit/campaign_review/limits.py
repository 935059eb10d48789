"""How far this can be trusted, what its words mean, and the analyst's own."""

from toolkit import parts
from toolkit.display import Fragment
from toolkit.effect.campaign_study import Campaigns
from toolkit.i18n import N_, Locale
from toolkit.metrics.further.campaign_review import ALL


def limits(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """What these numbers cannot say."""
    lines = [N_("Only complete days are counted; a day is complete on the next morning at ten.")]
    found = [item.effect for item in study.each if item.effect is not None and item.effect.incremental.ok]
    if any(effect.forecast is not None for effect in found):
        lines.append(
            N_(
                "An effect against a forecast is only as good as the forecast: whatever else changed on the "
                "same days is in it. Untreated regions or groups would tell better."
            )
        )
        lines.append(N_("The forecast does not learn from festivals, other campaigns and days without data."))
    if any(effect.controls is not None for effect in found):
        lines.append(
            N_(
                "An effect against controls takes for granted that the campaign did not reach them and nothing "
                "else treated the two differently."
            )
        )
    if study.trials[0]:
        lines.append(N_("An experiment speaks of the users who took part in it and of the time it ran."))
        lines.append(
            N_(
                "p-values: rates from the pooled rate, exact where cells are small; means after Welch. Below "
                "0.05, raised for the number of comparisons, a difference counts as clear."
            )
        )
    if any(not item.is_over for item in study.each):
        lines.append(
            N_("A campaign whose days are not all complete is shown up to the last complete one and not judged.")
        )
    return parts.remarks(locale.t(line) for line in lines)


def definitions(study: Campaigns, *, locale: Locale, color: str) -> Fragment:
    """What each number of this report means."""
    shown = {metric.id for metric in ALL}
    if not study.trials[0]:
        shown -= {"variant_rate", "variant_mean", "variant_difference", "adjusted_p_value", "sample_ratio_p"}
        shown -= {"detectable_difference"}
    if study.posts is None:
        shown -= {"posts_count", "interactions_per_thousand", "shares_per_thousand"}
    if "spend" not in study.review.warehouse or study.response is None:
        shown -= {"spend_correlation", "marginal_response"}
    if not study.each:
        shown -= {"goal_attainment", "incremental", "lift", "expected", "campaign_cost"}
    return parts.definitions([metric.id for metric in ALL if metric.id in shown], locale=locale, color=color)


def note(study: Campaigns, key: str, *, locale: Locale, color: str) -> Fragment:
    """The analyst's own words from the client file, marked as such; nothing where there are none."""
    return parts.note(study.client, key, locale=locale, color=color)
