"""The exported folder: whole, the same every time, harmless, and nothing outside of it."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import archive_room as room
import pytest
from selectolax.lexbor import LexborHTMLParser

from mailflow.archive.grams import LETTERS, PIECES
from mailflow.archive.index import Document, Index, search
from mailflow.archive.items import Item, Kind, items
from mailflow.archive.search import index_of
from mailflow.archive.visible import visible
from mailflow.site import names
from mailflow.site.folder import NotOurs, Target
from mailflow.writing.links import unlinked


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "site"
    assert room.archive().export(folder).faults == ()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def page(site: Path, name: str = "meetings/weekly-2026-11-30.html") -> LexborHTMLParser:
    return LexborHTMLParser((site / name).read_text(encoding="utf-8"))


def test_exporting_twice_and_in_any_order_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    archive = room.archive()
    replace(archive, records=tuple(reversed(archive.records))).export(tmp_path / "again")
    archive.export(tmp_path / "again")
    assert files(tmp_path / "again") == files(site)


def test_every_file_stands_in_the_list_with_its_sha_256(site: Path) -> None:
    listed = dict(line.split("  ", 1)[::-1] for line in (site / "SHA256SUMS").read_text("utf-8").splitlines()[1:])
    found = {name: hashlib.sha256(c).hexdigest() for name, c in files(site).items() if name != "SHA256SUMS"}
    assert listed == found


def test_the_meetings_page_tells_all_of_it(site: Path) -> None:
    text = page(site).body.text()
    for told in (
        *("上周销售情况", "备货与促销节奏", "去年缺货三天", "第 1 版", "第 2 版", "安全库存定为600件。", "应为600件"),
        *("核对双十二库存", "盘点完毕", "系统升级", "迟到：李强（10分钟）", "2026-12-11", "已办结", "已定稿"),
        *(m.file.digest for m in room.weekly().materials),
        room.weekly().log[1].raw,
    ):
        assert told in text, told
    changes = [li.text() for li in page(site).css(".changes li")]
    assert any("500" in line and "删去" in line for line in changes)


def test_the_reason_of_a_leave_stands_nowhere(site: Path) -> None:
    assert not [name for name, content in files(site).items() if "复查".encode() in content]


def test_every_link_stays_in_the_folder_and_leads_somewhere(site: Path) -> None:
    seen = 0
    for path in site.rglob("*.html"):
        for link in LexborHTMLParser(path.read_text(encoding="utf-8")).css("a"):
            target, _, anchor = (link.attributes["href"] or "").partition("#")
            place = (path.parent / unquote(target)).resolve() if target else path
            assert place.is_relative_to(site.resolve()), link.html
            assert place.is_file(), link.html
            if anchor:
                ids = {n.attributes.get("id") for n in LexborHTMLParser(place.read_text(encoding="utf-8")).css("[id]")}
                assert unquote(anchor) in ids, link.html
            seen += 1
    assert seen > 30


def test_what_others_wrote_is_never_markup(site: Path) -> None:
    """The only scripts are the search and its data; the page's own policy lets nothing else run or load."""
    for path in site.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        parsed = LexborHTMLParser(source)
        assert len(parsed.css("script")) == (2 if path.name == "index.html" else 0)
        assert room.SCRIPT not in source
        assert not parsed.css(f"[href*='{room.LINK}'], [src], iframe, object, embed, form[action], link, base")
        assert not [a for n in parsed.css("*") for a in n.attributes if a.startswith("on") or a == "style"]
        policy = parsed.css_first("meta[http-equiv='Content-Security-Policy']").attributes["content"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
    assert room.LINK.replace("://", ": //").replace(".", ". ") in page(site).body.text()


def test_no_words_of_others_could_be_taken_for_a_link(site: Path) -> None:
    """Nor in what the search shows."""
    assert not [path for path in site.rglob("*.html") if "evil.example" in path.read_text(encoding="utf-8")]


def test_files_lie_under_harmless_names_with_their_bytes(site: Path) -> None:
    lying = {n.removeprefix("materials/weekly-2026-11-30/"): c for n, c in files(site).items() if n.startswith("mat")}
    assert lying == {
        "华东区销售数据.xlsx": b"east, second",
        "华东区销售数据-v1.xlsx": b"east, first",
        "_.._x.txt": b"climbs",
        "PAGE.HTML.txt": b"another page",
        "page.html-2.txt": room.SCRIPT.encode(),
        "_gnp.exe.txt": b"MZ",
        "_script_document.title='owned'__script_.pdf": b"%PDF",
        "报告.docx": b"report",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("报告.docx", "报告.docx"),
        ("a/b\\c.pdf", "a_b_c.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.txt"),
        (".htaccess", "htaccess.txt"),
        ("", "_.txt"),
        ("...", "_.txt"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL.txt"),
        ("x.svg", "x.svg.txt"),
        ("x.html\x00.pdf", "x.html_.pdf"),
        ("x.pdf ", "x.pdf"),
        ("x\r\nSHA.pdf", "x__SHA.pdf"),
        ("年" * 200 + ".pdf", "年" * 38 + ".pdf"),
    ],
)
def test_a_name_becomes_one_that_is_harmless_everywhere(name: str, expected: str) -> None:
    assert names.safe(name) == expected
    assert names.safe(expected) == expected


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    assert names.distinct(["a.txt", "A.TXT", "a-2.txt", "a.txt"]) == ("a.txt", "A-2.TXT", "a-2-2.txt", "a-3.txt")


def test_a_person_gets_what_they_may_see(tmp_path: Path) -> None:
    room.archive().export(tmp_path / "hers", room.as_seen_by("wu.hao"))
    found = files(tmp_path / "hers")
    assert sorted(n for n in found if n.startswith("meetings/")) == ["meetings/special-2026-12-03.html"]
    assert [n for n in found if n.startswith("materials/")] == ["materials/weekly-2026-11-30/报告.docx"]
    told = b"".join(found.values()).decode()
    assert "核对双十二库存" in told
    assert "退货台账积压" in told
    assert "安全库存" not in told
    assert "备货与促销节奏" not in told


def test_what_a_new_export_does_not_have_any_more_goes(tmp_path: Path) -> None:
    room.archive().export(tmp_path / "site")
    room.archive().export(tmp_path / "site", room.as_seen_by("huang.kai"))
    assert set(files(tmp_path / "site")) == {
        *("SHA256SUMS", "index.html", "resolutions.html", "problems.html", "figures.html")
    }
    assert [p.name for p in (tmp_path / "site").iterdir() if p.is_dir()] == []


def test_a_lost_file_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    archive = room.archive()
    kept = {d: c for d, c in archive.blobs.items() if c != b"east, first"}
    done = replace(archive, blobs=kept).export(tmp_path / "site")
    (fault,) = done.faults
    assert room.digest(b"east, first") in fault
    assert "文件已不在存档中" in page(tmp_path / "site").body.text()
    assert "materials/weekly-2026-11-30/华东区销售数据.xlsx" in files(tmp_path / "site")


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotOurs, match="holds other things"):
        room.archive().export(tmp_path)
    assert files(tmp_path) == {"mine.txt": b"mine"}


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", ""])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    target = Target(tmp_path / "site")
    with pytest.raises(NotOurs, match="leads out"):
        target.write(path, b"x")


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    room.archive().export(tmp_path / "site", room.as_seen_by("huang.kai"))
    (tmp_path / "site" / "meetings").symlink_to(elsewhere)
    with pytest.raises(NotOurs, match="link"):
        room.archive().export(tmp_path / "site")
    (tmp_path / "other").symlink_to(elsewhere)
    with pytest.raises(NotOurs):
        room.archive().export(tmp_path / "other")
    assert files(elsewhere) == {"kept": b"kept"}


