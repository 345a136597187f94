"""The newly written words, as every program quotes, signs and decorates them."""

import pytest
from corpus_company import company, reply

from mailflow.reading.mail import InboundMail
from mailflow.reading.message import parse
from mailflow.reading.quoting import NewWords, new_words

ORIGINAL = "各位同事：\n销售与运营周例会定于11月30日召开，请回复是否参加。\n如不能参加请说明原因并指定代为参会人。"

FLAT = ORIGINAL.replace("\n", "")


def words(body: str, *headers: str) -> NewWords:
    return new_words(reply(body, *headers), company())


def html(body: str, plain: str | None = None) -> InboundMail:
    fields = "From: Li Qiang <li.qiang@corp.example>\r\nSubject: Re: x\r\nIn-Reply-To: <a@corp.example>\r\n"
    if plain is None:
        return parse(f"{fields}Content-Type: text/html; charset=utf-8\r\n\r\n{body}".encode())
    parts = [("plain", plain), ("html", body)]
    written = "".join(f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n" for kind, text in parts)
    return parse(f"{fields}Content-Type: multipart/alternative; boundary=b\r\n\r\n{written}--b--\r\n".encode())


def quoted(text: str = ORIGINAL) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


PLAIN = {
    "Thunderbird": f"参加\n\nOn 11/26/26 10:00, 会议秘书 wrote:\n{quoted()}",
    "Thunderbird in Chinese": f"参加\n\n在 2026/11/26 10:00, 会议秘书 写道:\n{quoted()}",
    "Gmail": f"参加\n\nOn Thu, Nov 26, 2026 at 10:00 AM 会议秘书 <secretary@corp.example>\nwrote:\n\n{quoted()}",
    "Gmail in Chinese": f"参加\n\n会议秘书 <secretary@corp.example> 于2026年11月26日周四 10:00写道：\n\n{quoted()}",
    "Gmail, its address broken": (
        f'参加\n\nAm 26.11.2026 10:00 schrieb "会议秘书" <secretary+abcdefghijklmnop2345@corp.example\n>:\n\n{quoted()}'
    ),
    "Apple Mail": f"参加\n\n> On 26 Nov 2026, at 10:00, 会议秘书 <secretary@corp.example> wrote:\n> \n{quoted()}",
    "iPhone": f"参加\n\n发自我的iPhone\n\n> 在 2026年11月26日，10:00，会议秘书 <secretary@corp.example> 写道：\n{quoted()}",
    "Outlook": f"参加\n\n发件人: 会议秘书 <secretary@corp.example>\n发送时间: 2026年11月26日 10:00\n收件人: 李强\n主题: 周例会\n\n{ORIGINAL}",
    "Outlook with a rule": (
        "参加\n\n________________________________\nFrom: 会议秘书 <secretary@corp.example>\n"
        f"Sent: Thursday, November 26, 2026 10:00 AM\nTo: Li Qiang\nSubject: 周例会\n\n{ORIGINAL}"
    ),
    "Outlook Express": f"参加\n\n-----Original Message-----\nFrom: 会议秘书\nSent: 2026-11-26\nSubject: x\n\n{ORIGINAL}",
    "QQ": (
        '参加\n\n\n------------------ 原始邮件 ------------------\n发件人: "会议秘书" <secretary@corp.example>;\n'
        f'发送时间: 2026年11月26日(星期四) 上午10:00\n收件人: "李强";\n主题: 周例会\n\n{ORIGINAL}'
    ),
    "QQ, labels spaced out": f"参加\n发件人：会议秘书 <secretary@corp.example>\n主　题：周例会\n收件人：李强\n\n{ORIGINAL}",
    "QQ, flattened": f"参加 ------------------ 原始邮件 ------------------ 发件人: 会议秘书; 主题: 周例会 {ORIGINAL}",
    "163": f'参加\n\n\n\n\n在 2026-11-26 10:00:00，"会议秘书" <secretary@corp.example> 写道：\n{quoted()}',
    "163, unmarked": f'参加\n\n在 2026-11-26 10:00:00，"会议秘书" <secretary@corp.example> 写道：\n\n{ORIGINAL}',
    "163 Master": f"参加\n\n---- 回复的原邮件 ----\n| 发件人 | 会议秘书<secretary@corp.example> |\n| 日期 | 2026年11月26日 10:00 |\n| 收件人 | 李强 |\n| 主题 | 周例会 |\n{ORIGINAL}",
    "Foxmail": f"参加\n\n\n\n李强\n \nFrom: 会议秘书\nDate: 2026-11-26 10:00\nTo: li.qiang\nSubject: 周例会\n{ORIGINAL}",
    "DingTalk": f"参加\n\n------------------------------------------------------------------\n发件人：会议秘书 <secretary@corp.example>\n日　期：2026年11月26日 10:00:00\n收件人：李强\n主　题：周例会\n\n{ORIGINAL}",
    "a French program": f"参加\n\nLe jeu. 26 nov. 2026 à 10:00, 会议秘书 <secretary@corp.example> a écrit :\n{quoted()}",
    "a language that nobody taught us": (
        f"参加\n\nVào 10:00 26 tháng 11, 2026, 会议秘书 <secretary@corp.example> đã viết:\n\n{ORIGINAL}"
    ),
    "no colon behind wrote": (
        f"参加\n\nOn Thu, 26 Nov 2026 10:00:00 +0800 会议秘书 <secretary@corp.example> wrote\n\n{ORIGINAL}"
    ),
    "Samsung": f"参加\n\n从我的 Galaxy 发送\n\n-------- 原始信息 --------\n发件人： 会议秘书\n日期： 2026/11/26 10:00\n主题： x\n\n{ORIGINAL}",
    "WeCom": f'参加\n\n------------------ Original ------------------\nFrom:  "s";\nDate:  Thu, Nov 26, 2026\nSubject:  x\n\n{ORIGINAL}',
    "Claws": f"参加\n\nOn Thu, 26 Nov 2026 10:00:00 +0800\n会议秘书 <secretary@corp.example> wrote:\n\n{quoted()}",
    "Notes": f"参加\n\n\nFrom:\tsecretary@corp.example\nTo:\tLi Qiang/CORP\nDate:\t2026/11/26 10:00\nSubject:\tx\n\n{ORIGINAL}",
    "Evolution": f"参加\n\n在 2026-11-26四的 10:00 +0800，会议秘书写道：\n{quoted()}",
    "traditional Outlook": f"参加\n\n寄件者: 會議秘書\n寄件日期: 2026年11月26日 10:00\n收件者: 李強\n主旨: x\n\n{ORIGINAL}",
    "163 Master, flattened": f"参加 | | 李强 | | li.qiang@corp.example | ---- 回复的原邮件 ---- | 发件人 | 会议秘书 | {FLAT}",
    "literal entities": f"参加&nbsp;\n&gt; {ORIGINAL.splitlines()[0]}\n&gt; x",
    "answer below the quote": f"会议秘书 <secretary@corp.example> 于2026年11月26日周四 10:00写道：\n{quoted()}\n\n参加",
    "quoted lines that were wrapped": (
        "参加\n\nOn 11/26/26 10:00, secretary wrote:\n"
        "> The weekly meeting of sales and operations takes place on Monday at nine\nthirty in room 301\n> as always."
    ),
}


@pytest.mark.parametrize("body", PLAIN.values(), ids=PLAIN.keys())
def test_the_original_is_no_part_of_the_words(body: str) -> None:
    read = words(body)
    assert read.text == "参加"
    assert "召开" in read.quoted or "meeting" in read.quoted or "各位同事" in read.quoted


SIGNED = {
    "delimiter": "参加\n\n-- \n李强\n销售部华东区主管\n电话：021-5555 0101",
    "name alone": "参加\n\n李强",
    "name and post": "参加。\n\n李强\n华东销售团队主管\nli.qiang@corp.example",
    "Chinese closing": "参加\n\n此致\n敬礼！\n李强\n2026年11月26日",
    "English closing": "参加\n\nBest regards,\nLi Qiang",
    "closing without a name": "参加\n\n祝好！",
    "iPhone": "参加\n\n发自我的 iPhone",
    "phone of a Chinese maker": "参加\n发自我的华为手机",
    "QQ on a phone": "参加\n\n发自我的QQ邮箱客户端",
    "Outlook for iOS": "参加\n\n获取 Outlook for iOS<https://aka.ms/o0ukef>",
    "English footer": "参加\n\nSent from my Xiaomi",
    "163 footer": "参加\n\n| |\n李强\n|\n|\nli.qiang@corp.example\n|\n签名由网易邮箱大师定制",
    "name with a date": "参加\n\n李强 2026.11.26",
    "post and name": "参加\n\n华东销售团队 李强",
    "closing and name on one line": "参加\n\nRgds, Li Qiang",
    "closing over two lines": "参加\n\n祝\n商祺！\n\n李强",
    "a company's motto": "参加\n\n李强\n华东销售\n创造美好生活",
    "environment": "参加\n\n请考虑环境保护，非必要请勿打印本邮件。",
    "virus scanner": "参加\n\nVirus-free. www.scanner.example",
    "disclaimer": "参加\n\n本邮件及其附件含有保密信息，仅限于收件人使用。如果您误收了本邮件，请立即删除。",
    "English disclaimer": (
        "参加\n\nThis e-mail is confidential and intended solely for the recipient. If you have received it in error, "
        "please delete it."
    ),
    "banner of the gateway": "CAUTION: This email originated from outside of the organization.\n\n参加",
    "footer of a list": "参加\n\n__\nall mailing list\nall@lists.corp.example\nhttps://lists.corp.example/listinfo/all",
}


@pytest.mark.parametrize("body", SIGNED.values(), ids=SIGNED.keys())
def test_sign_off_footer_and_disclaimer_are_no_words(body: str) -> None:
    assert words(body).text.rstrip("。") == "参加"


@pytest.mark.parametrize(
    "body",
    [
        "参加，谢谢！",
        "您好：\n参加。\n谢谢",
        "参加\n\n李强和陈静一起来",
        "责任人：李强\n完成时间：12月4日",
        "议题：\n1. 备货\n2. 退货率",
        "会议在301。\n\n华东团队请假一人。",
        "发件人的问题我查过了：不是服务器的原因",
        "建议时间：周二上午10:00",
        "From Monday on I am away.\nSubject to approval I will attend.",
        "On Monday I wrote:\nthe plan is fine",
    ],
)
def test_greeting_thanks_and_names_in_sentences_stay(body: str) -> None:
    assert words(body).text == body


@pytest.mark.parametrize(
    "below", ["会晚到10分钟", "另外请加议题", "P.S. 由陈静代我", "10 minutes late", "材料见附件", "另：议题一条"]
)
def test_what_still_tells_something_below_the_name_stays(below: str) -> None:
    assert below in words(f"参加\n\n李强\n{below}").text


def test_answers_in_the_middle_of_the_original_stand_with_their_lines() -> None:
    body = "> 1. 备货计划由吴昊负责\n应由陈静负责\n> 2. 退货率降到3%\n没有意见\n> 3. 其他"
    read = words(body)
    assert [(p.quoted, p.words) for p in read.passages] == [
        ("1. 备货计划由吴昊负责", "应由陈静负责"),
        ("2. 退货率降到3%", "没有意见"),
    ]


def test_answers_in_red_inside_an_unmarked_original_are_found_where_the_words_point_to_them() -> None:
    body = (
        "<div>见红字部分</div><div>发件人: 会议秘书 &lt;secretary@corp.example&gt;</div><div>发送时间: 2026年11月26日 10:00</div>"
        '<div>主题: 纪要</div><p>1. 备货计划由吴昊负责</p><p><span style="color:#ff0000">应由陈静负责</span></p><p>2. 其他</p>'
    )
    read = new_words(html(body), company())
    assert [(p.quoted, p.words) for p in read.passages] == [("1. 备货计划由吴昊负责", "应由陈静负责")]


RICH = {
    "Gmail": '<div>参加</div><div class="gmail_quote"><div class="gmail_attr">On Thu wrote:<br></div><blockquote class="gmail_quote">请回复</blockquote></div>',
    "Outlook": '<div>参加</div><div id="divRplyFwdMsg"><b>发件人:</b> 会议秘书 &lt;secretary@corp.example&gt;<br><b>发送时间:</b> 2026年11月26日<br><b>主题:</b> x</div><div>请回复</div>',
    "QQ": '<div>参加</div><div><br></div><div style="font:12px">------------------&nbsp;原始邮件&nbsp;------------------</div><div><b>发件人:</b>&nbsp;"会议秘书";</div><div>请回复</div>',
    "Apple": "<div>参加</div><div><br><blockquote type=cite><div>On 26 Nov 2026, at 10:00, x &lt;secretary@corp.example&gt; wrote:</div>请回复</blockquote></div>",
    "163": '<div>参加</div><div class="ntes-mailmaster-quote"><p>---- 回复的原邮件 ----</p>请回复</div>',
    "Feishu": '<div>参加</div><div class="history-quote-wrapper"><div>发件人: 会议秘书</div><div>请回复</div></div>',
    "Zimbra": '<div>参加</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote><b>发件人: </b>s<br></blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote>请回复</blockquote></div>',
    "DingTalk": '<div>参加</div><div class="__aliyun_signature_wrap">李强</div><blockquote><div>发件人：会议秘书</div><div>日　期：2026年11月26日</div><div>主　题：x</div>请回复</blockquote>',
    "Foxmail": '<div>参加</div><hr style="width:210px"><div><span>李强</span></div><blockquote><div><b>发件人：</b>会议秘书</div><div><b>主题：</b>x</div>请回复</blockquote>',
    "Huawei": "<div>参加</div><div><br>发自我的华为手机<br><br>-------- 原始邮件 --------<br>发件人：会议秘书<br>日期：2026年11月26日<br>主题：x<br>请回复</div>",
    "signature named by the program": '<div>参加</div><div class="gmail_signature">李强 | 华东销售</div>',
    "scripts and hidden words": "<style>p{}</style><script>拒绝</script><p style='display:none'>请假</p><p>参加</p><!-- 请假 -->",
}


@pytest.mark.parametrize("body", RICH.values(), ids=RICH.keys())
def test_html_is_read_as_its_reader_sees_it(body: str) -> None:
    assert new_words(html(body), company()).text == "参加"


def test_two_bodies_that_say_different_things_are_a_conflict() -> None:
    assert new_words(html("<p>请假一次</p>", plain="参加"), company()).conflict
    assert not new_words(html("<p>参加</p>", plain="参加"), company()).conflict
    notice = html("<p>参加</p>", plain="This mail needs an HTML viewer.")
    assert (new_words(notice, company()).text, new_words(notice, company()).conflict) == ("参加", False)


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("请假一次（周例会）", "", "请假一次（周例会）"),
        ("周例会我请假 EOM", "", "周例会我请假"),
        ("周例会我请假", "如题，谢谢", "周例会我请假"),
        ("周例会我请假", "如题", "周例会我请假"),
        ("Sick today, cannot attend", "See subject", "Sick today, cannot attend"),
    ],
)
def test_the_subjects_words_count_where_the_body_is_empty_or_refers_to_it(
    subject: str, body: str, expected: str
) -> None:
    raw = f"From: li.qiang@corp.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    assert new_words(parse(raw.encode()), company()).text == expected


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("参加 Re: 【会议邀请】周例会（11月30日）", "", "参加"),
        ("Done: Re: [Task reminder] Clean up the CRM", "", "Done"),
        ("Re: 【会议邀请】周例会（11月30日 周一 09:30）- 请假", "", "请假"),
        ("参加 (EOM)", "", "参加"),
        ("参加", "如题", "参加"),
        ("回复：参加", "见主题，谢谢！", "参加"),
        ("周例会请假", "如题，由陈静代我参加", "周例会请假\n如题，由陈静代我参加"),
        ("Re: 备货计划", "", ""),
        ("【任务提醒】提交方案 已完成", "", ""),
    ],
)
def test_an_answers_subject_counts_where_its_sender_changed_it(subject: str, body: str, expected: str) -> None:
    answered = "In-Reply-To: <a@corp.example>\r\nContent-Type: text/plain; charset=utf-8"
    raw = f"From: li.qiang@corp.example\r\nSubject: {subject}\r\n{answered}\r\n\r\n{body}"
    assert new_words(parse(raw.encode()), company()).text == expected


@pytest.mark.parametrize("subject", ["Re: 【会议邀请】销售与运营周例会", "回复：【会议邀请】周例会", "RE：周例会"])
def test_the_repeated_subject_of_an_empty_answer_is_nobodys_words(subject: str) -> None:
    raw = f"From: li.qiang@corp.example\r\nSubject: {subject}\r\nIn-Reply-To: <a@corp.example>\r\n\r\n{quoted('x')}"
    assert new_words(parse(raw.encode()), company()).text == ""


def test_a_forward_without_own_words_says_nothing() -> None:
    body = "---------- Forwarded message ---------\nFrom: 客户 <c@client.example>\nDate: Thu, 26 Nov 2026\nSubject: x\n\n我请假"
    raw = f"From: li.qiang@corp.example\r\nSubject: Fwd: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    read = new_words(parse(raw.encode()), company())
    assert (read.text, read.forwarded) == ("", True)


def test_our_own_mark_is_nobodys_word() -> None:
    """A link that writes the answer puts it below the words."""
    assert words("参加\n\n[mailflow:abcdefghijklmnop2345]").text == "参加"
