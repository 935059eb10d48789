"""Nothing of one client is left for the next that a worker serves, and no notebook opens another client's data."""

import random
from pathlib import Path

import pytest

from tests.small_project import make_project, texts, toolkit_command, write_client, write_notebook

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
        files = texts(root / "outputs", client)
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
    done = toolkit_command(many, "run", *order, "--period", "2026-10", "--workers", "8")
    assert done.code == 1
    assert len(done.err) == len(MANY) // 4
    check_marks(many, MANY)


def test_nothing_of_a_client_is_left_in_a_clusters_workers_from_run_to_run(many, cluster):
    for seed in (1, 2):
        some = random.Random(seed).sample(MANY, 4)
        done = toolkit_command(many, "run", *some, "--period", "2026-10", "--force", "--cluster", cluster)
        assert done.code in (0, 1), done.err
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
    done = toolkit_command(root, "run", "../link/params/oak.yml", "--period", "2026-10")
    assert done.code == 1
    refused = "report.open: expected the client file that this report was given, got another one."
    loads, opens = sorted(done.err)
    assert loads.startswith(f"oak loads 2026-10 failed: {refused}")
    assert opens.startswith(f"oak opens 2026-10 failed: {refused}")
    assert done.out[0].startswith("oak own 2026-10 published")
    assert not (root / "seen").exists()
    for page in (root / "outputs" / "oak").rglob("*.html"):
        assert "ash" not in page.read_text("utf-8")
