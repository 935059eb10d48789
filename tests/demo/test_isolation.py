"""Nothing of one client is in another's files, whoever a worker served before."""

import gzip
import json
import random
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from tests.demo.conftest import PERIOD, Agency
from tests.small_project import make_project, toolkit_command, write_client, write_notebook

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
            texts.append(gzip.decompress(data).decode("gb18030") if path.suffix == ".gz" else data.decode())
    return "\n".join(texts)


def made(outputs: Path, client: str) -> dict[Path, str]:
    """Every file that the client may be sent, and the error pages, by path."""
    return {path: path.read_text("utf-8") for path in (outputs / client).rglob("*.*") if path.is_file()}


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
    """Whether a number is whole or a share of few, which another client may find as well."""
    return isinstance(value, float) and float(Fraction(value).limit_denominator(50)) == value


def test_canaries_are_the_clients_own(agency):
    """Each is in what the client gave or in what was made of it; together they are on the page, in the notebook and
    in the facts. None is in what another client gave."""
    for client in WORDS:
        told, found = canaries(agency, client)
        text, files = given(agency, client), made(agency.root / "outputs", client)
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
            for path, text in made(crowded, other).items():
                assert [word for word in told - told_there if word.lower() in text.lower()] == [], path
                assert [number for number in found - found_there if number in text] == [], path


MARK = """\
import builtins, os, random, toolkit
import matplotlib, numpy, pandas
from pathlib import Path
mine = Path(client_file).with_suffix(".txt").read_text()
for place in (builtins, toolkit, matplotlib, numpy, pandas):
    print(getattr(place, "canary", None))
    place.canary = mine
print(os.environ.get("CANARY"), matplotlib.rcParams["figure.facecolor"], sorted(pandas.options.display.__dir__())[:1])
os.environ["CANARY"] = matplotlib.rcParams["font.family"] = mine
print([path.read_text() for path in Path(os.environ["TOOLKIT_SCRATCH"]).glob("canary*")])
(Path(os.environ["TOOLKIT_SCRATCH"]) / "canary").write_text(mine)
display({"text/html": f"<p>{mine}</p>", "text/plain": mine}, metadata={"lang": "en", "role": "body"}, raw=True)
if int(mine[-2:]) % 4 == 0:
    raise ValueError(mine)"""
MANY = [f"client-{number:02}" for number in range(24)]


def check_marks(root: Path, clients: list[str]) -> None:
    marks = {client: (root / "params" / f"{client}.txt").read_text() for client in MANY}
    names = {client: f"Name-{mark}" for client, mark in marks.items()}
    for client in clients:
        files = made(root / "outputs", client)
        fails = int(marks[client][-2:]) % 4 == 0
        wanted = {"marked.error.html"} if fails else {"marked.html", "marked.ipynb", "marked.facts.json"}
        assert wanted <= {path.name for path in files}
        for path, text in files.items():
            if path.name != "marked.facts.json":
                assert marks[client] in text, path
            others = [other for other in MANY if other != client]
            assert [o for o in others if marks[o] in text or names[o] in text or o in text] == [], path


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    root = make_project(tmp_path_factory.mktemp("many") / "p")
    write_notebook(root, "marked", MARK)
    for number, client in enumerate(MANY):
        write_client(root, client, "en", "marked")
        path = root / "params" / f"{client}.yml"
        mark = f"canary-{random.Random(number).randbytes(6).hex()}-{number:02}"
        path.write_text(path.read_text().replace(client.title(), f"Name-{mark}"))
        path.with_suffix(".txt").write_text(mark)
    return root


def test_nothing_of_a_client_is_left_in_a_worker_for_the_next(many):
    """24 clients on 8 workers: each serves several, some of whose reports fail."""
    order = random.Random(24).sample(MANY, len(MANY))
    done = toolkit_command(many, "run", *order, "--period", PERIOD, "--workers", "8")
    assert done.code == 1
    assert len(done.err) == len(MANY) // 4
    check_marks(many, MANY)


def test_nothing_of_a_client_is_left_in_a_clusters_workers_from_run_to_run(many, cluster):
    for seed in (1, 2):
        some = random.Random(seed).sample(MANY, 4)
        toolkit_command(many, "run", *some, "--period", PERIOD, "--force", "--cluster", cluster)
        check_marks(many, some)


def test_a_notebook_that_opens_another_clients_file_is_refused_before_it_sees_the_data(tmp_path):
    """Its own is its own by whatever path."""
    root = make_project(tmp_path / "p")
    seen = '\nopen("seen", "w").close()'
    write_notebook(root, "opens", f'from toolkit import report\nreport.open("params/ash.yml", period){seen}')
    write_notebook(
        root, "loads", f'from toolkit import params, sources\nsources.load(params.load("params/ash.yml")){seen}'
    )
    write_notebook(root, "own", 'from toolkit import report\nreport.open("notebooks/../params/oak.yml", period);')
    write_client(root, "ash", "en", "own")
    write_client(root, "oak", "en", "opens", "loads", "own")
    (tmp_path / "link").symlink_to(root)
    done = toolkit_command(root, "run", "../link/params/oak.yml", "--period", PERIOD)
    assert done.code == 1
    refused = "report.open: expected the client file that this report was given, got another one."
    loads, opens = sorted(done.err)
    assert loads.startswith(f"oak loads 2026-10 failed: {refused}")
    assert opens.startswith(f"oak opens 2026-10 failed: {refused}")
    assert done.out[0].startswith("oak own 2026-10 published")
    assert not (root / "seen").exists()
    for page in (root / "outputs" / "oak").rglob("*.html"):
        assert "ash" not in page.read_text("utf-8")
