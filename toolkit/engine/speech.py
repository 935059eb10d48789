"""What a kernel says on stdout and stderr, sent to whoever listens."""

from ipykernel.iostream import OutStream


class Stream(OutStream):
    """A stream that is flushed only when something was written: the kernel flushes both before and after all it shows.

    To flush wakes the thread that sends and waits for it, which costs more than most outputs do.
    """

    def flush(self) -> None:
        """Send what was written; that comes before whatever is shown later, for one thread sends it all in order."""
        with self._buffer_lock:
            is_empty = not self._buffers
        if not is_empty or self.echo is not None:
            super().flush()
