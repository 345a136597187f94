"""What people see, in a real browser: on a phone nothing is cut off, wide or squeezed, and what is asked comes first."""

from pathlib import Path

import pytest
from browser import Seen, chromium, look_at
from companies import companies
from pages import write

from mailflow.resources import folder
from mailflow.writing.templates import Templates

PHONE, DESKTOP = 390, 1280
COMPANIES = ("ordinary", "full", "empty")
FIRST_SCREEN = 700  # of a phone of 844 pixels, below the program's own head
LONG_BEFORE = ("agenda", "minutes-request", "notice-agenda-long", "approval-request-close", "ask-next-meeting")
"""Agenda, form and plan come first here: nothing is asked, or the question is about just them."""


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to, texts = tmp_path_factory.mktemp("looks"), Templates.load(folder("templates"))
    for company in companies():
        write(company, texts, to / company.name)
    return to


@pytest.fixture(scope="module")
def on_the_phone(looks: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Seen]:
    return look_at(chromium(), sorted(looks.rglob("*.html")), PHONE, tmp_path_factory.mktemp("phone"))


@pytest.mark.parametrize("company", COMPANIES)
def test_no_mail_and_no_page_is_wider_than_a_phone(company: str, looks: Path, on_the_phone: dict[Path, Seen]) -> None:
    """Whatever names, titles and addresses stand in it: no scrolling sideways, no words beside the screen."""
    seen = {p: s for p, s in on_the_phone.items() if p.is_relative_to(looks / company)}
    assert len(seen) > 100
    assert {p.name: s for p, s in seen.items() if s.wide > PHONE or s.cut} == {}


def test_no_column_is_squeezed_to_single_letters(on_the_phone: dict[Path, Seen]) -> None:
    assert {p: s.narrow for p, s in on_the_phone.items() if s.narrow} == {}


@pytest.mark.parametrize("company", ["ordinary", "empty"])
def test_what_is_asked_stands_in_the_first_screen_of_a_phone(
    company: str, looks: Path, on_the_phone: dict[Path, Seen]
) -> None:
    mails = {p.stem: s for p, s in on_the_phone.items() if p.parent == looks / company / "mails"}
    asking = {n: s for n, s in mails.items() if (s.button or s.emphasis) and not n.startswith(LONG_BEFORE)}
    assert len(asking) > 40
    assert {n: s for n, s in asking.items() if max(s.button, s.emphasis) > FIRST_SCREEN} == {}


def test_nothing_is_wider_than_a_desktop_window(looks: Path, tmp_path: Path) -> None:
    pages = sorted(p for p in (looks / "full").rglob("*.html") if p.parent.name != "mails" or p.stem.endswith("-zh"))
    seen = look_at(chromium(), pages, DESKTOP, tmp_path)
    assert {p: s for p, s in seen.items() if s.wide > DESKTOP or s.cut or s.narrow} == {}
