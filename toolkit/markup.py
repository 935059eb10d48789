"""The HTML of a table: a region that scrolls by itself, its heads, its cells."""

from collections.abc import Sequence

from toolkit.display import escape


def table(label: str, heads: Sequence[str], rows: Sequence[Sequence[str]], css: str = "", caption: str = "") -> str:
    """The whole table.

    Parameters
    ----------
    label : what a screen reader calls it
    heads : the cells of its head, rows : the cells of each row, as HTML
    css : its class
    """
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table{css_class(css)}>{f'<caption>{escape(caption)}</caption>' if caption else ''}<thead>"
        f"<tr>{''.join(heads)}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def head(title: str, kind: str = "value") -> str:
    """A column's head; a column of kind `text` is set to the left."""
    return f'<th scope="col"{css_class("left" if kind == "text" else "")}>{escape(title)}</th>'


def row_head(html: str) -> str:
    """What names a row."""
    return f'<th scope="row" class="left">{html}</th>'


def cell(html: str, kind: str = "value") -> str:
    """A value, or words when it is of kind `text`."""
    return f"<td{css_class('left' if kind == 'text' else '')}>{html}</td>"


def css_class(name: str) -> str:
    """The attribute, with the blank before it; nothing without a name."""
    return f' class="{name}"' if name else ""


def with_small(value: object, *remarks: str) -> str:
    """A value, and below it in small what it rests on."""
    lines = "<br>".join(escape(remark) for remark in remarks if remark)
    return escape(value) + (f"<br><small>{lines}</small>" if lines else "")
