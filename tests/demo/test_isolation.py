"""Nothing of one client is in another's files, whoever a worker served before."""

import gzip
import json
import re
import zipfile
from fractions import Fraction

import pyarrow.parquet as parquet

from tests.demo.conftest import Agency
from tests.small_project import texts

# What only this client's data has: beginnings of its user ids and order numbers, products, pages, channels.
WORDS = {
    "lotus-tea": ("oLt7Q5", "LT1000", "陈皮白茶", "荷香乌龙"),
    "bright-smile": ("预约成功", "预约页", "8月起预约页"),
    "city-reader": ("official account", "QR code", "a picture made for sharing"),
    "north-gear": ("oNg1X2", "NG5000", "Merino socks", "ocean_engine", "The app was rebuilt"),
}
LONG_NUMBER = re.compile(r"[0-9.]*[0-9]{6,}[0-9.]*")


def given(agency: Agency, client: str) -> str:
    """All that the client gave, as text: its file and its data."""
    texts = [str(agency.asked(client))]
    for path in sorted((agency.root / "data" / client).rglob("*.*")):
        if path.suffix == ".parquet":
            texts.append(str(parquet.read_table(path).slice(0, 2000).to_pydict()))
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                texts += [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
        else:
            data = path.read_bytes()
            texts.append(_read(gzip.decompress(data) if path.suffix == ".gz" else data))
    return "\n".join(texts)


def _read(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030")


def canaries(agency: Agency, client: str) -> tuple[set[str], set[str]]:
    """Of a client: names, colour and words it has given; and what its own reports found, to the last digit."""
    file, found = agency.asked(client), set()
    for report in agency.reports(client):
        facts = agency.facts(client, report)
        values = [fact["value"] for fact in facts["facts"] if not _is_anybodys(fact["value"])]
        found |= {text for value in values for text in LONG_NUMBER.findall(json.dumps(value))}
        found |= {source["sha256"] for source in facts["inputs"].values()}
    return {client, *file["name"].values(), file["brand"]["color"], *WORDS[client]}, found


def _is_anybodys(value: object) -> bool:
    """Whether a number is whole or, but for its last digits, a share of few, which another client may find as well."""
    return isinstance(value, float) and abs(float(Fraction(value).limit_denominator(1000)) - value) < 1e-12


def test_canaries_are_the_clients_own(agency):
    """Each is in what the client gave or in what was made of it; together they are on the page, in the notebook and
    in the facts. None is in what another client gave."""
    for client in WORDS:
        told, found = canaries(agency, client)
        text, files = given(agency, client), texts(agency.root / "outputs", client)
        assert [word for word in told if word not in text] == []
        assert len(found) > 50
        assert all(any(number in content for content in files.values()) for number in found)
        for ending in (".html", ".ipynb", ".json"):
            whole = "".join(content for path, content in files.items() if path.suffix == ending)
            assert any(word in whole for word in told), (client, ending)
        for other in WORDS.keys() - {client}:
            elsewhere = given(agency, other)
            assert [word for word in told if word in elsewhere] == [], (client, other)


def test_nothing_of_a_demo_client_is_in_anothers_files(agency, crowded):
    for client in WORDS:
        told, found = canaries(agency, client)
        for other in WORDS.keys() - {client}:
            told_there, found_there = canaries(agency, other)
            for path, text in texts(crowded, other).items():
                assert [word for word in told - told_there if word.lower() in text.lower()] == [], path
                assert [number for number in found - found_there if number in text] == [], path
