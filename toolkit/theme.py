"""How every figure looks: one brand colour, one warning colour, thin grey rules, text that stays text.

A figure is drawn once, 680 units wide, and read at two sizes: on a page its text is 12 units, on a phone 18
(`FIGURE_CSS`), so that it never falls below 9 px. Margins are therefore computed for `PHONE` text, from the letters and
not from a font: the reader's fonts, Chinese ones above all, are not on the machine that draws.
"""

import hashlib
import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from toolkit.colors import MIN_CONTRAST, contrast
from toolkit.display import Fragment, clean, escape
from toolkit.metrics.fact import Fact

WIDTH = 680
"""Units across a figure."""
PHONE = 18
"""Largest size of text, in the same units: what nothing may collide at."""
LINE = 24
"""Height of one line of such text."""

INK, SUB, GREY, GRID, WARN = "#1f2933", "#5b6673", "#8a95a1", "#e6eaee", "#b45309"

FIGURE_CSS = """
figure{margin:0 0 18px;break-inside:avoid}
figure svg{display:block;width:100%;height:auto;overflow:visible}
figure svg text{font:400 12px/1 var(--sans,system-ui,sans-serif);font-variant-numeric:tabular-nums}
figure svg text.t-strong{font-weight:650}
figure svg text.t-halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
tbody th,tbody td{vertical-align:baseline}
td small,th small{display:block;line-height:1.35}
@media(max-width:600px){figure svg text{font-size:15px}}
@media(max-width:480px){figure svg text{font-size:18px}}
@media(max-width:374px){figure svg text{font-size:19px}}
@media print{figure svg text{font-size:12px}}
"""

_SHIFT = {"over": "", "mid": "0.35em", "under": "0.8em"}
_ANCHOR = {"start": "left", "middle": "center", "end": "right"}
_POINTS = 72  # matplotlib's SVG has 72 points to the inch, so one point is one unit
_SAVING = {
    "svg.fonttype": "none",
    "svg.hashsalt": "toolkit",
    "path.simplify": False,  # every day of the data is in the drawing
}
_HOUSE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib; the page's fonts replace it
    "lines.solid_capstyle": "round",
    "lines.solid_joinstyle": "round",
    "hatch.linewidth": 1.2,
}


# Colours


def tint(color: str, share: float) -> str:
    """The brand colour thinned with white; a share of 1 is the full colour."""
    return _mix(color, "#ffffff", share)


def ink_on(background: str) -> str:
    """The colour of text that can be read on this background."""
    return next(ink for ink in (INK, "#ffffff", "#000000") if contrast(ink, background) >= MIN_CONTRAST)


def _mix(color: str, other: str, share: float) -> str:
    return to_hex([share * a + (1 - share) * b for a, b in zip(to_rgb(color), to_rgb(other), strict=True)])


# Text


def ems(text: str) -> float:
    """About how wide a text is, in its own font size: Chinese signs count 1, Latin letters a little over half."""
    return sum(_em(letter) for letter in text)


