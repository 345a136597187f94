"""What stands in front of an item: numbers, bullets, boxes to tick."""

import re
from dataclasses import dataclass

from mailflow.reading.numbers import read_number

_HAN = "[一二三四五六七八九十]{1,3}"
_MARKER = re.compile(
    r"\s*(?:"
    rf"(?P<frame>【(?P<framed>[^】]{{1,40}})】)"
    rf"|(?P<chapter>第(?:{_HAN}|\d{{1,2}})(?:项|条|部分|章)?[、.．:：\s])"
    rf"|(?P<han>(?:{_HAN})\s*[、.．](?!\d))"
    rf"|(?P<hanb>[(（]\s*(?:{_HAN})\s*[)）][、.．]?)"
    r"|(?P<level>(?:\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[.．、]|\s+)(?=\D))"
    r"|(?P<digitb>[(（]\s*(?:\d{1,2})\s*[)）][、.．]?)"
    r"|(?P<digit>(?:\d{1,2})\s*(?:[.．](?!\d)|[、)）]|[:：](?!\d)(?=\s*\D{4})))"
    r"|(?P<circle>[①-⑳])"
    r"|(?P<roman>(?:[IVX]{1,4})[.、)]\s)"
    r"|(?P<letter>(?:[A-Za-z][.)、]|[(（][a-z][)）])\s*(?=\S\S))"
    r"|(?P<hash>#(?:\d{1,2})\s*[:：.]?\s)"
    r"|(?P<code>(?P<coded>[A-Z])-?\d{1,2}\s*[.:：)、]\s*(?=\S\S))"
    r"|(?P<arrow>(?:-{1,2}>|=>|[→⇒➔])\s*)"
    r"|(?P<bullet>(?:[-*+](?=\s)|--(?=\s)|[•·●○▪▫■◆◇►▶➢➤✦‣⁃※]|[–—](?=\s))\s*)"
    r"|(?P<box>(?=[\[☐☑☒□■✓✔✅✗✘❌]))"
    r")\s*"
)
_BOX = re.compile(r"\s*(?:\[(?P<tick>[ xX✓√]?)\]|(?P<open>[☐□])|(?P<ticked>[☑☒✓✔✅■])|(?P<crossed>[✗✘❌]))\s*")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
RANKS = {
    "frame": 1.0, "chapter": 1.5, "roman": 1.8, "han": 2.0, "hanb": 3.0, "digit": 4.0, "level": 4.2, "hash": 4.5, "code": 4.6,
    "digitb": 5.0, "circle": 5.5, "letter": 6.0, "bullet": 8.0, "arrow": 8.0, "box": 8.0,
}  # fmt: skip
"""How high a heading with such a marker stands in Chinese documents; the lower the number, the higher."""


@dataclass(frozen=True)
class Marker:
    """``kind`` is a key of RANKS. ``ticked`` is None where there is no box. ``words`` is what a 【frame】 holds."""

    kind: str
    number: int | None
    end: int
    ticked: bool | None = None
    words: str = ""

    @property
    def rank(self) -> float:
        return RANKS[self.kind]


def marker_of(text: str) -> Marker | None:
    """The marker that the text begins with."""
    found = _MARKER.match(text)
    if found is None:
        return None
    kind = next(k for k in RANKS if found.group(k) is not None)
    number = _number(kind, found)
    end, ticked = found.end(), None
    box = _BOX.match(text, end)
    if box and (kind == "box" or box.group("tick") is not None or box.group("open") or box.group("ticked")):
        ticked = bool(box.group("ticked") or (box.group("tick") or "").strip())
        end = box.end()
    elif kind == "box":
        return None
    return Marker(kind, number, end, ticked, found.group("framed") or "")


_COUNT = re.compile(rf"\d+|{_HAN}|[A-Za-z]+")


def _number(kind: str, found: re.Match[str]) -> int | None:
    if kind in ("bullet", "arrow", "box", "frame"):
        return None
    if kind == "circle":
        return ord(found.group().strip()) - ord("①") + 1
    counts = _COUNT.findall(found.group())
    if not counts:
        return None
    words = counts[-1]
    if kind == "roman":
        return _ROMAN.get(words)
    if kind == "letter":
        return ord(words.lower()) - ord("a") + 1
    value = read_number(words)
    return value if isinstance(value, int) else None
