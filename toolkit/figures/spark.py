"""The way a headline number came: a line as small as a word."""

import math
from collections.abc import Sequence

_WIDTH, _HEIGHT, _EDGE = 100, 28, 4


def sparkline(values: Sequence[float | None], *, color: str) -> str:
    """Values in order as a small inline drawing that assistive technology passes over; missing ones leave a gap.

    >>> sparkline([1, 3], color="#0f766e").count("polyline")
    1
    """
    seen = [v for v in values if _is_seen(v)]
    if not seen:
        return ""
    low, span = min(seen), max(seen) - min(seen)
    step = (_WIDTH - _EDGE) / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    for i, v in enumerate(values):
        if _is_seen(v):
            share = (v - low) / span if span else 0.5
            last = (i * step, _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE))
            runs[-1].append("{:.1f},{:.1f}".format(*last))
        else:
            runs.append([])
    lines = "".join(f'<polyline points="{" ".join(run)}"/>' for run in runs if len(run) > 1)
    return (
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" fill="none" stroke="{color}" '
        f'stroke-width="1.6">{lines}<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.4" fill="{color}"/></svg>'
    )


def _is_seen(v: float | None) -> bool:
    return v is not None and math.isfinite(v)
