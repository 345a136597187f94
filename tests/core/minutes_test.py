"""Policy 5.3: minutes are asked for, completed, confirmed or objected to, and final."""

from dataclasses import replace
from datetime import date

import pytest
from play import WEEKLY, Play, letters, mail

from mailflow.core.intents import AnswerObjection, Confirm, DeadlineNamed, MinutesSent, Object
from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState
from mailflow.core.minutes import AttendanceRecord, Doubt, MinutesContent, Task, Why
from mailflow.core.policy import MinutesTerms
from mailflow.core.said import Saying

PLAN = Task("提交整改方案", (mail("li.qiang"),), date(2026, 12, 4))
STOCK = Task("完成备货清单", (mail("wu.hao"),), date(2026, 12, 9))
CONTENT = MinutesContent(
    attendance=AttendanceRecord(present=(mail("wang.fang"), mail("li.qiang"))),
    decisions=("主推款不参加满减",),
    resolutions=(PLAN, STOCK),
    text="…",
)
EVERYBODY = ("wang.fang", "he.jun", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao")


def held(series=WEEKLY):
    play = Play.announced(series)
    play.until("11-30 10:30")
    return play


def sent(play, content=CONTENT, who="he.jun"):
    return play.says(who, MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=content)


def test_the_form_goes_to_the_recorder_right_after_the_end():
    play = Play.announced()
    assert ("minutes-request", "he.jun") in letters(play.until("11-30 10:30"))
    assert play.meeting.state is MeetingState.HELD


def test_missing_minutes_are_asked_for_again_and_told_to_the_host_when_overdue():
    play = held()
    assert letters(play.until("12-01 10:00")) == [("minutes-reminder", "he.jun")]
    assert letters(play.until("12-01 18:00")) == [("minutes-reminder/overdue", "wang.fang")]
    assert letters(play.until("12-02 10:00")) == [("minutes-reminder", "he.jun")]
    assert letters(play.until("12-03 10:00")) == [("minutes-reminder", "he.jun")]


def test_after_a_week_asleep_one_reminder_goes_out_not_a_burst():
    play = held()
    decision = play.until("12-08 10:00")
    assert [kind for kind, to in letters(decision) if to == "he.jun"] == ["minutes-reminder"]


def test_complete_minutes_go_to_all_for_confirmation_and_the_recorder_counts_as_having_confirmed():
    play = held()
    decision = sent(play)
    assert [to for kind, to in letters(decision) if kind == "minutes"] == list(EVERYBODY)
    assert play.meeting.state is MeetingState.RECORDED
    assert play.meeting.current_minutes.confirmed == (mail("he.jun"),)
    assert play.meeting.resolutions == ()


def test_what_lacks_owner_or_deadline_is_asked_back_before_the_minutes_go_out():
    play = held()
    lacking = replace(
        CONTENT, resolutions=(PLAN, Task("整理退货流程", ())), problems=(Doubt("整理退货流程（尽快）", Why.NO_OWNER),)
    )
    decision = sent(play, lacking)
    assert letters(decision) == [("ask/minutes", "he.jun")]
    assert decision.letters[0].doubts == lacking.problems
    answer = MinutesContent(resolutions=(Task("整理退货流程", (mail("wu.hao"),), date(2026, 12, 7)),), text="…")
    decision = play.says("he.jun", MinutesSent(), to=MailKind.ASK, minutes=answer)
    assert [t.title for t in play.meeting.current_minutes.content.resolutions] == ["提交整改方案", "整理退货流程"]
    assert ("minutes", "li.qiang") in letters(decision)


def test_an_answer_that_settles_one_of_two_questions_leaves_the_other_open():
    play = held()
    lacking = replace(
        CONTENT,
        resolutions=(Task("甲任务"), Task("乙任务", (mail("wu.hao"),))),
        problems=(Doubt("甲任务", Why.NO_OWNER), Doubt("甲任务", Why.NO_DEADLINE), Doubt("乙任务", Why.NO_DEADLINE)),
    )
    sent(play, lacking)
    answer = MinutesContent(resolutions=(Task("甲任务", (mail("wu.hao"),), date(2026, 12, 7)),))
    decision = play.says("he.jun", MinutesSent(), to=MailKind.ASK, minutes=answer)
    assert decision.letters[0].doubts == (Doubt("乙任务", Why.NO_DEADLINE),)


def test_when_all_have_confirmed_the_minutes_are_final_at_once_and_the_owners_get_their_tasks():
    play = held()
    sent(play)
    for who in EVERYBODY:
        if who != "he.jun":
            decision = play.says(who, Confirm(), to=MailKind.MINUTES)
    assert play.meeting.state is MeetingState.CONFIRMED
    assert ("task", "li.qiang") in letters(decision)
    assert ("task", "wu.hao") in letters(decision)
    assert len([1 for kind, _ in letters(decision) if kind == "minutes-final"]) == len(EVERYBODY)
    assert [r.id for r in play.meeting.resolutions] == ["weekly-2026-11-30-r1", "weekly-2026-11-30-r2"]


def test_silence_after_the_deadline_counts_as_consent_and_the_record_names_the_silent():
    play = held()
    sent(play)
    play.says("li.qiang", Confirm(), to=MailKind.MINUTES)
    assert ("minutes-reminder/confirm", "wu.hao") in letters(play.until("12-01 15:00"))
    assert play.meeting.state is MeetingState.RECORDED
    play.until("12-02 18:00")
    version = play.meeting.current_minutes
    assert play.meeting.state is MeetingState.CONFIRMED
    assert set(version.silent) == {mail(w) for w in ("wang.fang", "zhou.tao", "zhang.wei", "wu.hao")}


def test_where_silence_is_to_be_asked_the_silent_are_asked_again_and_nothing_is_final():
    play = held(replace(WEEKLY, minutes_terms=MinutesTerms(silence="ask")))
    sent(play)
    decision = play.until("12-02 18:00")
    assert ("minutes-reminder/confirm", "wu.hao") in letters(decision)
    assert play.meeting.state is MeetingState.RECORDED
    assert ("minutes-reminder/confirm", "wu.hao") in letters(play.until("12-03 10:00"))


def test_an_objection_goes_to_the_recorder_with_its_passage():
    play = held()
    sent(play)
    wish = Object(items=("期限应为12月6日",), passages=("1. 提交整改方案，12月4日前",))
    decision = play.says("li.qiang", wish, to=MailKind.MINUTES)
    (letter,) = [x for x in decision.letters if x.kind is MailKind.OBJECTION]
    assert letter.to == mail("he.jun")
    assert [(o.by, o.text, o.passage) for o in letter.objections] == [
        (mail("li.qiang"), "期限应为12月6日", "1. 提交整改方案，12月4日前")
    ]


def test_minutes_that_somebody_objects_to_are_never_final_by_silence():
    play = held()
    sent(play)
    play.says("li.qiang", Object(items=("期限不对",)), to=MailKind.MINUTES)
    decision = play.until("12-02 18:00")
    assert play.meeting.state is MeetingState.RECORDED
    assert ("minutes-reminder/objected", "he.jun") in letters(decision)
    assert ("notice/objections", "wang.fang") in letters(decision)


def answered(words="原纪要无误，不修改"):
    """Li Qiang objects, the recorder answers in words."""
    play = held()
    sent(play)
    play.says("li.qiang", Object(items=("期限不对",)), to=MailKind.MINUTES)
    return play, play.says("he.jun", AnswerObjection(), to=MailKind.OBJECTION, text=words)


def test_what_the_recorder_says_of_an_objection_reaches_who_objects_and_changes_no_minutes():
    play, decision = answered()
    (letter,) = [x for x in decision.letters if x.kind is MailKind.OBJECTION]
    assert (letter.to, letter.variant, letter.quote) == (mail("li.qiang"), "answered", "原纪要无误，不修改")
    assert ("receipt", "he.jun") in letters(decision)
    assert len(play.meeting.minutes) == 1
    assert [o.by for o in play.meeting.current_minutes.objections] == [mail("li.qiang")]


def test_who_objected_confirms_after_the_recorders_answer_and_the_objection_ends():
    play, _ = answered()
    play.says("li.qiang", Confirm(), to=MailKind.OBJECTION)
    assert play.meeting.current_minutes.objections == ()
    assert mail("li.qiang") in play.meeting.current_minutes.confirmed


def test_an_objection_that_is_kept_after_the_answer_is_told_to_the_host_at_once():
    play, _ = answered()
    decision = play.says("li.qiang", Object(items=("期限仍不对",)), to=MailKind.OBJECTION)
    assert ("notice/objections", "wang.fang") in letters(decision)


def test_the_recorders_words_on_an_objection_that_has_ended_go_nowhere():
    play = held()
    sent(play)
    play.says("li.qiang", Object(items=("期限不对",)), to=MailKind.MINUTES)
    play.says("li.qiang", Confirm(), to=MailKind.MINUTES)
    decision = play.says("he.jun", AnswerObjection(), to=MailKind.OBJECTION)
    assert [s.key for s in decision.said] == [Saying.REQUEST_DECIDED_ALREADY]


def test_a_new_version_goes_out_for_a_new_confirmation():
    play = held()
    sent(play)
    play.says("zhou.tao", Confirm(), to=MailKind.MINUTES)
    play.says("li.qiang", Object(items=("期限不对",)), to=MailKind.MINUTES)
    later = replace(CONTENT, resolutions=(replace(PLAN, due=date(2026, 12, 7)), STOCK), text="改")
    decision = play.says("he.jun", MinutesSent(), to=MailKind.OBJECTION, minutes=later)
    assert [to for kind, to in letters(decision) if kind == "minutes"] == list(EVERYBODY)
    version = play.meeting.current_minutes
    assert (version.number, version.confirmed, version.objections) == (2, (mail("he.jun"),), ())


def test_a_confirmation_of_an_older_version_does_not_count_for_the_new_one():
    play = held()
    sent(play)
    old = play.newest("zhou.tao", MailKind.MINUTES)
    play.says("he.jun", MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=replace(CONTENT, text="改"))
    decision = play._happens(play.reply("zhou.tao", (Confirm(),), old))
    assert [s.key for s in decision.said] == [Saying.MINUTES_SUPERSEDED]
    assert mail("zhou.tao") not in play.meeting.current_minutes.confirmed


LACKING = replace(
    CONTENT, resolutions=(PLAN, replace(STOCK, due=None)), problems=(Doubt("完成备货清单", Why.NO_DEADLINE),), text="二"
)


def test_a_new_version_that_lacks_something_is_asked_for_every_working_day_until_it_can_go_out():
    play = held()
    sent(play)
    play.says("wu.hao", Object(items=("数量不对",)), to=MailKind.MINUTES)
    sent(play, LACKING)
    assert letters(play.until("12-01 10:00")) == [("minutes-reminder", "he.jun")]
    reminded = play.until("12-02 10:00")
    assert letters(reminded) == [("minutes-reminder", "he.jun")]
    assert reminded.letters[0].doubts == LACKING.problems
    assert ("minutes", "wu.hao") in letters(sent(play, replace(CONTENT, text="三")))
    assert ("minutes-reminder", "he.jun") not in letters(play.until("12-03 10:00"))


def test_a_confirmation_that_comes_while_the_new_version_is_completed_changes_nothing_and_says_so():
    play = held()
    sent(play)
    sent(play, LACKING)
    decision = play.says("wu.hao", Confirm(), to=MailKind.MINUTES)
    assert [s.key for s in decision.said] == [Saying.MINUTES_SUPERSEDED]
    assert play.meeting.state is MeetingState.RECORDED
    assert play.meeting.current_minutes.confirmed == ()


def test_the_same_minutes_sent_twice_make_one_version():
    play = held()
    sent(play)
    sent(play)
    assert len(play.meeting.minutes) == 1


def test_somebody_elses_minutes_are_not_taken():
    play = held()
    request = replace(play.newest("he.jun", MailKind.MINUTES_REQUEST), to=mail("zhou.tao"))
    decision = play._happens(play.reply("zhou.tao", (MinutesSent(),), request, minutes=CONTENT))
    assert ("notice/no-authority", "liu.yang") in letters(decision)
    assert play.meeting.minutes == ()


@pytest.mark.parametrize("wish", [Confirm(), Object(items=("晚了",))])
def test_after_they_are_final_a_late_word_changes_nothing(wish):
    play = held()
    sent(play)
    play.until("12-02 18:00")
    decision = play.says("li.qiang", wish, to=MailKind.MINUTES)
    assert Saying.MINUTES_TOO_LATE in [s.key for s in decision.said]


def test_provisional_resolutions_start_at_once_and_are_not_opened_twice():
    play = held(replace(WEEKLY, minutes_terms=MinutesTerms(provisional=True)))
    decision = sent(play)
    assert ("task", "li.qiang") in letters(decision)
    decision = play.until("12-02 18:00")
    assert ("task", "li.qiang") not in letters(decision)
    assert len(play.meeting.resolutions) == 2


def revised(play):
    """Version 2, in which the deadline of the plan is another."""
    later = replace(CONTENT, resolutions=(replace(PLAN, due=date(2026, 12, 7)), STOCK), text="改")
    return play.says("he.jun", MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=later)


def test_an_objection_to_version_one_that_comes_after_version_two_is_recorded_under_version_one():
    play = held()
    sent(play)
    old = play.newest("zhou.tao", MailKind.MINUTES)
    revised(play)
    decision = play._happens(play.reply("zhou.tao", (Object(items=("期限不对",)),), old))
    first, second = play.meeting.minutes
    assert [(o.by, o.version) for o in first.objections] == [(mail("zhou.tao"), 1)]
    assert second.objections == ()
    (letter,) = [x for x in decision.letters if x.kind is MailKind.OBJECTION]
    assert (letter.to, letter.variant, letter.objections[0].version) == (mail("he.jun"), "earlier", 1)
    assert [(s.key, s.number) for s in decision.said] == [
        (Saying.MINUTES_OBJECTED, 1),
        (Saying.MINUTES_SUPERSEDED, 2),
    ]


TEXT = "1、主推款不参加满减。\n2、提交整改方案，李强，12月4日前\n3、完成备货清单，吴昊，12月9日前"


@pytest.mark.parametrize(
    ("objection", "passage"),
    [
        ("提交整改方案的期限应为12月6日", "2、提交整改方案，李强，12月4日前"),
        ("第三条的责任人不对", "3、完成备货清单，吴昊，12月9日前"),
        ("Item 1 was not decided.", "1、主推款不参加满减。"),
        ("“12月9日前”应为“12月10日前”", "3、完成备货清单，吴昊，12月9日前"),
        ("第七条的责任人不对", ""),
        ("期限不对", ""),
    ],
)
def test_the_passage_is_looked_up_in_the_version_that_was_objected_to(objection, passage):
    play = held()
    sent(play, replace(CONTENT, text=TEXT))
    old = play.newest("zhou.tao", MailKind.MINUTES)
    revised(play)
    play._happens(play.reply("zhou.tao", (Object(items=(objection,)),), old))
    assert [o.passage for o in play.meeting.minutes[0].objections] == [passage]


def test_a_day_alone_answers_the_question_for_the_one_deadline_that_is_missing():
    play = held()
    lacking = replace(
        CONTENT,
        resolutions=(PLAN, Task("更新客户名单", (mail("wu.hao"),))),
        problems=(Doubt("更新客户名单", Why.NO_DEADLINE),),
    )
    sent(play, lacking)
    decision = play.says("he.jun", DeadlineNamed(due=date(2026, 12, 10)), to=MailKind.ASK, text="12月10日")
    assert play.meeting.current_minutes.content.resolutions[1].due == date(2026, 12, 10)
    assert ("minutes", "li.qiang") in letters(decision)


def test_where_two_things_are_missing_a_day_alone_is_not_asked_for():
    play = held()
    lacking = replace(
        CONTENT,
        resolutions=(Task("甲任务", (mail("wu.hao"),)), Task("乙任务", (mail("wu.hao"),))),
        problems=(Doubt("甲任务", Why.NO_DEADLINE), Doubt("乙任务", Why.NO_DEADLINE)),
    )
    assert sent(play, lacking).letters[0].ref == ""
