"""What the reports of a client ask of a table beyond its own columns."""

from collections.abc import Collection

from toolkit.errors import HeaderError
from toolkit.params import Client
from toolkit.params.competitor_comparison import NO_CRITERIA
from toolkit.params.fields import did_you_mean
from toolkit.schema import Table


def absent(client: Client, table: Table, columns: Collection[str]) -> list[HeaderError]:
    """The criteria of the client file that no column of its competitors holds.

    Parameters
    ----------
    columns : of the canonical table, as its files and the client file give them
    """
    options = client.wanted.competitor_comparison
    if table.name != "competitors" or options is None:
        return []
    known = sorted(set(columns) - set(NO_CRITERIA))
    return [
        HeaderError(
            f"{client.path} reports.competitor_comparison.criteria.{name}",
            "a column of competitors",
            "none of that name",
            did_you_mean(name, known),
        )
        for name in options.criteria
        if name not in columns
    ]
