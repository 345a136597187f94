"""An IMAP server that breaks off in the middle, stalls, talks nonsense, or has no room for what was dealt with."""

from contextlib import closing
from dataclasses import replace

import pytest
from servers.scripted import HANG_UP, Scripted, scripted_imap
from structlog.testing import capture_logs

from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.settings import ImapSettings
from mailflow.ports import MailKey, NotMoved, Unreachable

SETTINGS = ImapSettings(host="127.0.0.1", port=0, security="none", username="secretary", password="s3cret")
SIZES = "* 1 FETCH (UID 4 RFC822.SIZE 40)\r\n* 2 FETCH (UID 5 RFC822.SIZE 40)\r\n{tag} OK done\r\n"
FOUND = "* SEARCH 4 5\r\n{tag} OK done\r\n"
WHOLE = "* 1 FETCH (UID 4 BODY[] {{5}}\r\nmail4)\r\n* 2 FETCH (UID 5 BODY[] {{5}}\r\nmail5)\r\n{tag} OK done\r\n"


class TwoMails(Scripted):
    """Sizes as asked for; then what the test wrote for FETCH, the first time, and whole mails after that."""

    broke = False

    def answer(self, tag: str, command: str) -> str | None:
        if "RFC822.SIZE" in command:
            return SIZES.format(tag=tag)
        if "BODY.PEEK[]" in command and self.broke:
            return WHOLE.format(tag=tag)
        self.broke = self.broke or "BODY.PEEK[]" in command
        return None


def inbox_of(server: Scripted) -> ImapInbox:
    return ImapInbox(replace(SETTINGS, port=server.port), connect_timeout=1, read_timeout=0.3)


@pytest.mark.parametrize(
    "said",
    [
        "* 1 FETCH (UID 4 BODY[] {{5}}\r\nma" + HANG_UP,
        "* 1 FETCH (UID 4 BO" + HANG_UP,
        "* 1 FETCH (UID 4 BODY[] {{5}}\r\nmail4)\r\n* 2 FET" + HANG_UP,
        HANG_UP,
        "* 1 FETCH (UID 4 BODY[] {{500}}\r\nma",
        "* 1 FETCH (UID 4 BODY[] {{5}}\r\nmail4)\r\n",
        "* 1 FETCH ((((\r\n{tag} OK done\r\n",
        "\x00\xff nonsense\r\n",
        "{tag} NO [SERVERBUG] not now\r\n",
        "* BYE going down\r\n" + HANG_UP,
    ],
    ids=[
        "in a mail",
        "in a line",
        "between two",
        "at once",
        "stalls in a mail",
        "stalls",
        "odd",
        "nonsense",
        "no",
        "bye",
    ],
)
def test_a_reading_that_breaks_off_is_told_and_the_next_one_finds_every_mail(said: str) -> None:
    with scripted_imap({"SEARCH": FOUND, "FETCH": said}, kind=TwoMails) as server, closing(inbox_of(server)) as inbox:
        with pytest.raises(Unreachable) as told:
            list(inbox.fetch())
        assert "\n" not in str(told.value)
        assert [each.raw for each in inbox.fetch()] == [b"mail4", b"mail5"]


class Poisoned(Scripted):
    """Three mails; it hangs up in the midst of the one that is ``poison``."""

    poison = 5

    def answer(self, tag: str, command: str) -> str | None:
        if "UID FETCH" not in command:
            return None
        said = ""
        for uid in map(int, self._expanded(command.split()[2])):
            if "RFC822.SIZE" in command:
                said += f"* {uid} FETCH (UID {uid} RFC822.SIZE 5)\r\n"
            elif uid == self.poison:
                return said + f"* {uid} FETCH (UID {uid} BODY[] {{5}}\r\nma" + HANG_UP
            else:
                said += f"* {uid} FETCH (UID {uid} BODY[] {{5}}\r\nmail{uid})\r\n"
        return f"{said}{tag} OK done\r\n"

    @staticmethod
    def _expanded(numbers: str) -> list[int]:
        ends = [[int(n) for n in part.split(":")] for part in numbers.split(",")]
        return [uid for end in ends for uid in range(end[0], end[-1] + 1)]


THREE = "* SEARCH 4 5 6\r\n{tag} OK done\r\n"


@pytest.mark.parametrize("poison", [4, 5, 6])
def test_a_mail_at_which_the_server_hangs_up_keeps_no_other_from_being_read_and_is_told_once(poison: int) -> None:
    with scripted_imap({"SEARCH": THREE}, kind=Poisoned) as server, closing(inbox_of(server)) as inbox:
        assert isinstance(server, Poisoned)
        server.poison = poison
        with capture_logs() as log:
            for _ in range(4):  # in a batch, and three times by itself
                with pytest.raises(Unreachable):
                    list(inbox.fetch())
            for _ in range(2):
                assert [each.key.uid for each in inbox.fetch()] == [uid for uid in (4, 5, 6) if uid != poison]
            assert not inbox.wait(0.1), "what is passed over is not new, or reading would go round and round"
        assert [line["uid"] for line in log] == [poison]


def test_a_mail_that_was_passed_over_is_tried_again_later_and_lost_is_none() -> None:
    with scripted_imap({"SEARCH": THREE}, kind=Poisoned) as server:
        assert isinstance(server, Poisoned)
        with closing(ImapInbox(replace(SETTINGS, port=server.port), pass_over=0.0)) as inbox:
            for _ in range(5):
                with pytest.raises(Unreachable):
                    list(inbox.fetch())
            server.poison = 0
            assert [each.raw for each in inbox.fetch()] == [b"mail4", b"mail5", b"mail6"]


FULL = "{tag} NO [OVERQUOTA] Quota exceeded\r\n"
EXISTS = '* LIST () "/" Archive\r\n{tag} OK done\r\n'


@pytest.mark.parametrize("moves", [True, False], ids=["with MOVE", "with COPY"])
def test_a_full_archive_keeps_the_mail_where_it_is_and_nobody_behind_it_waiting(moves: bool) -> None:
    capable = f"* CAPABILITY IMAP4rev1 IDLE{' MOVE' if moves else ''}\r\n{{tag}} OK done\r\n"
    answers = {"CAPABILITY": capable, "SEARCH": FOUND, "FETCH": WHOLE, "MOVE": FULL, "COPY": FULL, "LIST": EXISTS}
    with scripted_imap(answers, kind=TwoMails) as server, closing(inbox_of(server)) as inbox:
        for each in inbox.fetch():
            with pytest.raises(NotMoved, match=r"\[OVERQUOTA\].*make room in the mailbox"):
                inbox.done(each.key)
        assert not [command for command in server.heard if "STORE" in command or "EXPUNGE" in command]
        assert list(inbox.fetch()) == [], "not fetched again with each new mail"
        assert len([c for c in server.heard if c.startswith("LOGIN")]) == 1, "the connection is as good as before"


def test_what_the_archive_did_not_take_is_tried_again_later() -> None:
    answers = {"SEARCH": FOUND, "FETCH": WHOLE, "COPY": FULL, "LIST": EXISTS}
    with scripted_imap(answers, kind=TwoMails) as server:
        inbox = ImapInbox(replace(SETTINGS, port=server.port), move_again=0.0)
        with closing(inbox):
            (first, _) = inbox.fetch()
            with pytest.raises(NotMoved):
                inbox.done(first.key)
            assert len(list(inbox.fetch())) == 2
            server.answers = {**answers, "COPY": "{tag} OK done\r\n"}
            inbox.done(MailKey(7, 4))
            assert [c for c in server.heard if c.startswith("UID STORE 4")]
