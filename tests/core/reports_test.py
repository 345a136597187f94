"""Policy 3.1.1, 6.1, 6.2: the weekly digest, and a month's figures with the records behind each."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from play import CALENDAR, COMPANY, WEEKLY, Play, at, mail

from mailflow.core.counting import figures, month_of_review
from mailflow.core.figures import Owed
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Material, MeetingState, MinutesVersion
from mailflow.core.minutes import AttendanceRecord, MinutesContent, Substitution, Timed
from mailflow.core.reply import File
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.steps import desk, reports
from mailflow.core.steps.reports import Rhythm
from mailflow.core.values import Digest, MessageId, ResolutionId

NOVEMBER = date(2026, 11, 1)
PEOPLE = ("wang.fang", "he.jun", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao")


def recorded(roll, *, final=True, **changes):
    version = MinutesVersion(
        1, MinutesContent(attendance=roll), mail("he.jun"), at("11-30 12:00"), MessageId("<m@corp.example>"),
        final_at=at("12-01 18:00") if final else None,
    )  # fmt: skip
    return replace(Play.announced().meeting, state=MeetingState.CONFIRMED, minutes=(version,), **changes)


ROLL = AttendanceRecord(
    present=(mail("wang.fang"), mail("li.qiang"), mail("zhou.tao"), mail("chen.jing")),
    late=(Timed(mail("li.qiang"), 10),),
    left_early=(Timed(mail("zhou.tao")),),
    on_leave=(mail("zhang.wei"),),
    substitutes=(Substitution(mail("zhang.wei"), mail("chen.jing")),),
    absent=(mail("wu.hao"),),
)


def counted(*meetings, month=NOVEMBER):
    return figures(meetings, month, COMPANY, CALENDAR)


@pytest.mark.parametrize(
    ("who", "people", "departments"),
    [
        ("liu.yang", ("wang.fang", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao", "he.jun"), ["sales", "operations"]),
        ("wang.fang", ("wang.fang", "li.qiang", "zhou.tao"), ["sales"]),
        ("zhang.wei", ("zhang.wei", "wu.hao", "he.jun"), ["operations"]),
        ("li.qiang", ("li.qiang",), []),
        ("chen.jing", (), []),
    ],
)
def test_asked_by_mail_organizers_see_all_heads_their_department_and_others_themselves(who, people, departments):
    reply = Play.announced().reply(who, (), None)
    task = resolution("wu.hao")
    (letter,) = desk.told_figures(reply, NOVEMBER, [recorded(ROLL, resolutions=(task,))], COMPANY, CALENDAR).letters
    assert (letter.to, letter.kind, letter.variant) == (mail(who), MailKind.REPORT, "figures")
    assert sorted(p.person for p in letter.figures.people) == sorted(mail(p) for p in people)
    assert [d.department for d in letter.figures.departments] == departments
    behind = {r.key for r in letter.figures.records}
    assert ("weekly-2026-11-30" in behind) == bool(people)
    assert (task.id in behind) == ("wu.hao" in people)


def resolution(*owners):
    key = ResolutionId("weekly-2026-11-30-r1")
    return Resolution(key, "完成备货清单", tuple(mail(o) for o in owners), date(2026, 11, 30))


def person(found, who):
    return next(p for p in found.people if p.person == mail(who))


def test_every_seat_is_counted_once_as_present_on_leave_or_absent():
    found = counted(recorded(ROLL))
    assert [p.person.partition("@")[0] for p in found.people if p.seats] == sorted(PEOPLE, key=order)
    for p in found.people:
        assert len(p.seats) == len(p.present) + len(p.on_leave) + len(p.absent)
        assert set(p.late) | set(p.left_early) <= set(p.present)
        assert set(p.substituted) <= set(p.on_leave)


def order(who):
    return [p.email for p in COMPANY.people].index(mail(who))


def test_each_figure_names_its_records():
    meeting = recorded(ROLL)
    found = counted(meeting)
    assert person(found, "li.qiang").late == (meeting.id,)
    assert person(found, "zhou.tao").left_early == (meeting.id,)
    assert person(found, "zhang.wei").substituted == (meeting.id,)
    assert person(found, "wu.hao").absent == (meeting.id,)
    assert found.title(meeting.id).title == "销售与运营周例会"


def test_minutes_that_are_not_final_count_for_nothing():
    assert not any(p.seats for p in counted(recorded(ROLL, final=False)).people)


def test_who_stands_in_has_no_seat_of_their_own():
    assert all(p.person != mail("chen.jing") for p in counted(recorded(ROLL)).people)


def test_materials_are_in_time_for_all_reporters_of_a_section_where_one_hands_in_by_the_deadline():
    file = File("周报.xlsx", "application/x", 1, Digest("a" * 64))
    deadline = CALENDAR.before(at("11-30 09:30"), WEEKLY.materials_due)
    in_time = recorded(ROLL, materials=(Material("sales", mail("li.qiang"), deadline, file),))
    late = recorded(ROLL, materials=(Material("sales", mail("li.qiang"), deadline + timedelta(minutes=1), file),))
    owed = Owed(in_time.id, "上周销售情况")
    assert person(counted(in_time), "li.qiang").handed_in == (owed,)
    assert person(counted(late), "li.qiang").handed_in == ()
    assert person(counted(late), "li.qiang").owed == (owed,)


@pytest.mark.parametrize(
    ("state", "closed", "in_time"),
    [
        (ResolutionState.DONE, "11-27 10:00", True),
        (ResolutionState.DONE, "11-28 10:00", False),
        (ResolutionState.OVERDUE, None, False),
    ],
)
def test_a_resolution_is_in_time_where_it_was_done_by_its_deadline(state, closed, in_time):
    task = Resolution(
        ResolutionId("r1"), "整改", (mail("wu.hao"),), date(2026, 11, 27), state=state,
        closed_at=at(closed) if closed else None,
    )  # fmt: skip
    found = person(counted(recorded(ROLL, resolutions=(task,))), "wu.hao")
    assert found.due == ("r1",)
    assert bool(found.in_time) is in_time


def test_the_departments_are_the_sums_of_their_people():
    found = counted(recorded(ROLL))
    for department in found.departments:
        rows = [p for p in found.people if p.person in {m.email for m in COMPANY.members(department.department)}]
        assert department.seats == sum(len(p.seats) for p in rows)
        assert department.present == sum(len(p.present) for p in rows)


@settings(max_examples=50)
@given(
    st.lists(
        st.sampled_from(["present", "late", "left_early", "on_leave", "absent", "nothing"]), min_size=6, max_size=6
    )
)
def test_whatever_the_roll_says_every_seat_counts_once(marks):
    says = dict(zip(map(mail, PEOPLE), marks, strict=True))
    pick = lambda *names: tuple(a for a, m in says.items() if m in names)  # noqa: E731 - a word for five lines
    roll = AttendanceRecord(
        present=pick("present", "late", "left_early"),
        late=tuple(Timed(a) for a in pick("late")),
        left_early=tuple(Timed(a) for a in pick("left_early")),
        on_leave=pick("on_leave"),
        absent=pick("absent"),
    )
    found = counted(recorded(roll))
    assert sum(len(p.seats) for p in found.people) == len(PEOPLE)
    assert all(len(p.seats) == len(p.present) + len(p.on_leave) + len(p.absent) for p in found.people)


@pytest.mark.parametrize(
    ("day", "month"),
    [("2026-12-01", "2026-11-01"), ("2027-01-04", "2026-12-01"), ("2026-11-27", "2026-11-01")],
)
def test_a_monthly_meeting_early_in_the_month_looks_back_on_the_one_before(day, month):
    assert month_of_review(date.fromisoformat(day)) == date.fromisoformat(month)


def test_the_agenda_of_a_series_with_figures_opens_with_them():
    play = Play.announced(replace(WEEKLY, figures=True))
    play.month = (recorded(ROLL),)
    decision = play.until("11-27 15:00")
    agenda = next(x for x in decision.letters if x.kind is MailKind.AGENDA)
    assert agenda.figures is not None
    assert agenda.figures.month == NOVEMBER


# -------------------------------------------------------------------------------------------- digest and figures in time


def due(now, marks=(), rhythm=None, records=()):
    return list(reports.due(rhythm or Rhythm(), marks, lambda: records, COMPANY, CALENDAR, at(now)))


def marks(found):
    return [r.mark for r in found]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("11-23 08:29", []),
        ("11-23 08:30", ["digest:2026-W48"]),
        ("11-25 16:00", ["digest:2026-W48"]),  # the machine was off on Monday
        ("11-27 16:00", []),
    ],
)
def test_the_digest_is_due_once_a_week_from_its_hour_on(now, expected):
    found = marks(due(now, marks=("figures:2026-10",)))
    assert found == expected
    assert due(now, marks=("figures:2026-10", *expected)) == []


def test_the_digest_goes_to_every_organizer_and_can_be_switched_off():
    coming = Play.announced().meeting
    report = due("11-23 08:30", marks=("figures:2026-10",), records=(coming,))[0]
    assert [x.to for x in report.letters] == list(COMPANY.organizers)
    assert due("11-23 08:30", marks=("figures:2026-10",))[0].letters == ()  # nothing to tell
    assert due("11-23 08:30", rhythm=Rhythm(None, time(8, 30))) == []


def test_the_digest_tells_of_meetings_minutes_tasks_and_problems():
    task = Resolution(ResolutionId("r1"), "整改", (mail("wu.hao"),), date(2026, 11, 27))
    coming = Play.announced().meeting
    held = replace(
        coming, id="weekly-2026-11-16", state=MeetingState.HELD, resolutions=(task,), start=at("11-16 09:30")
    )
    found = reports.overview((coming, held), at("11-23 10:00"))
    assert [m.id for m in found.coming] == [coming.id]
    assert [m.id for m in found.unrecorded] == [held.id]
    assert [r.id for r in found.resolutions] == ["r1"]
    assert found.coming[0].unanswered == tuple(a.address for a in coming.attendees)


def test_the_months_figures_go_out_on_the_first_working_day_and_not_for_an_empty_month():
    assert marks(due("12-01 08:29", marks=("digest:2026-W48", "digest:2026-W49", "figures:2026-11"))) == []
    found = due("12-01 08:30", marks=("digest:2026-W49",), records=(recorded(ROLL),))
    assert marks(found) == ["figures:2026-11"]
    assert {x.to for x in found[0].letters} == {mail(w) for w in ("liu.yang", "he.jun", "wang.fang", "zhang.wei")}
    assert due("12-01 08:30", marks=("digest:2026-W49",))[0].letters == ()


HOLIDAYS = replace(CALENDAR, has_holidays=True, known_years=frozenset({2026}))


def reported(now, marks=(), calendar=HOLIDAYS):
    found = reports.due(Rhythm(None), marks, list, COMPANY, calendar, at(now))
    return [r for r in found if r.mark.startswith("holidays")]


def test_a_year_whose_holidays_nobody_knows_is_told_to_the_organizers_once_a_month() -> None:
    """Policy 2.1: until then a meeting may fall on a day off."""
    (told,) = reported("12-07 09:00")
    assert told.mark == "holidays:2027:2026-12"
    assert [x.to for x in told.letters] == list(COMPANY.organizers)
    assert reported("12-07 09:00", marks=[told.mark]) == []


@pytest.mark.parametrize(
    "calendar",
    [
        replace(HOLIDAYS, known_years=frozenset({2026, 2027})),
        replace(HOLIDAYS, holidays=frozenset({date(2027, 1, 1)})),
        replace(HOLIDAYS, has_holidays=False),
    ],
    ids=["the library knows them", "the config names them", "none are asked for"],
)
def test_nobody_is_told_of_holidays_that_are_known_or_not_asked_for(calendar) -> None:
    assert reported("12-07 09:00", calendar=calendar) == []


def test_nobody_is_told_long_before() -> None:
    assert reported("11-02 09:00") == []
