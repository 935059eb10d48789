"""Texts and names as SQL writes them."""


def literal(text: str) -> str:
    """A text constant.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A column or table of any name.

    >>> name('12" pizza')
    '"12"" pizza"'
    """
    return '"' + text.replace('"', '""') + '"'
