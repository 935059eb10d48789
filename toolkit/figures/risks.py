"""What could go wrong, how likely and how badly? Risks on a grid of five by five."""

from collections.abc import Sequence

import pandas as pd

from toolkit import theme
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, GRID, INK, LINE, WARN, WIDTH

SCORES = range(1, 6)
HIGH, MEDIUM = 12, 6  # likelihood x impact
_LEFT, _LEAST = 40, 52


def level(likelihood: int, impact: int) -> str:
    """high, medium or low.

    >>> level(3, 4), level(2, 3), level(1, 5)
    ('high', 'medium', 'low')
    """
    product = likelihood * impact
    return "high" if product >= HIGH else "medium" if product >= MEDIUM else "low"


def risk_matrix(
    risks: pd.DataFrame, *, locale: Locale, color: str, alt: str, caption: str, facts: Sequence[Fact] = ()
) -> Fragment:
    """Each risk by name at its likelihood (across) and impact (up); what is high is tinted in the warning colour.

    Parameters
    ----------
    risks : one row per risk
        name : str
        likelihood, impact : int 1 to 5
    alt, caption : the finding as alternative text; what is shown
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without risks
    """
    if risks.empty:
        return nodata(locale.t("No data for this figure."), facts)
    wide = (WIDTH - _LEFT) / len(SCORES)
    stacks = {impact: _stacked(risks[risks["impact"] == impact], wide) for impact in SCORES}
    lines = {impact: max((line for *_, line in stack), default=0) + 1 for impact, stack in stacks.items()}
    heights = {impact: max(_LEAST, 24 + LINE * count) for impact, count in lines.items()}
    foot = LINE + 8
    total = sum(heights.values())
    plot = Plot(total + foot + LINE, x=(0, WIDTH - _LEFT), y=(0, total), left=_LEFT, top=LINE, bottom=foot)
    low = 0.0
    for impact in SCORES:
        high = low + heights[impact]
        for likelihood in SCORES:
            _cell(plot, (likelihood - 1) * wide, low, wide, heights[impact], level(likelihood, impact))
        plot.label(0, (low + high) / 2, str(impact), dx=-16, anchor="middle")
        for name, likelihood, spot, line in stacks[impact]:
            top = high - 14
            plot.dots([(likelihood - 0.5) * wide], [top], ms=7, color=INK, name="f-risk")
            look = {"anchor": spot.anchor, "color": INK, "shift": "under", "classes": "t-strong t-halo"}
            plot.label(spot.x, top - 8 - line * LINE, name, **look)
        low = high
    for likelihood in SCORES:
        plot.label((likelihood - 0.5) * wide, 0, str(likelihood), anchor="middle", shift="under", dy=-6)
    plot.label(0, total, locale.t("↑ impact"), dx=-_LEFT, shift="over", dy=6)
    plot.label(WIDTH - _LEFT, total, locale.t("likelihood →"), anchor="end", shift="over", dy=6)
    return plot.fragment(alt=alt, caption=caption, facts=facts)


def _cell(plot: Plot, x: float, y: float, wide: float, high: float, kind: str) -> None:
    fill = {"high": theme.tint(WARN, 0.22), "medium": theme.tint(GREY, 0.16), "low": "#ffffff"}[kind]
    corners = [x, x + wide, x + wide, x], [y, y, y + high, y + high]
    plot.area(*corners, facecolor=fill, edgecolor=GRID, lw=0.8, zorder=0, name=f"f-{kind}")


def _stacked(risks: pd.DataFrame, wide: float) -> list[tuple[str, int, layout.Spot, int]]:
    """Name, likelihood, place and line of each risk of one impact, so that no two names meet."""
    found = []
    for row in risks.sort_values("likelihood", kind="stable").itertuples():
        name = theme.shorten(str(row.name), (WIDTH - _LEFT) * 0.6)
        x, half = (row.likelihood - 0.5) * wide, layout.width(name) / 2
        x = min(max(x, half), WIDTH - _LEFT - half)
        found.append((name, row.likelihood, layout.Spot(x, "middle", (x - half, x + half))))
    lines = layout.rows([spot.span for *_, spot in found])
    return [(*each, line) for each, line in zip(found, lines, strict=True)]
