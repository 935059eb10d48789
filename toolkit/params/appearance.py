"""A client's colour and logo: readable on white paper, small enough to travel inside every report."""

import math
import re
from os.path import realpath
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from toolkit.colors import MIN_CONTRAST, WHITE, contrast
from toolkit.params.fields import folder, line, refuse

_LOGO_BYTES = 256_000


def color(value: Any) -> str:
    """A colour dark enough to be read on white paper."""
    if value is None:
        refuse('a colour such as "#0F766E"', "Put it into quotes: # starts a comment.")
    if not isinstance(value, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        refuse('a colour such as "#0F766E"')
    if (reached := contrast(value, WHITE)) < MIN_CONTRAST:
        got = f'"{value}" with {math.floor(reached * 10) / 10:.1f}:1'
        refuse("a colour with a contrast of at least 4.5:1 on white", "Choose a darker one.", got=got)
    return str(value)


def logo(value: Path, info: ValidationInfo) -> Path:
    """A small SVG or PNG near the client file: nobody's report shows another folder's picture."""
    home = folder(info)
    path = Path(realpath(home / value))
    project = next((up for up in home.parents if (up / "notebooks").is_dir()), home)
    if path.suffix.lower() not in (".svg", ".png"):
        refuse("an .svg or .png file")
    if not path.is_relative_to(project):
        refuse("a file beside the client file or below the project", "Copy it there.")
    if not path.is_file():
        refuse("a file that exists", "Paths start at the client file's folder.")
    if path.stat().st_size > _LOGO_BYTES:
        refuse(f"a picture of at most {_LOGO_BYTES // 1000} kB", "Save it smaller.")
    return path


Color = Annotated[str, BeforeValidator(color)]
Logo = Annotated[Path, BeforeValidator(line), AfterValidator(logo)]
