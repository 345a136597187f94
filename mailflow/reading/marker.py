"""``[mailflow:TOKEN]``: the mark in the text of our own mails, as programs bring it back."""

import re

TOKEN_LENGTH = 20
"""Lower-case base32 characters."""

# What a client may put between two characters of a marker: a line break, quote marks, invisible spaces.
_GAP = r"[\s>|│\u200b\u00ad]{0,80}"
MARKER = re.compile(
    rf"\[{_GAP}{_GAP.join('mailflow:')}{_GAP}((?:[a-z2-7]{_GAP}){{{TOKEN_LENGTH}}})\]",
    re.IGNORECASE,
)
