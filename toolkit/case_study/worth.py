"""What it was worth: the effect against the fee of the same days."""

from toolkit import claims
from toolkit.case_study import wording
from toolkit.display import Fragment, escape, nodata
from toolkit.effect.case import Case
from toolkit.i18n import Locale


def worth(case: Case, *, locale: Locale, color: str) -> Fragment:
    """The return on the fee, with what was put against what; or why it cannot be told."""
    roi = case.fee_roi
    if not roi.ok:
        return nodata(locale.t("No return on the fee: {reason}.", reason=locale.t(roi.reason)), [roi])
    lines = [claims.sentence(roi, locale)]
    if not case.is_anonymous:
        value = case.effect.incremental[0] * (case.options.unit_value or 1.0)
        text = locale.t(
            "An effect worth {value} stands against a fee of {fee} from {start} to {end}.",
            value=locale.money_compact(value),
            fee=locale.money_compact(case.fee),
            start=locale.short_date(case.options.start),
            end=locale.short_date(case.effect.end),
        )
        lines.append(escape(text))
        if case.options.unit_value is not None:
            text = locale.t(
                "Assumed worth of one ({name}): {value}.",
                name=wording.outcome(case, locale),
                value=locale.money(case.options.unit_value),
            )
            lines.append(escape(text))
    if case.is_fee_right is False:
        lines.append(escape(locale.t("The fee is what its parts add to, not what is stated.")))
    if not case.effect.is_clear:
        lines.append(escape(locale.t("As the effect may be chance, so may the return.")))
    return claims.paragraph(lines, [roi])
