from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from toolkit.display import Fragment
from toolkit.theme import PHONE, WIDTH, ems


@dataclass
class Drawing:
    """A figure read back: its texts, and the points of what carries a class."""

    svg: ElementTree.Element

    @property
    def texts(self) -> list[str]:
        return [node.text for node in self.svg.iter("text")]

    def count(self, name: str) -> int:
        return len(self._all(name))

    def runs(self, name: str) -> list[list[tuple[float, float]]]:
        """Points of each unbroken line of this class."""
        lines = []
        for node in self._all(name):
            for run in node.get("d", "").rstrip("z").split("M")[1:]:
                lines.append([tuple(map(float, point.split())) for point in run.split("L")])
        return lines

    def place(self, text: str) -> tuple[float, float]:
        node = next(n for n in self.svg.iter("text") if n.text == text)
        return float(node.get("x")), float(node.get("y"))

    def collisions(self) -> list[tuple[str, str]]:
        """Texts that meet, or leave the drawing, at the larger of the two sizes."""
        width, height = (float(v) for v in self.svg.get("viewBox").split()[2:])
        boxes = [(n.text, *self._box(n)) for n in self.svg.iter("text")]
        outside = [(t, "the edge") for t, x0, y0, x1, y1 in boxes if x0 < -1 or x1 > width + 1 or y1 > height + 4]
        met = [
            (a[0], b[0])
            for i, a in enumerate(boxes)
            for b in boxes[i + 1 :]
            if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
        ]
        return outside + met

    def _all(self, name: str) -> list[ElementTree.Element]:
        return [node for node in self.svg.iter() if name in node.get("class", "").split()]

    @staticmethod
    def _box(node: ElementTree.Element) -> tuple[float, float, float, float]:
        wide, x = ems(node.text) * PHONE, float(node.get("x"))
        x -= {"middle": wide / 2, "end": wide}.get(node.get("text-anchor"), 0)
        baseline = float(node.get("y")) + float(node.get("dy", "0em").removesuffix("em")) * PHONE
        return x, baseline - 0.72 * PHONE, x + wide, baseline


@pytest.fixture
def drawing():
    """Reads a fragment's figure, after checking what holds for every figure."""

    def read(fragment: Fragment) -> Drawing:
        figure = ElementTree.fromstring(fragment.html)
        svg, caption = figure
        assert figure.tag == "figure" and svg.tag == "svg" and caption.tag == "figcaption"
        assert svg.get("role") == "img" and svg.get("aria-label")
        assert svg.get("viewBox").startswith(f"0 0 {WIDTH} ")
        assert not [part for part in ("xmlns", "xlink", "http", "<!", "style=", "font:") if part in fragment.html]
        return Drawing(svg)

    return read
