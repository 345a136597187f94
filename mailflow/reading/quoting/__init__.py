"""A mail's body to the words that its sender wrote for it."""

from mailflow.reading.quoting.values import NewWords, Passage
from mailflow.reading.quoting.words import new_words

__all__ = ["NewWords", "Passage", "new_words"]
