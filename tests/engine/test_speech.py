"""A kernel's stdout and stderr wake the thread that sends only for something to send."""

import sys
from collections.abc import Callable

import pytest
from ipykernel.iostream import IOPubThread
from jupyter_client.session import Session

from toolkit.engine.speech import Stream


class Unstarted(IOPubThread):
    """A thread that sends, not running: what is flushed is sent at once, what is to be flushed later never."""

    def __init__(self) -> None:
        self.thread = self.io_loop = None

    def schedule(self, f: Callable[[], None]) -> None:
        pass


@pytest.fixture
def stream() -> Stream:
    return Stream(Session(key=b"key"), Unstarted(), "stdout", watchfd=False)


def test_nothing_written_is_nothing_to_wake_anybody_for(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_flush", pytest.fail)
    stream.flush()


def test_what_was_written_is_sent_once(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(stream.session, "send", lambda _, message, ident: sent.append(message["content"]["text"]))
    print("a word", file=stream)
    stream.flush()
    stream.flush()
    assert sent == ["a word\n"]


def test_a_stream_with_an_echo_flushes_that_too(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []
    monkeypatch.setattr(stream, "echo", sys.__stdout__)
    monkeypatch.setattr(stream, "_flush", lambda: flushed.append(True))
    stream.flush()
    assert flushed
