"""How mail programs put the answered mail below the new words: each in its own manner."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from mailflow.demo.received import Received

_WEEKDAYS = "一二三四五六日"
_RULE = "________________________________"


@dataclass(frozen=True)
class Body:
    text: str
    html: str = ""


def qq(words: str, signature: str, answered: Received) -> Body:
    """QQ Mail's web page: a long dashed line, then a head with a semicolon behind each address."""
    when = _qq_time(answered.date)
    head = [
        ("发件人", f'"{answered.sender_name}" <{answered.sender}>;'),
        ("发送时间", when),
        ("收件人", f'"{answered.to}"<{answered.to}>;'),
        ("主题", answered.subject),
    ]
    line = "------------------ 原始邮件 ------------------"
    text = "\n".join([words, "", "", signature, "", "", "", line, *(f"{k}: {v}" for k, v in head), "", answered.text])
    html = (
        f"{_paragraphs(words)}<div><br></div><div>{_lines(signature)}</div><div><br></div>"
        '<div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">'
        "------------------&nbsp;原始邮件&nbsp;------------------</div>"
        '<div style="font-size: 12px;background:#efefef;padding:8px;">'
        + "".join(f"<div><b>{k}:</b>&nbsp;{escape(v)}</div>" for k, v in head)
        + f"</div><div><br></div>{_original(answered)}"
    )
    return Body(text, html)


def foxmail(words: str, signature: str, answered: Received) -> Body:
    """Foxmail: a rule above the signature, and a head with full-width colons."""
    when = f"{answered.date:%Y-%m-%d %H:%M}" if answered.date else ""
    head = [
        ("发件人", answered.sender_name),
        ("发送时间", when),
        ("收件人", answered.to),
        ("主题", answered.subject),
    ]
    text = "\n".join([words, "", _RULE, signature, "", " ", *(f"{k}： {v}" for k, v in head), answered.text])
    html = (
        f"<html><body>{_paragraphs(words)}<div><br></div><hr align='left' size='1' style='width:210px'>"
        f"<div><span>{_lines(signature)}</span></div>"
        '<blockquote style="margin-top:0px;margin-bottom:0px;margin-left:0.5em"><div>&nbsp;</div>'
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        + "".join(f"<div><b>{k}：</b>&nbsp;{escape(v)}</div>" for k, v in head)
        + f"</div>{_original(answered)}</blockquote></body></html>"
    )
    return Body(text, html)


def outlook(words: str, signature: str, answered: Received) -> Body:
    """Outlook in Chinese: a ruled head, nothing marked as a quotation."""
    day = answered.date
    when = f"{day.year}年{day.month}月{day.day}日 {day:%H:%M}" if day else ""
    names = ("发件人", "发送时间", "收件人", "主题")
    return _outlook(words, signature, answered, names, when)


def outlook_english(words: str, signature: str, answered: Received) -> Body:
    """The same in English."""
    when = f"{answered.date:%A, %B %d, %Y %I:%M %p}" if answered.date else ""
    return _outlook(words, signature, answered, ("From", "Sent", "To", "Subject"), when)


def apple(words: str, signature: str, answered: Received) -> Body:
    """Apple Mail: quotation marks and an attribution in words."""
    day = answered.date
    when = f"{day.year}年{day.month}月{day.day}日，{day:%H:%M}" if day else ""
    said = f"{when}，{answered.sender_name} <{answered.sender}> 写道："
    text = "\n".join([words, "", signature, "", f"> {said}", "> ", _marked(answered.text)])
    html = (
        f'<html><body style="overflow-wrap: break-word;">{_paragraphs(words)}<br><div>{_lines(signature)}</div>'
        f'<div><br><blockquote type="cite"><div>{escape(said)}</div><br class="Apple-interchange-newline">'
        f"<div>{_original(answered)}</div></blockquote></div></body></html>"
    )
    return Body(text, html)


def thunderbird(words: str, signature: str, answered: Received) -> Body:
    """Thunderbird in plain text, the signature below its own mark (RFC 3676 4.3)."""
    day = answered.date
    said = f"在 {day.year}/{day.month}/{day.day} {day:%H:%M}, {answered.sender_name} 写道:" if day else ""
    return Body("\n".join([words, "", said, _marked(answered.text), "", "-- ", signature]))


def gmail(words: str, signature: str, answered: Received) -> Body:
    """Gmail in English."""
    day = answered.date
    when = f"{day:%a, %b} {day.day}, {day.year} at {day:%I:%M %p}" if day else ""
    said = f"On {when} {answered.sender_name} <{answered.sender}> wrote:"
    text = "\n".join([words, "", "--", signature, "", said, "", _marked(answered.text)])
    html = (
        f'<div dir="ltr">{_paragraphs(words)}<div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        f'<div dir="ltr" class="gmail_signature">{_lines(signature)}</div></div><br>'
        f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(said)}<br></div>'
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid #ccc;padding-left:1ex">'
        f"{_original(answered)}</blockquote></div>"
    )
    return Body(text, html)


def _outlook(words: str, signature: str, answered: Received, names: tuple[str, ...], when: str) -> Body:
    values = (f"{answered.sender_name} <{answered.sender}>", when, answered.to, answered.subject)
    head = list(zip(names, values, strict=True))
    text = "\n".join([words, "", signature, "", *(f"{k}: {v} " for k, v in head), "", answered.text])
    html = (
        f'<html><body lang="ZH-CN"><div class="WordSection1">{_paragraphs(words, "p")}<p class="MsoNormal">&nbsp;</p>'
        f'<p class="MsoNormal">{_lines(signature)}</p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
        + "<br>".join(f"<b>{k}:</b> {escape(v)}" for k, v in head)
        + f"</p></div></div>{_original(answered)}</div></body></html>"
    )
    return Body(text, html)


def _qq_time(day: datetime | None) -> str:
    if day is None:
        return ""
    half = "上午" if day.hour < 12 else "下午"
    weekday = _WEEKDAYS[day.weekday()]
    return f"{day.year}年{day.month}月{day.day}日(星期{weekday}) {half}{(day.hour - 1) % 12 + 1}:{day:%M}"


def _marked(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.rstrip("\n").split("\n"))


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _paragraphs(words: str, tag: str = "div") -> str:
    return "".join(f"<{tag}>{escape(line) or '<br>'}</{tag}>" for line in words.split("\n"))


def _original(answered: Received) -> str:
    return answered.html or f"<div>{_lines(answered.text)}</div>"
