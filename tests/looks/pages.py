"""A company's mails and its exported site, written into a folder to be looked at."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from companies import NOW, Company
from letters import looks, writer

from mailflow.archive.viewers import Viewer
from mailflow.core.calendar import WorkCalendar
from mailflow.core.values import RecordId
from mailflow.resources import folder
from mailflow.site.export import Source, export
from mailflow.site.pages import Site
from mailflow.site.words import SiteWords
from mailflow.writing.templates import Templates

LANGUAGES = ("zh-CN", "en")


def mails(company: Company, texts: Templates) -> Iterator[tuple[str, EmailMessage]]:
    """Each with the name of its file."""
    written = writer(company, texts)
    record_id = RecordId("weekly-2026-11-30")
    for look in looks(company):
        raw = written.write(look.letter, look.record, record_id, 1, NOW, lambda _digest: b"content").raw
        message = message_from_bytes(raw, policy=default)
        assert isinstance(message, EmailMessage)
        yield look.name, message


def part(message: EmailMessage, kind: str) -> str:
    """Its text ("plain") or its HTML ("html")."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def write(company: Company, texts: Templates, to: Path) -> None:
    """``to``/mails: the HTML and the text of each; ``to``/site-LANGUAGE: what ``mailflow archive export`` makes."""
    (to / "mails").mkdir(parents=True, exist_ok=True)
    for name, message in mails(company, texts):
        (to / "mails" / f"{name}.html").write_text(part(message, "html"), encoding="utf-8")
        text = f"Subject: {message['Subject']}\n\n{part(message, 'plain')}"
        (to / "mails" / f"{name}.txt").write_text(text, encoding="utf-8")
    for language in LANGUAGES:
        source = Source(company.records, lambda _digest: b"content", lambda _year: WorkCalendar())
        speech = texts.speech(language, company.organization)
        words = SiteWords.load(folder("templates"), language)
        site = Site.load(folder("templates"))
        export(source, to / f"site-{language}", Viewer(company.organization), speech, words, site)
