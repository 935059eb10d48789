"""Could it be chance? The effects found where nothing was done, and the real one among them."""

from collections.abc import Sequence

import numpy as np

from toolkit import colors
from toolkit.display import Fragment, nodata
from toolkit.figures import layout
from toolkit.figures.drawing import Plot
from toolkit.i18n import Locale
from toolkit.metrics.fact import Fact
from toolkit.theme import GREY, INK, LINE

_PLOT = 150
_BINS = 25


def placebos(
    found: Sequence[float],
    real: float,
    *,
    unit: str,
    locale: Locale,
    color: str,
    alt: str,
    caption: str,
    facts: Sequence[Fact] = (),
) -> Fragment:
    """How many placebos came out where, as columns; the real effect stands in the brand colour.

    Parameters
    ----------
    found : effects of the placebos in `unit`
    real : the effect itself
    unit : as a fact's
    alt, caption : the finding as alternative text; what is shown, source and n
    facts : the numbers shown

    Returns
    -------
    Fragment; one line of text without placebos
    """
    values = np.asarray(found, float)
    if not len(values):
        return nodata(locale.t("No data for this figure."), facts)
    edge = max(float(np.abs(values).max()), abs(real)) * 1.02 or 1.0
    count, edges = np.histogram(values, bins=_BINS, range=(-edge, edge))
    high = max(int(count.max()), 1)
    brand = colors.readable(color)
    top, bottom = LINE + 10, LINE + 8
    plot = Plot(top + _PLOT + bottom, x=(-edge, edge), y=(0, high), left=12, right=12, top=top, bottom=bottom)
    for number, left, right in zip(count, edges, edges[1:], strict=False):
        if number:
            inner = (right - left) * 0.06
            across = [left + inner, left + inner, right - inner, right - inner]
            plot.area(across, [0, number, number, 0], color=GREY, lw=0, name="f-placebo")
    plot.line([-edge, edge], [0, 0], color=INK, lw=0.8)
    plot.line([real, real], [0, high + plot.up(4)], color=brand, lw=3, name="f-real")
    text = locale.t("here: {value}", value=locale.value(real, unit))
    frame = layout.Frame(12, 12, 2 * edge)
    spot = frame.spot(real + edge, text)
    plot.label(
        spot.x - edge, high + plot.up(4), text, color=brand, anchor=spot.anchor, shift="over", dy=4, classes="t-strong"
    )
    for value, anchor in ((-edge, "start"), (0, "middle"), (edge, "end")):
        plot.label(value, 0, locale.value(value, unit), anchor=anchor, shift="under", dy=-8)
    return plot.fragment(alt=alt, caption=caption, facts=facts)
