"""Lines that say that an earlier resolution is no longer pursued (policy 5.3.4): 取消上次第2项决议, drop the task “…”.

Which resolution is meant is not decided here: the words and the number that name it are handed on. What is only
thought of, asked for or told of somebody is none.
"""

import re
from collections.abc import Iterator

from mailflow.core.minutes import Dropping
from mailflow.reading.folding import fold
from mailflow.reading.minutes.markers import marker_of
from mailflow.reading.numbers import CHINESE_NUMERAL, read_number
from mailflow.reading.people import PeopleIndex
from mailflow.reading.phrasebook import Phrasebook
from mailflow.reading.quotation import first_quotation, without_quotations

_STOPS = re.compile(r"[。；;！!\n]|(?<=[a-z0-9)\"'”])\.(?=\s|$)")
_EDGE = " \t\u3000,，、:：;；。.-–—*>|/\"'“”‘’「」『』《》【】()（）[]"
_BRACKET = re.compile(r"[(（\[【][^()（）\[\]【】]{0,80}[)）\]】]")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_N = rf"(?:\d{{1,2}}|{CHINESE_NUMERAL})"
_LEAD = r"(?:(?:«meeting»|«decides»|«connective»|«deliberated»|to\b|will\b|现|已)?[\s,，、:：]*)*"
_NUMBER = (
    rf"第\s*(?P<first>{_N})(?:(?:\s*[、,，和及与]\s*(?:第\s*)?(?P<more>{_N}))?)\s*«item_word»?"
    rf"|«earlier_item»\s*(?:no\.?\s*|number\s*|nr\.?\s*|#\s*)?(?P<behind>\d{{1,2}})(?!\d)"
)
_LONGEST_LINE = 400


def droppings(text: str, book: Phrasebook, people: PeopleIndex) -> Iterator[Dropping]:
    """Every line of the minutes that drops something, in order; a line that drops two gives two."""
    speaks = book.pattern("«drops»|«dropped»|«drops_none»")
    for line in text.splitlines():
        if len(line) > _LONGEST_LINE or not speaks.search(fold(line)):
            continue
        for sentence in _STOPS.split(line):
            yield from _dropped_by(sentence, line.strip(), book, people)


def _dropped_by(sentence: str, line: str, book: Phrasebook, people: PeopleIndex) -> Iterator[Dropping]:
    marker = marker_of(sentence.lstrip())
    words = sentence.lstrip()[marker.end if marker else 0 :].strip(" \t\u3000")
    if not words or words.endswith(("？", "?")):
        return
    folded = fold(words)
    if book.pattern(r"(?:«meeting»|«connective»|[\s,，])*«drops_none»").match(folded):
        yield Dropping(line, certain=True, none=True)
        return
    spoken = book.pattern("«deliberated»").sub(" ", without_quotations(folded))
    if book.pattern("«asks»|«condition»|«hearsay»").search(spoken):
        return
    what = _what(words, folded, book)
    if what is None:
        return
    sure = book.pattern("«earlier_item»|«drops_for_sure»").search(without_quotations(folded)) is not None
    name = _name(what, book, people)
    numbers = tuple(_numbers(what, book))
    if not (name or numbers):
        if sure and book.pattern("«earlier_item»").search(fold(what)):
            yield Dropping(line, certain=True)
        return
    for number in numbers or (None,):
        yield Dropping(line, name, number, certain=sure)


def _what(words: str, folded: str, book: Phrasebook) -> str | None:
    """What is dropped: behind the verb in front (取消…), or before the verb behind (…不再推进, … is dropped)."""
    front = book.pattern(rf"{_LEAD}«drops»\s*[:：]?").match(folded)
    if front and words[front.end() :].strip(_EDGE):
        return words[front.end() :]
    behind = book.pattern(r"[\s,，:：|(（\-–—]*(?:«dropped»)(?:[\s,，]*«dropped»)*[\s)）|.,，]*$").search(folded)
    if behind is None:
        row = book.pattern(r"[|\t]\s*«dropped»\s*(?=[|\t])").search(folded)
        return words[: row.start()] if row else None
    lead = book.pattern(_LEAD).match(folded)
    start = lead.end() if lead and lead.end() < behind.start() else 0
    rest = words[start : behind.start()]
    if not rest.strip(_EDGE) or book.pattern(r"«negates»\s*$").search(fold(rest)):
        return None
    return rest


def _numbers(what: str, book: Phrasebook) -> Iterator[int]:
    """第2、3项, action item 2: only where a task or an earlier meeting is spoken of."""
    bare = without_quotations(fold(what))
    if not book.pattern("«earlier_item»|«earlier_meeting»").search(bare):
        return
    for found in book.pattern(_NUMBER).finditer(bare):
        for name in ("first", "more", "behind"):
            value = read_number(found.group(name)) if found.group(name) else None
            if isinstance(value, int) and value > 0:
                yield value


def _name(what: str, book: Phrasebook, people: PeopleIndex) -> str:
    """The words that name it: those in quotation marks, else what is left without names, numbers and frames."""
    if quoted := first_quotation(what):
        return quoted.name.strip(_EDGE)
    text = max(re.split(r"[|\t]", _BRACKET.sub(" ", what)), key=len).strip(_EDGE)
    if reason := book.pattern(r"[,，]\s*«drop_reason»").search(fold(text)):
        text = text[: reason.start()]
    text = _blanked(text, book, _NUMBER)
    text = _blanked(text, book, r"«earlier_meeting»的?")
    found = people.find(text)
    if found and not text[: found[0].start].strip(_EDGE):
        behind = text[found[0].end :]
        text = re.sub(r"^\s*(?:负责|牵头|'s)?的?\s*", "", behind)
    text = _blanked(text, book, r"^[\s,，:：]*(?:(?:«drop_frame»)[\s,，:：]*)+")
    text = _blanked(text, book, r"^[\s,，:：]*«earlier_item»[\s:：,，]*|[\s的]*«earlier_item»[\s]*$")
    text = _blanked(text, book, r"^[\s,，:：]*(?:(?:«drop_frame»)[\s,，:：]*)+|的工作\s*$|的\s*$")
    return _BETWEEN_HAN.sub("", " ".join(text.split())).strip(_EDGE)


def _blanked(text: str, book: Phrasebook, template: str) -> str:
    """The text with blanks where the pattern stands: spans stay as they were."""
    for found in book.pattern(template).finditer(fold(text)):
        text = text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
    return text
