"""Each fault is one line that names the file, the key, and what was expected."""

from pathlib import Path

import config_room as room
import pytest

MAIN, PEOPLE, WEEKLY = "mailflow.toml", "organization.toml", "meetings/weekly.toml"

# file, what stands there, what is written instead, the one line that must come of it
ONE_FAULT = [
    (MAIN, "port = 993", 'port = "imaps"', "mailflow.toml: imap.port: expected a whole number, found 'imaps'"),
    (MAIN, "port = 993", 'port = "993"', "mailflow.toml: imap.port: expected a whole number, found '993'"),
    (MAIN, "port = 993", "port = 0", "mailflow.toml: imap.port: expected a port from 1 to 65535, found 0"),
    (MAIN, "port = 993", "prot = 993", "mailflow.toml: imap.port: expected a value: it is missing"),
    (MAIN, 'security = "tls"', 'security = "ssl"', "mailflow.toml: imap.security: expected one of 'tls', 'starttls' or 'none', found 'ssl'"),
    (MAIN, "verify = true", 'verify = "maybe"', "mailflow.toml: imap.verify: expected true or false, found 'maybe'"),
    (MAIN, "[imap] ", "[imapp] ", "mailflow.toml: imap: expected a value: it is missing"),
    (MAIN, "secretary@corp.example", "secretary", "mailflow.toml: mail.address: expected an e-mail address such as \"wang.fang@corp.example\", found 'secretary'"),
    (MAIN, "Asia/Shanghai", "China", "mailflow.toml: service.timezone: expected a time zone such as \"Asia/Shanghai\", found 'China'"),
    (MAIN, '"20:00"', '"8pm"', "mailflow.toml: service.quiet_hours[1]: expected a time of day such as \"09:30\", found '8pm'"),
    (MAIN, 'holidays = "CN"', 'holidays = "DE"', "mailflow.toml: service.holidays: expected one of 'CN' or '', found 'DE'"),
    (MAIN, "connections = 2", "connections = 0", "mailflow.toml: smtp.connections: expected greater than or equal to 1, found 0"),
    (MAIN, '["20:00", "08:00"]', '["20:00"]', "mailflow.toml: service.quiet_hours[2]: expected a value: it is missing"),
    (MAIN, "days_off = []", 'days_off = ["2026-12-31"]', "mailflow.toml: service.days_off[1]: expected a date such as 2026-10-01, found '2026-12-31'"),
    (MAIN, 'host = "127.0.0.1"', "host = 127", "mailflow.toml: imap.host: expected a text in quotes, found 127"),
    (MAIN, "connections = 2", "conections = 2", "mailflow.toml: smtp.conections: expected no such key; did you mean connections?"),
    (MAIN, "answers_per_hour", "answers_per_day", "mailflow.toml: service.answers_per_day: expected no such key; did you mean answers_per_hour?"),
    (PEOPLE, 'department = "sales"', 'department = "sale"', "organization.toml: people[王芳].department: expected one of sales, operations, finance, logistics, found 'sale'"),
    (PEOPLE, 'organizer = "liu.yang@corp.example"', 'organizer = "liu@corp.example"', "organization.toml: departments[sales].organizer: expected somebody in organization.toml, found 'liu@corp.example'"),
    (PEOPLE, 'email = "wang.fang@corp.example"', 'email = "王芳"', "organization.toml: people[王芳].email: expected an e-mail address such as"),
    (PEOPLE, 'role = "head"', 'role = "boss"', "organization.toml: people[王芳].role: expected one of 'head', 'supervisor'"),
    (PEOPLE, 'name = "示例贸易公司"', "", "organization.toml: company.name: expected a value: it is missing"),
    (WEEKLY, 'host = "wang.fang@corp.example"', 'host = "wang@corp.example"', "meetings/weekly.toml: people.host: expected somebody in organization.toml, found 'wang@corp.example'"),
    (WEEKLY, 'host = "wang.fang@corp.example"', 'host = "department:sales"', "meetings/weekly.toml: people.host: expected one person, not 7, found 'department:sales'"),
    (WEEKLY, "role:head@sales", "role:heads@sales", "meetings/weekly.toml: people.attendees[1]: expected a role out of head, supervisor"),
    (WEEKLY, "role:head@sales", "role:head@sale", "meetings/weekly.toml: people.attendees[1]: expected a department out of sales, operations, finance, logistics, found 'role:head@sale'"),
    (WEEKLY, "role:head@sales", "王芳", "meetings/weekly.toml: people.attendees[1]: expected an address of the organisation, role:ROLE@DEPARTMENT, department:KEY, or all, found '王芳'"),
    (WEEKLY, "FREQ=WEEKLY;BYDAY=MO", "every Monday", "meetings/weekly.toml: when.rule: expected a rule such as"),
    (WEEKLY, "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9", "meetings/weekly.toml: when.rule: expected a rule of days alone"),
    (WEEKLY, 'start = "09:30"', 'start = "9.30"', "meetings/weekly.toml: when.start: expected a time of day such as \"09:30\", found '9.30'"),
    (WEEKLY, "minutes = 60 ", "minutes = -60 ", "meetings/weekly.toml: when.minutes: expected"),
    (WEEKLY, "agenda = { days = 1", "agenda = { days = 4", "meetings/weekly.toml: announce.agenda: expected a time that is not before announce.materials_due"),
    (WEEKLY, 'deputy_host = "zhang.wei', 'deputy_host = "wang.fang', "meetings/weekly.toml: people.deputy_host: expected somebody else than the host"),
    (WEEKLY, 'silence = "consent"', 'silence = "yes"', "meetings/weekly.toml: minutes.silence: expected one of 'consent' or 'ask', found 'yes'"),
    (WEEKLY, "\nmaterials = true", "\nmaterial = true", "meetings/weekly.toml: agenda[上周销售情况：业绩、市场、客户、问题与改进].material: expected no such key; did you mean materials?"),
    (WEEKLY, 'title = "销售与运营周例会"', 'title = 销售', "meetings/weekly.toml: expected TOML:"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line"), ONE_FAULT, ids=[f"{n:02}" for n in range(len(ONE_FAULT))])
def test_a_wrong_value_is_named_with_what_was_expected(
    tmp_path: Path, file: str, old: str, new: str, line: str
) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / file, old, new)
    found = room.faults(copy)
    assert [each for each in found if each.startswith(line)], found


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / MAIN, "port = 993", "port = 0")
    room.edit(copy / PEOPLE, 'department = "sales"', 'department = "sale"')
    room.edit(copy / WEEKLY, 'start = "09:30"', 'start = "9.30"')
    room.edit(copy / "meetings/monthly.toml", 'host = "zhang.wei', 'host = "zhang')
    found = room.faults(copy, {})
    for file in (MAIN, PEOPLE, WEEKLY, "meetings/monthly.toml"):
        assert any(line.startswith(file) for line in found), (file, found)


