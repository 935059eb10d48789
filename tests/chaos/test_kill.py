"""kill -9 of the coordinator, at any moment: the next run ends in the tree of a run that nobody disturbed."""

import random

SEED = 20261101
KILLED = -9


def some_of_each(steps: list[str]) -> list[tuple[str, int]]:
    """Each step once, at an occurrence drawn from all of its own."""
    draw = random.Random(SEED)
    return [(step, draw.randint(1, steps.count(step))) for step in dict.fromkeys(steps)]


def test_killed_at_every_step_of_a_run_over_an_older_tree(nursery, fresh, old):
    nursery.begin_again()
    steps = some_of_each(nursery.run("record").noted)
    assert {"publish.replace enter", "posix.fsync leave", "ledger.Ledger.finish enter"} <= {step for step, _ in steps}
    wrong = {}
    for step, occurrence in steps:
        nursery.begin_again()
        killed = nursery.run("signal_at", step, occurrence, 9)
        assert killed.code == KILLED, (step, occurrence, killed)
        if found := nursery.problems(old, fresh):
            wrong[f"{step}, occurrence {occurrence}"] = found
    assert wrong == {}


def test_killed_at_every_step_that_only_a_first_run_takes(nursery, fresh, old):
    nursery.begin_again()
    usual = set(nursery.run("record").noted)
    nursery.begin_again(empty=True)
    recorded = nursery.run("record").noted
    making = range(recorded.index("ledger._create enter"), recorded.index("ledger.Ledger._prove enter"))
    places = random.Random(SEED).sample(making, 12)
    steps = [(recorded[place], recorded[: place + 1].count(recorded[place])) for place in places]
    steps += [step for step in some_of_each(recorded) if step[0] not in {*usual, *dict(steps)}]
    wrong = {}
    for step, occurrence in steps:
        nursery.begin_again(empty=True)
        assert nursery.run("signal_at", step, occurrence, 9).code == KILLED, (step, occurrence)
        if found := nursery.problems({}, fresh):
            wrong[f"{step}, occurrence {occurrence}"] = found
    assert wrong == {}


def test_killed_at_any_moment(nursery, fresh, old):
    """45 moments drawn evenly from all calls and returns of a whole run, of whatever function."""
    nursery.begin_again()
    (total,) = nursery.run("count").noted
    wrong, codes = {}, []
    for moment in sorted(random.Random(SEED).sample(range(1, total), 45)):
        nursery.begin_again()
        killed = nursery.run("kill_at_event", moment)
        codes.append(killed.code)
        if found := nursery.problems(old, fresh):
            wrong[f"seed {SEED}, event {moment} of {total}, ended {killed.code}"] = found
    assert wrong == {}
    assert (
        codes.count(KILLED) > 40
    )  # the number of calls differs a little from run to run, so the last may come too late


def test_killed_from_outside_wherever_it_is(nursery, fresh, old):
    """In the middle of a system call or of SQLite's own work too; the clock decides where, the outcome is the same."""
    wrong, codes = {}, []
    for thousandths in random.Random(SEED).sample(range(150), 12):
        nursery.begin_again()
        killed = nursery.run(after=thousandths / 1000)
        codes.append(killed.code)
        if found := nursery.problems(old, fresh):
            wrong[f"seed {SEED}, after {thousandths} ms, ended {killed.code}"] = found
    assert wrong == {}
    assert KILLED in codes


def test_killed_in_the_middle_of_every_write(nursery, fresh, old):
    nursery.begin_again()
    writes = nursery.run("fail", 0).noted.count("write")
    wrong = {}
    for nth in range(1, writes + 1):
        nursery.begin_again()
        assert nursery.run("kill_in_write", nth).code == KILLED
        if found := nursery.problems(old, fresh):
            wrong[f"write {nth} of {writes}"] = found
    assert wrong == {}
