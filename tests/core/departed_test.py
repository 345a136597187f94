"""Policy 5.3.4: who leaves the organisation with an open task gets no mail any more, and the task is handed on."""

from dataclasses import replace
from datetime import date

from play import COMPANY, Play, at, last_week, letters, mail

from mailflow.core.decision import Decision
from mailflow.core.intents import Reassign
from mailflow.core.letters import Letter, MailKind
from mailflow.core.resolution import Resolution
from mailflow.core.said import Saying
from mailflow.core.steps.departed import only_to_members
from mailflow.core.values import ResolutionId

LEFT = replace(COMPANY, people=tuple(p for p in COMPANY.people if p.email != mail("li.qiang")))
TASK = Resolution(
    ResolutionId("weekly-2026-11-23-r1"),
    "整理样品清单",
    (mail("li.qiang"),),
    date(2026, 12, 4),
    opened_at=at("11-25 18:00"),
)


def test_the_organizers_hear_of_an_open_task_once_and_one_of_them_hands_it_on() -> None:
    play = Play(last_week(TASK), at("11-26 09:00"), organization=LEFT)
    told = play.until("11-26 10:00")
    assert [x for x in letters(told) if x[0] == "notice/owner-left"] == [
        ("notice/owner-left", "liu.yang"),
        ("notice/owner-left", "he.jun"),
    ]
    assert not [x for x in letters(play.until("11-27 10:00")) if x[0] == "notice/owner-left"]
    handed = play.says("he.jun", Reassign(owner=mail("zhou.tao")), to=MailKind.NOTICE)
    assert ("task/reassigned", "zhou.tao") in letters(handed)
    assert play.meeting.resolutions[0].owners == (mail("zhou.tao"),)


def test_no_mail_goes_to_who_is_not_of_the_organisation_any_more_and_the_ledger_says_so() -> None:
    both = tuple(Letter(MailKind.TASK_REMINDER, mail(who)) for who in ("li.qiang", "zhou.tao"))
    sent = only_to_members(Decision(last_week(TASK), both), LEFT)
    assert [x.to for x in sent.letters] == [mail("zhou.tao")]
    assert [(s.key, s.person) for s in sent.said] == [(Saying.NOT_WRITTEN_TO, mail("li.qiang"))]
