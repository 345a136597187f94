"""Where the words end and the sign-off begins: names, closings, cards, client footers, disclaimers."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from mailflow.core.organization import Organization
from mailflow.reading.folding import fold
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.openers import is_rule

_NO_LETTERS = re.compile(r"[\W_]+")
_DELIMITER = re.compile(r"^(?:--|—|——|－－)\s*$")
_SHORT_RULE = re.compile(r"^\s*[_=*-]{2,4}\s*$")
_FOOTER = re.compile(
    r"^[\s\[(（【-]*(?:"
    r"(?:发自|發自|发送自|傳送自|寄自|来自|來自|从|從|由(?!于|於))(?:我的|我)?\s?.{0,30}?(?:iphone|ipad|手机|手機|邮箱|郵箱|邮件|郵件|客户端|mail|android"
    r"|outlook|foxmail|微信|钉钉|釘釘|飞书|设备|設備|大师|华为|huawei|小米|xiaomi|redmi|oppo|vivo|荣耀|honor|三星|galaxy|mate|平板|watch)"
    r".{0,24}?(?:发送|傳送|寄出)?"
    r"|(?:sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłano) (?:from|via|with|by|using|mit|von|depuis|de|desde"
    r"|da|met|från|fra|z) [^,.!?]{1,60}"
    r"|von meinem .{1,30} gesendet|diese nachricht wurde von .{1,40} gesendet|get outlook for .{1,60}|获取 ?outlook.{0,60}|取得 ?outlook.{0,60}|下载.{0,12}(?:邮箱|客户端|app).{0,40}"
    r"|(?:yahoo|aol) mail.{0,40}on (?:android|iphone).{0,40}|使用.{1,20}(?:邮箱|客户端|大师)发送"
    r"|本?邮件由.{0,20}(?:邮箱|手机|网易邮箱大师|客户端)(?:大师|定制|发送|发出)*"
    r"|(?:签名|signature) ?(?:由|by).{0,30}|signature is customi[sz]ed by .{1,40}|virus-free\W.{0,40}|不含病毒.{0,40}|this email has been (?:checked|scanned) for viruses.{0,80}"
    r"|(?:请|为)(?:您)?(?:考虑|注意|关注|保护|了保护)[^，。]{0,4}环[境保].{0,40}|打印(?:本|此|该)?(?:邮件|文档)?[之以]?前[，,]?请?(?:考虑|三思|注意).{0,30}|\[cid:[^\]]*\]|<https?://(?:aka\.ms|go\.microsoft)[^>]*>"
    r")[\s\])）】。.]*(?:<https?://[^>]*>|https?://\S+)?[\s\])）】。.-]*$",
    re.IGNORECASE,
)
_LEGAL_BEGINS = re.compile(
    r"^[\s*【\[(（<>~-]*(?:本(?:电子)?(?:邮件|郵件|信件|信息|電子郵件)|此(?:电子)?(?:邮件|郵件|信息|電子郵件)|这封(?:电子)?邮件|该邮件|免责声明|免責聲明"
    r"|保密(?:声明|提示|通知|须知)?|法律声明|重要(?:声明|提示)|声明|如果您?(?:不是|并非)|若您?(?:不是|并非|非)|the (?:information|contents?)"
    r"|this (?:e-?mail|message|communication|transmission)|disclaimer|confidential|legal (?:notice|disclaimer)|notice[: ]"
    r"|important notice|if you (?:are not|have received)|please consider the environment|please think (?:of|about) the environment"
    r"|think before (?:you )?print|privileged)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"机密|機密|保密|错收|錯收|通知发件人|立即删除|商业秘密|收件人|收件者|误收|誤收|错收|錯收|误发|仅限于?发送|僅限|并删除|並刪除|通知(?:发|寄)件人|通知寄件者"
    r"|不得(?:擅自)?(?:使用|传播|复制|泄露|披露|转发|參加|参加)|未经授权|未經授權|非预期|病毒|删除本|刪除|环保|打印|confidential|intended (?:recipient"
    r"|only|for|solely)|recipient|privileged|viruses|virus-free|unauthori[sz]ed|disclos|delete (?:it|this)|environment|liab",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^[\s*\[【(]*(?:caution|warning|external(?: e-?mail| sender)?|外部邮件|注意|警告|提醒).{0,300}"
    r"(?:external|outside (?:of )?(?:the|your) organi[sz]ation|originated from|外部|公司外|谨慎|do not click)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:with |my )?(?:(?:best|kind|kindest|warm|warmest|many|sincere)(?: and (?:best|kind|warm))? )*(?:regards|wishes|greetings)"
    r"|best|all the best|br|rgds|kr|cheers|yours(?: (?:sincerely|truly|faithfully))?|(?:very )?(?:sincerely|respectfully|truly)(?: yours)?"
    r"|thanks?(?: you)?(?:,| and| &)? (?:and |& )?(?:best |kind )?regards|mit freundlichen grüßen|cordialement|saludos"
    r"|祝您?|敬祝|谨祝|顺祝|顺颂|即颂|此致(?:敬礼|敬禮)?|敬礼|敬禮|祝好|祝安|顺?祝(?:商祺|工作顺利|顺利|安好|您?愉快|工作愉快|周末愉快|生活愉快|时祺|夏安|冬安|秋安|春安|平安|近安"
    r"|身体健康|万事如意|一切顺利|好)|顺颂.{2,4}|順頌.{2,4}|即颂.{2,4}|商祺|謹此|谨上|敬上|此复|专此)[\s,，.。!！~、]*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:^|[\s|｜/,，;；])(?:tel|phone|ph|mob|mobile|cell|fax|direct|office|e-?mail|mail|web|website|addr|address|skype|wechat|whatsapp|qq|[tmfepw](?!\.\s?[a-z])"
    r"|电话|電話|手机|手機|传真|傳真|邮箱|郵箱|邮件|电邮|地址|网址|微信|座机|分机|直线|办公电话|邮编|联系电话|联系方式)\s*[.:：]\s*\S"
    r"|^\s*<?(?:mailto:)?[^\s@]+@[\w.-]+\.\w{2,}>?\s*$|^\s*(?:https?://|www\.)\S+\s*$"
    r"|^\s*[+(（]?[\d][\d\s()（）+-]{6,20}(?:\s?(?:ext|转|x)\.?\s?\d+)?\s*$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^(?=.{2,60}$)[^。！？!?；;：:，]*?(?:部|部门|科|处|中心|公司|集团|团队|團隊|模块|小组|事业部|办公室|总监|经理|經理|主管|专员|專員|负责人|組織人|组织人|记录人"
    r"|代表|助理|总裁|主任|工程师|顾问|董事|\b(?:manager|director|specialist|officer|engineer|assistant|head|lead|department|division|team|ltd|inc|gmbh"
    r"|corp|company|group|operations|sales|finance|logistics|executive|supervisor|coordinator|representative|analyst)\b\.?)[^。！？!?：:，]{0,24}$",
    re.IGNORECASE,
)
_OF_A_LIST = re.compile(r"mailing list|listinfo|unsubscribe|退订|退訂", re.IGNORECASE)  # a list's footer
_DATE_LINE = re.compile(r"^\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?\d{1,2}[:：]\d{2})?$")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# Words that begin like a surname and stand on a line of their own all the same.
_NO_NAME = (
    "谢谢|周[一二三四五六日天末]|马上|方便|高兴|任务|何时|何地|万一|许可|白天|严重|严格|范围|陆续|付款|付清|路上|余下|余额|金额|毛利|程序"
    "|钟头|武汉|江苏|江西|郑州|苏州|安排|安全|常规|高管|于是|向您|段落|石油|汪汪|夏季|金奖|许多"
)
_CHINESE_NAME = re.compile(rf"^(?!{_NO_NAME})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}$")
_ENGLISH_NAME = re.compile(r"^[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){0,2}[,.]?$")
_ENDS = re.compile(r"[。.！!？?…~～)）]\s*$")
# A line below the name that still tells something is no line of a card.
_TELLS = re.compile(
    r"[我会不没请可能要]|参加|出席|请假|同意|异议|确认|分钟|[点时]到|[迟晚早]|代替|[代替]我|材料|附件|完成|延期|\b(?:i|we|will|won't|can(?:no|'|’)?t?|late|not|please|no|yes|ok|but)\b",
    re.IGNORECASE,
)
_SPEAKS_OF_SELF = re.compile(r"[我您你请咱]|\b(?:i|me|my|we|our|you|please)\b", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"^\W*(?:p\.?\s?s\b|又及|另|补充|附[:：]|还有)", re.IGNORECASE)
_TRAILING_DATE = re.compile(r"[\s,，（(]*\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\s）)]*$")
_RESPECTFULLY = re.compile(r"\s*(?:敬上|谨上|謹上|拜上|敬启|敬啟|谨启|顿首|上)\s*$")  # 李强 敬上
_ASKS_SOMEBODY = re.compile(r"[由请让给转是找问叫派]")
_SENTENCE = re.compile(r"[。！!？?；;：:，]|[a-z]\.$")
_MOST_SIGNATURE_LINES = 14


class Names:
    """The forms in which a sender may sign."""

    def __init__(self, mail: InboundMail, organization: Organization | None) -> None:
        person = organization.person(mail.from_address) if organization else None
        name, english = (person.name, person.english) if person else ("", "")
        self.forms = _forms(mail.from_name, mail.from_address, name, english)

    def signs(self, line: str) -> bool:
        """Is the line the sender's name, alone or with a post behind it?"""
        if len(line) > 60:
            return False
        bare = _bare(_RESPECTFULLY.sub("", _TRAILING_DATE.sub("", line)))
        if bare in self.forms:
            return True
        if re.search(r"[。！？!?：:；;]", line):
            return False
        first = re.split(r"[\s|｜/,，·•\-–—(（@]+", line.strip(), maxsplit=1)
        full = [form for form in self.forms if len(form) >= 2 and bare.startswith(form)]
        if len(first) == 2 and full and (_POST.match(line) or "|" in line or "｜" in line):
            return True
        post, _, name = line.strip().rpartition(" ")  # 销售部 李强
        return _bare(name) in self.forms and bool(_POST.match(post)) and not _ASKS_SOMEBODY.search(post)


