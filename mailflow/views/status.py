"""``mailflow status``: meetings, who comes, what is missing, resolutions, outbox, quarantine."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from mailflow.archive.visible import visible_line
from mailflow.core.desk import Desk
from mailflow.core.meeting import Attendee, Meeting, MinutesVersion
from mailflow.core.organization import Organization
from mailflow.core.outgoing import SendState
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.resolution import Resolution
from mailflow.core.steps.materials import owing

Json = dict[str, Any]


def status(records: Iterable[Record], organization: Organization) -> Json:
    """The whole state as the fixed JSON object that other programs read."""
    known = list(records)
    return {
        "meetings": [meeting(r, organization) for r in known if isinstance(r, Meeting)],
        "problems": [problem(r, known) for r in known if isinstance(r, Problem)],
        "outbox": {
            "queued": sum(len(r.queued) for r in known),
            "failed": sum(o.state is SendState.REFUSED for r in known for o in r.outgoing),
        },
        "quarantine": sum(not q.settled for r in known if isinstance(r, Desk) for q in r.quarantine),
    }


def as_text(found: Json) -> str:
    """The same for a terminal."""
    lines: list[str] = []
    for each in found["meetings"]:
        lines.append(f"{each['id']}  {each['state']:<10} {each['start'][:16].replace('T', ' ')}  {each['title']}")
        answers = Counter(seat["partstat"] for seat in each["attendance"].values())
        lines.append("    " + ", ".join(f"{n} {partstat.lower()}" for partstat, n in sorted(answers.items())))
        if missing := [m["department"] for m in each["materials"] if m["state"] == "missing"]:
            lines.append(f"    materials missing: {', '.join(missing)}")
        if version := each["minutes"]:
            lines.append(f"    minutes: version {version['version']}, {version['state']}")
        for r in each["resolutions"]:
            percent = "" if r["percent"] is None else f" {r['percent']}%"
            lines.append(
                f"    {r['id']}  {r['state']}{percent}, due {r['due']}: {r['title']} ({', '.join(r['owners'])})"
            )
    for each in found["problems"]:
        lines.append(f"{each['id']}  {each['state']}  {each['title']}: {each['open']} resolutions open")
    outbox = found["outbox"]
    lines.append(f"outbox: {outbox['queued']} queued, {outbox['failed']} failed; quarantine: {found['quarantine']}")
    return "\n".join(map(visible_line, lines))


def meeting(record: Meeting, organization: Organization) -> Json:
    return {
        "id": record.id,
        "series": record.terms.key,
        "title": record.terms.title,
        "start": record.start.isoformat(),
        "end": record.end.isoformat(),
        "state": record.state.value,
        "attendance": {a.address: _seat(a) for a in record.attendees},
        "topics": [{"title": t.title, "by": t.by} for t in record.topics],
        "materials": _materials(record, organization),
        "minutes": _minutes(record.current_minutes),
        "resolutions": [resolution(r) for r in record.resolutions],
    }


def problem(record: Problem, known: Iterable[Record]) -> Json:
    meetings = [m for m in known if isinstance(m, Meeting) and m.problem == record.id]
    return {
        "id": record.id,
        "title": record.title,
        "state": record.state.value,
        "host": record.host,
        "meetings": [m.id for m in meetings],
        "resolutions": [r.id for m in meetings for r in m.resolutions],
        "open": sum(not r.ended for m in meetings for r in m.resolutions),
    }


def resolution(record: Resolution) -> Json:
    return {
        "id": record.id,
        "title": record.title,
        "owners": list(record.owners),
        "due": record.due.isoformat(),
        "state": record.state.value,
        "percent": record.percent,
    }


def _seat(seat: Attendee) -> Json:
    wish = seat.leave
    return {
        "partstat": seat.partstat.value,
        "leave": {"state": wish.state.value, "reason": wish.reason} if wish else None,
        "substitute": wish.substitute.person if wish and wish.substitute else None,
        "stands_for": seat.stands_for,
        "late": seat.late if seat.late is not None else seat.comes_late or None,
    }


def _materials(record: Meeting, organization: Organization) -> list[Json]:
    """One line a department that owes materials or has sent some."""
    missing = set(owing(record))
    reporters = [r for s in record.terms.agenda if s.materials for r in s.reporters]
    departments = dict.fromkeys(
        [p.department for r in reporters if (p := organization.person(r))]
        + [m.department for m in record.current_materials]
    )
    lines = []
    for department in departments:
        files = [m.file.name for m in record.current_materials if m.department == department]
        members = {p.email for p in organization.members(department)}
        state = "missing" if members & missing else "received" if files else "nothing"
        lines.append({"department": department, "state": state, "files": files})
    return lines


def _minutes(version: MinutesVersion | None) -> Json | None:
    if version is None:
        return None
    state = "final" if version.final_at else "sent" if version.sent_at else "questioned"
    return {
        "version": version.number,
        "state": state,
        "confirmed": list(version.confirmed),
        "silent": list(version.silent),
        "objections": [{"by": o.by, "text": o.text, "passage": o.passage} for o in version.objections],
    }
