"""organization.toml -> Organization, with everything checked that one entry says of another."""

from collections import Counter
from collections.abc import Iterator

from mailflow.config.faults import Fault
from mailflow.config.schema import OrganizationFile, PersonTable
from mailflow.core.organization import Department, Organization, Person
from mailflow.core.values import Address

FILE = "organization.toml"


def organization(read: OrganizationFile, secretary: str, zone: str) -> tuple[Organization, tuple[Fault, ...]]:
    built = Organization(
        name=read.company.name,
        secretary=Address(secretary),
        timezone=zone,
        departments=tuple(
            Department(d.key, d.name, Address(d.organizer) if d.organizer else None) for d in read.departments
        ),
        people=tuple(_person(p) for p in read.people),
    )
    return built, tuple(_faults(read, built))


def _person(table: PersonTable) -> Person:
    return Person(
        name=table.name,
        english=table.english or table.name,
        email=Address(table.email),
        department=table.department,
        title=table.title,
        role=table.role,
        language=table.language,
        aliases=tuple(Address(a) for a in table.aliases),
        assistant=Address(table.assistant) if table.assistant else None,
    )


def _faults(read: OrganizationFile, built: Organization) -> Iterator[Fault]:
    keys = [d.key for d in read.departments]
    for key, times in Counter(keys).items():
        if times > 1:
            yield Fault(FILE, f"departments[{key}].key", "a key of its own: two departments have this one")
    addresses = Counter(a for p in built.people for a in p.addresses)
    for person in built.people:
        where = f"people[{person.name}]"
        if person.department not in keys:
            yield Fault(FILE, f"{where}.department", f"one of {', '.join(keys)}", repr(person.department))
        for address in person.addresses:
            if addresses[address] > 1:
                yield Fault(FILE, f"{where}.email", "an address of its own: two people have it", repr(address))
            if address == built.secretary:
                yield Fault(FILE, f"{where}.email", "another address than the secretary's mailbox", repr(address))
        if person.assistant and built.person(person.assistant) is None:
            yield Fault(FILE, f"{where}.assistant", "somebody in organization.toml", repr(person.assistant))
    for department in built.departments:
        if department.organizer and built.person(department.organizer) is None:
            key = f"departments[{department.key}].organizer"
            yield Fault(FILE, key, "somebody in organization.toml", repr(department.organizer))
    if not built.organizers:
        yield Fault(FILE, "departments", "an organizer in at least one department (policy 3.1.1)")
