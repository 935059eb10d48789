"""Ctrl-C or a request to end, at any step: what is being published is finished, the rest is marked, nothing is left."""

import random
import signal

from tests.chaos.test_kill import SEED

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def test_stopped_at_any_step(nursery, fresh, old):
    nursery.begin_again()
    draw = random.Random(SEED)
    recorded = nursery.run("record").noted
    begun = recorded.index("fcntl.flock enter")  # before there is nothing to stop, and the system ends it
    wrong = {}
    for place in sorted(draw.sample(range(begun, len(recorded)), 16)):
        step, occurrence = recorded[place], recorded[: place + 1].count(recorded[place])
        number = draw.choice(list(CODES))
        nursery.begin_again()
        run = nursery.run("signal_at", step, occurrence, number)
        found = nursery.leftovers()
        if run.code not in (0, CODES[number]) or run.err:
            found.append(f"ended with {run.code}: {run.err}")
        if "running" in nursery.states().values():
            found.append(f"the ledger says {nursery.states()}")
        if found := found + nursery.problems(old, fresh):
            wrong[f"seed {SEED}, {signal.Signals(number).name} at {step}, occurrence {occurrence}"] = found
    assert wrong == {}
