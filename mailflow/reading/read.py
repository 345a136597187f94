"""The reader that flow is given: replies and minutes by the very code of ``interpret`` and ``minutes``."""

from typing import Protocol

from mailflow.core.minutes import MinutesContent
from mailflow.core.reply import Context, Interpretation, MeetingBrief
from mailflow.reading.mail import InboundMail


class MailReader(Protocol):
    def interpret(self, mail: InboundMail, context: Context) -> Interpretation: ...

    def minutes(self, mail: InboundMail, meeting: MeetingBrief) -> MinutesContent: ...
