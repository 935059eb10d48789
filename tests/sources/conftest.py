"""A desk with a client file and its exports: `put` writes a file, `load` reads the tables as the toolkit does."""

import gzip
import shutil
from pathlib import Path

import pytest
import yaml

from toolkit import params, sources
from toolkit.errors import ToolkitError

EVENTS = "user_id,at,event\nu1,2026-10-01 09:00:00,open\nu2,2026-10-01 09:05:00,open\n"


class Desk:
    def __init__(self, root: Path) -> None:
        self.data = root / "data"
        self._file = root / "params" / "acme.yml"
        self.data.mkdir()
        self._file.parent.mkdir()
        self._open = []

    def put(self, name, content):
        """A file in the data folder; text as UTF-8, packed where the name ends in .gz."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") and isinstance(content, str) else data)
        return path

    def client(self, timezone="Asia/Shanghai", **tables):
        """The client of a real client file; a table is its file's name, or a group of keys with `path`."""
        named = {name: {"path": source} if isinstance(source, str) else dict(source) for name, source in tables.items()}
        for source in named.values():
            source["path"] = f"../data/{source['path']}"
        tree = {"client": "acme", "name": "Acme", "timezone": timezone, "data": named}
        self._file.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
        return params.load(self._file)

    def load(self, timezone="Asia/Shanghai", **tables):
        warehouse = sources.load(self.client(timezone, **tables))
        self._open.append(warehouse)
        return warehouse

    def rows(self, table="events", **source):
        """The rows of one table as tuples."""
        return list(self.load(**{table: source}).frame(table).itertuples(index=False, name=None))

    def refused(self, kind=ToolkitError, **tables):
        """The one line that loading ends with."""
        with pytest.raises(kind) as error:
            self.load(**tables)
        return str(error.value)

    def close(self):
        for warehouse in self._open:
            warehouse.close()
        shutil.rmtree(self.data, ignore_errors=True)


@pytest.fixture
def desk(tmp_path):
    found = Desk(tmp_path)
    yield found
    found.close()
