"""From a question to what answers it, of what the asker may see."""

from collections.abc import Iterable

from mailflow.archive.index import Document, Index, search
from mailflow.archive.items import Item, Kind, items
from mailflow.archive.viewers import Viewer
from mailflow.core.record import Record

_BEHIND = {Kind.MAIL: 0.4}
"""There are ten mails to every resolution, and they speak of the same things."""


def find(records: Iterable[Record], query: str, viewer: Viewer) -> tuple[Item, ...]:
    """The best first. What the viewer may not see is not there: the order tells nothing of it either."""
    return tuple(document.of for document in search(index_of(items(records, viewer)), query))


def index_of(found: Iterable[Item]) -> Index[Item]:
    return Index.of(document(item) for item in found)


def document(item: Item) -> Document[Item]:
    return Document(item, item.title, item.text, item.at, _BEHIND.get(item.kind, 1.0))
