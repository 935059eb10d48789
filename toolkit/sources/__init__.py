"""Files as clients send them to checked canonical tables.

`check` opens files as far as their headers, `load` reads each of them once.
"""

from collections.abc import Collection

from toolkit.errors import HeaderError
from toolkit.params import Client
from toolkit.schema import TABLES
from toolkit.sources import filling
from toolkit.warehouse import Finding, Input, Warehouse, connect

__all__ = ["check", "load"]


def check(client: Client) -> list[HeaderError]:
    """Everything wrong with the headers of a client's files; damage inside them is found by `load`."""
    con = connect()
    try:
        return [
            error
            for name, source in client.data.items()
            for error in filling.headers(con, client, TABLES[name], source)
        ]
    finally:
        con.close()


def load(client: Client, names: Collection[str] | None = None, *, threads: int = 1) -> Warehouse:
    """The checked tables of a client.

    Parameters
    ----------
    names : canonical tables wanted; None for all. Those the client has no files for are left out
    threads : for DuckDB; results are the same with any number

    Raises
    ------
    HeaderError : a file is missing or its columns are not the declared ones
    DataError : a row or a value cannot be right
    """
    con = connect(threads)
    try:
        inputs: dict[str, Input] = {}
        findings: list[Finding] = []
        for name, source in client.data.items():
            if names is None or name in names:
                inputs[name], remarks = filling.fill(con, client, TABLES[name], source)
                findings += remarks
        con.execute("SET enable_external_access = false").fetchall()
        return Warehouse(con, inputs, findings)
    except BaseException:
        con.close()
        raise
