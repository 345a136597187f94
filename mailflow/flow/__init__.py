"""Carrying out, through the ports: what comes in, what time brings, what goes out."""
