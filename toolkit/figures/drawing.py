"""From lines, areas and words to the `<svg>` of a page, as every figure of the house is drawn.

Matplotlib draws what has a shape. It has no part in text, which it could only measure in fonts the reader does not
have, nor in axes: their rules and values are lines and words like any other.
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib as mpl
import numpy as np
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.transforms import IdentityTransform

from toolkit.display import Fragment, clean, escape
from toolkit.metrics.fact import Fact
from toolkit.theme import SUB, WIDTH

_SHIFT = {"over": "", "mid": "0.35em", "under": "0.8em"}
_POINTS = 72  # matplotlib's SVG has 72 points to the inch, so one point is one unit
_OF_SHAPES = ("figure.", "hatch.", "lines.", "markers.", "patch.", "path.", "svg.")
_LOOK = {
    **{key: value for key, value in mpl.rcParamsDefault.items() if key.startswith(_OF_SHAPES)},
    **sns.axes_style("white"),
    "lines.solid_capstyle": "round",
    "lines.solid_joinstyle": "round",
    "hatch.linewidth": 1.2,
    "path.simplify": False,  # every day of the data is in the drawing
    "svg.hashsalt": "toolkit",
}
_FILE_ONLY = dict.fromkeys(("Date", "Creator", "Format", "Type"))


class Plot:
    """A figure, empty at first, and the part of it between its margins in the units of the data.

    Parameters
    ----------
    height : of the figure, in units
    x, y : values at the left and right, and at the lower and upper edge of the plot
    left, right, top, bottom : margins in units
    """

    def __init__(
        self,
        height: float,
        *,
        x: tuple[float, float],
        y: tuple[float, float],
        left: float = 0,
        right: float = 0,
        top: float = 0,
        bottom: float = 0,
    ) -> None:
        self.x, self.y, self.height = x, y, height
        self.left, self.right = left, WIDTH - right
        self._bottom = bottom
        self._per_x = (self.right - left) / (x[1] - x[0])
        self._per_y = (height - top - bottom) / (y[1] - y[0])
        self._shapes: list[Callable[[], Artist]] = []
        self._words: list[Element] = []

    def up(self, units: float) -> float:
        """How much of y a number of units is."""
        return units / abs(self._per_y)

    def line(self, x: Sequence[float], y: Sequence[float], *, name: str = "", **look: object) -> None:
        """A line through points of the data, broken where there is none; `look` as of matplotlib's `Line2D`."""
        self._shapes.append(partial(Line2D, *self._place(x, y), **_marked(name), **look))

    def dots(self, x: Sequence[float], y: Sequence[float], *, name: str = "", **look: object) -> None:
        """Round marks at points of the data, `ms` units wide."""
        self.line(x, y, name=name, **{"marker": "o", "ls": "", **look})

    def area(self, x: Sequence[float], y: Sequence[float], *, name: str = "", **look: object) -> None:
        """A filled shape with these corners; `look` as of matplotlib's `Polygon`."""
        self._shapes.append(partial(Polygon, np.column_stack(self._place(x, y)), **_marked(name), **look))

    def rule(self, y: float, color: str) -> None:
        """A thin line below all else, from the left edge of the figure to the right end of the plot."""
        _, (height,) = self._place([0], [y])
        self._shapes.append(
            partial(Line2D, [0, self.right], [height, height], color=color, lw=0.8, zorder=0, **_marked(""))
        )

    def label(
        self,
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
    ) -> None:
        """Words at a point of the data that keep their place at either size of text.

        Parameters
        ----------
        anchor : start, middle or end of the words stands at x
        shift : the words stand over, mid or under y
        dx, dy : units to the right and up from there
        classes : t-strong and t-halo, as in `theme.FIGURE_CSS`
        """
        (across,), (up,) = self._place([x], [y])
        look = {
            "text-anchor": "" if anchor == "start" else anchor,
            "fill": color,
            "x": _short(f"{across + dx:f}"),
            "y": _short(f"{self.height - up - dy:f}"),
            "dy": _SHIFT[shift],
            "class": classes,
        }
        node = Element("text", {key: value for key, value in look.items() if value})
        node.text = " ".join(clean(text).split())
        self._words += [node] if node.text and np.isfinite(across + up) else []

    def fragment(self, *, alt: str, caption: str, facts: Sequence[Fact] = ()) -> Fragment:
        """The finished figure as HTML: the drawing inline, `alt` saying its finding to those who cannot see it."""
        root = self._drawn()
        root.extend(self._words)
        root.attrib |= {"role": "img", "aria-label": clean(alt)}
        _rename(root, salt=caption)
        svg = ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")
        html = f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
        return Fragment(html, tuple(facts))

    def _place(self, x: Sequence[float], y: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
        """Points of the data in units from the lower left corner of the figure."""
        across = self.left + (np.asarray(x, float) - self.x[0]) * self._per_x
        return across, self._bottom + (np.asarray(y, float) - self.y[0]) * self._per_y

    def _drawn(self) -> Element:
        """All shapes, drawn on the house theme whatever a notebook has set; nothing pyplot knows of."""
        drawing = io.StringIO()
        with mpl.rc_context(_LOOK):
            figure = Figure(figsize=(WIDTH / _POINTS, self.height / _POINTS), dpi=_POINTS)
            figure.patch.set_visible(False)
            for shape in self._shapes:
                figure.add_artist(shape())
            FigureCanvasSVG(figure).print_svg(drawing, metadata=_FILE_ONLY)
        return _inline(ElementTree.fromstring(drawing.getvalue()))


def _marked(name: str) -> dict[str, object]:
    """What a shape needs to be found again in the drawing, its points being in units already."""
    return {"transform": IdentityTransform(), "gid": f"class: {name}" if name else None}


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
    if tag == "g":
        gid = node.get("id", "")
        mark = gid.removeprefix("class: ") if gid.startswith("class: ") else mark
        return [part for child in node for part in _parts(child, mark)]
    children = [part for child in node for part in _parts(child)]
    if tag == "defs" and not children:
        return []
    part = Element(tag, _attributes(node))
    if mark and tag != "defs":
        part.set("class", mark)
    part.extend(children)
    return [part]


def _attributes(node: Element) -> dict[str, str]:
    kept = {}
    for key, value in node.attrib.items():
        name = key.rpartition("}")[2]
        if name == "style":
            kept |= dict(_style(value))
        elif name == "d":
            kept["d"] = _JOINT.sub(r"\1", _short(value)).strip()
        else:
            kept[name] = value if name == "id" else _short(value)
    return kept


_JOINT = re.compile(r"\s*([A-Za-z])\s*")
_DECIMAL = re.compile(r"-?\d+\.\d+")


def _style(css: str) -> Iterator[tuple[str, str]]:
    for rule in css.split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name:
            yield name, value


def _short(numbers: str) -> str:
    """A tenth of a unit is a sixth of a pixel."""
    return _DECIMAL.sub(lambda m: f"{float(m[0]):.1f}".replace("-0.0", "0").removesuffix(".0"), numbers)


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
