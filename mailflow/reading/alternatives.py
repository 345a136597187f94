"""Many words as one pattern that is fast to search with.

An alternation of hundreds of names is tried name by name at each character; folded into a tree of their beginnings,
one look at the character rules out nearly all of them.
"""

import re
from collections.abc import Iterable

_END = ""
_Tree = dict[str, "_Tree"]


def any_of(words: Iterable[str]) -> str:
    """The source of a pattern that matches the longest of ``words``; a space in them is any white space."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _rendered(tree) if tree else r"(?!)"


def _rendered(node: _Tree) -> str:
    branches = [_character(c) + _rendered(inner) for c, inner in node.items() if c != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if _END in node else "")


def _character(character: str) -> str:
    return r"\s+" if character == " " else re.escape(character)
