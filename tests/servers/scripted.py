"""An IMAP server that says what a test wrote down for it: the oddities that no good server shows."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_USUAL = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK done\r\n",
    "LOGIN": "{tag} OK welcome\r\n",
    "SELECT": "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n{tag} OK [READ-WRITE] selected\r\n",
    "SEARCH": "* SEARCH\r\n{tag} OK done\r\n",
    "IDLE": "+ idling\r\n",
    "DONE": "{tag} OK idle is over\r\n",
    "LOGOUT": "* BYE see you\r\n{tag} OK gone\r\n",
}
HANG_UP = "HANG UP"


@dataclass
class Scripted:
    """``heard`` are the commands in order, without tags. An answer that ends in HANG_UP closes the connection."""

    answers: Mapping[str, str]
    port: int = 0
    greeting: str = "* OK ready\r\n"
    heard: list[str] = field(default_factory=list)

    def answer(self, tag: str, command: str) -> str | None:
        """For a server that does more than to answer the same again; None for what is written down."""

    def serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError):
            connection.sendall(self.greeting.encode())
            idle_tag = ""
            for line in lines:
                tag, _, command = line.decode(errors="replace").strip().partition(" ")
                if tag == "DONE":
                    tag, command = idle_tag, "DONE"
                self.heard.append(command)
                word = command.removeprefix("UID ").split(" ")[0]
                if word == "IDLE":
                    idle_tag = tag
                usual = self.answers.get(word, _USUAL.get(word, "{tag} OK done\r\n")).format(tag=tag)
                answer = self.answer(tag, command) or usual
                connection.sendall(answer.removesuffix(HANG_UP).encode())
                if answer.endswith(HANG_UP):
                    return


@contextlib.contextmanager
def scripted_imap(
    answers: Mapping[str, str], greeting: str = "* OK ready\r\n", kind: type[Scripted] = Scripted
) -> Iterator[Scripted]:
    """One connection after the other, in a thread. Answers by command; the usual ones need not be given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = kind(answers, listener.getsockname()[1], greeting)

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    server.serve(listener.accept()[0])

        thread = threading.Thread(target=accept, name="scripted-imap", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
