"""ImapInbox waits for mail: told at once, woken at will, never deaf to a server that is gone."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from servers.house import FrontHouse, front_house
from servers.scripted import HANG_UP, scripted_imap

from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.settings import ImapSettings
from mailflow.ports import Unreachable

pytestmark = pytest.mark.server
MAIL = b"From: li.qiang@corp.example\r\nSubject: hello\r\n\r\nhello\r\n"


@contextmanager
def soon(act: Callable[[], object], after: float = 0.3) -> Iterator[None]:
    """Does it meanwhile, in another thread."""
    timer = threading.Timer(after, act)
    timer.start()
    try:
        yield
    finally:
        timer.join()


@pytest.fixture
def inbox(house: FrontHouse) -> Iterator[ImapInbox]:
    with closing(ImapInbox(house.imap)) as box:
        yield box


def settings(port: int) -> ImapSettings:
    return ImapSettings(host="127.0.0.1", port=port, security="none", username="secretary", password="word")


def test_a_delivery_is_noticed_within_a_second(house: FrontHouse, inbox: ImapInbox) -> None:
    assert inbox.wait(0) is False
    delivered: list[float] = []

    def deliver() -> None:
        house.deliver(MAIL)
        delivered.append(time.monotonic())

    with soon(deliver, after=1.4):  # in a long IDLE
        assert inbox.wait(10) is True
        noticed = time.monotonic()
    assert noticed - delivered[0] < 1


def test_without_idle_the_folder_is_looked_at_again_and_again() -> None:
    with (
        front_house(capability="IMAP4rev1") as house,
        closing(ImapInbox(house.imap, poll=0.1)) as inbox,
        soon(lambda: house.deliver(MAIL)),
    ):
        assert inbox.wait(10) is True


def test_mail_that_came_between_fetch_and_wait_ends_the_wait_at_once(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(MAIL)
    (first,) = inbox.fetch()
    house.deliver(MAIL)
    inbox.done(first.key)  # the server tells of the second mail here, where nobody listens
    start = time.monotonic()
    assert inbox.wait(10) is True
    assert time.monotonic() - start < 1


def test_mail_that_was_fetched_and_stays_is_not_new(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(MAIL)
    list(inbox.fetch())
    assert inbox.wait(0.2) is False


def test_mail_that_a_broken_off_reading_left_behind_is_new(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(MAIL)
    house.deliver(MAIL)
    next(inbox.fetch())
    assert inbox.wait(5) is True


def test_a_wait_without_news_ends_in_time(inbox: ImapInbox) -> None:
    start = time.monotonic()
    assert inbox.wait(0.4) is False
    assert 0.4 <= time.monotonic() - start < 1


def test_idle_is_renewed_without_losing_news(house: FrontHouse) -> None:
    with closing(ImapInbox(house.imap, renew=0.1)) as inbox, soon(lambda: house.deliver(MAIL), after=1.5):
        assert inbox.wait(10) is True


def test_wake_ends_a_wait_at_once(inbox: ImapInbox) -> None:
    start = time.monotonic()
    with soon(inbox.wake):
        assert inbox.wait(20) is False
    assert time.monotonic() - start < 1


def test_a_wake_just_before_the_wait_ends_it_and_only_it(inbox: ImapInbox) -> None:
    inbox.wake()
    inbox.wake()
    start = time.monotonic()
    assert inbox.wait(20) is False
    assert time.monotonic() - start < 1
    assert inbox.wait(0.3) is False
    assert time.monotonic() - start >= 0.3


def test_a_server_killed_during_idle_is_unreachable_and_found_again(house: FrontHouse, inbox: ImapInbox) -> None:
    start = time.monotonic()
    with soon(house.store.stop, after=1.3), pytest.raises(Unreachable):
        inbox.wait(20)
    assert time.monotonic() - start < 3
    with pytest.raises(Unreachable):
        inbox.wait(20)
    house.store.start()
    house.deliver(MAIL)
    assert inbox.wait(5) is True
    assert len(list(inbox.fetch())) == 1


@pytest.mark.parametrize(
    "said",
    ["+ idling\r\n* BYE shutting down (for ever\r\n" + HANG_UP, "* BYE no idling today\r\n" + HANG_UP, HANG_UP],
    ids=["BYE in the middle", "BYE for an answer", "not a word"],
)
def test_a_server_that_takes_leave_is_unreachable(said: str) -> None:
    with scripted_imap({"IDLE": said}) as server, closing(ImapInbox(settings(server.port))) as inbox:
        try:
            waited = inbox.wait(1.5)
        except Unreachable:
            return
        # A server that will not idle is polled instead: it must have been asked again over a new connection.
        assert waited is False
        assert sum(command.startswith("LOGIN") for command in server.heard) == 2


@pytest.mark.parametrize(
    "said",
    ["* 1 EXISTS\r\n+ idling\r\n", "+ idling\r\n* 1 EXISTS\r\n", "+ idling\r\n* 1 EXI" + HANG_UP],
    ids=["before the +", "along with the +", "half of it"],
)
def test_a_notice_in_an_odd_place_leads_to_a_look(said: str) -> None:
    with (
        scripted_imap({"IDLE": said}) as server,
        closing(ImapInbox(settings(server.port), poll=0.5)) as inbox,
    ):

        def mail_is_there() -> None:
            server.answers = {**server.answers, "SEARCH": "* SEARCH 1\r\n{tag} OK done\r\n"}

        start = time.monotonic()
        with soon(mail_is_there, after=0.2):
            assert inbox.wait(5) is True
        assert time.monotonic() - start < 2


def test_a_server_that_hangs_is_unreachable_after_the_timeout() -> None:
    with (
        scripted_imap({"SEARCH": ""}) as server,
        closing(ImapInbox(settings(server.port), read_timeout=0.3)) as inbox,
        pytest.raises(Unreachable, match="no answer in time"),
    ):
        inbox.wait(5)