def test_a_forged_list_takes_nothing_away_outside_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    room.archive().export(tmp_path / "site")
    with (tmp_path / "site" / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  ../kept\n")
    with pytest.raises(NotOurs, match="leads out"):
        room.archive().export(tmp_path / "site")
    assert (tmp_path / "kept").read_text() == "kept"


def test_the_pages_speak_english_where_the_reader_does(tmp_path: Path) -> None:
    room.archive().export(tmp_path / "site", language="en")
    text = page(tmp_path / "site").body.text()
    assert "Resolutions" in text
    assert "Wang Fang" in text
    for label in ("决议", "资料", "纪要", "议程"):
        assert label not in text.replace("会议纪要", "")


def written_index(site: Path) -> tuple[Index[str], dict]:
    """The index as the page carries it, made a searchable value again: the page's search is the same, line by line."""
    written = json.loads(page(site, "index.html").css_first("#index").text())
    documents = tuple(Document(d["href"], d["title"], d["text"], room.START, d["weight"]) for d in written["documents"])
    postings = {g: dict(zip(p[::2], p[1::2], strict=True)) for g, p in written["grams"].items()}
    return Index(documents, postings), written


@pytest.mark.parametrize("query", ["库存", "双十二库存核对", "库", "xls", "安全 600", "script", "台账"])
def test_the_index_in_the_page_finds_what_the_command_finds(site: Path, query: str) -> None:
    index, written = written_index(site)
    assert (written["pieces"], written["letters"]) == (PIECES, LETTERS)
    found = index_of(i for i in items(room.archive().records, room.EVERYTHING) if i.kind is not Kind.MAIL)
    by_command: list[Item] = [d.of for d in search(found, query)]
    assert [d.title for d in search(index, query)] == [unlinked(visible(i.title)) for i in by_command]
    assert by_command


def test_everything_that_the_page_finds_leads_to_its_place(site: Path) -> None:
    index, _ = written_index(site)
    for document in index.documents:
        place, _, anchor = document.of.partition("#")
        source = (site / unquote(place)).read_text(encoding="utf-8")
        assert not anchor or re.search(rf'id="{re.escape(unquote(anchor))}"', source), document.of
