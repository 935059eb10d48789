"""An executed notebook as one self-contained page in one language."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.export import page
from toolkit.i18n import Locale

if TYPE_CHECKING:
    from nbformat import NotebookNode


def html(
    notebook: "NotebookNode", language: str, *, name: Mapping[str, str], brand: page.Brand, generated_at: datetime
) -> str:
    """The report as the client reads it; the same input gives the same page to the byte.

    Parameters
    ----------
    notebook : executed, with the outputs of all languages
    language : zh or en; cells and outputs of the other one are left out
    name : the client's name by language
    brand : `color` as #rrggbb and `logo`, the path of an svg or png file or None
    generated_at : when the report was made, in the client's time zone; said in the footer

    Raises
    ------
    GateError : a picture that would have to be fetched, a brand that cannot be used
    """
    from toolkit.export.cells import (
        in_language,
    )  # here: nbconvert takes a second, and the agency's pages need none of it
    from toolkit.export.exporter import exporter

    locale = Locale(language)
    said = {"locale": locale, "name": page.pick(name, locale), "brand": brand, "generated_at": generated_at}
    text, _ = exporter().from_notebook_node(in_language(notebook, language), resources=said)
    return page.clean(text)