@pytest.mark.parametrize(("name", "file"), [(MAIN, MAIN), (PEOPLE, PEOPLE)])
def test_a_missing_file_is_named_with_the_command_that_writes_one(tmp_path: Path, name: str, file: str) -> None:
    copy = room.copy_to(tmp_path)
    (copy / file).unlink()
    assert f"{name}: expected a file: it is missing (mailflow init writes a complete example)" in room.faults(copy)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert room.faults(tmp_path / "nowhere")[0].startswith(f"{tmp_path / 'nowhere'}: expected a folder")


def test_a_config_without_meetings_is_a_fault(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    for path in (copy / "meetings").iterdir():
        path.unlink()
    assert room.faults(copy) == ["meetings/: expected at least one file such as weekly.toml"]


def test_two_people_with_one_address_are_a_fault(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / PEOPLE, "li.qiang@corp.example", "wang.fang@corp.example")
    expected = "expected an address of its own: two people have it, found 'wang.fang@corp.example'"
    assert [line for line in room.faults(copy) if line.endswith(expected)]


def test_a_byte_order_mark_is_no_fault_and_another_encoding_is_named(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    path = copy / MAIN
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8-sig")
    assert room.faults(copy) == []
    path.write_text(text, encoding="gb18030")
    assert room.faults(copy)[0].startswith("mailflow.toml: expected UTF-8 text")


def test_an_unchecked_certificate_and_a_crowded_agenda_are_warned_of(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / MAIN, "verify = true", "verify = false")
    room.edit(copy / WEEKLY, "\nminutes = 15", "\nminutes = 25")
    warnings = room.load(copy).warnings
    assert [w.partition(":")[0] for w in warnings] == [MAIN, WEEKLY]
