"""Client files: what the agency has settled with a client, typed and checked before anything runs."""

from toolkit.params.checking import check, check_all, load, rate_card, rate_card_path
from toolkit.params.finding import find
from toolkit.params.models import Campaign, Client, Contract, EventRoles, Source, Target

__all__ = [
    "Campaign",
    "Client",
    "Contract",
    "EventRoles",
    "Source",
    "Target",
    "check",
    "check_all",
    "find",
    "load",
    "rate_card",
    "rate_card_path",
]
