"""Nothing that the core can say is without words: every variant that it names, every act, in every language."""

import inspect
import re
import tomllib
from typing import get_args

import pytest
from letters_room import TEMPLATES, VARIANTS

from mailflow.core import intents
from mailflow.core.letters import MailKind
from mailflow.core.said import Saying
from mailflow.resources import folder


def named() -> dict[MailKind, set[str]]:
    """The variants that the comments of MailKind list: beside a kind, or above it."""
    found: dict[MailKind, set[str]] = {}
    above = ""
    for line in inspect.getsource(MailKind).partition('"""\n\n')[2].splitlines():
        code, _, comment = line.partition("#")
        kind = re.search(r'= "([a-z-]+)"', code)
        if kind is None:
            above += comment
            continue
        found[MailKind(kind[1])] = set(re.findall(r'"([a-z-]*)"', above + comment))
        above = ""
    return found


@pytest.mark.parametrize("kind", list(MailKind))
def test_the_mails_written_in_tests_are_all_that_the_core_names(kind: MailKind) -> None:
    assert named()[kind] <= set(VARIANTS.get(kind, ("",)))


@pytest.mark.parametrize("language", sorted(TEMPLATES.languages))
def test_the_sentences_are_those_of_the_core_and_no_others(language: str) -> None:
    said = tomllib.loads((folder("templates") / language / "said.toml").read_text("utf-8"))
    assert set(said) == {key.value for key in Saying}


@pytest.mark.parametrize("language", sorted(TEMPLATES.languages))
def test_every_kind_of_wish_has_its_name(language: str) -> None:
    words = tomllib.loads((folder("templates") / language / "words.toml").read_text("utf-8"))
    kinds = {kind.kind for kind in get_args(intents.Intent)}
    assert kinds <= set(words["intent"])


@pytest.mark.parametrize("language", sorted(TEMPLATES.languages))
def test_a_language_is_one_folder_with_a_file_for_each_kind(language: str) -> None:
    files = {path.stem for path in (folder("templates") / language).glob("[!_]*.j2")}
    assert files == {kind.value for kind in MailKind}
