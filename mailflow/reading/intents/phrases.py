"""A stretch of the sender's words without what only leads to it or trails behind it."""

from collections.abc import Collection

from mailflow.reading.intents.scene import Scene
from mailflow.reading.lexicon import Token

_EDGES = " \t\n　,，.。、;；:：!！-–—~\"“”'‘’「」『』《》()（）[]【】"


def trimmed(scene: Scene, start: int, end: int, leads: Collection[str], trails: Collection[str]) -> str:
    """``scene.text[start:end]`` without words of ``leads`` in front, of ``trails`` behind, and marks at the edges."""
    inside = [t for t in scene.tokens if start <= t.start and t.end <= end]
    for token in inside:
        if token.classes.isdisjoint(leads) or _says(scene.text[start : token.start]):
            break
        start = token.end
    for token in reversed(inside):
        if token.start < start or token.classes.isdisjoint(trails) or _says(scene.text[token.end : end]):
            break
        if "weak_meeting" in token.classes and _ends_a_word(scene, inside, token):
            break
        end = token.start
    return scene.text[start:end].strip(_EDGES)


def _ends_a_word(scene: Scene, inside: list[Token], token: Token) -> bool:
    """会 in 年会 is no meeting of ours."""
    before = scene.text[token.start - 1 : token.start]
    return "\u4e00" <= before <= "\u9fff" and not any(t.end == token.start for t in inside)


def says_nothing_else(scene: Scene, start: int, end: int, classes: Collection[str]) -> bool:
    """Does nothing stand there but words of these classes?"""
    inside = [t for t in scene.tokens if start <= t.start and t.end <= end]
    edges = [start, *(e for t in inside for e in (t.start, t.end)), end]
    between = (scene.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return not any(map(_says, between)) and not any(t.classes.isdisjoint(classes) for t in inside)


def _says(between: str) -> bool:
    return any(c.isalnum() for c in between)
