"""A month's figures as rows of a table, with bars that stand in any mail program, and the records behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mailflow.core.figures import DepartmentFigures, Figures, Owed, PersonFigures
from mailflow.writing.languages import Speech, plain

_CELLS = 8
"""As long as a cell may be that a phone does not break."""
_FULL, _EMPTY = "█", "░"


@dataclass(frozen=True)
class PersonRow:
    name: str
    present: str
    late: str
    left_early: str
    on_leave: str
    absent: str
    materials: str
    resolutions: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure of a department: its share in figures and as a bar."""

    name: str
    measure: str
    share: str
    bar: str


@dataclass(frozen=True)
class Ground:
    """Why a person's figures are not full: the records, in words."""

    name: str
    lines: tuple[str, ...]


def person_rows(figures: Figures, speech: Speech) -> Iterator[PersonRow]:
    for p in figures.people:
        yield PersonRow(
            name=speech.name(p.person),
            present=_share(len(p.present), len(p.seats)),
            late=_count(p.late),
            left_early=_count(p.left_early),
            on_leave=_count(p.on_leave),
            absent=_count(p.absent),
            materials=_share(len(p.handed_in), len(p.owed)),
            resolutions=_share(len(p.in_time), len(p.due)),
        )


def department_rows(figures: Figures, speech: Speech) -> Iterator[MeasureRow]:
    for d in figures.departments:
        name = _department(d, speech)
        for key, part, whole in (
            ("present", d.present, d.seats), ("materials", d.handed_in, d.owed), ("resolutions", d.in_time, d.due),
        ):  # fmt: skip
            if whole:
                yield MeasureRow(name, speech.words.of("measure", key), _share(part, whole), bar(part, whole))


def grounds(figures: Figures, speech: Speech) -> Iterator[Ground]:
    """The records behind each figure that is not full (policy 6.2): no score without its facts."""
    for p in figures.people:
        lines = tuple(_grounds(p, figures, speech))
        if lines:
            yield Ground(speech.name(p.person), lines)


def bar(part: int, whole: int) -> str:
    """Eight cells, as many filled as the share rounds to; never full where something is missing, never empty by rounding."""
    if whole <= 0:
        return ""
    filled = round(part * _CELLS / whole)
    if part < whole:
        filled = min(filled, _CELLS - 1)
    if part > 0:
        filled = max(filled, 1)
    return _FULL * filled + _EMPTY * (_CELLS - filled)


def _grounds(p: PersonFigures, figures: Figures, speech: Speech) -> Iterator[str]:
    word = speech.words.of
    for name, meetings in (
        ("late", p.late), ("left_early", p.left_early), ("on_leave", p.on_leave), ("absent", p.absent),
    ):  # fmt: skip
        if meetings:
            yield f"{word('figure', name)}{_listed(meetings, figures, speech)}"
    missing = [o for o in p.owed if o not in p.handed_in]
    if missing:
        yield f"{word('figure', 'materials')}{_sections(missing, figures, speech)}"
    late = [r for r in p.due if r not in p.in_time]
    if late:
        yield f"{word('figure', 'resolutions')}{_listed(late, figures, speech)}"


def _listed(keys: Sequence[str], figures: Figures, speech: Speech) -> str:
    """The same meeting week after week by its name once, with the days."""
    return _by_name(((_name(key, figures), _day(key, figures, speech)) for key in keys), speech)


def _sections(owed: Sequence[Owed], figures: Figures, speech: Speech) -> str:
    return _by_name(((plain(o.section), _day(o.meeting, figures, speech)) for o in owed), speech)


def _by_name(named: Iterable[tuple[str, str]], speech: Speech) -> str:
    days: dict[str, list[str]] = {}
    for name, day in named:
        days.setdefault(name, []).append(day)
    comma = str(speech.words["and"])
    return comma.join(speech.noted(name, comma.join(filter(None, each))) for name, each in days.items())


def _name(key: str, figures: Figures) -> str:
    record = figures.title(key)
    return plain(record.title) if record else key


def _day(key: str, figures: Figures, speech: Speech) -> str:
    record = figures.title(key)
    return speech.short_day(record.day) if record else ""


def _department(figures: DepartmentFigures, speech: Speech) -> str:
    department = speech.organization.department(figures.department)
    return plain(department.name) if department else figures.department


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else "–"


def _count(records: Sequence[object]) -> str:
    return str(len(records)) if records else "–"
