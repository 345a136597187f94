"""A label with its content in the same line: 决定：…, 出席：…, 讨论要点：…"""

import re

from mailflow.reading.folding import fold
from mailflow.reading.minutes.labels import parse_fields
from mailflow.reading.minutes.sections import Presence, Section, presence_of, section_of
from mailflow.reading.minutes.setting import Setting

_LONGEST_LABEL = 34


def labelled(text: str, setting: Setting) -> tuple[Section | None, Presence | None, str, bool] | None:
    """决定：…, 出席：…, 讨论要点：…: a label with its content in the same line.

    Gives the section of the content, what it says of people, the content, and whether the lines below go on with it.
    """
    head, colon, content = split_label(text)
    if not colon or not content:
        return None
    presence = presence_of(head, setting)
    if presence is not None:
        section = Section.ATTENDANCE if presence is not Presence.OTHER else Section.IDLE
        return section, presence, content, False
    if setting.book.names("discussion_label", fold(head)):
        return Section.DISCUSSION, None, content, setting.book.names("lasting_label", fold(head))
    if setting.book.names("decision_label", fold(head)):
        return Section.DECISIONS, None, content, False
    plain = not re.search(r"[，。,;；]", head) and not setting.people.find(head)
    section_named = section_of(head, setting) if plain else None
    if section_named is not None and not parse_fields(text, setting).values:
        lasting = section_named is Section.REVIEW or setting.book.names("lasting_label", fold(head))
        return section_named, None, content, lasting
    return None


def split_label(text: str) -> tuple[str, bool, str]:
    at = next((i for i, c in enumerate(text) if c in ":："), -1)
    if at <= 0 or at > _LONGEST_LABEL:
        return "", False, ""
    return text[:at].strip(), True, text[at + 1 :].strip()