def shorten(text: str, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than `room` units at phone size."""
    if ems(text) * PHONE <= room:
        return text
    while text and ems(text + "…") * PHONE > room:
        text = text[:-1]
    return text.rstrip(" (（·-") + "…"


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in " .,:;'|!iIjl()":
        return 0.35
    if letter.isupper() or letter in "mw%@…":
        return 0.8
    return 0.62  # digits of a wide font


# Drawing


@contextmanager
def style() -> Iterator[None]:
    """Matplotlib and seaborn on the house theme, whatever a notebook has set before; put back afterwards."""
    own = ("backend", "interactive", "toolbar", "webagg")
    plain = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(own)}
    with mpl.rc_context({**plain, **sns.axes_style("white"), **_HOUSE}):
        yield


def axes(height: float, *, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> Axes:
    """Empty axes of a figure `height` units high, with margins in units; no frame, nothing pyplot knows of."""
    figure = Figure(figsize=(WIDTH / _POINTS, height / _POINTS), dpi=_POINTS)
    FigureCanvasSVG(figure)
    figure.patch.set_visible(False)
    plot = (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, (height - top - bottom) / height)
    ax = figure.add_axes(plot)
    ax.set_axis_off()
    return ax


def label(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    color: str = SUB,
    anchor: str = "start",
    shift: str = "mid",
    dx: float = 0,
    dy: float = 0,
    classes: str = "",
) -> Text:
    """Text at a point of the data that keeps its place at either size.

    Parameters
    ----------
    x, y : in the units of the data
    anchor : start, middle or end of the text stands at x
    shift : the text stands over, mid or under y
    dx, dy : units to the right and up from there
    classes : t-strong and t-halo, as in `FIGURE_CSS`
    """
    place = ax.transData + ScaledTranslation(dx / _POINTS, dy / _POINTS, ax.figure.dpi_scale_trans)
    mark = f"class: {classes} {shift}"
    words = " ".join(clean(text).split())
    text_of = {"color": color, "ha": _ANCHOR[anchor], "va": "baseline", "parse_math": False}
    return ax.text(x, y, words, transform=place, gid=mark, **text_of)


def fragment(figure: Figure, *, alt: str, caption: str, facts: Sequence[Fact] = ()) -> Fragment:
    """The finished figure as HTML: the drawing inline, `alt` saying its finding to those who cannot see it."""
    drawing = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with warnings.catch_warnings(), mpl.rc_context(_SAVING):
        warnings.filterwarnings("ignore", message="Glyph")  # the reader's fonts have it
        figure.canvas.print_svg(drawing, metadata=nothing)
    root = _inline(ElementTree.fromstring(drawing.getvalue()))
    root.attrib |= {"role": "img", "aria-label": clean(alt)}
    _rename(root, salt=caption)
    svg = ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")
    html = f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
    return Fragment(html, tuple(facts))


# From matplotlib's file to a part of a page


def _inline(svg: Element) -> Element:
    """What is drawn, without the wrapping of a file and without styles of its own: the page's CSS governs the text."""
    page = {"font-size": "12", "font-family": "sans-serif"}  # for readers of SVG that apply no CSS to it
    root = Element("svg", {"viewBox": svg.get("viewBox", ""), "stroke-linejoin": "round", **page})
    root.extend(part for child in svg for part in _parts(child))
    return root


def _parts(node: Element, mark: str = "") -> list[Element]:
    tag = node.tag.rpartition("}")[2]
    if tag in ("metadata", "style"):
        return []
    gid = node.get("id", "") if tag == "g" else ""
    mark = gid.removeprefix("class:") if gid.startswith("class:") else mark
    children = [part for child in node for part in _parts(child, mark if tag == "g" else "")]
    if tag == "g" and "clip-path" not in node.attrib:
        return children
    if tag == "defs" and not children:
        return []
    part = Element(tag, _attributes(node, tag, mark.split()))
    part.text = node.text if tag == "text" else None
    part.extend(children)
    return [part]


def _attributes(node: Element, tag: str, marks: list[str]) -> dict[str, str]:
    kept = {}
    for key, value in node.attrib.items():
        name = key.rpartition("}")[2]
        if name == "style":
            kept |= dict(_style(value))
        elif name == "d":
            kept["d"] = re.sub(r"\s*([A-Za-z])\s*", r"\1", _short(value)).strip()
        elif name == "transform" and "rotate(-0 " in value:
            continue
        elif not (tag == "g" and name == "id"):
            kept[name] = value if name == "id" else _short(value)
    if tag == "text":
        shift = "".join(_SHIFT.get(m, "") for m in marks)
        kept |= {"dy": shift} if shift else {}
        marks = [m for m in marks if m not in _SHIFT]
    if marks and tag not in ("defs", "g"):
        kept["class"] = " ".join(marks)
    return kept


def _style(css: str) -> Iterator[tuple[str, str]]:
    for rule in css.split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name and not name.startswith("font") and (name, value) != ("text-anchor", "start"):
            yield name, value


def _short(numbers: str) -> str:
    """A tenth of a unit is a sixth of a pixel."""
    return re.sub(r"-?\d+\.\d+", lambda m: f"{float(m[0]):.1f}".replace("-0.0", "0").removesuffix(".0"), numbers)


def _rename(root: Element, salt: str) -> None:
    """Ids that no other figure of the page has."""
    content = ElementTree.tostring(root) + salt.encode()
    prefix = "f" + hashlib.sha256(content).hexdigest()[:10]
    names = {node.get("id"): f"{prefix}-{i}" for i, node in enumerate(n for n in root.iter() if n.get("id"))}
    for node in root.iter():
        for key, value in node.attrib.items():
            if key == "id":
                node.set(key, names[value])
            elif value.startswith(("#", "url(#")) and value.strip("url(#)") in names:
                node.set(key, value.replace(value.strip("url(#)"), names[value.strip("url(#)")]))
