"""Campaigns and experiments over a few rows of CSV whose every number can be worked out by hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from tests.small_review import csv, small_review
from toolkit.effect.campaign_study import Campaigns

DAYS = [date(2026, 5, 4) + timedelta(days=i) for i in range(189)]  # Monday 4 May to Sunday 8 November
GIFT = {
    "id": "gift",
    "name": {"en": "Gift", "zh": "赠礼"},
    "start": "2026-10-12",
    "end": "2026-10-18",
    "cost": 100,
    "goal": {"metric": "orders", "value": 60},
}
TRIAL = {
    "id": "button",
    "name": {"en": "Button", "zh": "按钮"},
    "start": "2026-10-01",
    "end": "2026-10-20",
    "control": "A",
    "planned": {"A": 0.5, "B": 0.5},
    "outcomes": {"bought": {"kind": "rate"}, "paid": {"kind": "mean", "unit": "money"}},
}


def orders(extra: int = 5) -> Iterator[str]:
    """Four or five orders a day in turns, `extra` more on each day of the campaign, of 10 each with a cost of 4."""
    for number, day in enumerate(DAYS):
        inside = date(2026, 10, 12) <= day <= date(2026, 10, 18)
        for order in range(4 + number % 2 + extra * inside):
            yield f"o{number}-{order},{day} 1{order % 10}:00:00,10,u{number}-{order},ads,4"


def people() -> Iterator[str]:
    """Three newcomers a day in two channels; all see a product, one pays, two on the days of the campaign."""
    for number, day in enumerate(DAYS):
        inside = date(2026, 10, 12) <= day <= date(2026, 10, 18)
        for person in range(3):
            user, channel = f"u{number}-{person}", ("ads", "kol")[person % 2]
            yield f"{user},{day} 09:00:00,open,{channel}"
            yield f"{user},{day} 09:01:00,product,{channel}"
            if person < 1 + inside:
                yield f"{user},{day} 09:02:00,pay,{channel}"


ORDERS = csv("order_id,at,amount,user_id,channel,cost", *orders())
EVENTS = csv("user_id,at,event,channel", *people())
SPEND = csv("date,channel,cost", *(f"{day},{name},{8 + i % 5}" for i, day in enumerate(DAYS) for name in ("ads", "tv")))
EXPERIMENT = csv(
    "user_id,variant,bought,paid",
    *(f"a{i},A,{int(i % 5 == 0)},{10 * (i % 5 == 0) + i % 3}" for i in range(200)),
    *(f"b{i},B,{int(i % 2 == 0)},{10 * (i % 2 == 0) + i % 3}" for i in range(200)),
)
POSTS = csv(
    "at,kind,paid,reach,engaged,likes,comments,shares",
    *(
        f"2026-10-{1 + i:02d} 08:00:00,{('video', 'text')[i % 2]},{i % 3 // 2},{100 + i},{5 + i % 4},{i % 4},1,{i % 5}"
        for i in range(24)
    ),
)
PANEL = csv(
    "unit,date,value",
    *(
        f"{city},{day},{20 + 3 * number + (i * (number + 3)) % 7 + 9 * (city == 'east' and day >= date(2026, 10, 12))}"
        for number, city in enumerate(("east", "west", "north", "south", "mid", "hill", "lake"))
        for i, day in enumerate(DAYS[100:168])
    ),
)
TABLES = {"orders": ORDERS, "events": EVENTS, "spend": SPEND, "experiment": EXPERIMENT, "posts": POSTS, "panel": PANEL}
SETTINGS = {
    "language": ["zh", "en"],
    "events": {"product": "product", "purchase": "pay", "funnel": ["open", "product", "pay"]},
    "campaigns": [GIFT],
    "reports": {"campaign_review": {"experiments": [TRIAL]}},
}


@contextmanager
def small_campaigns(
    root: Path, tables: dict[str, str], period: str = "2026-10", until: str = "2026-11-08", **settings
) -> Iterator[Campaigns]:
    """The study of a client with these tables; `settings` replace those above."""
    own = json.loads(json.dumps(SETTINGS | settings))  # written to YAML, equal objects would become aliases
    with small_review(root, tables, period, until, **own) as review:
        yield Campaigns(review)
