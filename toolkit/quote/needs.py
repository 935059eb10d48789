"""How much of what a client needs an offer covers. What an offer does not say is unknown, never uncovered."""

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.params.quote_comparison import Need


@dataclass(frozen=True, slots=True)
class Coverage:
    """The needs of a client against one offer.

    Parameters
    ----------
    covered, lacking, unknown : names of needs
    share : weight of the needs covered by the weight of those that are known, 0..1; None where none is known
    lowest, highest : 0..1, the share if everything unknown were lacking or covered; None without needs
    """

    covered: tuple[str, ...]
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]
    share: float | None
    lowest: float | None
    highest: float | None

    @property
    def known(self) -> int:
        """How many needs the offer says anything of."""
        return len(self.covered) + len(self.lacking)


def coverage(needs: Mapping[str, Need], covers: Mapping[str, bool | None]) -> Coverage:
    """What an offer covers of the needs, by their weights.

    Examples
    --------
    >>> needs = {"content": Need(weight="3"), "chat": Need(), "shop": Need()}
    >>> found = coverage(needs, {"content": True, "chat": False})
    >>> found.share, found.lowest, found.highest
    (0.75, 0.6, 0.8)
    """
    covered, lacking, unknown = (
        tuple(name for name in needs if covers.get(name) is state) for state in (True, False, None)
    )
    held, lost, open_ = (sum(needs[name].weight for name in names) for names in (covered, lacking, unknown))
    whole = held + lost + open_
    if not whole:
        return Coverage(covered, lacking, unknown, None, None, None)
    share = held / (held + lost) if held + lost else None
    return Coverage(covered, lacking, unknown, share, held / whole, (held + open_) / whole)
