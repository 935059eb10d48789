"""Colours as they can be read: contrast as WCAG 2 defines it, and a brand colour dark enough for text on white."""

MIN_CONTRAST = 4.5
WHITE = "#ffffff"


def contrast(a: str, b: str) -> float:
    """How well one colour reads on another, 1 to 21; 4.5 is enough for text.

    >>> contrast("#ffffff", "#000000"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def readable(color: str) -> str:
    """The colour, darkened as far as text in it needs to be read on white paper.

    >>> readable("#0f766e"), readable("#ffd400")
    ('#0f766e', '#8c7400')
    """
    shades = ("#" + bytes(part * percent // 100 for part in _parts(color)).hex() for percent in range(100, -1, -1))
    return next(shade for shade in shades if contrast(shade, WHITE) >= MIN_CONTRAST)


def _parts(color: str) -> bytes:
    return bytes.fromhex(color[1:])


def _luminance(color: str) -> float:
    parts = (part / 255 for part in _parts(color))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