@lru_cache(maxsize=1_000)  # the same colleagues write all day
def _forms(shown: str, address: str, name: str, english: str) -> frozenset[str]:
    local = address.partition("@")[0].partition("+")[0]
    forms = {shown, *re.split(r"[(（\[【/|,，]", shown), local.replace(".", " ").replace("_", " "), address}
    forms |= {name, english, f"{name} {english}", f"{english} {name}"}
    for form in list(forms):
        words = form.split()
        if 2 <= len(words) <= 3 and form.isascii():
            forms |= {" ".join(reversed(words)), words[0], words[-1]}
    return frozenset(filter(None, (_bare(form) for form in forms)))


def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", fold(text))


def without_signature(lines: Sequence[str], names: Names) -> list[str]:
    """``lines`` without banner above, and without sign-off, card, footers and disclaimers below."""
    kept = [line for line in lines if not _FOOTER.match(line)]
    kept = _without_banner(kept)
    kept = _before_delimiter(kept, names)
    kept = _without_legal(kept)
    return stripped(_without_sign_off(stripped(kept), names))


def _without_banner(lines: list[str]) -> list[str]:
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is not None and _BANNER.match(lines[first].strip()):
        return lines[first + 1 :]
    return lines


def _before_delimiter(lines: list[str], names: Names) -> list[str]:
    """RFC 3676 4.3: what follows ``-- `` is the signature. A rule counts where what follows reads like one."""
    for i, line in enumerate(lines):
        if _DELIMITER.match(line):
            return lines[:i]
        if is_rule(line) or _SHORT_RULE.match(line):
            below = (lines[k] for k in range(i + 1, len(lines)) if lines[k].strip())
            rest = [*islice(below, _MOST_SIGNATURE_LINES + 1)]
            if not rest or (len(rest) <= _MOST_SIGNATURE_LINES and _reads_like_card(rest, names)):
                return lines[:i]
    return lines


