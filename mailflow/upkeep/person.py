"""The one whose mails are to be forgotten."""

from dataclasses import dataclass

from mailflow.core.organization import Organization
from mailflow.core.values import Address


@dataclass(frozen=True)
class Person:
    """``names`` are those under which other mails may speak of them, addresses among them."""

    addresses: frozenset[Address]
    names: frozenset[str]

    @classmethod
    def of(cls, who: Address, organization: Organization) -> "Person":
        """With all addresses that the organisation knows of them; a stranger has the one."""
        known = organization.person(who)
        if known is None:
            return cls(frozenset({who}), frozenset({who}))
        addresses = frozenset(known.addresses)
        return cls(addresses, addresses | {name for name in (known.name, known.english) if name})

    def is_(self, who: Address | None) -> bool:
        return who in self.addresses
