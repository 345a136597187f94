"""Meaning to bytes: the mails that mailflow sends. Pure; every word stands in templates/<language>/."""
