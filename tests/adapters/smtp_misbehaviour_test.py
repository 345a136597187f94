"""An SMTP server that breaks off in the middle of a line, at any stage: the mail waits, and is sent whole later."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from mailflow.adapters.settings import SmtpSettings
from mailflow.adapters.smtp import SmtpSender
from mailflow.core.values import Address
from mailflow.ports import Deferred, Unreachable

MAIL = b"From: secretary@corp.example\r\nTo: li.qiang@corp.example\r\nSubject: x\r\n\r\nwhole\r\n"
USUAL = {"": "220 ready", "EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 taken"}


class Server:
    """Says at one stage what a test wrote, and hangs up, or (``stalls``) says nothing more; as usual after that."""

    def __init__(self, at: str, said: str, stalls: bool) -> None:
        self.at, self.said, self.stalls = at, said, stalls
        self.port = 0
        self.taken: list[bytes] = []
        self._ended = threading.Event()

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError):
            if not self._answers(connection, ""):
                return
            body: list[bytes] | None = None
            for line in lines:
                if body is not None and line != b".\r\n":
                    body.append(line)
                    continue
                word = "." if body is not None else line.decode()[:4].strip().upper()
                if word == "." and body is not None and self.at != ".":
                    self.taken.append(b"".join(body))
                body = [] if word == "DATA" else None
                if not self._answers(connection, word):
                    return

    def _answers(self, connection: socket.socket, word: str) -> bool:
        if word == self.at:
            self.at = "never again"
            connection.sendall(self.said.encode())
            if self.stalls:
                self._ended.wait(5)
            return False
        connection.sendall(USUAL.get(word, "250 ok").encode() + b"\r\n")
        return True

    def end(self) -> None:
        self._ended.set()


@contextlib.contextmanager
def server(at: str, said: str, stalls: bool) -> Iterator[Server]:
    made = Server(at, said, stalls)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made.port = listener.getsockname()[1]

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=made.serve, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.end()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@pytest.mark.parametrize("stalls", [False, True], ids=["hangs up", "stalls"])
@pytest.mark.parametrize(
    "said", ["", "2", "250-more to", "\x00\xff\r\n"], ids=["nothing", "a digit", "half", "nonsense"]
)
@pytest.mark.parametrize(
    ("at", "all_mails"), [("", True), ("EHLO", True), ("MAIL", True), ("RCPT", False), ("DATA", False), (".", False)]
)
def test_a_server_that_breaks_off_defers_the_mail_which_goes_out_whole_the_next_time(
    at: str, said: str, stalls: bool, all_mails: bool
) -> None:
    with server(at, said, stalls) as made:
        settings = SmtpSettings(
            host="127.0.0.1", port=made.port, security="none", sender=Address("secretary@corp.example")
        )

        async def act() -> None:
            sender = SmtpSender(settings, timeout=0.3)
            try:
                with pytest.raises(Deferred) as told:
                    await sender.send(MAIL, Address("li.qiang@corp.example"))
                assert isinstance(told.value, Unreachable) is all_mails
                assert "\n" not in str(told.value)
                await sender.send(MAIL, Address("li.qiang@corp.example"))
            finally:
                await sender.close()

        asyncio.run(act())
        assert made.taken == [MAIL]
