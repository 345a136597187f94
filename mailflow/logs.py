"""The log of the daemon: one line an event on stderr, so that stdout stays with the commands' results."""

import sys

import structlog


def to_stderr() -> None:
    """Coloured and aligned for a person at a terminal, key=value lines for a journal."""
    person = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if person else _lines(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _lines() -> structlog.processors.LogfmtRenderer:
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
