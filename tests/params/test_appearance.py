import pytest

from toolkit.colors import WHITE, contrast


def test_contrast_of_the_house_colour():
    # 15/255, 118/255, 110/255 linearised: 0.0048, 0.1812, 0.1559; luminance 0.1419; 1.05 / 0.1919 = 5.47
    assert contrast("#0F766E", WHITE) == pytest.approx(5.47, abs=0.01)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"#FFCC00"', 'expected a colour with a contrast of at least 4.5:1 on white, got "#FFCC00" with 1.5:1.'),
        ('"#777777"', 'got "#777777" with 4.4:1. Choose a darker one.'),
        ("#0F766E", "got nothing. Put it into quotes: # starts a comment."),
        ("teal", 'expected a colour such as "#0F766E", got "teal"'),
        ('"#0F7"', "expected a colour such as"),
        ('"#0F766E;x"', "expected a colour such as"),
    ],
)
def test_colours_that_are_refused(said, written, expected):
    errors = said(f"brand:\n  color: {written}\n")
    assert len(errors) == 1
    assert errors[0].startswith("params/acme.yml:4 brand.color: ")
    assert expected in errors[0]


def test_a_dark_colour_is_taken(client):
    assert client('brand: {color: "#767676"}\n').brand.color == "#767676"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data").mkdir()
    return tmp_path


def test_a_logo_below_the_project(project, client):
    (project / "data/logo.PNG").touch()
    assert client("brand: {logo: ../data/logo.PNG}\n").brand.logo == project / "data/logo.PNG"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none.svg", "expected a file that exists"),
        ("folder.svg", "expected a file that exists"),
        ("logo.gif", "expected an .svg or .png file"),
        ("big.png", "expected a picture of at most 256 kB"),
        ("../../outside.svg", "expected a file beside the client file or below the project"),
        ("link.svg", "expected a file beside the client file or below the project"),
        ("/etc/passwd", "expected an .svg or .png file"),
    ],
)
def test_logos_that_are_refused(project, said, file, name, expected):
    file(b"x" * 256_001, "big.png")
    file("", "logo.gif")
    (project / "params/folder.svg").mkdir()
    (project.parent / "outside.svg").touch()
    (project / "params/link.svg").symlink_to(project.parent / "outside.svg")
    errors = said(f"brand:\n  logo: {name}\n")
    assert len(errors) == 1
    assert errors[0].startswith(f"params/acme.yml:4 brand.logo: {expected}")


def test_without_a_project_a_logo_lies_beside_the_client_file(tmp_path, said):
    (tmp_path / "logo.svg").touch()
    assert "expected a file beside the client file" in said("brand: {logo: ../logo.svg}\n")[0]
