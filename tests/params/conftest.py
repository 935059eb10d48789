import pytest

from toolkit.params import check


@pytest.fixture
def file(tmp_path):
    """Writes a client file; the folder is called params, as in a project."""

    def write(content, name="acme.yml"):
        path = tmp_path / "params" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def said(file):
    """The mistakes of a client file that begins with an id and a name, as people read them."""

    def mistakes(body, **options):
        path = file("client: acme\nname: Acme\n" + body)
        return [str(error).replace(f"{path.parent.parent}/", "") for error in check(path, **options)[1]]

    return mistakes


@pytest.fixture
def client(file):
    """The client of a file that begins with an id and a name."""

    def read(body):
        found, errors = check(file("client: acme\nname: Acme\n" + body))
        assert errors == []
        return found

    return read
