"""The pages: jinja2 over templates/site/, everybody's words escaped, and nothing that the browser may fetch or run."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from mailflow.archive.grams import LETTERS, PIECES
from mailflow.archive.index import Index
from mailflow.archive.items import Item, Kind, items
from mailflow.archive.search import index_of
from mailflow.archive.visible import visible
from mailflow.core.record import Record
from mailflow.site.figures import COLUMNS, Month
from mailflow.site.plan import Plan
from mailflow.site.telling import Teller, to
from mailflow.writing.languages import Speech
from mailflow.writing.links import shown, unlinked


@dataclass(frozen=True)
class Page:
    path: str
    content: bytes


@dataclass(frozen=True)
class Site:
    """The templates, read and compiled once."""

    environment: jinja2.Environment
    style: str
    script: str

    @classmethod
    def load(cls, templates: Path) -> "Site":
        folder = templates / "site"
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            finalize=_visible,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style, script = ((folder / name).read_text(encoding="utf-8") for name in ("site.css", "search.js"))
        return cls(environment, style, script)

    def pages(self, records: tuple[Record, ...], teller: Teller, months: tuple[Month, ...]) -> Iterator[Page]:
        """All pages, from records that are in the order of their ids: the same records make the same bytes."""
        plan = teller.plan
        tasks = tuple(teller.task(m, r) for m, r in plan.resolutions)
        common = self._common(teller)
        shown: list[tuple[str, str, Mapping[str, Any]]] = [
            ("index.html", "index.html.j2", {
                "meetings": tuple(teller.line(m) for m in plan.meetings),
                "tasks": tasks, "problems": plan.problems, "index": self._index(records, teller),
            }),
            ("resolutions.html", "resolutions.html.j2", {"tasks": tasks}),
            ("problems.html", "problems.html.j2", {"problems": tuple(teller.problem(p) for p in plan.problems)}),
            ("figures.html", "figures.html.j2", {"months": months, "columns": COLUMNS}),
            *((plan.pages[m.id], "meeting.html.j2", {"meeting": teller.meeting(m)}) for m in plan.meetings),
        ]  # fmt: skip
        for path, template, values in shown:
            up = "../" * path.count("/")
            text = self.environment.get_template(template).render(**common, **values, path=path, up=up)
            yield Page(path, text.encode())

    def _common(self, teller: Teller) -> dict[str, Any]:
        speech, viewer = teller.speech, teller.plan.viewer
        shown: tuple[Record, ...] = (*teller.plan.meetings, *teller.plan.problems)
        latest = max((e.at for r in shown for e in r.log), default=None)
        return {
            "words": teller.words,
            "word": teller.words.table,
            "language": teller.words.language,
            "company": speech.organization.name,
            "style": Markup(self.style),
            "script": Markup(self.script),
            "policy": f"default-src 'none'; style-src {_hashed(self.style)}; script-src {_hashed(self.script)}; "
            "base-uri 'none'; form-action 'none'",
            "up_to": teller.moment(latest) if latest else "",
            "person": speech.name(viewer.person) if viewer.person else "",
        }

    def _index(self, records: tuple[Record, ...], teller: Teller) -> Markup:
        found = (i for i in items(records, teller.plan.viewer) if i.kind is not Kind.MAIL)
        return Markup(_harmless_json(index_as_json(index_of(found), teller)))


def index_as_json(index: Index[Item], teller: Teller) -> dict[str, Any]:
    """What search.js reads: titles, texts and addresses of all that is found, and which gram stands where."""
    return {
        "pieces": PIECES,
        "letters": LETTERS,
        "documents": [
            {
                "kind": teller.words.of("kind", document.of.kind),
                "title": unlinked(visible(document.title)),
                "text": unlinked(visible(document.text)),
                "day": _day(document.of, teller.speech),
                "href": _href(document.of, teller.plan),
                "weight": document.weight,
            }
            for document in index.documents
        ],
        "grams": {gram: [n for pair in found.items() for n in pair] for gram, found in index.postings.items()},
    }


def _day(item: Item, speech: Speech) -> str:
    return f"{item.at.astimezone(speech.zone):%Y-%m-%d}"


def _href(item: Item, plan: Plan) -> str:
    if item.kind is Kind.PROBLEM:
        return to("problems.html", item.record)
    if item.kind is Kind.RESOLUTION:
        return to("resolutions.html", str(item.number))
    within = {
        Kind.TOPIC: f"#topic-{item.number}",
        Kind.MATERIAL: "#materials",
        Kind.MINUTES: f"#minutes-{item.number}",
        Kind.DECISION: "#minutes",
    }
    return to(plan.pages[item.record]) + within.get(item.kind, "")


def _hashed(text: str) -> str:
    """CSP: only a style or script of just these bytes counts; this works without a server too."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _harmless_json(found: Mapping[str, Any]) -> str:
    """Nothing in it ends the element that it stands in, or begins another."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _visible(value: object) -> object:
    """For whatever a template prints; what is Markup already stays it, and was put through this before."""
    if isinstance(value, Markup):
        return Markup(visible(value))
    return shown(type(value)(visible(value))) if isinstance(value, str) else value
