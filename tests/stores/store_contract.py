"""What every store must do: a store's own test class inherits this one and says how to open it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.policy import Series
from mailflow.core.reply import About
from mailflow.core.resolution import Resolution
from mailflow.core.values import Address, Digest, MeetingId, MessageId, RecordId, ResolutionId, SeriesKey, Token
from mailflow.ports import Conflict, Missing, Store

CHINA = timezone(timedelta(hours=8))
START = datetime(2026, 11, 30, 9, 30, tzinfo=CHINA)
HOST = Address("wang.fang@corp.example")


def meeting(day: str = "2026-11-30", **changes) -> Meeting:
    series = Series(
        key=SeriesKey("weekly"),
        title="销售与运营周例会",
        host=HOST,
        recorder=Address("he.jun@corp.example"),
        attendees=(HOST,),
        start=START.timetz().replace(tzinfo=None),
        minutes=60,
    )
    made = Meeting(id=MeetingId(RecordId(f"weekly-{day}")), terms=series, start=START, end=START + timedelta(hours=1))
    return replace(made, **changes)


def outgoing(n: int = 1, state: SendState = SendState.SENT) -> Outgoing:
    return Outgoing(
        message_id=MessageId(f"<invitation.{n}@corp.example>"),
        token=Token(f"token{n}"),
        kind=MailKind.INVITATION,
        to=HOST,
        about=About.INVITATION,
        ref="",
        subject="【会议邀请】周例会",
        raw=Digest("0" * 64),
        made_at=START,
        state=state,
    )


def line(message: str, cause: Cause = Cause.MAIL) -> LedgerEntry:
    return LedgerEntry(START, cause, Outcome.DONE, message_id=MessageId(message))


class StoreContract(ABC):
    @abstractmethod
    def open(self) -> Store: ...

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        opened = self.open()
        yield opened
        opened.close()

    def test_what_was_saved_comes_back_as_it_was(self, store):
        record = meeting(outgoing=(outgoing(),), log=(line("<a@b>"),))
        assert store.save(record, 0) == 1
        assert store.load(record.id).record == record
        assert store.load(record.id).version == 1

    def test_what_was_never_saved_is_none(self, store):
        assert store.load(RecordId("weekly-2026-12-07")) is None

    @pytest.mark.parametrize("due", [date(2026, 12, 4), datetime(2026, 12, 4, 17, 30, tzinfo=CHINA)])
    def test_a_day_stays_a_day_and_a_time_stays_a_time(self, store, due):
        task = Resolution(ResolutionId("weekly-2026-11-30-r1"), "提交方案", (HOST,), due)
        record = meeting(resolutions=(task,))
        store.save(record, 0)
        came = store.load(record.id).record.resolutions[0].due
        assert (type(came), came) == (type(due), due)

    @pytest.mark.parametrize("expected", [1, 7])
    def test_a_new_record_has_version_0(self, store, expected):
        with pytest.raises(Conflict):
            store.save(meeting(), expected)

    def test_who_saves_on_top_of_another_version_is_told_and_changes_nothing(self, store):
        store.save(meeting(), 0)
        store.save(meeting(venue="301"), 1)
        with pytest.raises(Conflict):
            store.save(meeting(venue="302"), 1)
        assert store.load(meeting().id).record.venue == "301"

    def test_records_come_in_the_order_of_their_ids_and_ended_ones_apart(self, store):
        for day in ("2026-12-07", "2026-11-30", "2026-12-14"):
            store.save(meeting(day), 0)
        store.save(meeting("2026-11-30", state=MeetingState.CLOSED), 1)
        store.save(Desk(id=RecordId("desk-2026-11")), 0)
        every = ["desk-2026-11", "weekly-2026-11-30", "weekly-2026-12-07", "weekly-2026-12-14"]
        assert [s.record.id for s in store.all_records()] == list(store.ids()) == every
        assert [s.record.id for s in store.open_records()] == [*every[:1], *every[2:]]

    def test_an_ended_record_can_still_be_read_and_written(self, store):
        store.save(meeting(state=MeetingState.CLOSED), 0)
        assert store.load(meeting().id).version == 1
        store.save(meeting(state=MeetingState.CLOSED, log=(line("<late@b>"),)), 1)
        assert store.load(meeting().id).record.log == (line("<late@b>"),)

    def test_an_ended_record_with_a_queued_mail_is_open_until_it_is_sent(self, store):
        store.save(meeting(state=MeetingState.CLOSED), 0)
        store.save(meeting(state=MeetingState.CLOSED, outgoing=(outgoing(state=SendState.QUEUED),)), 1)
        assert [s.version for s in store.open_records()] == [2]
        store.save(meeting(state=MeetingState.CLOSED, outgoing=(outgoing(),)), 2)
        assert list(store.open_records()) == []

    def test_a_mail_of_ours_is_found_by_token_and_by_message_id(self, store):
        store.save(meeting(outgoing=(outgoing(),)), 0)
        assert store.by_token(Token("token1")) == "weekly-2026-11-30"
        assert store.by_message(MessageId("<invitation.1@corp.example>")) == "weekly-2026-11-30"
        assert store.by_token(Token("other")) is None
        assert store.by_message(MessageId("<other@b>")) is None

    def test_a_mail_that_came_is_seen_in_every_record_that_took_it(self, store):
        store.save(meeting(log=(line("<a@b>"), line("<ours@b>", Cause.DELIVERY))), 0)
        store.save(Desk(id=RecordId("desk-2026-11"), log=(line("<a@b>"),)), 0)
        assert store.seen(MessageId("<a@b>")) == {"weekly-2026-11-30", "desk-2026-11"}
        assert store.seen(MessageId("<ours@b>")) == frozenset()

    @pytest.mark.parametrize("content", [b"", b"\x00\r\n\xff", "会议".encode("gb18030"), b"x" * 1_000_000])
    def test_bytes_are_kept_once_under_their_digest(self, store, content):
        digest = store.put_blob(content)
        assert store.put_blob(content) == digest
        assert store.get_blob(digest) == content

    def test_bytes_that_were_never_put_are_missing(self, store):
        with pytest.raises(Missing):
            store.get_blob(Digest("0" * 64))
