"""mailflow: a meeting secretary that lives in one mailbox."""

__version__ = "0.1.0"
