"""Who works here, and who holds which role (policy 1.2, 3.1.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mailflow.core.values import Address


@dataclass(frozen=True)
class Person:
    """Somebody of the organisation.

    ``role`` is ``head``, ``supervisor``, ``representative``, ``module-head`` or ``member``.
    ``assistant`` may answer invitations in this person's name.
    """

    name: str
    english: str
    email: Address
    department: str
    title: str = ""
    role: str = "member"
    language: str = "zh-CN"
    aliases: tuple[Address, ...] = ()
    assistant: Address | None = None

    @property
    def addresses(self) -> tuple[Address, ...]:
        return (self.email, *self.aliases)


@dataclass(frozen=True)
class Department:
    """``organizer`` is the one whom the department names for its meetings (policy 3.1.1)."""

    key: str
    name: str
    organizer: Address | None = None


@dataclass(frozen=True)
class Organization:
    """The company as ``config/organization.toml`` describes it."""

    name: str
    secretary: Address
    timezone: str
    departments: tuple[Department, ...]
    people: tuple[Person, ...]

    @cached_property
    def _by_address(self) -> dict[Address, Person]:
        return {a: p for p in self.people for a in p.addresses}

    def person(self, who: Address) -> Person | None:
        """Who bears this address, by main address or alias; None for a stranger."""
        return self._by_address.get(who)

    def department(self, key: str) -> Department | None:
        return next((d for d in self.departments if d.key == key), None)

    def members(self, department: str) -> Iterator[Person]:
        return (p for p in self.people if p.department == department)

    def head(self, department: str) -> Person | None:
        return next((p for p in self.members(department) if p.role == "head"), None)

    @property
    def organizers(self) -> tuple[Address, ...]:
        """Every department's organizer, in the order of the departments."""
        return tuple(d.organizer for d in self.departments if d.organizer)

    def organizer_of(self, who: Address) -> Address | None:
        """The organizer of that person's department; the first organizer where it names none."""
        person = self.person(who)
        department = self.department(person.department) if person else None
        own = department.organizer if department else None
        return own or next(iter(self.organizers), None)

    def assists(self, assistant: Address, principal: Address) -> bool:
        """May ``assistant`` answer in ``principal``'s name?"""
        person, helper = self.person(principal), self.person(assistant)
        named = person.assistant if person else None
        return named is not None and (named == assistant or (helper is not None and named in helper.addresses))
