"""Where minutes stand: in the mail, in the form quoted below it, in attachments, in Word files; and files that are none."""

import io
import textwrap
import zipfile
from email.message import EmailMessage

import docx
import pytest
from docx.oxml import OxmlElement
from minutes_room import AFTERNOON, MONDAY, short, tasks, tools

from mailflow.core.minutes import MinutesContent
from mailflow.reading.message import parse
from mailflow.reading.minutes import UnreadableFile, from_mail, read_minutes
from mailflow.reading.minutes.documents import MinutesFile

ATTRIBUTION = "On Mon, Nov 30, 2026 at 10:40 AM Secretary <secretary+5@corp.example> wrote:"
EMPTY = [
    "【出席情况】",
    "出席：王芳、李强、赵敏",
    "请假：",
    "【议题一】销售",
    "讨论要点：",
    "决定：",
    "任务：\u3000\u3000\u3000责任人：\u3000\u3000\u3000完成时间：\u3000\u3000\u3000要求：",
    "====== 结束 ======",
    "会议秘书",
]
FILLED = [
    line.replace("任务：　　　责任人：　　　完成时间：", "任务：提交名单　责任人：李强　完成时间：12月4日　")
    for line in EMPTY
]
TASK = ["提交名单 | li.qiang | 12-04"]


