"""What is found, in which order, and by whom (policy 4.2.3)."""

import archive_room as room
import pytest

from mailflow.archive import viewers
from mailflow.archive.grams import grams
from mailflow.archive.index import excerpt
from mailflow.archive.items import Item, Kind, items
from mailflow.archive.search import find
from mailflow.archive.viewers import Viewer
from mailflow.archive.visible import visible

ARCHIVE = room.archive()
WEEKLY, SPECIAL = room.weekly(), room.operations_only()


def found(query: str, viewer: Viewer = room.EVERYTHING) -> list[tuple[Kind, str]]:
    return [(i.kind, i.title) for i in find(ARCHIVE.records, query, viewer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("库存周转", ["库存", "存周", "周转"]),
        ("库", ["库"]),
        ("Q3销售Data_v2.XLSX", ["q3", "销售", "data", "v2", "xlsx"]),
        ("ＡＢＣ　１２", ["abc", "12"]),
        ("，。!", []),
    ],
)
def test_text_becomes_pairs_of_characters_and_words(text: str, expected: list[str]) -> None:
    assert list(grams(text)) == expected


@pytest.mark.parametrize(
    ("query", "kind", "title"),
    [
        ("例会", Kind.MEETING, "销售与运营周例会"),
        ("王芳", Kind.MEETING, "销售与运营周例会"),
        ("促销", Kind.TOPIC, "备货与促销节奏"),
        ("缺货", Kind.TOPIC, "备货与促销节奏"),
        ("销售数据", Kind.MATERIAL, "华东区销售数据.xlsx"),
        ("xls", Kind.MATERIAL, "华东区销售数据.xlsx"),
        ("113", Kind.MINUTES, "销售与运营周例会"),
        ("600", Kind.DECISION, "安全库存定为 600 件"),
        ("盘", Kind.RESOLUTION, "核对双十二库存"),
        ("盘点", Kind.RESOLUTION, "核对双十二库存"),
        ("weekly-2026-11-30-r1", Kind.RESOLUTION, "核对双十二库存"),
        ("台账", Kind.PROBLEM, "退货台账积压"),
        ("食堂", Kind.MAIL, ""),
        ("邀请", Kind.MAIL, "【会议邀请】周例会"),
    ],
)
def test_everything_that_is_kept_is_found_by_two_characters_or_a_word(query: str, kind: Kind, title: str) -> None:
    assert (kind, title) in found(query)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("双十二库存核对", "核对双十二库存"),  # the order of the words is another one
        ("库存 盘点", "核对双十二库存"),
    ],
)
def test_the_best_comes_first(query: str, title: str) -> None:
    assert found(query)[0] == (Kind.RESOLUTION, title)


@pytest.mark.parametrize("query", ["", "  ", "，", "存库", "库存 火星", "warehouse"])
def test_nothing_is_found_where_a_term_stands_nowhere(query: str) -> None:
    assert found(query) == []


def test_each_mail_material_and_version_is_found_with_its_sha_256() -> None:
    known: list[Item] = list(items(ARCHIVE.records, room.EVERYTHING))
    digests = {i.digest for i in known if i.kind in (Kind.MATERIAL, Kind.MAIL)}
    assert {m.file.digest for m in WEEKLY.materials} <= digests
    assert {e.raw for r in ARCHIVE.records for e in r.log} | {room.digest(b"invitation")} <= digests
    minutes = {i.number: i.digest for i in known if i.kind is Kind.MINUTES}
    assert minutes == {"1": None, "2": WEEKLY.log[1].raw}


def test_an_older_version_is_found_by_what_only_it_says() -> None:
    versions = [i.number for i in find(ARCHIVE.records, "500件", room.EVERYTHING) if i.kind is Kind.MINUTES]
    assert versions == ["1"]
    versions = [i.number for i in find(ARCHIVE.records, "113", room.EVERYTHING) if i.kind is Kind.MINUTES]
    assert versions == ["2"]


@pytest.mark.parametrize(
    ("who", "weekly", "special", "problem", "task"),
    [
        ("wang.fang", True, False, False, True),  # host of the weekly, head of sales
        ("li.qiang", True, False, False, True),  # invited
        ("liu.yang", True, False, False, True),  # organizer of sales
        ("chen.jing", False, False, False, False),  # of sales, not invited
        ("zhang.wei", True, True, True, True),  # head of operations: its recorder has a part in the weekly
        ("he.jun", True, True, True, True),  # recorder of the weekly, organizer of operations
        ("wu.hao", False, True, True, True),  # invited to the special one, owner of the weekly's task
        ("lin.tao", False, False, False, True),  # owner, of a department that organizes nothing
        ("huang.kai", False, False, False, False),
        ("gast@partner.example", True, False, False, True),  # somebody from outside who was invited
        ("nobody@partner.example", False, False, False, False),
    ],
)
def test_who_may_see_what(who: str, weekly: bool, special: bool, problem: bool, task: bool) -> None:
    viewer = Viewer.of(room.Address(who), room.COMPANY) if "@" in who else room.as_seen_by(who)
    assert viewers.sees_meeting(viewer, WEEKLY) is weekly
    assert viewers.sees_meeting(viewer, SPECIAL) is special
    assert viewers.sees_problem(viewer, room.problem(), ARCHIVE.records) is problem
    assert viewers.sees_resolution(viewer, WEEKLY, WEEKLY.resolutions[0]) is task
    kinds = {i.kind for i in items(ARCHIVE.records, viewer)}
    assert (Kind.MATERIAL in kinds, Kind.PROBLEM in kinds, Kind.RESOLUTION in kinds) == (weekly, problem, task)


def test_the_administrator_sees_everything() -> None:
    assert {i.kind for i in items(ARCHIVE.records, room.EVERYTHING)} == set(Kind)


@pytest.mark.parametrize(("who", "sees"), [("li.qiang", True), ("wang.fang", False), ("liu.yang", False)])
def test_a_mail_is_found_by_who_wrote_or_got_it_alone(who: str, sees: bool) -> None:
    """The reason of a leave is in it: neither the host nor the organizer finds it."""
    assert (found("复查", room.as_seen_by(who)) != []) is sees


def test_the_excerpt_shows_the_words_that_were_found() -> None:
    text = "开头" * 60 + "安全库存定为600件" + "结尾" * 60
    shown = excerpt(text, "库存")
    assert "安全库存" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 140


def test_what_acts_unseen_is_shown_as_something_unreadable() -> None:
    assert visible("a\x1b[2Jb\u202ec\r\nd\te") == "a\ufffd[2Jb\ufffdc\nd\te"
