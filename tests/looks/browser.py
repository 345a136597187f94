"""A real browser without a window: pages are opened from the disk, in frames of a given width, and measured."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_AT_ONCE = 120  # frames in one window
_MEASURE = """
onload = () => {
  const measured = Array.from(frames, f => {
    f.document.querySelectorAll('details').forEach(each => { each.open = true; });
    const page = f.document.scrollingElement, all = [...f.document.querySelectorAll('body *')];
    const edge = e => e.getBoundingClientRect();
    const asked = f.document.querySelector('a[href^="mailto:"]'), emphasis = f.document.querySelector('p[style*="border-left"]');
    const cut = all.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'
                                || edge(e).right > page.clientWidth + 1 || edge(e).left < -1);
    const narrow = all.filter(e => !e.children.length && e.textContent.trim().length > 8 && edge(e).width && edge(e).width < 40);
    return {wide: page.scrollWidth, room: page.clientWidth, high: page.scrollHeight, button: asked ? edge(asked).bottom : 0,
            emphasis: emphasis ? edge(emphasis).bottom : 0, cut: cut.slice(0, 3).map(e => e.textContent.slice(0, 40)),
            narrow: narrow.slice(0, 3).map(e => e.textContent.slice(0, 40))};
  });
  document.title = JSON.stringify(measured);
};
"""


@dataclass(frozen=True)
class Seen:
    """In pixels. ``button`` and ``emphasis``: where the first way to answer and the first marked sentence end, or 0.

    ``cut``: words beside the screen; ``narrow``: words in a column of hardly one letter.
    """

    wide: float
    room: float
    high: float
    button: float
    emphasis: float
    cut: Sequence[str]
    narrow: Sequence[str]


def chromium() -> str:
    """Its path. Where there is none the test says so: skipped at home, failed where nothing may be left out (CI)."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        why = "these tests look at mails and pages in a real browser: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    return found


def look_at(browser: str, pages: Sequence[Path], width: int, home: Path) -> dict[Path, Seen]:
    found: dict[Path, Seen] = {}
    for first in range(0, len(pages), _AT_ONCE):
        some = pages[first : first + _AT_ONCE]
        found.update(zip(some, _measured(browser, some, width, home), strict=True))
    return found


def _measured(browser: str, pages: Sequence[Path], width: int, home: Path) -> list[Seen]:
    frames = "".join(
        f'<iframe src="{p.as_uri()}" width="{width}" height="844" frameborder="0"></iframe>' for p in pages
    )
    home.mkdir(parents=True, exist_ok=True)
    probe = home / "probe.html"
    probe.write_text(f"<!doctype html><body>{frames}<script>{_MEASURE}</script>", encoding="utf-8")
    dom = _dom(browser, probe, home / "profile")
    title = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert title, "the browser has measured nothing"
    return [Seen(**each) for each in json.loads(unescape(title[1]))]


def _dom(browser: str, page: Path, profile: Path) -> str:
    words = [
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"),
        *("--allow-file-access-from-files", f"--user-data-dir={profile}", "--virtual-time-budget=8000", "--dump-dom"),
    ]
    done = subprocess.run([browser, *words, page.as_uri()], capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")
