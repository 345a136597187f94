"""SmtpSender against a server that misbehaves as told: what is tried again, given up, and never doubled."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from servers.house import FrontHouse, front_house
from servers.ports import free_ports

from mailflow.adapters.smtp import SmtpSender
from mailflow.core.values import Address
from mailflow.ports import Deferred, LoginRefused, Refused, Unreachable

pytestmark = pytest.mark.server
LI = Address("li.qiang@corp.example")
WANG = Address("wang.fang@corp.example")
MAIL = b"From: secretary@corp.example\r\nTo: li.qiang@corp.example\r\nSubject: hello\r\n\r\n.hello\r\n"


def with_sender(
    house: FrontHouse, act: Callable[[SmtpSender], Awaitable[None]], sender: SmtpSender | None = None
) -> None:
    """Runs it in a loop of its own, with the sender closed afterwards."""

    async def run() -> None:
        used = sender or SmtpSender(house.smtp, timeout=1)
        try:
            await act(used)
        finally:
            await used.close()

    asyncio.run(run())


def outcome(house: FrontHouse, recipient: Address = LI, raw: bytes = MAIL) -> Deferred | Refused | None:
    """What one send ends with."""
    told: list[Deferred | Refused] = []

    async def act(sender: SmtpSender) -> None:
        try:
            await sender.send(raw, recipient)
        except (Deferred, Refused) as error:
            told.append(error)

    with_sender(house, act)
    for error in told:
        assert "\n" not in str(error)
    return told[0] if told else None


def test_a_mail_arrives_with_our_address_on_the_envelope(house: FrontHouse) -> None:
    assert outcome(house, Address("li.qiang+token@corp.example")) is None
    assert house.front.taken == [("secretary@corp.example", "li.qiang+token@corp.example")]
    (raw,) = house.mailbox(LI).messages()
    assert raw.endswith(MAIL)


@pytest.mark.parametrize(
    ("stage", "reply", "kind"),
    [
        ("RCPT", "450 4.2.0 come again", Deferred),
        ("RCPT", "452 4.2.2 mailbox full", Deferred),
        ("RCPT", "552 5.2.2 mailbox full", Deferred),
        ("RCPT", "550 5.1.1 no such user", Refused),
        ("RCPT", "553 5.1.3 bad address", Refused),
        ("RCPT", "421 4.3.2 closing", Deferred),
        ("DATA", "451 4.3.0 try later", Deferred),
        ("DATA", "554 5.6.0 content refused", Refused),
        ("DATA", "550 5.4.5 daily limit exceeded", Deferred),
        ("MAIL", "451 4.3.0 try later", Deferred),
        ("MAIL", "552 5.3.4 too large", Refused),
    ],
)
def test_the_answer_decides_whether_a_mail_is_tried_again(
    house: FrontHouse, stage: str, reply: str, kind: type[Exception]
) -> None:
    house.front.fault(stage, reply)
    told = outcome(house)
    assert type(told).__mro__[:2].count(kind)
    assert reply in str(told), "the server's own words"
    assert not house.mailbox(LI).messages()


@pytest.mark.parametrize(
    ("stage", "reply", "all_mails"),
    [
        ("MAIL", "553 5.7.1 sender address rejected: not owned by user", True),
        ("MAIL", "530 5.7.0 authentication required", True),
        ("RCPT", "554 5.7.1 relay access denied", False),
        ("RCPT", "553 5.7.1 sender address rejected: not owned by user", False),
        ("RCPT", "530 5.7.0 authentication required", False),
    ],
)
def test_a_slip_in_our_settings_burns_no_mail(house: FrontHouse, stage: str, reply: str, all_mails: bool) -> None:
    """Once a recipient is named the answer may be about that one, and holds up nobody else's mail."""
    house.front.fault(stage, reply)
    told = outcome(house)
    assert isinstance(told, Deferred)
    assert isinstance(told, LoginRefused) is all_mails
    assert "check username" in str(told)


