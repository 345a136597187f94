"""The reader that flow is given: replies and minutes by the very code of ``interpret`` and ``minutes``."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from mailflow.core.minutes import MinutesContent
from mailflow.core.reply import Context, Interpretation, MeetingBrief
from mailflow.core.routing import Pointed
from mailflow.reading.mail import InboundMail


class MailReader(Protocol):
    def interpret(self, mail: InboundMail, context: Context) -> Interpretation: ...

    def pointed_in(self, mail: InboundMail, now: datetime) -> Callable[[str], Pointed]: ...

    def minutes(self, mail: InboundMail, meeting: MeetingBrief) -> MinutesContent: ...
