"""How sure we are of a sender: results of the trusted server, tokens that came back, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from corpus_company import calendar_reply, company, mail, reply

from mailflow.core.letters import MailKind
from mailflow.core.organization import Organization
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import About, Certainty
from mailflow.core.values import Address, Digest, MessageId, Token
from mailflow.reading.authentication import read_results
from mailflow.reading.mail import InboundMail
from mailflow.reading.sender import identify

MX = "mx.corp.example"
LI, CHEN = Address("li.qiang@corp.example"), Address("chen.jing@corp.example")


def sent_to(who: Address) -> Outgoing:
    return Outgoing(
        MessageId("<invitation@corp.example>"), Token("t"), MailKind.INVITATION, who, About.INVITATION, "", "",
        Digest(""), datetime(2026, 11, 26, tzinfo=UTC),
    )  # fmt: skip


def with_person(who: Address, **more: Any) -> Organization:
    """The company, where one person has these fields more."""
    people = tuple(replace(p, **more) if p.email == who else p for p in company().people)
    return replace(company(), people=people)


def certainty(
    answer: InboundMail, trusted: str = MX, bound: Outgoing | None = None, who: Address | None = None
) -> Certainty:
    found = identify(
        answer, who or answer.from_address, company(), trusted, bound,
        token_matched=bound is not None, meeting_named=bool(answer.calendars),
    )  # fmt: skip
    return found.certainty


VOUCHED = [
    "mx.corp.example; dmarc=pass header.from=corp.example",
    "MX.Corp.Example 1; dmarc=pass (p=none dis=none) header.from=corp.example",
    '"mx.corp.example"; dmarc = pass',
    "mx.corp.example; dkim=pass header.d=corp.example header.s=k1",
    "mx.corp.example; dkim=pass header.i=@corp.example",
    "mx.corp.example; dkim=fail header.d=corp.example; dkim=pass (2048-bit key) header.d=mail.corp.example",
    "mx.corp.example; spf=pass smtp.mailfrom=li.qiang@corp.example",
    "mx.corp.example; spf=pass smtp.mailfrom=corp.example; dmarc=none header.from=corp.example",
    "mx.corp.example; spf=none smtp.helo=x; auth=pass (plain) smtp.auth=li.qiang@corp.example",
]
NOT_VOUCHED = [
    "mx.corp.example; none",
    "mx.corp.example; dmarc=fail header.from=corp.example; dkim=pass header.d=corp.example",
    "mx.corp.example; dmarc=pass header.from=evil.example",
    "mx.corp.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example",
    "mx.corp.example; dkim=pass header.d=notcorp.example",
    "mx.corp.example; dkim=pass header.d=example",
    "mx.corp.example; dkim=fail header.d=corp.example; spf=softfail smtp.mailfrom=corp.example",
    "mx.corp.example; spf=pass smtp.helo=corp.example",
    "mx.corp.example; auth=pass smtp.auth=chen.jing@corp.example",
    "mx.evil.example; dmarc=pass header.from=corp.example",
    "dmarc=pass header.from=corp.example",
    # a stranger's words inside quotes or comments become no results
    'mx.corp.example; spf=pass smtp.mailfrom="x header.from=corp.example; dmarc=pass "@evil.example',
    "mx.corp.example; spf=fail (dmarc=pass header.from=corp.example) smtp.mailfrom=evil.example",
    'mx.corp.example; spf=fail reason="never closed; dmarc=pass',
]


@pytest.mark.parametrize("results", VOUCHED)
def test_the_trusted_server_vouches_for_the_from_domain(results: str) -> None:
    assert certainty(reply("好的", f"Authentication-Results: {results}")) is Certainty.VERIFIED


@pytest.mark.parametrize("results", NOT_VOUCHED)
def test_nothing_else_vouches(results: str) -> None:
    assert certainty(reply("好的", f"Authentication-Results: {results}")) is Certainty.CLAIMED


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["mx.corp.example; dmarc=fail", "mx.corp.example; dmarc=pass"], Certainty.CLAIMED),
        (["mx.corp.example; dmarc=pass", "mx.corp.example; dmarc=fail"], Certainty.VERIFIED),
        (["relay.example; dmarc=pass", "mx.corp.example; dmarc=fail"], Certainty.CLAIMED),
        (["relay.example; dmarc=fail", "mx.corp.example; dmarc=pass"], Certainty.CLAIMED),
        (["mx2.corp.example; none", "mx.corp.example; dmarc=pass"], Certainty.CLAIMED),
        (['mx.corp.example; spf=fail smtp.mailfrom="x@evil.example', "mx.corp.example; dmarc=pass"], Certainty.CLAIMED),
        (["mx.corp.example; spf=fail (said ( x) smtp.mailfrom=x", "mx.corp.example; dmarc=pass"], Certainty.CLAIMED),
        (["mx.corp.example.; dmarc=fail", "mx.corp.example; dmarc=pass"], Certainty.CLAIMED),
        (["MX.Corp.Example. 1; dmarc=pass"], Certainty.VERIFIED),
    ],
)
def test_the_topmost_result_counts_alone_and_only_if_it_is_the_trusted_servers(
    fields: list[str], expected: Certainty
) -> None:
    answer = reply("好的", *(f"Authentication-Results: {f} header.from=corp.example" for f in fields))
    assert certainty(answer) is expected


@pytest.mark.parametrize(
    "field",
    [
        "Authentication-Results: =?utf-8?q?mx=2Ecorp=2Eexample?=; dmarc=pass",
        "Authentication-Results: =?utf-8?q?mx=2Ecorp=2Eexample=3B_dmarc=3Dpass?=",
        "Authentication-Results : mx.corp.example; dmarc=pass",
        "Authentication-Results\t: mx.corp.example; dmarc=pass",
        "X-Name: 李强\r\nAuthentication-Results : mx.corp.example; dmarc=pass",
        "=?utf-8?q?Authentication-Results?=: mx.corp.example; dmarc=pass",
    ],
)
def test_a_field_that_the_trusted_server_would_not_know_as_its_own_vouches_for_nothing(field: str) -> None:
    """A border server removes the forged fields that it knows: what is only read as one slips past it."""
    assert certainty(reply("好的", field)) is Certainty.CLAIMED


@pytest.mark.parametrize(
    "fields",
    [
        ["relay.example; dmarc=pass", "mx.corp.example; dmarc=fail"],
        ["mx.corp.example.; dmarc=fail"],
        ['mx.corp.example; spf=fail smtp.mailfrom="x@evil.example; dmarc=fail'],
    ],
)
def test_a_token_does_not_help_where_the_trusted_server_disowns_the_mail_or_its_field_was_broken(
    fields: list[str],
) -> None:
    answer = reply("好的", *(f"Authentication-Results: {f}" for f in fields))
    assert certainty(answer, bound=sent_to(LI)) is Certainty.CLAIMED


def test_without_a_trusted_server_no_result_is_believed() -> None:
    answer = reply("好的", "Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example")
    assert certainty(answer, trusted="") is Certainty.CLAIMED


def test_the_token_of_a_person_coming_back_from_them_makes_them_known() -> None:
    assert certainty(reply("好的"), bound=sent_to(LI)) is Certainty.KNOWN


def test_an_alias_and_a_plus_tag_are_ones_own_addresses() -> None:
    alias = Address("qiang.li@corp.example")
    answer = reply("好的", sender=alias)
    found = identify(answer, alias, with_person(LI, aliases=(alias,)), "", sent_to(LI), token_matched=True)
    assert (found.address, found.person, found.certainty) == (alias, LI, Certainty.KNOWN)
    assert certainty(reply("好的", sender="li.qiang+oa@corp.example"), bound=sent_to(LI)) is Certainty.KNOWN


def test_an_assistant_answers_with_the_token_that_they_were_given() -> None:
    answer = reply("好的", sender=CHEN)
    found = identify(answer, CHEN, with_person(LI, assistant=CHEN), "", sent_to(LI), token_matched=True)
    assert (found.person, found.certainty) == (CHEN, Certainty.KNOWN)


def test_an_assistant_clicks_for_their_principal_where_the_server_vouches_for_them() -> None:
    field = f"Authentication-Results: {MX}; dmarc=pass"
    click = calendar_reply(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example", sender=f"{CHEN}\r\n{field}")
    found = identify(click, LI, with_person(LI, assistant=CHEN), MX, None, token_matched=False)
    assert (found.person, found.certainty) == (LI, Certainty.VERIFIED)


def test_the_token_of_somebody_else_makes_nobody_known() -> None:
    assert certainty(reply("好的"), bound=sent_to(CHEN)) is Certainty.CLAIMED


def test_a_token_that_did_not_match_says_nothing() -> None:
    found = identify(reply("好的"), LI, company(), "", sent_to(LI), token_matched=False)
    assert found.certainty is Certainty.CLAIMED


def test_a_stranger_is_nobody_however_well_vouched_for() -> None:
    answer = reply("好的", "Authentication-Results: mx.corp.example; dmarc=pass", sender="x@evil.example")
    found = identify(answer, answer.from_address, company(), MX, sent_to(LI), token_matched=True)
    assert (found.address, found.person, found.certainty) == ("x@evil.example", None, Certainty.CLAIMED)


@pytest.mark.parametrize(
    "sender",
    [
        "li.qiang@corp.example, x@evil.example",
        "li.qiang@corp.example\r\nFrom: x@evil.example",
        "li.qiang@corp.example <x@evil.example>",
        '"li.qiang@corp.example" <x@evil.example>',
        "=?utf-8?q?li.qiang=40corp.example=3E?= <x@evil.example>",
    ],
)
def test_a_second_author_or_an_address_as_a_name_deceives_nobody(sender: str) -> None:
    answer = reply("好的", "Authentication-Results: mx.corp.example; dmarc=pass", sender=sender)
    assert certainty(answer, bound=sent_to(LI)) is Certainty.CLAIMED


@pytest.mark.parametrize(
    ("sender", "trusted", "results", "expected"),
    [
        ("li.qiang@corp.example", "", "", Certainty.KNOWN),
        ("li.qiang@corp.example", MX, "", Certainty.CLAIMED),
        ("li.qiang@corp.example", MX, "dmarc=pass header.from=corp.example", Certainty.VERIFIED),
        ("chen.jing@corp.example", "", "", Certainty.CLAIMED),
        ("chen.jing@corp.example", MX, "dmarc=pass header.from=corp.example", Certainty.CLAIMED),
        ("x@evil.example", "", "", Certainty.CLAIMED),
    ],
)
def test_a_calendar_answer_counts_when_verified_or_when_from_is_its_attendee(
    sender: str, trusted: str, results: str, expected: Certainty
) -> None:
    """Who clicks is the ATTENDEE; a colleague, however well authenticated, answers for nobody else."""
    field = f"Authentication-Results: {MX}; {results}\r\n" if results else ""
    answer = calendar_reply(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example", sender=f"{sender}\r\n{field}".strip())
    assert certainty(answer, trusted, who=LI) is expected


@pytest.mark.parametrize(
    ("partstat", "named", "expected"),
    [
        ("ACCEPTED", True, (Certainty.KNOWN, "accept")),
        ("DECLINED", True, (Certainty.KNOWN, "leave")),
        ("ACCEPTED", False, (Certainty.CLAIMED, "")),
        ("NEEDS-ACTION", True, (Certainty.CLAIMED, "")),
    ],
)
def test_a_button_vouches_for_its_click_in_a_meeting_of_ours_alone(
    partstat: str, named: bool, expected: tuple[Certainty, str]
) -> None:
    click = calendar_reply(f";PARTSTAT={partstat}:mailto:li.qiang@corp.example")
    found = identify(click, LI, company(), "", None, token_matched=False, meeting_named=named)
    assert (found.certainty, found.button) == expected


def test_a_mail_without_from_is_believed_by_nobody() -> None:
    answer = mail("""
        Sender: li.qiang@corp.example
        Authentication-Results: mx.corp.example; dmarc=pass

        好的
    """)
    assert certainty(answer, bound=sent_to(LI)) is Certainty.CLAIMED


def test_results_are_taken_apart_as_rfc_8601_writes_them() -> None:
    read = read_results(
        'mx.corp.example 1; dkim=pass (good (really)) header.d=Corp.Example header.b="a=b;c"; iprev=pass'
    )
    assert read is not None
    assert [(r.method, r.outcome, r.properties) for r in read.results] == [
        ("dkim", "pass", {"header.d": "corp.example", "header.b": "a=b;c"}),
        ("iprev", "pass", {}),
    ]
