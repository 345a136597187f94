"""Where the mail servers of well-known providers are, and what each wants to be told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Provider:
    """``imap`` and ``smtp``: host, port, security. ``per_minute`` keeps below the provider's own limit.

    ``notes`` are lines for the config's reader: what must be set up at the provider first.
    """

    name: str
    title: str
    imap: tuple[str, int, str]
    smtp: tuple[str, int, str]
    plus_addressing: bool
    per_minute: int
    notes: tuple[str, ...]


_CODE = (
    "密码处填“授权码”，不是登录密码：在网页邮箱的设置里开启 IMAP/SMTP 服务，生成授权码。",
    "The password is an authorisation code: switch on IMAP/SMTP in the webmail's settings, where it is made.",
)
_NO_PLUS = (
    "不收 secretary+标记@… 这样的地址，因此 plus_addressing = false。",
    "Mail to secretary+TOKEN@… is not accepted, hence plus_addressing = false.",
)
_DAILY = (
    "每天能发的封数有限；人多或会多时，请用企业邮箱。",
    "The number of mails a day is limited: for many people or meetings use a mailbox for companies.",
)

CUSTOM = Provider(
    "custom",
    "公司自己的邮件服务器 / the company's own server",
    ("imap.corp.example", 993, "tls"),
    ("smtp.corp.example", 465, "tls"),
    plus_addressing=True,
    per_minute=0,
    notes=(
        "请把主机名改成公司邮件服务器的名称；465 不通时试 port = 587、security = \"starttls\"。",
        "Put the names of your own servers here; where 465 is closed try port = 587, security = \"starttls\".",
    ),
)  # fmt: skip

GMAIL = Provider(
    "gmail",
    "Gmail / Google Workspace",
    ("imap.gmail.com", 993, "tls"),
    ("smtp.gmail.com", 465, "tls"),
    plus_addressing=True,
    per_minute=30,
    notes=(
        "密码处填“应用专用密码”：Google 账号 → 安全性 → 两步验证 → 应用专用密码。",
        "The password is an app password: Google account, Security, 2-Step Verification, App passwords.",
        'Gmail 会检验发件人：可以写 trusted_authserv = "mx.google.com"。 / Gmail tells whether senders are genuine.',
    ),
)

MICROSOFT365 = Provider(
    "microsoft365",
    "Microsoft 365 / Exchange Online",
    ("outlook.office365.com", 993, "tls"),
    ("smtp.office365.com", 587, "starttls"),
    plus_addressing=True,
    per_minute=25,
    notes=(
        '多数租户已停用密码登录：在 Entra 登记应用，两处写 login = "oauth"，并填写 [oauth]；SMTP 须为此邮箱开启 SMTP AUTH。',
        'Most tenants have switched passwords off: register an application in Entra, write login = "oauth" twice and '
        "fill in [oauth]; SMTP AUTH must be on for this mailbox.",
    ),
)

QQ = Provider(
    "qq",
    "QQ 邮箱",
    ("imap.qq.com", 993, "tls"),
    ("smtp.qq.com", 465, "tls"),
    plus_addressing=False,
    per_minute=10,
    notes=(*_CODE, *_NO_PLUS, *_DAILY),
)

EXMAIL = Provider(
    "exmail",
    "腾讯企业邮箱 / Tencent Exmail",
    ("imap.exmail.qq.com", 993, "tls"),
    ("smtp.exmail.qq.com", 465, "tls"),
    plus_addressing=False,
    per_minute=20,
    notes=(
        "在邮箱设置里开启 IMAP/SMTP；开启“安全登录”后，密码处填客户端专用密码。",
        "Switch on IMAP/SMTP in the settings; with secure login on, the password is the one made for mail clients.",
        *_NO_PLUS,
    ),
)

NETEASE163 = Provider(
    "netease163",
    "网易 163 邮箱 / NetEase 163",
    ("imap.163.com", 993, "tls"),
    ("smtp.163.com", 465, "tls"),
    plus_addressing=False,
    per_minute=10,
    notes=(*_CODE, *_NO_PLUS, *_DAILY),
)

ALIYUN = Provider(
    "aliyun",
    "阿里企业邮箱 / Alibaba Mail",
    ("imap.qiye.aliyun.com", 993, "tls"),
    ("smtp.qiye.aliyun.com", 465, "tls"),
    plus_addressing=False,
    per_minute=20,
    notes=(
        "请管理员允许三方客户端登录；开启了“三方客户端安全密码”的，密码处填该密码。",
        "The administrator must allow other mail clients; where it is switched on, the password is the one for them.",
        *_NO_PLUS,
    ),
)

FEISHU = Provider(
    "feishu",
    "飞书邮箱 / Feishu Mail",
    ("imap.feishu.cn", 993, "tls"),
    ("smtp.feishu.cn", 465, "tls"),
    plus_addressing=False,
    per_minute=20,
    notes=(
        "在飞书邮箱设置的“第三方邮箱客户端登录”里生成专用密码（管理员须先允许）。",
        "The password is made in the settings, for other mail clients (the administrator must allow it).",
        *_NO_PLUS,
    ),
)

PROVIDERS = {p.name: p for p in (CUSTOM, GMAIL, MICROSOFT365, QQ, EXMAIL, NETEASE163, ALIYUN, FEISHU)}
