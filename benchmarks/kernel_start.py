"""How long JupyterLab takes to open a kernel and run a report's first cell: ordinary kernels against warm ones.

Run by `make bench`. Through a real Jupyter server: a kernel is asked for by its REST interface, a cell is run over the
websocket, as the browser does. Prints the seconds of each and their ratio, and that of the first kernel right after the
server has started, while its template may still be warming up.
"""

import asyncio
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

STARTS = 5
WARM_UP_SECONDS = 30
CELL = "from toolkit import kpi_review, report"
ROOT = Path(__file__).parents[1]
WAYS = {"ordinary": [], "warm": ["--ServerApp.jpserver_extensions=toolkit.engine.lab=True"]}


@contextmanager
def server(options: list[str], folder: str):
    """Address and token of a Jupyter server that has just started to answer."""
    token = secrets.token_hex(16)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", *options]
    environment = os.environ | {"JUPYTER_TOKEN": token, "HOME": folder, "JUPYTER_RUNTIME_DIR": folder}
    process = subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"127.0.0.1:{port}", token
    finally:
        process.terminate()
        process.wait()


async def opened(address: str, token: str) -> tuple[float, float]:
    """Seconds from asking for a kernel until it answers, and until the first cell has run."""
    web, rights = AsyncHTTPClient(), {"Authorization": f"token {token}"}
    begun = time.perf_counter()
    reply = await web.fetch(f"http://{address}/api/kernels", method="POST", headers=rights, body="{}")
    kernel = json.loads(reply.body)["id"]
    request = HTTPRequest(f"ws://{address}/api/kernels/{kernel}/channels", headers=rights)
    channel = await websocket_connect(request)
    await _ask(channel, "kernel_info_request", {})
    ready = time.perf_counter() - begun
    content = {"code": CELL, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    assert (await _ask(channel, "execute_request", content))["content"]["status"] == "ok"
    done = time.perf_counter() - begun
    channel.close()
    await web.fetch(f"http://{address}/api/kernels/{kernel}", method="DELETE", headers=rights)
    return ready, done


async def _ask(channel, kind: str, content: dict) -> dict:
    header = {"msg_id": secrets.token_hex(8), "username": "", "session": "bench", "msg_type": kind, "version": "5.3"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await channel.write_message(json.dumps(message))
    while True:
        reply = json.loads(await channel.read_message())
        if reply["parent_header"].get("msg_id") == header["msg_id"] and reply["channel"] == "shell":
            return reply


def main() -> None:
    """Start a server each way, open kernels, print."""
    middle = {}
    for way, options in WAYS.items():
        with tempfile.TemporaryDirectory() as folder, server(options, folder) as (address, token):
            first = asyncio.run(opened(address, token))
            time.sleep(WARM_UP_SECONDS if way == "warm" else 0)
            later = [asyncio.run(opened(address, token)) for _ in range(STARTS)]
        middle[way] = [statistics.median(column) for column in zip(*later, strict=True)]
        print(  # noqa: T201
            f"{way:9} first after the server's start: {first[1]:5.2f} s; later: answers after {middle[way][0]:5.2f} s, "
            f"first cell done after {middle[way][1]:5.2f} s"
        )
    ratios = [ordinary / warm for ordinary, warm in zip(middle["ordinary"], middle["warm"], strict=True)]
    print(f"ordinary / warm: {ratios[0]:.1f} until it answers, {ratios[1]:.1f} until the first cell is done")  # noqa: T201


if __name__ == "__main__":
    main()
