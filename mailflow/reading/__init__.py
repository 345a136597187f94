"""Bytes to meaning. Pure: nothing is opened, sent or asked."""
