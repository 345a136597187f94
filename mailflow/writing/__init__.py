"""Meaning to bytes. Pure: the templates were loaded at the edge."""
