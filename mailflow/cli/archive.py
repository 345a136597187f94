"""``archive``: what was kept, found again (policy 4.2.3). It reads beside a running daemon and changes nothing."""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailflow.cli.opening import load, records
from mailflow.cli.options import AsJson, ConfigDir

if TYPE_CHECKING:
    from mailflow.archive.items import Item
    from mailflow.archive.viewers import Viewer
    from mailflow.config import Config
    from mailflow.core.values import Address
    from mailflow.writing.languages import Speech

As = Annotated[
    str, typer.Option("--as", help="只看此人有权看的 / only what this person may see, by address. Default: everything.")
]
Language = Annotated[str, typer.Option(help="语言 / zh-CN or en. Default: the service's.")]


def search(
    terms: Annotated[list[str], typer.Argument(help="词语，两个汉字即可 / words; two Chinese characters suffice.")],
    config: ConfigDir = None,
    as_json: AsJson = False,
    asker: As = "",
    limit: Annotated[int, typer.Option(min=1, help="最多几项 / at most so many.")] = 20,
) -> None:
    """查找会议、议题、资料、纪要、决议和邮件。Finds meetings, topics, materials, minutes, resolutions, mails."""
    from mailflow import resources
    from mailflow.archive.search import find
    from mailflow.site.words import SiteWords

    settings = load(config, with_secrets=False)
    query = " ".join(terms)
    found = find(records(settings), query, _viewer(settings, asker))
    if as_json:
        for item in found[:limit]:
            print(json.dumps(_as_json(item, _speech(settings)), ensure_ascii=False))
        return
    words = SiteWords.load(resources.folder("templates"), settings.service.language)
    for item in found[:limit]:
        for line in _as_text(item, query, words, _speech(settings)):
            print(line)
    print(words["found"].format(number=len(found)) if found else words["found_none"])


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪个文件夹 / the folder to write.")],
    config: ConfigDir = None,
    asker: As = "",
    language: Language = "",
) -> None:
    """导出为可离线浏览、搜索的网页。Writes the archive as pages for any browser, with search, without a server."""
    from mailflow import bootstrap, resources
    from mailflow.faults import Refusal
    from mailflow.site.export import Source
    from mailflow.site.export import export as write
    from mailflow.site.folder import NotOurs
    from mailflow.site.pages import Site
    from mailflow.site.words import SiteWords

    settings, templates = load(config, with_secrets=False), resources.folder("templates")
    store = bootstrap.store(settings, read_only=True)
    source = Source(
        [stored.record for stored in store.all_records()],
        store.get_blob,
        cache(lambda year: bootstrap.calendar(settings, year)),
    )
    words = SiteWords.load(templates, language or settings.service.language)
    speech = _speech(settings, language)
    try:
        done = write(source, folder, _viewer(settings, asker), speech, words, Site.load(templates))
    except NotOurs as found:
        raise Refusal(str(found)) from found
    print(f"{folder / 'index.html'}: {done.meetings} meetings, {done.resolutions} resolutions, {done.files} files")
    for fault in done.faults:
        print(f"mailflow: not exported: {fault}", file=sys.stderr)
    if done.faults:
        raise typer.Exit(1)


def _viewer(settings: "Config", asker: str) -> "Viewer":
    from mailflow.archive.viewers import Viewer
    from mailflow.core import values
    from mailflow.faults import Refusal

    if not asker:
        return Viewer(settings.organization)
    who: Address = values.address(asker)
    if "@" not in who:
        raise Refusal(f"--as {asker}: expected an e-mail address, as wang.fang@corp.example")
    return Viewer.of(who, settings.organization)


def _speech(settings: "Config", language: str = "") -> "Speech":
    from mailflow import bootstrap

    return bootstrap.templates().speech(language or settings.service.language, settings.organization)


def _as_text(item: "Item", query: str, words: Any, speech: "Speech") -> Iterator[str]:
    from mailflow.archive.index import excerpt
    from mailflow.archive.visible import visible
    from mailflow.writing.languages import plain

    where = item.number if item.number.startswith(item.record) else item.record
    yield f"{item.at.astimezone(speech.zone):%Y-%m-%d}  {words.of('kind', item.kind)}  {visible(plain(item.title))}  ({where})"
    if item.text:
        yield f"    {visible(excerpt(item.text, query))}"
    if item.digest:
        yield f"    SHA-256 {item.digest}"


def _as_json(item: "Item", speech: "Speech") -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "record": item.record,
        "number": item.number or None,
        "title": item.title,
        "text": item.text,
        "at": item.at.astimezone(speech.zone).isoformat(),
        "sha256": item.digest,
    }
