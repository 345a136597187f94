"""The public examples: exact words, sender and kind of mail. A mail dropped into the folder is a case more."""

import json
import unicodedata

import pytest
from corpus_company import CORPUS, reader

from mailflow.core.reply import Interpretation
from mailflow.reading import jsonform
from mailflow.reading.message import parse

CASES = sorted((CORPUS / "replies").glob("*.eml"), key=lambda path: path.name)


def bare(text: str) -> str:
    """The letters that count (contract, Score): after NFKC, without white space and punctuation."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(c for c in composed if not c.isspace() and not unicodedata.category(c).startswith("P"))


def read(stem: str) -> Interpretation:
    mail, context = CORPUS / "replies" / f"{stem}.eml", CORPUS / "replies" / f"{stem}.context.json"
    return reader().interpret(parse(mail.read_bytes()), jsonform.read_context(context.read_bytes(), context.name))


def test_there_are_examples() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize("stem", [path.stem for path in CASES])
def test_words_sender_and_kind_are_exactly_what_the_example_says(stem: str) -> None:
    expected = json.loads((CORPUS / "replies" / f"{stem}.expected.json").read_text(encoding="utf-8"))
    found = jsonform.interpretation(read(stem))
    for field in ("message_id", "from", "automatic"):
        assert found[field] == expected[field]
    if "text" in expected:
        assert bare(str(found["text"])) == bare(expected["text"])


@pytest.mark.parametrize("stem", [path.stem for path in CASES if path.stem.startswith(("automatic", "calendar"))])
def test_calendar_answers_and_automatic_mail_mean_what_the_example_says(stem: str) -> None:
    expected = json.loads((CORPUS / "replies" / f"{stem}.expected.json").read_text(encoding="utf-8"))
    found = read(stem)
    assert found.unclear == expected["unclear"]
    assert sorted(i.kind for i in found.intents) == sorted(i["kind"] for i in expected["intents"])
