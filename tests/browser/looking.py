"""Headless Chromium as a pair of eyes: what a page asks for, says, measures and prints."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from toolkit.export.page import POLICY

MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
COLLECT = """
const said = [];
addEventListener("message", (e) => {
  const frames = [...document.querySelectorAll("iframe")];
  said[frames.findIndex((frame) => frame.contentWindow === e.source)] = JSON.parse(e.data);
  document.querySelector("pre").textContent = JSON.stringify(said);
});
"""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=10000",
    "--enable-logging=stderr",
)


@dataclass(frozen=True)
class Visit:
    """What happened when a page was opened."""

    dom: str
    requests: list[str]
    console: list[str]


def visit(chromium: Path, html: str, folder: Path) -> Visit:
    """Open the page from a file; requests are those the page made, not the browser's own."""
    log = folder / "net.json"
    done = _run(chromium, _file(html, folder), folder, f"--log-net-log={log}", "--dump-dom")
    events = [event.get("params") or {} for event in json.loads(log.read_text("utf-8"))["events"]]
    asked = {event["url"] for event in events if event.get("initiator", "not an origin") != "not an origin"}
    outside = sorted(url for url in asked if not url.startswith(("file:", "data:")))
    console = [line.partition("CONSOLE")[2] for line in done.stderr.splitlines() if ":CONSOLE" in line]
    return Visit(done.stdout, outside, console)


def framed(pages: list[str], folder: Path, width: int) -> str:
    """A page that shows all these at once, each as on a screen of this width."""
    for number, html in enumerate(pages):
        (folder / f"framed-{number}.html").write_text(html, "utf-8")
    files = [f"framed-{number}.html" for number in range(len(pages))]
    return "".join(f'<iframe src="{file}" style="border:0" width="{width}" height="844"></iframe>' for file in files)


def measure(chromium: Path, html: str, folder: Path, width: int) -> dict:
    """What `measure.js` finds in a copy of the page on a screen of this width."""
    return measure_all(chromium, [html], folder, width)[0]


def measure_all(chromium: Path, pages: list[str], folder: Path, width: int) -> list[dict]:
    """What it finds in a copy of each of the pages, all of them opened at once."""
    copies = [without_policy(html).replace("</body>", f"<script>{MEASURE}</script></body>") for html in pages]
    owner = f"<body><pre></pre><script>{COLLECT}</script>{framed(copies, folder, width)}"
    dom = _run(chromium, _file(owner, folder), folder, "--dump-dom").stdout
    found = re.search("<pre>(.*?)</pre>", dom, re.DOTALL)
    assert found and found[1], "no page was measured"
    said = json.loads(found[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
    assert None not in said and len(said) == len(pages), "a page was not measured"
    return said


def printed(chromium: Path, html: str, folder: Path) -> Path:
    """The page printed to a PDF file."""
    pdf = folder / "page.pdf"
    _run(chromium, _file(html, folder), folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    return pdf


def page_count(pdf: Path) -> int:
    """Pages of a PDF file as Chromium writes it."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def without_policy(html: str) -> str:
    """The page as a browser would take it that knows no content-security policy."""
    meta = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    assert POLICY and meta.search(html)
    return meta.sub("", html)


def _file(html: str, folder: Path) -> str:
    file = folder / "page.html"
    file.write_text(html, "utf-8")
    return file.as_uri()


def _run(chromium: Path, address: str, folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(chromium), *FLAGS, profile, *flags, address]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
