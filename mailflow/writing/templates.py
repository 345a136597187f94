"""The words of every mail: jinja2 over templates/<language>/, one file a kind, laid out like a mail.

A file's first line is the subject; after an empty line comes the body, in the small markup of
``writing.body``. Text and HTML are both made of it, so that they never say different things.
A new language is a folder with the same files.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from mailflow.core.letters import MailKind
from mailflow.core.organization import Organization
from mailflow.core.said import Said, Saying
from mailflow.writing.languages import Speech, Words, plain
from mailflow.writing.links import shown

FALLBACK = "zh-CN"


@dataclass(frozen=True)
class Page:
    """``body`` is still in markup: ``writing.body`` makes text and HTML of it."""

    subject: str
    body: str


@dataclass(frozen=True)
class Language:
    """``said`` and the kinds of mail are compiled when they are first written: most processes write few of them."""

    words: Words
    environment: jinja2.Environment

    def said(self, key: Saying) -> jinja2.Template:
        return self.environment.get_template(f"said:{key.value}")

    def kind(self, kind: MailKind) -> jinja2.Template:
        return self.environment.get_template(f"{kind.value}.j2")


@dataclass(frozen=True)
class Templates:
    """All languages. Raises at loading where a file is missing or wrong: never while mails are written."""

    languages: Mapping[str, Language]

    @classmethod
    def load(cls, folder: Path) -> "Templates":
        found = {p.parent.name: _language(p.parent) for p in sorted(folder.glob("*/words.toml"))}
        return cls(found)

    def language(self, name: str) -> Language:
        """The language of that name, or the nearest: ``en-GB`` is written as ``en``."""
        found = self.languages.get(name) or self.languages.get(name.partition("-")[0])
        return found or self.languages[FALLBACK]

    def speech(self, name: str, organization: Organization) -> Speech:
        return Speech(self.language(name).words, organization)

    def phrase(self, said: Said, language: str, organization: Organization) -> str:
        """One sentence on what was done: in receipts, in the ledger, in reports."""
        speech = self.speech(language, organization)
        return (
            self.language(language)
            .said(said.key)
            .render(
                person=speech.name(said.person),
                other=speech.name(said.other),
                text=_text(said, speech),
                number=said.number,
                when=speech.moment(said.when) if said.when else "",
                due=speech.day(said.due) if said.due else "",
            )
        )

    def page(self, kind: MailKind, language: str, facts: Mapping[str, Any]) -> Page:
        written = self.language(language).kind(kind).render(facts)
        subject, _, body = written.lstrip("\n").partition("\n")
        return Page(plain(subject), body.strip("\n") + "\n")


_NAMED_IN = {
    Saying.STEP_DONE: "step",
    Saying.STEP_TOO_LATE: "step",
    Saying.STEPS_LEFT_OUT: "step",
    Saying.NO_AUTHORITY: "intent",
    Saying.NOT_FITTING: "intent",
}
"""The group of words that has the names of what the text lists."""


def _text(said: Said, speech: Speech) -> str:
    """Steps and wishes are called by their names in the language; all else is in somebody's own words."""
    group = _NAMED_IN.get(said.key)
    if group is None:
        return plain(said.text)
    known = speech.words[group]
    return str(speech.words["and"]).join(str(known.get(n, n)) for n in re.split(r",\s*", said.text) if n)


def _language(folder: Path) -> Language:
    words = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    said = tomllib.loads((folder / "said.toml").read_text(encoding="utf-8"))
    sources = {f"said:{key.value}": said[key.value] for key in Saying}
    sources |= {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.j2")}
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(sources),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["line"] = plain
    environment.filters["quoted"] = quoted
    for name in (*sources, *(f"{kind.value}.j2" for kind in MailKind)):
        environment.parse(sources[name], name)
    return Language(Words(folder.name, words), environment)


def quoted(text: str, longest: int = 1200) -> str:
    """Somebody's own words, line by line as a quotation."""
    shown = text.strip() if len(text.strip()) <= longest else text.strip()[:longest] + " …"
    return "\n".join(f"> {line}".rstrip() for line in shown.splitlines())
