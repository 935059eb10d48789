"""From an executed notebook to what is sent: one page a language, every number as a document, and the gate before both.

`html` makes the page, `gate.check` refuses one that is not fit to be sent, `facts` collects the numbers and `validate`
holds them to their promise; `error_page` tells the agency which report failed and why.
"""

from toolkit.export import gate
from toolkit.export.facts import facts, validate
from toolkit.export.failure import error_page
from toolkit.export.html import html

__all__ = ["error_page", "facts", "gate", "html", "validate"]
