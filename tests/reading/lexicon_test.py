"""The lexicons of the languages: what they must hold, and how their words are found."""

import ast
from pathlib import Path

import pytest

import mailflow.reading.intents as intents
from mailflow.reading.lexicon import Lexicon, LexiconError, Vocabulary
from mailflow.reading.tools import SECTIONS
from mailflow.resources import folder

LANGUAGES = ("zh-CN", "en")
FOUND_IN_TEXT = {"day", "person"}
"""Classes that dates and people give, not the lexicon."""
NO_CLASSES = {"shield"}
"""Read by nobody: words that only keep others from being found in them."""


def lexicon(language: str) -> Lexicon:
    text = (folder("templates") / language / "lexicon.toml").read_text(encoding="utf-8")
    return Lexicon.parse(text, language)


def vocabulary(*sections: str) -> Vocabulary:
    return Vocabulary(tuple(map(lexicon, LANGUAGES)), frozenset(sections) or None)


def found(text: str, *sections: str) -> list[str]:
    return [token.word for token in vocabulary(*sections).tokens(text)]


def test_every_language_has_the_same_sections_with_the_same_classes() -> None:
    first, *others = map(lexicon, LANGUAGES)
    for other in others:
        assert other.sections == first.sections


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_twice_in_one_class(language: str) -> None:
    for name, words in lexicon(language).classes.items():
        assert len(words) == len(set(words)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternatives_stand_in_brackets_or_in_words_of_their_own(language: str) -> None:
    for name, words in lexicon(language).classes.items():
        assert not [w for w in words if "|" in w], name


def test_every_kind_of_mail_looks_in_sections_that_exist() -> None:
    known = lexicon("en").sections.keys()
    assert all(sections <= known for sections in SECTIONS.values())


def words_in_code() -> set[str]:
    """Every plain string in the grammar: the classes that it asks for are among them."""
    strings: set[str] = set()
    for path in Path(intents.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
    return strings


def test_every_class_of_the_lexicon_is_used_by_the_grammar() -> None:
    classes = set(lexicon("en").classes)
    assert classes - words_in_code() == NO_CLASSES


def asked_for() -> set[str]:
    """The classes that the grammar asks a clause for by name."""
    asked: set[str] = set()
    for path in Path(intents.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("has", "find", "first", "before", "after", "made_of")
            ):
                asked |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return asked


def test_the_grammar_asks_only_for_classes_that_exist() -> None:
    assert asked_for() - set(lexicon("en").classes) <= FOUND_IN_TEXT


def test_the_longest_word_wins() -> None:
    assert found("不得不参加") == ["不得不", "参加"]
    assert "行" not in found("去银行")


def test_a_word_in_letters_is_not_found_inside_another() -> None:
    assert "can" not in found("candid")
    assert "can" not in found("can't")
    assert found("yes.") == ["yes"]


def test_only_the_chosen_sections_are_looked_for() -> None:
    assert found("延期", "tasks") == ["延期"]
    assert "延期" not in found("延期", "courtesy")


def test_alternatives_in_brackets_are_written_out() -> None:
    parsed = Lexicon.parse('[grammar]\nneg = ["(not|never) (again|)"]', "en")
    assert parsed.classes["neg"] == ("not again", "not ", "never again", "never ")


@pytest.mark.parametrize(
    ("toml", "names"),
    [
        ("[grammar", "en/lexicon.toml"),
        ("neg = []", "neg"),
        ("[grammar]\nneg = 'not'", "neg"),
        ("[grammar]\nneg = ['']", "neg"),
        ("[grammar]\nneg = ['no']\n[meeting]\nneg = ['not']", "neg"),
    ],
)
def test_a_lexicon_that_cannot_be_used_names_the_language_and_the_key(toml: str, names: str) -> None:
    with pytest.raises(LexiconError, match=r"^en/lexicon\.toml") as fault:
        Lexicon.parse(toml, "en")
    assert names in str(fault.value)