@pytest.mark.parametrize(
    ("stage", "fault", "all_mails"),
    [
        ("MAIL", {"reply": "451 4.3.0 try later"}, True),
        ("MAIL", {"reply": "421 4.7.0 too many at once", "times": 2}, True),
        ("MAIL", {"drop": "before", "times": 2}, True),
        ("MAIL", {"reply": "452 4.3.1 no room for so large a mail"}, False),
        ("RCPT", {"reply": "450 4.2.0 greylisted"}, False),
        ("RCPT", {"drop": "before", "times": 2}, False),
        ("DATA", {"reply": "451 4.3.0 try later"}, False),
    ],
)
def test_what_concerns_all_mails_is_told_from_what_concerns_this_one(
    house: FrontHouse, stage: str, fault: dict[str, object], all_mails: bool
) -> None:
    house.front.fault(stage, **fault)
    told = outcome(house)
    assert isinstance(told, Deferred)
    assert isinstance(told, Unreachable) is all_mails


def test_a_wrong_password_defers_the_mail_and_tells_of_the_login() -> None:
    with front_house(login_required=True) as house:

        async def act(sender: SmtpSender) -> None:
            with pytest.raises(Deferred, match="535") as told:
                await sender.send(MAIL, LI)
            assert isinstance(told.value, LoginRefused)

        with_sender(house, act, SmtpSender(house.smtp_settings(password="wrong"), timeout=1))
        assert outcome(house) is None


def test_no_login_where_one_is_required_burns_no_mail() -> None:
    with front_house(login_required=True) as house:

        async def act(sender: SmtpSender) -> None:
            with pytest.raises(Deferred):
                await sender.send(MAIL, LI)

        with_sender(house, act, SmtpSender(house.smtp_settings(username=""), timeout=1))


def test_a_closed_port_defers_and_is_unreachable(house: FrontHouse) -> None:
    async def act(sender: SmtpSender) -> None:
        with pytest.raises(Deferred) as told:
            await sender.send(MAIL, LI)
        assert isinstance(told.value, Unreachable)
        assert not isinstance(told.value, LoginRefused)

    with_sender(house, act, SmtpSender(house.smtp_settings(port=free_ports(1)[0]), timeout=1))


def test_of_several_recipients_each_has_its_own_fate(house: FrontHouse) -> None:
    house.front.fault("RCPT", "550 5.1.1 gone", recipient=WANG)

    async def act(sender: SmtpSender) -> None:
        results = await asyncio.gather(
            sender.send(MAIL, LI),
            sender.send(MAIL, WANG),
            sender.send(MAIL, Address("nobody@corp.example")),
            sender.send(MAIL, Address("zhang.wei@corp.example")),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [type(None), Refused, Refused, type(None)]

    with_sender(house, act)
    assert len(house.mailbox(LI).messages()) == 1
    assert len(house.mailbox("zhang.wei@corp.example").messages()) == 1


def test_greylisting_is_overcome_by_a_second_try(house: FrontHouse) -> None:
    house.front.greylisting = True
    assert isinstance(outcome(house), Deferred)
    assert outcome(house) is None
    assert len(house.mailbox(LI).messages()) == 1


@pytest.mark.parametrize(("drop", "arrived"), [("before", 0), ("unsaid", 1)])
def test_a_connection_lost_after_data_defers_and_is_not_tried_again_by_itself(
    house: FrontHouse, drop: str, arrived: int
) -> None:
    """The server may have taken the mail: whether it is sent again is for the outgoing queue to decide."""
    house.front.fault("DATA", drop=drop)

    async def act(sender: SmtpSender) -> None:
        await sender.send(MAIL, WANG)  # on this connection, which is kept
        with pytest.raises(Deferred):
            await sender.send(MAIL, LI)

    house.front.faults[0].recipient = LI
    with_sender(house, act)
    assert len(house.mailbox(LI).messages()) == arrived


def test_a_connection_lost_after_the_250_loses_nothing(house: FrontHouse) -> None:
    house.front.fault("DATA", drop="after")

    async def act(sender: SmtpSender) -> None:
        await sender.send(MAIL, LI)
        await asyncio.sleep(0.1)
        await sender.send(MAIL, LI)

    with_sender(house, act)
    assert len(house.mailbox(LI).messages()) == 2


def test_a_stalled_answer_defers_after_the_timeout(house: FrontHouse) -> None:
    house.front.fault("DATA", stall=3)
    start = time.monotonic()
    assert isinstance(outcome(house), Deferred)
    assert time.monotonic() - start < 2.5


def test_connections_are_kept_and_no_more_than_set(house: FrontHouse) -> None:
    most: list[int] = []

    async def act(sender: SmtpSender) -> None:
        async def one() -> None:
            await sender.send(MAIL, LI)
            most.append(house.front.open)

        await asyncio.gather(*(one() for _ in range(20)))
        for _ in range(5):
            await one()

    with_sender(house, act, SmtpSender(house.smtp_settings(connections=3)))
    assert house.front.connections == 3
    assert max(most) == 3
    assert len(house.mailbox(LI).messages()) == 25


def test_a_refusal_does_not_cost_the_connection(house: FrontHouse) -> None:
    house.front.fault("RCPT", "550 5.1.1 gone", recipient=WANG, times=3)

    async def act(sender: SmtpSender) -> None:
        for _ in range(3):
            with pytest.raises(Refused):
                await sender.send(MAIL, WANG)
            await sender.send(MAIL, LI)

    with_sender(house, act)
    assert house.front.connections == 1


def test_an_idle_connection_that_the_server_closed_is_replaced_unseen(house: FrontHouse) -> None:
    async def act(sender: SmtpSender) -> None:
        await sender.send(MAIL, LI)
        await asyncio.to_thread(house.front.hang_up)
        await sender.send(MAIL, LI)

    with_sender(house, act)
    assert house.front.connections == 2
    assert len(house.mailbox(LI).messages()) == 2


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"reply": "421 4.4.2 idle too long"}, {"stall": 3}])
def test_a_kept_connection_that_fails_before_the_mail_went_over_is_replaced_once(
    house: FrontHouse, fault: dict[str, object]
) -> None:
    async def act(sender: SmtpSender) -> None:
        await sender.send(MAIL, LI)
        house.front.fault("MAIL", **fault)
        await sender.send(MAIL, LI)
        house.front.fault("MAIL", **{**fault, "times": 2})
        with pytest.raises(Deferred):
            await sender.send(MAIL, LI)

    with_sender(house, act)
    assert len(house.mailbox(LI).messages()) == 2


