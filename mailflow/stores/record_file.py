"""One record as a TinyDB file that is replaced whole, with its checksum in the first line."""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from tinydb import Storage, TinyDB
from tinydb.table import Document

from mailflow.core.values import RecordId
from mailflow.ports import Damaged, Stored
from mailflow.stores import codec, durable

SUFFIX = ".json"
_TABLE = "record"
_ONLY = 1


class AtomicStorage(Storage):
    """TinyDB's own JSONStorage writes in place and is corrupted by a kill; this one replaces the file.

    The file stays JSON that a person can read: the first line holds the SHA-256 of all that follows it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        data = _decoded(self._path, content)
        data.pop("sha256", None)
        return data

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))[1:].encode()
        digest = hashlib.sha256(body).hexdigest()
        durable.write(self._path, b'{"sha256":{"of what follows":"%s"},\n%s' % (digest.encode(), body))

    def close(self) -> None:
        """No file is kept open."""


def verified(path: Path, content: bytes) -> bytes:
    """The content, if it is what was written. Raises Damaged."""
    head, newline, body = content.partition(b"\n")
    if not newline or hashlib.sha256(body).hexdigest().encode() not in head:
        raise Damaged(f"{path}: not what mailflow wrote (cut, edited or overwritten); put the file of a backup here")
    return content


def _decoded(path: Path, content: bytes) -> dict[str, dict[str, Any]]:
    """Its JSON. Raises Damaged, also where a checksum that fits stands over something else."""
    try:
        data = json.loads(verified(path, content))
    except (ValueError, RecursionError) as fault:
        raise Damaged(f"{path}: not a record of mailflow ({str(fault).splitlines()[0]})") from fault
    if not isinstance(data, dict):
        raise Damaged(f"{path}: not a record of mailflow (no JSON object)")
    return data


def name_of(key: RecordId) -> str:
    """The one name of a record's file."""
    return quote(key, safe="") + SUFFIX


def key_of(path: Path) -> RecordId:
    return RecordId(unquote(path.name.removesuffix(SUFFIX)))


def read(path: Path) -> Stored | None:
    """None where there is no such file. Raises Damaged where it is not what was written."""
    with TinyDB(path, storage=AtomicStorage) as db:
        document = db.table(_TABLE).get(doc_id=_ONLY)
    if document is None and path.exists():
        raise Damaged(f"{path}: not a record of mailflow (there is none in it)")
    return None if document is None else _stored(path, document)


def parsed(path: Path, content: bytes) -> Stored:
    """The same of bytes that were read before. Raises Damaged."""
    data = _decoded(path, content)
    try:
        return _stored(path, data[_TABLE][str(_ONLY)])
    except (KeyError, TypeError) as fault:
        raise Damaged(f"{path}: not a record of mailflow (no {fault})") from fault


def _stored(path: Path, document: object) -> Stored:
    if not isinstance(document, dict) or document.get("format") != codec.FORMAT:
        raise Damaged(f"{path}: written by another version of mailflow; install that version, or a later one")
    try:
        stored = Stored(codec.from_json(document["value"]), int(document["version"]))
    except (codec.Unreadable, KeyError, ValueError) as fault:
        raise Damaged(f"{path}: not a record of mailflow ({str(fault).splitlines()[0]})") from fault
    if path.name != name_of(stored.record.id):  # a copy would be a second record, and send its mails once more
        raise Damaged(
            f"{path}: holds the record {stored.record.id}; move a copy out of this folder, "
            f"or give the file its name back: {name_of(stored.record.id)}"
        )
    return stored


def write(path: Path, stored: Stored) -> None:
    """One atomic, durable write."""
    fields = {"format": codec.FORMAT, "version": stored.version, "value": codec.to_json(stored.record)}
    with TinyDB(path, storage=AtomicStorage) as db:
        table = db.table(_TABLE)
        if path.exists():
            table.update(fields, doc_ids=[_ONLY])
        else:
            table.insert(Document(fields, doc_id=_ONLY))
