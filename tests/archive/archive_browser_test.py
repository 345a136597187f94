"""The exported pages in a real browser, from the disk, without a server."""

import subprocess
from pathlib import Path
from urllib.parse import quote

import archive_room as room
import pytest
from looks import browser
from selectolax.lexbor import LexborHTMLParser

from mailflow.archive.index import search
from mailflow.archive.items import Kind, items
from mailflow.archive.search import index_of
from mailflow.archive.visible import visible
from mailflow.writing.links import unlinked


@pytest.fixture(scope="module")
def chromium() -> str:
    return browser.chromium()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "site"
    room.archive().export(folder)
    return folder


def opened(chromium: str, address: str, home: Path) -> LexborHTMLParser:
    """The page after its scripts have run."""
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={home}"]
    command = [chromium, *words, "--virtual-time-budget=5000", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, timeout=90, check=True)
    return LexborHTMLParser(done.stdout.decode("utf-8"))


@pytest.mark.parametrize("query", ["双十二库存核对", "销售与运营情况", "script"])
def test_the_page_finds_what_the_command_finds_in_the_same_order(
    chromium: str, site: Path, tmp_path: Path, query: str
) -> None:
    dom = opened(chromium, f"{(site / 'index.html').as_uri()}#q={quote(query)}", tmp_path)
    index = index_of(i for i in items(room.archive().records, room.EVERYTHING) if i.kind is not Kind.MAIL)
    expected = [unlinked(visible(d.title)) for d in search(index, query)]
    assert [a.text() for a in dom.css("#found a")] == expected
    assert str(len(expected)) in dom.css_first("#told").text()
    assert "owned" not in dom.css_first("title").text()
    assert len(dom.css("script")) == 2


def test_no_page_is_wider_than_a_phone(chromium: str, site: Path, tmp_path: Path) -> None:
    """Measured from outside, in a frame of 390 pixels."""
    pages = sorted(site.rglob("*.html"))
    frames = "".join(f'<iframe src="{p.as_uri()}" width="390" height="800"></iframe>' for p in pages)
    probe = tmp_path / "probe.html"
    probe.write_text(
        f"<!doctype html><body>{frames}<script>onload = () => {{ document.title = Array.from(frames, f =>"
        " f.document.documentElement.scrollWidth - f.document.documentElement.clientWidth).join(' ') }</script>",
        encoding="utf-8",
    )
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--allow-file-access-from-files"]
    command = [chromium, *words, f"--user-data-dir={tmp_path / 'home'}", "--virtual-time-budget=5000", "--dump-dom"]
    done = subprocess.run([*command, probe.as_uri()], capture_output=True, timeout=90, check=True)
    wider_by = LexborHTMLParser(done.stdout.decode("utf-8")).css_first("title").text().split()
    assert wider_by == ["0"] * len(pages)
