"""Where the mail servers of well-known providers are, and what each wants to be told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """``notes`` are lines for the config's reader: what must be set up at the provider first."""

    name: str
    title: str
    imap: tuple[str, int, str]
    smtp: tuple[str, int, str]
    plus_addressing: bool
    per_minute: int
    notes: tuple[str, ...]


_CODE = "密码处要填“授权码”，不是登录密码；请在邮箱网页的设置里开启 IMAP/SMTP 并生成。"

PROVIDERS = {
    p.name: p
    for p in (
        Provider(
            "custom", "公司自己的邮件服务器 / the company's own server",
            ("imap.corp.example", 993, "tls"), ("smtp.corp.example", 465, "tls"), True, 0,
            ("请把主机名改成公司邮件服务器的名称。Put the names of your own servers here.",),
        ),
        Provider(
            "gmail", "Gmail / Google Workspace",
            ("imap.gmail.com", 993, "tls"), ("smtp.gmail.com", 465, "tls"), True, 30,
            ("Use an app password (Google account, Security, 2-Step Verification, App passwords).",),
        ),
        Provider(
            "microsoft365", "Microsoft 365",
            ("outlook.office365.com", 993, "tls"), ("smtp.office365.com", 587, "starttls"), True, 25,
            ("Passwords work only where the administrator allows basic authentication for this mailbox.",),
        ),
        Provider(
            "qq", "QQ 邮箱", ("imap.qq.com", 993, "tls"), ("smtp.qq.com", 465, "tls"), False, 10,
            (_CODE, "每天可发的封数有限，人多时建议用企业邮箱。"),
        ),
        Provider(
            "exmail", "腾讯企业邮箱", ("imap.exmail.qq.com", 993, "tls"), ("smtp.exmail.qq.com", 465, "tls"), False, 20,
            ("开启“安全登录”后请用客户端专用密码。",),
        ),
        Provider(
            "netease163", "网易 163 邮箱", ("imap.163.com", 993, "tls"), ("smtp.163.com", 465, "tls"), False, 10,
            (_CODE, "每天可发的封数有限。"),
        ),
        Provider(
            "aliyun", "阿里企业邮箱", ("imap.qiye.aliyun.com", 993, "tls"), ("smtp.qiye.aliyun.com", 465, "tls"), False, 20,
            ("请确认管理员已允许第三方客户端登录。",),
        ),
        Provider(
            "feishu", "飞书邮箱", ("imap.feishu.cn", 993, "tls"), ("smtp.feishu.cn", 465, "tls"), False, 20,
            ("请在飞书邮箱设置里生成客户端专用密码。",),
        ),
    )
}  # fmt: skip