def test_a_connection_unused_for_long_is_not_trusted(house: FrontHouse) -> None:
    async def act(sender: SmtpSender) -> None:
        await sender.send(MAIL, LI)
        await asyncio.sleep(0.2)
        await sender.send(MAIL, LI)

    with_sender(house, act, SmtpSender(house.smtp, keep=0.1))
    assert house.front.connections == 2


def test_a_cancelled_send_leaves_no_half_said_connection_behind(house: FrontHouse) -> None:
    house.front.fault("DATA", stall=3, recipient=WANG)

    async def act(sender: SmtpSender) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sender.send(MAIL, WANG), 0.5)
        await sender.send(MAIL, LI)

    with_sender(house, act)
    assert len(house.mailbox(LI).messages()) == 1


def test_one_sender_serves_one_event_loop_after_the_other(house: FrontHouse) -> None:
    sender = SmtpSender(house.smtp)
    for _ in range(2):
        asyncio.run(sender.send(MAIL, LI))
    assert len(house.mailbox(LI).messages()) == 2


@pytest.mark.parametrize(
    ("raw", "recipient", "options"),
    [
        (MAIL, LI, {f"SIZE={len(MAIL)}"}),
        (MAIL + "你好\r\n".encode(), LI, {f"SIZE={len(MAIL) + 8}", "BODY=8BITMIME"}),
        ("Subject: 你好\r\n".encode() + MAIL, LI, {f"SIZE={len(MAIL) + 17}", "BODY=8BITMIME", "SMTPUTF8"}),
    ],
    ids=["plain", "8-bit body", "UTF-8 header"],
)
def test_the_server_is_told_what_the_bytes_need(
    house: FrontHouse, raw: bytes, recipient: Address, options: set[str]
) -> None:
    assert outcome(house, recipient, raw) is None
    assert set(house.front.options[0]) == options
    assert house.mailbox(LI).messages()[0].endswith(raw)


@pytest.mark.parametrize("address", ["li\r\nRCPT TO:<wang.fang@corp.example>@corp.example", "li qiang", "li@", ""])
def test_an_impossible_address_is_refused_and_injects_nothing(house: FrontHouse, address: str) -> None:
    assert isinstance(outcome(house, Address(address)), Refused)
    assert house.front.taken == []


def test_check_logs_in_and_sends_nothing(house: FrontHouse) -> None:
    async def act(sender: SmtpSender) -> None:
        await sender.check()
        await sender.send(MAIL, LI)

    with_sender(house, act)
    assert house.front.connections == 1
