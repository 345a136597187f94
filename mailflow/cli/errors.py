"""What went wrong, as lines for the person at the terminal and an exit status for programs."""

import typer


def lines_of(fault: Exception) -> list[str] | None:
    """What to tell the person at the terminal; None for a fault of our own, whose traceback somebody needs."""
    if isinstance(fault, typer.Abort):
        return ["stopped"]
    usage = getattr(fault, "format_message", None)  # typer's own faults: they have no public class in common
    if usage is not None:
        asked = getattr(getattr(fault, "ctx", None), "command_path", "mailflow")
        said = " ".join(usage().split())  # nothing where the help was shown instead
        return [f"{said} ({asked} --help)"] if said else []
    from mailflow import faults

    return faults.told(fault).splitlines() if isinstance(fault, faults.KNOWN) else None


def status_of(fault: Exception) -> int:
    """2: a person must change something first. 75: the same command can do well later (EX_TEMPFAIL of sysexits.h)."""
    from mailflow import faults

    return 75 if faults.is_temporary(fault) else 2
