"""Words as they were meant: names that were stretched by blanks, marks that no reader sees."""

import re
import unicodedata
from dataclasses import replace

from mailflow.reading.minutes.blocks import Block, Line, Source
from mailflow.reading.minutes.setting import Setting

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
_STRETCHED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000\xa0]{1,4}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")


def respelled(source: Source, setting: Setting) -> Source:
    """The source with every name in one piece (吴　昊) and without invisible characters."""
    return replace(source, blocks=tuple(_block(block, setting) for block in source.blocks))


def _block(block: Block, setting: Setting) -> Block:
    if isinstance(block, Line):
        return replace(block, text=_text(block.text, setting))
    return replace(block, rows=tuple(tuple(_text(cell, setting) for cell in row) for row in block.rows))


def _text(text: str, setting: Setting) -> str:
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).replace("\xa0", " ")

    def joined(match: re.Match[str]) -> str:
        name = match.group(1) + match.group(2)
        return name if setting.people.find(name) else match.group()

    return _STRETCHED.sub(joined, text)
