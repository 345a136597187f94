"""The simulation can fail: bugs that are planted in mailflow are caught within a few seeds, each by its invariant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from simulated_length import Length
from simulated_world import Broken, World

from mailflow.core import counting, decide, rules
from mailflow.core.decision import Decision
from mailflow.core.meeting import MeetingState
from mailflow.core.outgoing import SendState
from mailflow.core.steps import agenda, follow_up, leave, minutes, planning, resolutions
from mailflow.flow import intake, loop, outgoing, transaction

SEEDS = range(1, 41)
Patch = pytest.MonkeyPatch


def acknowledge_before_commit(patch: Patch, _world: World) -> None:
    def deal_with(arrived: Any, service: Any, inbox: Any, clock: Any) -> None:
        inbox.done(arrived.key)
        intake.take(arrived.raw, service, clock.now())

    patch.setattr(loop, "_deal_with", deal_with)


def send_before_commit(patch: Patch, world: World) -> None:
    written = transaction._written

    def sent_at_once(service: Any, after: Any, letter: Any, number: int, now: datetime) -> Any:
        mail = written(service, after, letter, number, now)
        if mail.not_before is not None:
            return mail  # another invariant would be the first to see that it disturbs
        world.server.deliver(service.store.get_blob(mail.raw), mail.to)
        return replace(mail, state=SendState.SENT, sent_at=now)

    patch.setattr(transaction, "_written", sent_at_once)


def lost_retry(patch: Patch, _world: World) -> None:
    goes_at = outgoing.goes_at

    def never_again(mail: Any, service: Any, now: datetime) -> datetime:
        return now + timedelta(days=999) if mail.next_attempt else goes_at(mail, service, now)

    patch.setattr(outgoing, "goes_at", never_again)


def deferred_taken_for_sent(patch: Patch, _world: World) -> None:
    def later(service: Any, key: Any, name: Any, _why: str, _now: datetime) -> SendState:
        outgoing._change(service, key, name, lambda o: replace(o, state=SendState.SENT))
        return SendState.SENT

    patch.setattr(outgoing, "_later", later)


def reminder_after_answer(patch: Patch, _world: World) -> None:
    patch.setattr(planning, "unanswered", lambda meeting: tuple(a.address for a in meeting.attendees))


def token_not_bound_to_the_person(patch: Patch, _world: World) -> None:
    patch.setattr(decide.authority, "bound_to_another", lambda _reply, _organization: False)


def claimed_sender_believed(patch: Patch, _world: World) -> None:
    patch.setattr("mailflow.reading.sender.passes", lambda _mail, _authserv: True)


def seen_before_not_asked(patch: Patch, _world: World) -> None:
    take = intake.take
    patch.setattr(intake.quarantine, "decided_since", lambda _mail, _digest, _service: None)
    patch.setattr(intake, "take", lambda raw, service, now: take(raw, service, now, again=True))


def sent_at_night(patch: Patch, _world: World) -> None:
    patch.setattr(decide, "fires_at", lambda step, _situation: step.at)
    patch.setattr(outgoing, "goes_at", lambda mail, _service, _now: mail.next_attempt or mail.made_at)


def tasks_not_followed_up(patch: Patch, _world: World) -> None:
    patch.setattr(follow_up, "_overdue", lambda _meeting, _task, _situation: iter(()))


def closed_with_open_tasks(patch: Patch, _world: World) -> None:
    patch.setattr(
        resolutions, "close_if_all_ended", lambda meeting: Decision(replace(meeting, state=MeetingState.CLOSED))
    )


def final_minutes_confirmed_again(patch: Patch, _world: World) -> None:
    def confirm(meeting: Any, intent: Any, reply: Any, situation: Any) -> Any:
        version = meeting.current_minutes
        if not version.final_at:
            return minutes.confirm(meeting, intent, reply, situation)
        confirmed = (*version.confirmed, reply.identity.person)
        return Decision(replace(meeting, minutes=(*meeting.minutes[:-1], replace(version, confirmed=confirmed))))

    table = tuple(replace(r, step=confirm) if r.step is minutes.confirm else r for r in rules.RULES)
    patch.setattr(rules, "RULES", table)


def mails_left_out_of_their_line(patch: Patch, _world: World) -> None:
    def shortened(value: Any, **changes: Any) -> Any:
        return replace(value, **{k: v[1:] if k == "mails" else v for k, v in changes.items()})

    patch.setattr(transaction, "replace", shortened)


def days_off_disturbed(patch: Patch, _world: World) -> None:
    for chapter in (agenda, leave):
        patch.setattr(chapter, "can_wait", lambda _at, _start, _situation: False)


def host_asked_after_the_decision(patch: Patch, _world: World) -> None:
    approved = leave._approved

    def and_asked(meeting: Any, who: Any, by: Any, situation: Any) -> Any:
        decided = approved(meeting, who, by, situation)
        if by is None:
            return decided  # by default: nobody is asked where that is to be expected
        asked = leave.request(decided.meeting, who, situation)
        # Another invariant would be the first to see that a mail that can wait disturbs.
        return decided.then(replace(asked, letters=tuple(replace(x, urgent=False) for x in asked.letters)))

    patch.setattr(leave, "_approved", and_asked)


def resolutions_counted_twice(patch: Patch, _world: World) -> None:
    count = counting._count_resolution

    def twice(*counted: Any) -> None:
        count(*counted)
        count(*counted)

    patch.setattr(counting, "_count_resolution", twice)


@pytest.mark.parametrize(
    ("bug", "caught_by"),
    [
        (acknowledge_before_commit, "has exactly one line in the ledger"),
        (send_before_commit, "stands in a record"),
        (lost_retry, "tried again within two hours"),
        (deferred_taken_for_sent, "marked as sent"),
        (reminder_after_answer, "Nobody is reminded"),
        (token_not_bound_to_the_person, "has another's token"),
        (claimed_sender_believed, "is only claimed"),
        (seen_before_not_asked, "has exactly one line in the ledger"),
        (sent_at_night, "in quiet hours"),
        (tasks_not_followed_up, "has something due"),
        (closed_with_open_tasks, "has something due"),
        (final_minutes_confirmed_again, "never changes again"),
        (mails_left_out_of_their_line, "because of exactly one line"),
        (days_off_disturbed, "nothing is that is not urgent"),
        (host_asked_after_the_decision, "Nobody is reminded"),
        (resolutions_counted_twice, "is the sum of the records"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_planted_bug_is_caught_by_its_invariant(
    bug: Callable[[Patch, World], None], caught_by: str, monkeypatch: Patch
) -> None:
    caught = next((c for seed in SEEDS if (c := caught_in(seed, bug, monkeypatch))), "")
    assert caught, f"{bug.__name__} lives through the seeds {SEEDS.start} to {SEEDS.stop - 1} without being noticed"
    assert caught_by in caught
    assert "again: make simulate SEEDS=1 FIRST=" in caught


def caught_in(seed: int, bug: Callable[[Patch, World], None], monkeypatch: Patch) -> str:
    """What the simulation says of that seed with the bug in place; empty where it notices nothing."""
    world = World(seed, Length.of_week())
    with monkeypatch.context() as patch:
        bug(patch, world)
        try:
            world.run()
        except Broken as fault:
            return str(fault)
    return ""
