"""The demo agency: four invented clients with known effects in their data, to check reports against the truth.

`write` puts the data where the client files in `params/` look for them. They end on Sunday 2026-11-08, follow from one
seed per client, and are the same byte for byte under the pinned versions. The seeds are picked so that chance tells no
louder story than what is planted.

| client | planted effect |
|---|---|
| lotus-tea | starts on 2025-08-01 |
| | National Day 2026-10-01 to 07: 130 more new users a day; who is new then comes back less (D1 0.20, else 0.32) |
| | in the same week twice the service tickets, which wait twice as long |
| | Double 11, from 1 November of each year: 60 % more new users |
| | tracking gap: no event on 2026-09-30, while orders go on |
| | of the orders paid in October 2026, 9 % are refunded; before and after, 3 % |
| | money goes back up to four days later: some refunds of October are for September's orders (north-gear too) |
| | from 2026-10-01 a new user from `moments` costs 24 yuan instead of 12 |
| | Spring Festival 2026-02-16 to 22: 45 % fewer new users and visits (bright-smile too) |
| | its competitors: 云岚茶坊 leads clearly, 半山茶事 and 青瓷茶社 are tied |
| | of 一叶知味 two values are unknown, those of 南巷茶铺 are out of date |
| | from 2026-08-03 the reviews of 云岚茶坊 are worse (of 仁和牙科 for bright-smile too) |
| | of those who answered its questionnaire 70 % are women, of all customers 52 %; weighted, its NPS is 20.8 |
| | the market of its teas grows by 12 % a year and peaks in January, 28 % above its trend |
| | a shorter payment page (variant B): 30 % of its visitors pay, of the others 24 % |
| | short videos engage 6 % of those they reach, articles 4 %, posters 2 % |
| bright-smile | starts on 2026-02-01 |
| | from 2026-08-01 30 % of those who open the booking page in a month book, before 24 % |
| | reminded the day before (提前一天), 80 % come to their appointment; otherwise 71 %; its campaign changes nothing |
| city-reader | told from 2026-04-01 on, with users from before |
| | from 2026-09-01 4.4 % of a day's users share, before 2.2 % |
| | ahead of its competitors, of whom Lane & Square and Harbour Notes are tied |
| | digital magazines gain 5 % readers a year, with a weak season |
| | `retention.csv` says 0 where an offset is not yet observed |
| north-gear | starts on 2026-03-01 |
| | 2026-10-12 to 18: events miss 3 % of each day's users, WeChat's own figures do not |
| | the new checkout loses one in eight of its users before they are counted, and changes nothing else |
| | from 2026-09-14 12 % more store visits in Chengdu, Kunming and Xi'an than without the work there |
"""

from pathlib import Path

from toolkit.sample import (
    bright_smile,
    city_reader,
    experiments,
    lotus_tea,
    markets,
    north_gear,
    posts,
    questionnaires,
    regions,
    rivals,
)

_CLIENTS = {
    "lotus-tea": (
        lotus_tea.write,
        rivals.write_tea,
        markets.write_tea,
        questionnaires.write_tea,
        experiments.write_tea,
        posts.write_tea,
    ),
    "bright-smile": (bright_smile.write, rivals.write_clinics, questionnaires.write_clinics, experiments.write_clinics),
    "city-reader": (city_reader.write, rivals.write_magazines, markets.write_magazines),
    "north-gear": (north_gear.write, regions.write, experiments.write_gear),
}


def write(root: Path) -> list[Path]:
    """Files of the demo clients, written below root/data/<client>/ over what an earlier call wrote there."""
    written = []
    for client, writers in _CLIENTS.items():
        folder = root / "data" / client
        folder.mkdir(parents=True, exist_ok=True)
        for write_some in writers:
            written += write_some(folder)
    return written
