"""Files as clients send them to checked canonical tables.

`check` opens files as far as their headers, `load` reads each of them once.
"""

import os
from collections.abc import Collection
from pathlib import Path

from toolkit.errors import HeaderError, UsageError
from toolkit.params import Client
from toolkit.schema import TABLES
from toolkit.sources import filling
from toolkit.warehouse import Finding, Input, Warehouse, connect

__all__ = ["GIVEN", "check", "load"]

GIVEN = "client_file"  # in the scratch folder of a report: the one whose data it may see


def check(*clients: Client) -> list[HeaderError]:
    """Everything wrong with the headers of clients' files; damage inside them is found by `load`."""
    con = connect()
    try:
        return [
            error
            for client in clients
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
    UsageError : a report that a run makes asks for another client's tables
    """
    _refuse_others(client)
    con = connect(threads)
    try:
        inputs: dict[str, Input] = {}
        findings: list[Finding] = []
        for name, source in client.data.items():
            if names is None or name in names:
                inputs[name], remarks = filling.fill(con, client, TABLES[name], source)
                findings += remarks
        con.execute("SET enable_external_access = false").fetchall()
        return Warehouse(con, inputs, findings, client.data.keys() - inputs.keys())
    except BaseException:
        con.close()
        raise


def _refuse_others(client: Client) -> None:
    given = Path(os.environ.get("TOOLKIT_SCRATCH", ""), GIVEN)
    if given.is_absolute() and given.is_file() and Path(given.read_text("utf-8")) != client.path.resolve():
        action = "Open the report with the notebook's own client_file."  # whose file it was is nobody else's business
        raise UsageError("report.open", "the client file that this report was given", "another one", action)
