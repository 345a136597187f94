"""A queued reminder that its record no longer needs: its recipient has answered since."""

from dataclasses import replace
from datetime import date

import pytest
from play import CALENDAR, Play, at, mail, report

from mailflow.core.intents import Accept, Confirm, Done, Extend, Leave, Materials, MinutesSent, Object, ProgressReport
from mailflow.core.letters import MailKind
from mailflow.core.minutes import MinutesContent, Task
from mailflow.core.needed import still_needed

TASK = Task("提交整改方案", (mail("li.qiang"),), date(2026, 12, 4))
CONTENT = MinutesContent(resolutions=(TASK,), text="…")


def needed(play: Play, who: str, kind: MailKind) -> bool:
    return still_needed(play.meeting, play.newest(who, kind), CALENDAR, play.now)


@pytest.mark.parametrize("answer", [Accept(), Leave(reason="出差")])
def test_who_has_answered_the_invitation_is_not_reminded_of_it(answer) -> None:
    play = Play.announced()
    play.until("11-26 10:00")
    assert needed(play, "li.qiang", MailKind.RSVP_REMINDER)
    play.says("li.qiang", answer)
    assert not needed(play, "li.qiang", MailKind.RSVP_REMINDER)
    assert needed(play, "wu.hao", MailKind.RSVP_REMINDER)


def test_who_has_handed_in_materials_is_not_reminded_of_them() -> None:
    play = Play.announced()
    play.until("11-26 14:00")
    assert needed(play, "li.qiang", MailKind.MATERIALS_REMINDER)
    play.says("li.qiang", Materials(files=("周报.xlsx",)), to=MailKind.CALL, files=(report(),))
    assert not needed(play, "li.qiang", MailKind.MATERIALS_REMINDER)


def recorded() -> Play:
    play = Play.announced()
    play.until("11-30 10:30")
    play.until("12-01 10:00")
    assert needed(play, "he.jun", MailKind.MINUTES_REMINDER)
    play.says("he.jun", MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=CONTENT)
    return play


def test_a_recorder_who_has_sent_the_minutes_is_not_reminded_of_them() -> None:
    assert not needed(recorded(), "he.jun", MailKind.MINUTES_REMINDER)


@pytest.mark.parametrize("answer", [Confirm(), Object(items=("期限不对",))])
def test_who_has_confirmed_or_objected_is_not_reminded_to(answer) -> None:
    play = recorded()
    play.until("12-02 15:00")
    assert needed(play, "wu.hao", MailKind.MINUTES_REMINDER)
    play.says("wu.hao", answer, to=MailKind.MINUTES)
    assert not needed(play, "wu.hao", MailKind.MINUTES_REMINDER)


@pytest.mark.parametrize(
    ("answer", "still"),
    [(Done(), False), (ProgressReport(percent=50), False), (Extend(due=date(2026, 12, 11)), False), (None, True)],
)
def test_an_owner_who_has_reported_since_is_not_reminded(answer, still) -> None:
    play = recorded()
    play.until("12-03 18:00")  # final
    play.until("12-04 09:30")
    play.now = at("12-04 10:00")
    if answer:
        play.says("li.qiang", answer, to=MailKind.TASK)
    assert needed(play, "li.qiang", MailKind.TASK_REMINDER) is still


def test_what_tells_of_something_that_happened_is_always_sent() -> None:
    play = recorded()
    assert all(
        still_needed(play.meeting, replace(o, variant=o.variant), CALENDAR, play.now)
        for o in play.meeting.outgoing
        if o.kind in (MailKind.INVITATION, MailKind.CALL, MailKind.AGENDA, MailKind.MINUTES, MailKind.NOTICE)
    )