def _mail(text: str | None, html: str | None = None, *files: tuple[str, bytes]) -> MinutesContent:
    mail = EmailMessage()
    mail["From"], mail["To"] = "He Jun <he.jun@corp.example>", "secretary@corp.example"
    mail["Subject"], mail["Message-ID"] = "Re: minutes", "<reply@corp.example>"
    mail["Date"] = "Mon, 30 Nov 2026 15:00:00 +0800"
    mail["In-Reply-To"] = "<form@corp.example>"
    if text is not None:
        mail.set_content(text)
    if html is not None and text is not None:
        mail.add_alternative(html, subtype="html")
    elif html is not None:
        mail.set_content(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return from_mail(parse(mail.as_bytes()), MONDAY, tools())


def _quoted(lines: list[str]) -> str:
    return "\n".join(f"> {line}" for line in lines)


def _word(*rows: list[str], paragraphs: tuple[str, ...] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
    return _bytes(document)


def _bytes(document: "docx.document.Document") -> bytes:
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


@pytest.mark.parametrize(
    "mail",
    [
        ("\n".join(FILLED), None),
        (f"已填好。\n\n{ATTRIBUTION}\n{_quoted(FILLED)}", None),
        (
            "已填好。\n\n发件人: 会议秘书 <secretary@corp.example>\n发送时间: 2026年11月30日 10:40\n收件人: 何军\n主题: 会议纪要\n\n"
            + "\n".join(FILLED),
            None,
        ),
        (
            None,
            f"<p>已填好。</p><div>{ATTRIBUTION.replace('<', '&lt;')}</div><blockquote>{'<br>'.join(FILLED)}</blockquote>",
        ),
        (None, "<div>" + "</div><div>".join(FILLED) + "</div>"),
    ],
    ids=["in the answer", "behind marks", "below a header block", "in a blockquote", "in HTML"],
)
def test_the_form_may_be_filled_in_anywhere(mail: tuple[str | None, str | None]) -> None:
    content = _mail(*mail)
    assert tasks(content) == TASK
    assert sorted(map(short, content.attendance.present)) == ["li.qiang", "wang.fang", "zhao.min"]


def test_a_form_that_was_left_as_it_was_sent_says_nothing_beside_the_recorders_own_words() -> None:
    content = _mail(f"出席：王芳\n待办\n- 提交名单，李强，12月4日\n\n{ATTRIBUTION}\n{_quoted(EMPTY)}")
    assert (tasks(content), list(map(short, content.attendance.present))) == (TASK, ["wang.fang"])


@pytest.mark.parametrize("rich", [False, True], ids=["behind marks", "in blockquotes"])
def test_answers_between_the_lines_of_the_form_are_read_in_their_places_with_what_the_form_says(rich: bool) -> None:
    answers = ["任务：提交名单 责任人：李强 完成时间：12月4日"]
    parts = [EMPTY[:3], ["迟到：赵敏，5分钟"], EMPTY[3:7], answers, EMPTY[7:]]
    if rich:
        quoted = (f"<blockquote>{'<br>'.join(part)}</blockquote>" for part in parts[::2])
        own = (f"<p>{part[0]}</p>" for part in parts[1::2])
        first, second, third = quoted
        late, task = own
        content = _mail(
            None, f"<p>填在下面了：</p><div>{ATTRIBUTION}</div>{first}{late}{second}{task}{third}<p>何军</p>"
        )
    else:
        whole = [_quoted(part) if at % 2 == 0 else "\n".join(part) for at, part in enumerate(parts)]
        content = _mail("\n".join(["填在下面了：", "", ATTRIBUTION, *whole, "", "--", "何军"]))
    assert tasks(content) == TASK
    assert sorted(map(short, content.attendance.present)) == ["li.qiang", "wang.fang", "zhao.min"]
    assert [(short(t.person), t.minutes) for t in content.attendance.late] == [("zhao.min", 5)]


def test_answers_between_the_lines_of_a_mail_that_is_no_form_are_read_by_themselves() -> None:
    asked = ["待办第3条没有截止时间，请补充：", "- 对账，吴昊", "会议秘书"]
    content = _mail(f"{ATTRIBUTION}\n{_quoted(asked[:2])}\n待办\n- 提交名单，李强，12月4日\n{_quoted(asked[2:])}")
    assert tasks(content) == TASK


def test_a_broken_line_of_the_quoted_form_is_one_line() -> None:
    whole = "Task: Send the list of overdue accounts to the finance team  Owner: Li Qiang  Due: 4 Dec  Requirement: with the number of days for each of them"
    lines = ["Topic 1", *textwrap.wrap(whole, 68)]
    (task,) = _mail(f"Done.\n\n{ATTRIBUTION}\n{_quoted(lines)}").resolutions
    assert task.title == "Send the list of overdue accounts to the finance team"
    assert (task.requirement, short(task.owners[0])) == ("with the number of days for each of them", "li.qiang")


def test_body_and_attachments_are_read_together_the_body_first() -> None:
    files = (("minutes.txt", "待办\n- 走访佛山，赵敏，12月8日".encode("gb18030")), ("data.xlsx", b"PK"))
    content = _mail("另外，请李强12月4日前提交名单。", None, *files)
    assert tasks(content) == [*TASK, "走访佛山 | zhao.min | 12-08"]


def test_html_tables_keep_their_columns_and_merged_cells() -> None:
    rows = "<tr><td>任务</td><td>责任人</td><td>时间</td></tr><tr><td>提交名单</td><td rowspan=2>李强</td><td>12月4日</td></tr><tr><td>回访</td><td>12月9日</td></tr>"
    assert tasks(_mail("任务\n责任人\n时间\n提交名单\n李强\n12月4日\n回访\n12月9日", f"<table>{rows}</table>")) == [
        *TASK,
        "回访 | li.qiang | 12-09",
    ]


def test_a_signature_behind_its_delimiter_belongs_to_no_list() -> None:
    assert tasks(_mail("待办\n- 提交名单，李强，12月4日\n\n-- \n何军\n运营部")) == TASK


@pytest.mark.parametrize("name", ["minutes.docx", "minutes.txt", "minutes.md"])
def test_a_bare_file_is_read_by_its_kind(name: str) -> None:
    content = (
        _word(["任务", "责任人", "时间"], ["提交名单", "李强", "12月4日"])
        if name.endswith("docx")
        else "- [ ] 提交名单 @李强 12月4日".encode()
    )
    assert tasks(read_minutes(MinutesFile(name, content), MONDAY, AFTERNOON, tools())) == TASK


def test_tracked_changes_are_read_as_accepted() -> None:
    document = docx.Document()
    document.add_paragraph("任务")
    paragraph = document.add_paragraph("提交名单，李强，12月", style="List Number")
    for tag, text_tag, text in (("w:ins", "w:t", "4"), ("w:del", "w:delText", "5")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("日")
    assert tasks(read_minutes(MinutesFile("m.docx", _bytes(document)), MONDAY, AFTERNOON, tools())) == TASK


def test_pairs_of_label_and_value_in_a_table_are_a_task_and_an_attendance() -> None:
    rows = (["主持", "王芳"], ["出席", "李强、赵敏"], ["事项", "提交名单"], ["责任人", "李强"], ["完成时间", "12月4日"])
    content = read_minutes(MinutesFile("m.docx", _word(*rows)), MONDAY, AFTERNOON, tools())
    assert tasks(content) == TASK
    assert sorted(map(short, content.attendance.present)) == ["li.qiang", "wang.fang", "zhao.min"]


def test_a_head_of_the_document_in_pairs_gives_no_task_whatever_its_title_announces() -> None:
    rows = (
        ["会议日期", "11月30日（周一）", "主持人", "王芳"],
        ["请假", "郑洁", "列席", "林涛"],
        ["出席", "李强、吴昊", "记录人", "何军"],
    )
    document = docx.Document(io.BytesIO(_word(*rows, paragraphs=("分拣差错研讨会　行动计划",))))
    document.add_paragraph("本问题待差错率连续四周低于万分之五后提请关闭。")
    word = _bytes(document)
    content = read_minutes(MinutesFile("m.docx", word), MONDAY, AFTERNOON, tools())
    assert (tasks(content), content.problems) == ([], ())
    assert sorted(map(short, content.attendance.present)) == ["he.jun", "li.qiang", "lin.tao", "wang.fang", "wu.hao"]
    assert list(map(short, content.attendance.on_leave)) == ["zheng.jie"]


def _zip(*files: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.docx", b"PK\x03\x04 no archive", "no Word file"),
        ("m.docx", b"", "no Word file"),
        ("m.docx", b"\xd0\xcf\x11\xe0 an old Word file", "no Word file"),
        ("m.docx", _word(paragraphs=("a",))[:-200], "no Word file"),
        ("m.docx", _zip(("word/document.xml", b"<w:document")), "damaged"),
        ("m.docx", _zip(("readme.txt", b"a")), "no document"),
        ("m.docx", _zip(("word/document.xml", b"a" * 20_000_000)), "too much"),
        ("m.docx", _zip(("word/document.xml", b"a"), ("word/vbaProject.bin", b"a")), "macros"),
        ("m.doc", b"a", r"\.docx, \.txt or \.md"),
        ("m.pdf", b"%PDF", r"\.docx, \.txt or \.md"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line_that_says_why(name: str, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said) as refused:
        read_minutes(MinutesFile(name, content), MONDAY, AFTERNOON, tools())
    assert str(refused.value).startswith(f"{name}: ")
    assert "\n" not in str(refused.value)


def test_an_attachment_that_cannot_be_read_is_named_and_the_rest_is_read() -> None:
    content = _mail("待办\n- 提交名单，李强，12月4日", None, ("m.docx", b"junk"))
    assert tasks(content) == TASK
    assert [line.partition(":")[0] for line in content.unread] == ["m.docx"]


@pytest.mark.parametrize(
    "content", [b"\0" * 50_000, "（".encode() * 20_000, b">" * 50_000, "任务：".encode() * 5_000, b" " * 99_999 + b"x"]
)
def test_whatever_bytes_a_text_holds_it_is_read_in_time(content: bytes) -> None:
    assert read_minutes(MinutesFile("m.txt", content), MONDAY, AFTERNOON, tools()).attendance.present == ()
