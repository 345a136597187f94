"""Policy 5.1.1, 5.3.1: who leads, and a meeting that is short of people."""

from play import Play, letters, mail

from mailflow.core.intents import Approve, Leave
from mailflow.core.letters import MailKind
from mailflow.core.said import Saying

AWAY = Leave(reason="出差")


def leaves(play: Play, who: str, approver: str) -> list[tuple[str, str]]:
    """``who`` asks for leave and gets it; the mails of the decision."""
    play.says(who, AWAY)
    return letters(play.says(approver, Approve(), to=MailKind.LEAVE_REQUEST))


def short(play: Play, moment: str) -> list[Saying]:
    letter = next((x for x in play.until(moment).letters if x.variant == "short"), None)
    return [s.key for s in letter.said] if letter else []


def test_while_the_host_is_on_leave_the_deputy_chairs_and_decides_on_leave() -> None:
    play = Play.announced()
    assert ("notice/chair", "zhang.wei") in leaves(play, "wang.fang", "zhang.wei")
    assert play.meeting.chair == mail("zhang.wei")
    asked = play.says("li.qiang", AWAY)
    assert ("leave-request", "zhang.wei") in letters(asked)
    assert short(play, "11-24 10:00") == []


def test_nobody_to_lead_it_is_told_to_the_organizers_once() -> None:
    play = Play.announced()
    leaves(play, "wang.fang", "zhang.wei")
    leaves(play, "zhang.wei", "he.jun")
    assert short(play, "11-24 10:00") == [Saying.NO_CHAIR]
    assert short(play, "11-25 10:00") == []


def test_where_all_but_one_are_on_leave_the_organizers_hear_of_it() -> None:
    play = Play.announced()
    for who in ("li.qiang", "zhou.tao", "wu.hao", "he.jun"):
        leaves(play, who, "wang.fang")
    leaves(play, "zhang.wei", "wang.fang")
    assert Saying.HARDLY_ANYBODY in short(play, "11-24 10:00")
