"""The commands, each a few lines over the parts. Errors are one line on stderr and exit status 2.

What a command needs is imported in it: `mailflow interpret` must not wait for the mail servers' libraries.
"""

from mailflow.cli.entry import main

__all__ = ["main"]
