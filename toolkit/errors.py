"""One small exception tree, so that every failure reads `where: expected X, got Y. What to do.`"""

OK = 0
SOME_REPORT_FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
TERMINATED = 143


class ToolkitError(Exception):
    """A failure that a person can act on; `str()` is the one line to print."""

    exit_code = SOME_REPORT_FAILED

    def __init__(self, where: str, expected: str, got: str, action: str) -> None:
        super().__init__(where, expected, got, action)
        self.where, self.expected, self.got, self.action = where, expected, got, action

    def __str__(self) -> str:
        line = f"{self.where}: expected {self.expected}, got {self.got}. {self.action}"
        return " ".join(line.split())


class UsageError(ToolkitError):
    """Wrong command line, or a place that cannot be written to."""

    exit_code = WRONG_USAGE


class ParamsError(ToolkitError):
    """A client file says something it may not say."""

    exit_code = WRONG_USAGE


class HeaderError(ToolkitError):
    """An input file is missing, or its columns are not the declared ones."""

    exit_code = WRONG_USAGE


class DataError(ToolkitError):
    """An input file holds a value or a row that cannot be right."""


class ReportError(ToolkitError):
    """A notebook did not run to its end."""


class DiedError(ReportError):
    """A report's kernel died, ran past the deadline or took more memory than it may: trying again may end the same.

    Parameters
    ----------
    cpu_seconds, peak_memory_bytes : of the kernel and what it started, by then; None where unknown
    """

    def __init__(
        self,
        where: str,
        expected: str,
        got: str,
        action: str,
        cpu_seconds: float | None = None,
        peak_memory_bytes: int | None = None,
    ) -> None:
        super().__init__(where, expected, got, action)
        self.cpu_seconds, self.peak_memory_bytes = cpu_seconds, peak_memory_bytes

    def saying(self, got: str) -> "DiedError":
        """The same in other words."""
        return DiedError(self.where, self.expected, got, self.action, self.cpu_seconds, self.peak_memory_bytes)


class GateError(ToolkitError):
    """An artefact is not fit to be sent to a client."""
