"""Who is meant in a meeting's file: an address, a role of a department, a department, everybody."""

from collections.abc import Iterator

from mailflow.config.faults import Fault
from mailflow.core.organization import Organization
from mailflow.core.values import Address

_ROLES = ("head", "supervisor", "representative", "module-head", "member")
_FORMS = "an address of the organisation, role:ROLE@DEPARTMENT, department:KEY, or all"


def several(
    expressions: tuple[str, ...], organization: Organization, file: str, key: str
) -> tuple[tuple[Address, ...], tuple[Fault, ...]]:
    """Everybody whom the expressions name, each once, in the order of the file."""
    people: dict[Address, None] = {}
    faults: list[Fault] = []
    for number, expression in enumerate(expressions, start=1):
        found = list(_meant(expression, organization))
        if not found:
            faults.append(Fault(file, f"{key}[{number}]", _expected(expression, organization), repr(expression)))
        people.update(dict.fromkeys(found))
    return tuple(people), tuple(faults)


def one(expression: str, organization: Organization, file: str, key: str) -> tuple[Address | None, tuple[Fault, ...]]:
    """The one person whom the expression names."""
    found = list(dict.fromkeys(_meant(expression, organization)))
    if len(found) == 1:
        return found[0], ()
    expected = _expected(expression, organization) if not found else f"one person, not {len(found)}"
    return None, (Fault(file, key, expected, repr(expression)),)


def _meant(expression: str, organization: Organization) -> Iterator[Address]:
    kind, _, rest = expression.partition(":")
    if expression == "all":
        yield from (p.email for p in organization.people)
    elif kind == "department":
        yield from (p.email for p in organization.members(rest))
    elif kind == "role":
        role, _, department = rest.partition("@")
        people = organization.members(department) if department else iter(organization.people)
        yield from (p.email for p in people if p.role == role)
    elif person := organization.person(Address(expression.strip().lower())):
        yield person.email


def _expected(expression: str, organization: Organization) -> str:
    """What is wrong with it, as precisely as can be told."""
    kind, _, rest = expression.partition(":")
    role, _, department = rest.partition("@") if kind == "role" else ("", "", rest)
    if kind == "role" and role not in _ROLES:
        return f"a role out of {', '.join(_ROLES)}"
    if kind in ("role", "department") and department and organization.department(department) is None:
        keys = ", ".join(d.key for d in organization.departments)
        return f"a department out of {keys}"
    if kind == "role":
        return "a role that somebody has"
    if "@" in expression:
        return "somebody in organization.toml"
    return _FORMS