def _reads_like_card(rest: Sequence[str], names: Names) -> bool:
    known = sum(1 for x in rest if names.signs(x) or _CONTACT.search(x) or _POST.match(x) or _OF_A_LIST.search(x))
    return known > 0 and known * 2 >= len(rest)


def _without_legal(lines: list[str]) -> list[str]:
    """A disclaimer reaches from its first line to the end of what was written."""
    for i, line in enumerate(lines):
        if _LEGAL_BEGINS.match(line):
            near = " ".join(x for x in lines[i : i + 6])
            if len(_LEGAL.findall(near)) >= (1 if i and not lines[i - 1].strip() and len(near) > 40 else 2):
                return lines[:i]
    return lines


def _without_sign_off(lines: list[str], names: Names) -> list[str]:
    """Cuts the run of sign-off lines at the end, from its topmost strong line on."""
    cut: int | None = None
    unknown = 0  # short lines below that may belong to a card: they do where the sender's name stands above them
    for i in range(len(lines) - 1, max(-1, len(lines) - 1 - 2 * _MOST_SIGNATURE_LINES), -1):
        line = lines[i].strip()
        if not line or is_rule(line):
            continue
        if _POSTSCRIPT.match(line):
            break
        if names.signs(line) and (not unknown or _begins_card(lines, i)):
            cut, unknown = i, 0
        elif not unknown and (_CLOSING.match(line) or _closing_with_name(line, names) or _signed_name(lines, i)):
            cut = i
        elif not (_CONTACT.search(line) or _POST.match(line) or _DATE_LINE.match(line)):
            telling = _SENTENCE.search(line) or _TELLS.search(line)
            if cut is not None or len(line) > 32 or unknown >= 4 or (telling and not _motto(lines, i, names)):
                break
            unknown += 1
    if cut is None:
        cut = _card(lines)
    if cut is None:
        return lines
    while cut > 0 and is_rule(lines[cut - 1]):
        cut -= 1
    return lines[:cut]


