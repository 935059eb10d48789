"""Every number of a report as one document that other programs can rely on."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from toolkit.display import FACTS_TYPE, REPORT_TYPE
from toolkit.errors import GateError
from toolkit.metrics.catalogue import LINES
from toolkit.metrics.fact import Status

if TYPE_CHECKING:
    from nbformat import NotebookNode

SCHEMA = 1

_DOCUMENT = ("schema", "client", "report", "period", "inputs", "versions", "facts")
_FACT = ("id", "value", "unit", "n", "low", "high", "start", "end", "dims", "status", "reason", "source")
_STATUSES = get_args(Status)
_ACTION = "Show the fact as the toolkit returns it."


def facts(notebook: "NotebookNode", report: str) -> dict[str, Any]:
    """All numbers that a notebook showed, each once, as the document of `<report>.facts.json`.

    Parameters
    ----------
    notebook : executed; claims, figures and tables carry their facts, the last cell says client, period and inputs
    report : name of the notebook, for example kpi_review

    Returns
    -------
    dict, keys in this order:
        schema : 1; changes when a reader of version 1 would misread the document
        client : id of the client; `anonymous` where the report names nobody
        report : name of the report
        period : label, start, end; both days included, as yyyy-mm-dd
        inputs : canonical table -> rows (int) and sha256 of what was read
        versions : package -> version
        facts : list in the order of the page, each with
            id : name of the metric
            value : number, or null; with unit line one of fail, normal, good, exceeded
            unit : share (0..1), users, count, ratio, seconds, hours, days, score, line or a currency code
            n : denominator of a rate or number of observations, or null
            low, high : 95 % interval, or null
            start, end : first and last day it speaks of
            dims : breakdown, empty for the headline value
            status : ok, unobservable (too young, zero base) or no_data (table not given)
            reason : why there is no value, or what limits it, or null
            source : canonical table it comes from, or null

    Raises
    ------
    GateError : two different numbers under one name, a number that is not finite, no word on client and period
    """
    document = {"schema": SCHEMA, "client": None, "report": report, "period": None, "inputs": {}, "versions": {}}
    about = next(_bundles(notebook, REPORT_TYPE), None)
    if about is None:
        raise GateError("notebook", "client, period and inputs in its last cell", "none", "End it as kpi_review ends.")
    document |= {key: about[key] for key in ("client", "period", "inputs", "versions") if key in about}
    seen: dict[str, dict[str, Any]] = {}
    for bundle in _bundles(notebook, FACTS_TYPE):
        for fact in bundle:
            known = seen.setdefault(_key(fact), fact)
            if known is not fact and known != fact:
                _sound(fact)
                _same(known, fact)
    document["facts"] = list(seen.values())
    validate(document)
    return document


def validate(document: Mapping[str, Any]) -> None:
    """Nothing, when the document is what `facts` promises; raises GateError at the first point where it is not."""
    _keys("facts.json", document, _DOCUMENT)
    if document["schema"] != SCHEMA:
        raise GateError("facts.json schema", str(SCHEMA), repr(document["schema"]), "Use the toolkit that wrote it.")
    _keys("facts.json period", document["period"], ("label", "start", "end"))
    _days("facts.json period", document["period"])
    seen = set()
    for fact in document["facts"]:
        _sound(fact)
        if (key := _key(fact)) in seen:
            raise GateError(f"fact {fact['id']}", "each fact once", "the same id, dims and days again", _ACTION)
        seen.add(key)
    try:
        json.dumps(document, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise GateError("facts.json", "plain finite values", str(error), _ACTION) from None


def _bundles(notebook: "NotebookNode", kind: str) -> Iterator[Any]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if kind in output.get("data", {}):
                yield output.data[kind]


def _sound(fact: Mapping[str, Any]) -> None:
    where = f"fact {fact.get('id', '?')}"
    _keys(where, fact, _FACT)
    _days(where, fact)
    for part in ("value", "low", "high", "n"):
        number = fact[part]
        if part == "value" and fact["unit"] == "line" and number in LINES:
            continue
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if number is not None and not (is_number and math.isfinite(number)):
            raise GateError(f"{where} {part}", "a finite number or null", repr(number), _ACTION)
    if fact["status"] not in _STATUSES or (fact["value"] is None) == (fact["status"] == "ok"):
        raise GateError(where, "a value exactly when the status is ok", repr(fact["status"]), _ACTION)


def _key(fact: Mapping[str, Any]) -> str:
    dims = fact.get("dims")
    return repr(
        (fact.get("id"), sorted(dims.items()) if isinstance(dims, dict) else dims, fact.get("start"), fact.get("end"))
    )


def _same(known: Mapping[str, Any], fact: Mapping[str, Any]) -> None:
    for part in sorted(known.keys() | fact.keys()):
        before, now = known.get(part), fact.get(part)
        if before != now:
            where = f"fact {fact['id']} {fact['dims'] or ''}".strip()
            raise GateError(where, f"one {part} in the whole report", f"{before} and {now}", "Compute it once.")


def _keys(where: str, values: Any, expected: tuple[str, ...]) -> None:
    is_mapping = isinstance(values, Mapping)
    if not is_mapping or values.keys() != set(expected):
        odd = sorted(values.keys() ^ set(expected)) if is_mapping else [type(values).__name__]
        raise GateError(where, f"the keys {', '.join(expected)}", f"a difference in {', '.join(odd)}", _ACTION)


def _days(where: str, values: Mapping[str, Any]) -> None:
    try:
        start, end = (date.fromisoformat(values[part]) for part in ("start", "end"))
    except (TypeError, ValueError):
        raise GateError(where, "start and end as yyyy-mm-dd", "something else", _ACTION) from None
    if start > end:
        raise GateError(where, "a start that is not after the end", f"{start} and {end}", _ACTION)
