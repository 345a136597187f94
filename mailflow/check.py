"""``mailflow check``: finds the fault before the users do, and names its mend. One line for each thing looked at."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from mailflow import bootstrap, config, selfmail
from mailflow.config import Config
from mailflow.faults import KNOWN, told
from mailflow.ports import Locked
from mailflow.stores import shown
from mailflow.upkeep.damage import examine

Tell = Callable[[str], None]


def run(folder: Path, environ: Mapping[str, str], tell: Tell, *, patience: float = selfmail.PATIENCE) -> bool:
    """True where all is well. Looks at everything, whatever was found before.

    ``patience``: seconds in which a mail to ourselves must be back.
    """
    try:
        settings = config.load(folder, environ)
    except config.ConfigFault as fault:
        for line in map(str, fault.faults):
            tell(f"✗ {line}")
        return False
    tell(f"✓ config {folder}: {len(settings.organization.people)} people, {_series(settings)}")
    for warning in settings.warnings:
        tell(f"! {warning}")
    _tell_of_holidays(settings, tell)
    return all([_store(settings, tell), selfmail.check(settings, tell, patience)])


def store(settings: Config, tell: Tell) -> bool:
    """Every record and every blob, byte by byte, also while mailflow runs. True where nothing is damaged."""
    folder = bootstrap.store_folder(settings)
    if not folder.is_dir():
        tell(f"! store {folder}: empty, nothing was stored yet")
        return True
    found = examine(folder)
    for line in found.faults:
        tell(f"✗ {line}")
    for line in found.notes:
        tell(f"! {line}")
    if not found.faults:
        tell(f"✓ store {folder}: {found.records} records, {found.blobs} mails and files, all undamaged")
    return not found.faults


def _series(settings: Config) -> str:
    return f"meetings {', '.join(series.key for series in settings.series)}"


def _tell_of_holidays(settings: Config, tell: Tell) -> None:
    """Next year's are announced in November: until then a meeting may be planned on a day off."""
    if settings.service.holidays != "CN":
        return
    today = bootstrap.clock(settings).now().date()
    known = bootstrap.calendar(settings, today.year).known_years
    for year in _years_needed(today, settings):
        if year in known:
            tell(f"✓ holidays of {year}: known")
        else:
            tell(
                f"! holidays of {year}: not known, only weekends count as free; once they are announced, "
                "`pip install -U chinese-calendar`, or name the days in days_off and work_days (mailflow.toml, service)"
            )


def _years_needed(today: date, settings: Config) -> list[int]:
    ahead = max((series.plan_ahead_days for series in settings.series), default=0)
    return sorted({today.year, date.fromordinal(today.toordinal() + ahead).year})


def _store(settings: Config, tell: Tell) -> bool:
    try:
        opened = bootstrap.store(settings)
    except Locked as fault:
        tell(f"✓ store {shown(settings.store_url)}: {str(fault).partition(';')[0]} (mailflow runs)")
        return True
    except KNOWN as fault:
        for line in told(fault).splitlines():
            tell(f"✗ store {shown(settings.store_url)}: {line}")
        return False
    number = len(opened.ids())
    opened.close()
    tell(f"✓ store {shown(settings.store_url)}: opens, {number} records, all undamaged")
    return True
