"""Policy 1.3.1: organizers and host let the meeting take longer; calendars follow, answers stay."""

from datetime import timedelta

import pytest
from play import Play, letters, mail

from mailflow.core.intents import Accept, Approve, Lengthen, Reject
from mailflow.core.letters import CalendarMethod, MailKind
from mailflow.core.meeting import PartStat

LONGER = Lengthen(minutes=90)


@pytest.mark.parametrize("who", ["liu.yang", "he.jun", "wang.fang"])
def test_it_needs_one_confirmation_mail_that_names_the_end(who) -> None:
    play = Play.announced()
    decision = play.says(who, LONGER, to=None)
    assert letters(decision) == [("approval-request/lengthen", who)]
    assert decision.letters[0].end == play.meeting.start + timedelta(minutes=90)
    assert play.meeting.sequence == 0


def test_once_confirmed_everybodys_calendar_follows_and_answers_stay() -> None:
    play = Play.announced()
    start = play.meeting.start
    play.says("zhou.tao", Accept())
    play.says("he.jun", LONGER, to=None)
    decision = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert (play.meeting.start, play.meeting.end) == (start, start + timedelta(minutes=90))
    assert play.meeting.sequence == 1
    updates = [x for x in decision.letters if x.kind is MailKind.UPDATE]
    assert [x.to for x in updates] == [a.address for a in play.meeting.attendees]
    assert {(x.variant, x.calendar) for x in updates} == {("longer", CalendarMethod.REQUEST)}
    assert play.meeting.attendee(mail("zhou.tao")).partstat is PartStat.ACCEPTED


def test_a_no_changes_nothing() -> None:
    play = Play.announced()
    end = play.meeting.end
    play.says("he.jun", LONGER, to=None)
    play.says("he.jun", Reject(), to=MailKind.APPROVAL_REQUEST)
    assert (play.meeting.end, play.meeting.sequence) == (end, 0)


def test_an_attendees_wish_goes_to_the_organizers() -> None:
    play = Play.announced()
    end = play.meeting.end
    decision = play.says("li.qiang", LONGER)
    assert ("notice/no-authority", "liu.yang") in letters(decision)
    assert play.meeting.end == end
