"""The demo as it happens: one line for each thing, coloured and with the date at the foot in a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

from rich.console import Console
from rich.text import Text

from mailflow.core.values import Address
from mailflow.demo.chronicle import Telling
from mailflow.demo.mailbag import Delivered

_NAMED = 3


class Progress:
    def __init__(self, console: Console, telling: Telling) -> None:
        self._console = console
        self._telling = telling
        self._day = ""

    @contextmanager
    def showing(self) -> Iterator[None]:
        """A spinner with the demo's date while it plays; nothing of the kind where no terminal is."""
        if not self._console.is_terminal:
            yield
            return
        with self._console.status("") as status:
            self._status = status
            yield

    def tell(self, delivered: tuple[Delivered, ...]) -> None:
        for (inbound, _, _), group in groupby(delivered, key=self._alike):
            some = tuple(group)
            self._head(some[0])
            self._console.print(self._came(some[0]) if inbound else self._sent(some), soft_wrap=True, highlight=False)

    def _alike(self, delivered: Delivered) -> tuple[bool, str, str]:
        inbound = delivered.owner == self._telling.secretary
        return inbound, delivered.mail.kind, delivered.mail.message_id if inbound else ""

    def _head(self, first: Delivered) -> None:
        weekday = self._telling.wording.weekdays[first.at.weekday()]
        day = f"{first.at:%Y-%m-%d} {weekday}"
        if day != self._day:
            self._day = day
            self._console.print(Text(f"\n── {day} ──", style="bold"))
        if self._console.is_terminal:
            self._status.update(f"{day} {first.at:%H:%M}")

    def _came(self, delivered: Delivered) -> Text:
        mail = delivered.mail
        files = f"  [{', '.join(mail.files)}]" if mail.files else ""
        return Text.assemble(
            f"{delivered.at:%H:%M}  ",
            (self._telling.name(mail.sender), "yellow"),
            f" → {self._telling.name(delivered.owner)}  {mail.subject}{files}",
        )

    def _sent(self, some: tuple[Delivered, ...]) -> Text:
        names = [self._telling.name(Address(d.owner)) for d in some]
        to = "、".join(names[:_NAMED]) + (f" +{len(names) - _NAMED}" if len(names) > _NAMED else "")
        return Text.assemble(
            f"{some[0].at:%H:%M}      ",
            (self._telling.wording.kind[some[0].mail.kind], "cyan"),
            f" → {to}",
        )
