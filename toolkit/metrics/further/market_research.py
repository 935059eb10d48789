"""The numbers of the market research."""

from toolkit.i18n import N_
from toolkit.metrics.metric import Metric

ALL: tuple[Metric, ...] = (
    Metric(
        "portrait_share",
        N_("Share in the portrait"),
        "share",
        N_("People with the trait divided by all people of whom the trait is known."),
        None,
    ),
    Metric(
        "survey_share",
        N_("Share of answers"),
        "share",
        N_("Respondents who gave the answer divided by those who answered the question; several answers may be given."),
        None,
    ),
    Metric(
        "survey_mean",
        N_("Mean score"),
        "score",
        N_("Mean of the scores that respondents gave, with its interval after Student."),
    ),
    Metric(
        "effective_n",
        N_("Effective sample size"),
        "count",
        N_("How many equally weighted respondents would tell as much as the weighted ones do (Kish)."),
    ),
    Metric(
        "spend_share",
        N_("Share of spending"),
        "share",
        N_("Amount paid after refunds for the value, divided by all that was paid after refunds."),
        None,
    ),
    Metric(
        "rfm_users",
        N_("Buyers by segment"),
        "users",
        N_("Buyers by how recently, how often and for how much they bought in the twelve months to the period's end."),
        None,
    ),
    Metric(
        "market_growth_rate",
        N_("Market growth"),
        "share",
        N_("The latest value of a series against the same time a year before, or against the value just before it."),
    ),
    Metric(
        "market_seasonality",
        N_("Season"),
        "share",
        N_("How far a season's value usually lies above or below the yearly trend around it."),
        None,
    ),
    Metric(
        "market_forecast",
        N_("Forecast"),
        "of its own",
        N_(
            "Estimate of a coming value from the series alone; in 95 of 100 cases the value is to fall in the interval."
        ),
        None,
    ),
    Metric(
        "forecast_mase",
        N_("Forecast error against last year's value"),
        "ratio",
        N_(
            "Mean absolute error of past forecasts, made without knowing what came, divided by that of repeating the "
            "value of one season before; below 1 the forecast is better."
        ),
        "lower",
    ),
    Metric(
        "forecast_coverage",
        N_("Forecasts whose interval held"),
        "share",
        N_("Of the past forecasts that were checked, the share whose 95 % interval held the value that came."),
        None,
    ),
    Metric(
        "market_size",
        N_("Market size"),
        "of its own",
        N_("Estimate put together from stated inputs: all of them unfavourable, as expected, and favourable."),
        None,
    ),
)