def _motto(lines: Sequence[str], i: int, names: Names) -> bool:
    """“使命：事事已完成”, right below the sender's name with a post: it belongs to the card, whatever it says."""
    if _SPEAKS_OF_SELF.search(lines[i]):
        return False
    above = [x.strip() for x in lines[max(0, i - 3) : i]]
    name = next((k for k, x in enumerate(above) if names.signs(x)), None)
    if name is None or "" in above[name:]:
        return False
    at = max(0, i - 3) + name
    apart = at > 0 and not lines[at - 1].strip() and any(x.strip() for x in lines[:at])
    return apart and any(_POST.match(x) or "|" in x or "｜" in x for x in above[name:])


def _closing_with_name(line: str, names: Names) -> bool:
    """“Rgds, Li Qiang”."""
    closing, comma, name = line.replace("，", ",").partition(",")
    return bool(comma) and bool(_CLOSING.match(closing)) and names.signs(name)


def _begins_card(lines: Sequence[str], i: int) -> bool:
    """A name with unknown lines below it signs where it stands apart from words above."""
    above = next((x.strip() for x in reversed(lines[:i]) if x.strip()), "")
    return bool(above) and (not lines[i - 1].strip() or bool(_ENDS.search(above)))


def _signed_name(lines: Sequence[str], i: int) -> bool:
    """A short name on the last line: of somebody else, or a nickname, and still no words of the mail."""
    line = lines[i].strip()
    above = next((x.strip() for x in reversed(lines[:i]) if x.strip()), "")
    if not above or any(x.strip() and not (_CONTACT.search(x) or _POST.match(x) or is_rule(x)) for x in lines[i + 1 :]):
        return False
    apart = not lines[i - 1].strip()
    if _CHINESE_NAME.match(line):
        return bool(_ENDS.search(above) or apart)
    closing = _CLOSING.match(above) or re.match(
        r"^(?:many )?(?:thanks|thank you|thx|tks)[\s,.!]*$", above, re.IGNORECASE
    )
    return bool(closing) and bool(_ENGLISH_NAME.match(line))


def _card(lines: Sequence[str]) -> int | None:
    """A card without a name that we know: the last paragraph, where it holds a contact and nothing but such lines."""
    start = next((i + 1 for i in range(len(lines) - 1, -1, -1) if not lines[i].strip()), 0)
    paragraph = [x for x in lines[start:] if x.strip()]
    if start == 0 or not paragraph or not any(_CONTACT.search(x) for x in paragraph):
        return None
    likely = sum(1 for x in paragraph if _CONTACT.search(x) or _POST.match(x) or _CHINESE_NAME.match(x.strip()))
    return start if likely == len(paragraph) or (likely >= 2 and likely >= len(paragraph) - 1) else None


def stripped(lines: list[str]) -> list[str]:
    """Without blank lines and rules at both ends, and with at most one blank line between two others."""
    start, end = 0, len(lines)
    while start < end and (not lines[start].strip() or is_rule(lines[start])):
        start += 1
    while end > start and (not lines[end - 1].strip() or is_rule(lines[end - 1])):
        end -= 1
    kept: list[str] = []
    for line in lines[start:end]:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line if line.strip() else "")
    return kept
