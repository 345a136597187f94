"""Authentication-Results of the trusted server (RFC 8601): does it vouch for the From domain?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.core.values import Address, address
from mailflow.reading.mail import InboundMail


@dataclass(frozen=True)
class Result:
    """One method's outcome (RFC 8601 2.2): ``dkim``, ``pass``, {``header.d``: ``corp.example``}."""

    method: str
    outcome: str
    properties: dict[str, str]


@dataclass(frozen=True)
class Results:
    """One header field: who wrote it, and what it found."""

    authserv: str
    results: tuple[Result, ...]


def passes(mail: InboundMail, trusted_authserv: str) -> bool:
    """Does the trusted server vouch for the domain of From?

    The topmost field counts alone, and only if it is that server's: it stands above everything that came in with the
    mail (RFC 8601 4.1, 5). Below another server's field, or one that cannot be read, ours may be forged: a server removes
    forged fields of its own name only.
    """
    found = topmost(mail, trusted_authserv)
    domain = mail.from_address.rpartition("@")[2]
    if found is None or not domain:
        return False
    dmarc = [r for r in found.results if r.method == "dmarc"]
    if any(r.outcome == "pass" and _of_from(r, domain) for r in dmarc):
        return True
    if any(r.outcome == "fail" for r in dmarc):
        return False
    return any(r.outcome == "pass" and _aligned(r, mail.from_address, domain) for r in found.results)


def disowned(mail: InboundMail, trusted_authserv: str) -> bool:
    """Does the trusted server say that the domain of From did not send this (DMARC fail)? Silence is no such word.

    A topmost field with an open quote or comment may hold that word: the sender's own words broke it.
    """
    if mail.results and _without_comments(mail.results[0]) is None:
        return True
    ours = [r for r in map(read_results, mail.results) if r and r.authserv == _host(trusted_authserv)]
    return any(r.method == "dmarc" and r.outcome == "fail" for found in ours for r in found.results)


def topmost(mail: InboundMail, trusted_authserv: str) -> Results | None:
    """The mail's topmost field, where the trusted server wrote it."""
    read = read_results(mail.results[0]) if mail.results else None
    return read if read and read.authserv == _host(trusted_authserv) else None


def _host(name: str) -> str:
    """Case and a final dot make no other host (RFC 1034 3.1)."""
    return name.strip().lower().removesuffix(".")


_QUOTED = r'"(?:[^"\\]|\\.)*"'
_CLAUSE = re.compile(rf'(?:{_QUOTED}|[^;"])+')
_PAIR = re.compile(rf'{_QUOTED}|(?<![\w.-])([A-Za-z][\w.-]*)(?:\s*/\s*\d+)?\s*=\s*((?:{_QUOTED}|[^\s;"])*)')


def read_results(value: str) -> Results | None:
    """A field's value taken apart; None where it does not begin with an authserv-id, or a quote stays open."""
    bare = _without_comments(value)
    if bare is None:
        return None
    head, *clauses = _CLAUSE.findall(bare) or [""]
    named = head.split()
    if not named or "=" in head:  # some servers leave their own name out: then nobody vouches
        return None
    return Results(_host(_unquoted(named[0])), tuple(_results(clauses)))


def _results(clauses: list[str]) -> Iterator[Result]:
    """Each clause's first pair is the method and its outcome, the others are what was looked at (RFC 8601 2.2)."""
    for clause in clauses:
        pairs = [(found[1].lower(), _unquoted(found[2]).lower()) for found in _PAIR.finditer(clause) if found[1]]
        if pairs:
            properties: dict[str, str] = {}
            for key, looked_at in pairs[1:]:
                properties.setdefault(key, looked_at)
            yield Result(*pairs[0], properties)


def _unquoted(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word.replace('"', "")) if '"' in word else word


def _without_comments(value: str) -> str | None:
    """``value`` without what stands in parentheses, which nest (RFC 5322 3.2.2); None where quotes or they stay open.

    Quoted strings are kept as they are: a sender's words in them must not become results.
    """
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in value:
        if not depth:
            kept.append(character)
        if escaped:
            escaped = False
        elif character == "\\" and (quoted or depth):
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "(" and not quoted:
            if not depth:
                kept[-1] = " "
            depth += 1
        elif character == ")" and depth:
            depth -= 1
    return None if quoted or depth else "".join(kept)


def _of_from(result: Result, domain: str) -> bool:
    """RFC 7489 11.1: header.from is the domain that was checked."""
    return result.properties.get("header.from", domain).rpartition("@")[2] == domain


def _aligned(result: Result, author: Address, domain: str) -> bool:
    """The result is about the From domain itself, or one above or below it (RFC 7489 3.1, relaxed)."""
    match result.method:
        case "dkim":
            signer = result.properties.get("header.d") or result.properties.get("header.i", "")
            return _same_domain(signer, domain)
        case "spf":
            return _same_domain(result.properties.get("smtp.mailfrom", ""), domain)
        case "auth":  # the server's own user, who logged in to send (RFC 8601 2.7.4)
            return address(result.properties.get("smtp.auth", "")) == author
        case _:
            return False


def _same_domain(named: str, domain: str) -> bool:
    checked = named.rpartition("@")[2].rstrip(".")
    if "." not in checked:
        return False
    return checked == domain or domain.endswith(f".{checked}") or checked.endswith(f".{domain}")
