"""Other people's words in a mail of ours: read and copied, and a link in no mail program."""

import re
import time
from dataclasses import fields, replace
from email import message_from_bytes
from email.policy import default

import pytest
from letters_room import MEETING, RESOLUTION, VARIANTS, letter, mail, write

from mailflow.core.letters import MailKind
from mailflow.core.meeting import Topic
from mailflow.core.minutes import Doubt, Objection
from mailflow.core.said import Said, Saying
from mailflow.writing.links import unlinked

CHINESE, ENGLISH = mail("li.qiang"), mail("david.miller")

LINK = re.compile(r"://|\bwww\.\w|\b[\w-]+\.(?:example|com|cn)\b(?<!corp\.example)(?<!mail\.example)", re.IGNORECASE)
"""What mail programs make links of: a scheme, www., the bare name of a host."""

EVIL = "http://evil.example/x HTTPS://evil.com www.evil.cn/a?b evil.com/login ftp://e.evil.com:21 http:\x00//ev\u202eil.com"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("http://evil.example/x", "http: //evil. example/x"),
        ("见www.evil.cn谢谢", "见www. evil. cn谢谢"),
        ("登录evil.com看x.pdf", "登录evil. com看x.pdf"),
        ("http:\x00//evil\u202e.com", "http: //evil. com"),
        ("user@evil.com@evil.com", "user@evil. com@evil. com"),
        ("例子.com", "例子. com"),
    ],
)
def test_an_address_of_the_web_is_parted_so_that_it_is_read_and_is_no_link(words: str, shown: str) -> None:
    assert unlinked(words) == shown
    assert unlinked(shown) == shown


@pytest.mark.parametrize(
    "words",
    ["12.5%，9:30", "周报.xlsx、report v1.2.pdf", "li.qiang@corp.example", "e.g. 3.1.1", "完成了50%。", "", "第1.2节"],
)
def test_all_else_stays_as_it_is(words: str) -> None:
    assert unlinked(words) == words


def test_words_made_to_hurt_are_parted_in_bounded_time() -> None:
    began = time.perf_counter()
    for piece in ("a", "a.", ".", "@", "a@", "www.", "://"):
        unlinked(piece * 200_000)
    assert time.perf_counter() - began < 5


def hostile(kind: MailKind, to: str, variant: str):
    """Evil words in every field of the letter and of its meeting that takes somebody's words."""
    task = replace(RESOLUTION, title=EVIL, requirement=EVIL)
    version = MEETING.minutes[-1]
    content = replace(version.content, decisions=(EVIL,), text=f"{EVIL}\n{EVIL}")
    topics = (Topic(EVIL, CHINESE, version.at, f"{EVIL} and more of it"),)
    minutes = (*MEETING.minutes[:-1], replace(version, content=content))
    meeting = replace(MEETING, resolutions=(task,), topics=topics, minutes=minutes)
    made = letter(kind, to, variant)
    words = {f.name: EVIL for f in fields(made) if f.name in ("quote", "topic", "subject", "venue")}
    more = {
        "said": (Said(Saying.NOT_UNDERSTOOD, CHINESE, text=EVIL), Said(Saying.TOPIC_TAKEN, CHINESE, text=EVIL)),
        "doubts": tuple(Doubt(EVIL, d.why, (EVIL,)) for d in made.doubts),
        "objections": tuple(Objection(o.by, o.at, EVIL, EVIL) for o in made.objections),
        "sections": tuple(EVIL for _ in made.sections),
        "resolutions": tuple(replace(r, title=EVIL) for r in made.resolutions),
    }
    return replace(made, **words, **more), meeting


@pytest.mark.parametrize("to", [CHINESE, ENGLISH], ids=["zh-CN", "en"])
@pytest.mark.parametrize(("kind", "variant"), [(k, v) for k in MailKind for v in VARIANTS.get(k, ("",))])
def test_no_words_of_others_are_a_link_in_any_kind_of_mail(kind: MailKind, variant: str, to: str) -> None:
    evil, meeting = hostile(kind, to, variant)
    message = message_from_bytes(write(evil, meeting).raw, policy=default)
    assert LINK.search(str(message["Subject"])) is None
    for part in message.walk():
        if part.get_content_type() in ("text/plain", "text/calendar") and not part.get_filename():
            assert LINK.findall(str(part.get_content())) == []
        if part.get_content_type() == "text/html":
            words = re.sub(r"<[^>]*>", "\n", str(part.get_content()))
            assert LINK.findall(words) == []


@pytest.mark.parametrize("to", [CHINESE, ENGLISH], ids=["zh-CN", "en"])
def test_the_venue_that_was_settled_stays_a_link(to: str) -> None:
    venue = "https://meet.corp.example/l/19.abc.def?p=1"
    for kind in (MailKind.INVITATION, MailKind.AGENDA, MailKind.UPDATE):
        message = message_from_bytes(write(letter(kind, to), replace(MEETING, venue=venue)).raw, policy=default)
        for form in ("plain", "html"):
            assert venue in str(message.get_body((form,)).get_content())
