"""Which files the folder will hold, before any is written: pages by their records, and files that were handed in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from mailflow.archive import viewers
from mailflow.archive.viewers import Viewer
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.reply import File
from mailflow.core.resolution import Resolution
from mailflow.core.values import Digest, RecordId
from mailflow.site import names


@dataclass(frozen=True)
class Handed:
    """A file that somebody handed in, and where it will lie."""

    path: str
    digest: Digest


@dataclass(frozen=True)
class Plan:
    """``resolutions`` holds each with its meeting, which may be one whose page the viewer does not get.

    ``pages`` are the meetings' paths, ``files`` those of the files by record, digest and name.
    """

    viewer: Viewer
    meetings: tuple[Meeting, ...]
    resolutions: tuple[tuple[Meeting, Resolution], ...]
    problems: tuple[Problem, ...]
    pages: Mapping[RecordId, str]
    files: Mapping[tuple[RecordId, Digest, str], Handed]

    def file(self, meeting: Meeting, file: File) -> Handed:
        return self.files[meeting.id, file.digest, file.name]

    @property
    def handed(self) -> tuple[Handed, ...]:
        return tuple(self.files.values())


def plan(records: Iterable[Record], viewer: Viewer) -> Plan:
    """Of what the viewer may see. The newest meeting first."""
    known = tuple(sorted(records, key=lambda r: r.id))
    every = sorted((r for r in known if isinstance(r, Meeting)), key=lambda m: (m.start, m.id), reverse=True)
    seen = tuple(m for m in every if viewers.sees_meeting(viewer, m))
    resolutions = tuple((m, r) for m in every for r in m.resolutions if viewers.sees_resolution(viewer, m, r))
    problems = tuple(r for r in known if isinstance(r, Problem) and viewers.sees_problem(viewer, r, known))
    given = names.distinct(names.folder(m.id) for m in every)
    folders: dict[RecordId, str] = dict(zip((m.id for m in every), given, strict=True))
    return Plan(
        viewer,
        seen,
        resolutions,
        problems,
        {m.id: f"meetings/{folders[m.id]}.html" for m in seen},
        dict(_files(every, resolutions, seen, folders)),
    )


def _files(
    every: Iterable[Meeting],
    resolutions: Iterable[tuple[Meeting, Resolution]],
    seen: Iterable[Meeting],
    folders: Mapping[RecordId, str],
) -> Iterator[tuple[tuple[RecordId, Digest, str], Handed]]:
    """A meeting's materials with its page, the files of a report with its resolution. Replaced ones say so."""
    whole = {m.id for m in seen}
    reported: dict[RecordId, list[tuple[File, str]]] = {m.id: [] for m in every}
    for meeting, resolution in resolutions:
        reported[meeting.id] += ((file, "") for step in resolution.progress for file in step.files)
    for meeting in every:
        own = [(m.file, f"-v{m.version}" if m.replaced else "") for m in meeting.materials if meeting.id in whole]
        wanted = {(file.digest, file.name): (file, suffix) for file, suffix in reversed([*own, *reported[meeting.id]])}
        ordered = sorted(wanted.values(), key=lambda w: (bool(w[1]), w[0].name, w[0].digest))
        given = names.distinct(_named(file.name, suffix) for file, suffix in ordered)
        for (file, _), name in zip(ordered, given, strict=True):
            path = f"materials/{folders[meeting.id]}/{name}"
            yield (meeting.id, file.digest, file.name), Handed(path, file.digest)


def _named(name: str, suffix: str) -> str:
    path = PurePosixPath(names.safe(name))
    return names.safe(f"{path.stem}{suffix}{path.suffix}")
