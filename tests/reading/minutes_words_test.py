"""The words of minutes: one set of classes in every language, and files that cannot be used say why."""

import pytest
from corpus_company import company
from minutes_room import AFTERNOON, LANGUAGES, MONDAY

from mailflow.core.reply import MeetingBrief
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.phrasebook import Phrasebook, PhrasebookError, Phrases
from mailflow.reading.tools import Tools
from mailflow.resources import folder


def _classes(language: str) -> set[str]:
    text = (folder("templates") / language / "minutes.toml").read_text(encoding="utf-8")
    return set(Phrases.parse(text, language).classes)


def test_every_language_has_the_same_classes() -> None:
    first, *others = (_classes(language) for language in LANGUAGES)
    assert all(classes == first for classes in others)


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("^«a»$", "任务清单", True),
        ("^«a»$", "任务", True),
        ("^«a»$", "任务表单", False),
        ("^«b»$", "who does what", True),
        ("^«b»$", "who really does what", True),
        ("«c»", "byword", False),
        ("«c»", "by 4 Dec", True),
        ("«d»", "by", False),
    ],
)
def test_a_class_in_a_pattern_stands_for_its_words(pattern: str, text: str, matches: bool) -> None:
    toml = '[words]\na = ["任务(清单|)"]\nb = ["who … what"]\nc = ["by"]\nd = []'
    book = Phrasebook([Phrases.parse(toml, "en")])
    assert bool(book.pattern(pattern).search(text)) is matches


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[words", "en/minutes.toml"),
        ("x = 1", "expected a table"),
        ("[words]\na = 1", "a: expected a list of words"),
        ('[words]\na = ["(b"]', "a: expected closed brackets"),
    ],
)
def test_a_broken_file_names_place_and_fault(toml: str, said: str) -> None:
    with pytest.raises(PhrasebookError, match=said.replace("[", r"\[")):
        Phrases.parse(toml, "en")


def test_without_words_minutes_are_refused_with_what_to_give() -> None:
    meeting: MeetingBrief = MONDAY
    with pytest.raises(ValueError, match=r"minutes\.toml"):
        Setting.of(meeting, AFTERNOON, Tools.of(company(), ()))
