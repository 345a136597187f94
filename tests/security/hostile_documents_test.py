"""Word files made to hurt: what unpacks without end, lies about its size, or reaches for other files."""

import io
import socket
import tracemalloc
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from mailflow.reading.minutes.blocks import UnreadableFile, text_of
from mailflow.reading.minutes.word import blocks_of_docx

MEGABYTE = 1_000_000
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"


def plain_files() -> dict[str, bytes]:
    whole = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("提交名单，李强，12月4日")
    document.save(whole)
    with zipfile.ZipFile(whole) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def with_lie(megabytes: int) -> bytes:
    """A Word file whose document goes on in blanks, and whose table of contents states the size without them."""
    files = plain_files()
    document = files.pop(DOCUMENT)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        with archive.open(DOCUMENT, "w") as stream:
            stream.write(document)
            for _ in range(megabytes):
                stream.write(b" " * MEGABYTE)
        stated = archive.getinfo(DOCUMENT)
        stated.file_size, stated.CRC = len(document), zlib.crc32(document)
    return whole.getvalue()


def peak_of(content: bytes) -> int:
    """Bytes in memory at the most while the file is read, whether it can be or not."""
    tracemalloc.start()
    try:
        words = text_of(blocks_of_docx(content, "m.docx"))
        assert len(words) < MEGABYTE
    except UnreadableFile:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


def test_a_file_that_states_a_small_size_is_unpacked_no_further_than_it_states() -> None:
    content = with_lie(200)
    assert len(content) < MEGABYTE
    assert peak_of(content) < 20 * MEGABYTE


def test_a_gigabyte_of_blanks_is_refused_before_it_is_unpacked() -> None:
    blanks = zlib.compressobj(9, zlib.DEFLATED, -15)
    files = plain_files()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("word/media/image1.png", b"".join((blanks.compress(b" " * MEGABYTE), blanks.flush())))
        archive.getinfo("word/media/image1.png").file_size = 1_000 * MEGABYTE
    with pytest.raises(UnreadableFile, match="unpacks to too much"):
        blocks_of_docx(whole.getvalue(), "m.docx")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_what_no_word_file_is_packed_with_is_not_unpacked(method: int) -> None:
    with pytest.raises(UnreadableFile, match="no Word file"):
        blocks_of_docx(packed(plain_files(), method), "m.docx")


def test_a_locked_file_is_refused_in_one_line() -> None:
    content = bytearray(packed(plain_files()))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # APPNOTE 4.4.4: bit 0 says encrypted
        at = content.find(signature)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(signature, at + 1)
    with pytest.raises(UnreadableFile) as refused:
        blocks_of_docx(bytes(content), "m.docx")
    assert "\n" not in str(refused.value)


def with_document(head: str, words: str) -> bytes:
    """The Word file with a document type in front, and these words in its paragraph."""
    files = plain_files()
    text = files[DOCUMENT].decode()
    declaration, _, rest = text.partition("?>")
    files[DOCUMENT] = f"{declaration}?>{head}{rest}".replace("提交名单", words).encode()
    return packed(files)


def words_of(content: bytes) -> str:
    try:
        return text_of(blocks_of_docx(content, "m.docx"))
    except UnreadableFile as fault:
        return str(fault)


def test_no_file_of_this_machine_comes_in_by_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("open sesame", encoding="utf-8")
    head = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    assert "sesame" not in words_of(with_document(head, "提交&e;名单"))


def test_entities_that_multiply_are_not_multiplied() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    content = with_document(f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>', "提交&l9;名单")
    assert "haha" not in words_of(content)
    assert peak_of(content) < 20 * MEGABYTE


def test_nothing_is_fetched_for_a_document() -> None:
    """By an entity, an outer document type, a template, a picture: nobody knocks at the address that they name."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        place = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        files = plain_files()
        kinds = ("attachedTemplate", "image", "frame", "subDocument", "hyperlink")
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        links = "".join(
            f'<Relationship Id="x{k}" Type="{base}/{k}" Target="{place}" TargetMode="External"/>' for k in kinds
        )
        files[RELATIONS] = files[RELATIONS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
        assert "提交名单" in words_of(packed(files))
        words_of(with_document(f'<!DOCTYPE d SYSTEM "{place}">', "提交名单"))
        words_of(with_document(f'<!DOCTYPE d [<!ENTITY e SYSTEM "{place}"><!ENTITY % p SYSTEM "{place}"> %p;]>', "&e;"))
        with pytest.raises(TimeoutError):
            listener.accept()
