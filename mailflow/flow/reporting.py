"""Digest and figures: written at the desk, each once (policy 3.1.1, 6.1)."""

from dataclasses import replace
from datetime import datetime

from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.steps import reports
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit, load_or_new_desk
from mailflow.ports import Stored


def send_due(service: Service, now: datetime) -> int:
    """How many reports were due; the mark and the mails of each are one write."""
    desks = [s.record for s in service.store.open_records() if isinstance(s.record, Desk)]
    marks = {mark for desk in desks for mark in desk.marks}
    found = list(
        reports.due(
            service.rhythm,
            marks,
            lambda: (s.record for s in service.store.all_records()),
            service.organization,
            service.calendar,
            now,
        )
    )
    for report in found:
        _write(report, service, now)
    return len(found)


def _write(report: reports.Report, service: Service, now: datetime) -> None:
    def attempt() -> Stored:
        stored = load_or_new_desk(service, now)
        assert isinstance(stored.record, Desk)  # its id says so
        after = replace(stored.record, marks={**stored.record.marks, report.mark: now})
        entry = LedgerEntry(now, Cause.TIME, Outcome.DONE, (report.said,))
        return commit(service, stored, after, report.letters, entry, now)

    again_on_conflict(attempt)
