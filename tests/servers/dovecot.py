"""A real Dovecot for tests: IMAP and LMTP on loopback, in a folder of its own, as any user or as root."""

import contextlib
import getpass
import grp
import os
import shutil
import smtplib
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient
from servers import needs
from servers.company import DOMAIN, PASSWORD
from servers.ports import accepts, end, free_ports, wait_for_ports, wait_until

_MAIL_USER = 5000  # as root: Dovecot delivers to nobody whose uid is 0, and needs no entry in passwd for this one
_LOCALHOST = "127.0.0.1"


@dataclass(frozen=True)
class Mailbox:
    """Somebody's mailbox, looked into without mailflow's own code."""

    address: str
    imap_port: int
    password: str = PASSWORD

    @contextlib.contextmanager
    def client(self) -> Iterator[IMAPClient]:
        with IMAPClient(_LOCALHOST, self.imap_port, ssl=False, timeout=10) as client:
            client.login(self.address, self.password)
            yield client

    def messages(self, folder: str = "INBOX") -> list[bytes]:
        """All mails in the folder as they came, oldest first; none where the folder does not exist."""
        with self.client() as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            uids = sorted(client.search("ALL"))
            bodies = client.fetch(uids, ["BODY.PEEK[]"])
            return [bodies[uid][b"BODY[]"] for uid in uids if uid in bodies]  # one may be moved in between

    def flags(self, folder: str = "INBOX") -> list[tuple[bytes, ...]]:
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            uids = sorted(client.search("ALL"))
            return [client.get_flags([uid])[uid] for uid in uids]

    def wait_for(self, count: int, seconds: float = 5, folder: str = "INBOX") -> list[bytes]:
        """The mails, as soon as there are so many."""
        wait_until(
            lambda: len(self.messages(folder)) >= count,
            seconds,
            else_say=lambda: f"{self.address} has {len(self.messages(folder))} mails in {folder}, not {count}",
        )
        return self.messages(folder)


@dataclass
class Dovecot:
    home: Path
    accounts: Sequence[str]
    imap_port: int = 0
    imaps_port: int = 0
    lmtp_port: int = 0
    capability: str = ""
    certificate: tuple[Path, Path] | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.home / "dovecot.log"

    @property
    def auth_socket(self) -> Path:
        return self.home / "run" / "auth-client"

    @property
    def lmtp_socket(self) -> Path:
        return self.home / "run" / "lmtp"

    def mailbox(self, address: str) -> Mailbox:
        return Mailbox(address, self.imap_port)

    def deliver(self, raw: bytes, recipient: str, sender: str = "somebody@partner.example") -> None:
        """Into the mailbox at once, as it is."""
        with smtplib.LMTP(_LOCALHOST, self.lmtp_port, timeout=10) as lmtp:
            lmtp.sendmail(sender, [recipient], raw)

    def clear(self) -> None:
        """Empties every mailbox, folders and all."""
        for account in (self.home / "mail").glob("*"):
            shutil.rmtree(account)

    def renumber(self, address: str) -> None:
        """Gives the INBOX another UIDVALIDITY, as a restored backup would."""
        mailbox = self.home / "mail" / address / "Maildir"
        for index in mailbox.glob("dovecot.index*"):
            index.unlink()
        uids = mailbox / "dovecot-uidlist"
        version, validity, *rest = uids.read_text().splitlines()[0].split()
        others = uids.read_text().splitlines()[1:]
        uids.write_text("\n".join([" ".join([version, f"V{int(validity[1:]) + 1}", *rest]), *others]) + "\n")

    def start(self) -> None:
        """On the ports it had, or on free ones at the first start."""
        if not self.imap_port:
            self.imap_port, self.imaps_port, self.lmtp_port = free_ports(3)
        for folder in ("run", "state", "mail"):
            (self.home / folder).mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.home / "mail", _MAIL_USER, _MAIL_USER)
        (self.home / "users").write_text("".join(f"{a}:{{PLAIN}}{PASSWORD}\n" for a in self.accounts))
        config = self.home / "dovecot.conf"
        config.write_text(_configuration(self))
        self._process = subprocess.Popen(
            [needs.program("dovecot", "dovecot-imapd dovecot-lmtpd"), "-F", "-c", str(config)],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.home / "dovecot.err").open("wb"),
        )
        wait_for_ports(self._process, [self.imap_port, self.lmtp_port], self.log)

    def stop(self) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None
            wait_until(lambda: not accepts(self.imap_port), 5, else_say=lambda: f"{self.imap_port} is still open")


@contextlib.contextmanager
def dovecot(
    accounts: Sequence[str], *, capability: str = "", certificate: tuple[Path, Path] | None = None
) -> Iterator[Dovecot]:
    """A running Dovecot with these mailboxes. ``capability`` replaces what it says it can do."""
    needs.program("dovecot", "dovecot-imapd dovecot-lmtpd")
    # Not pytest's tmp_path: that is closed to Dovecot's own users, and too long for the name of a socket.
    with tempfile.TemporaryDirectory(prefix="mf-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = Dovecot(home, accounts, capability=capability, certificate=certificate)
        try:
            _start_on_free_ports(server)
            yield server
        finally:
            server.stop()


def _start_on_free_ports(server: Dovecot) -> None:
    for _ in range(2):
        try:
            server.start()
        except OSError:  # somebody else took one of the ports between our look and the start
            server.stop()
            server.imap_port = 0
        else:
            return
    server.start()


def _configuration(server: Dovecot) -> str:
    as_root = os.geteuid() == 0
    if as_root:
        mail_uid = mail_gid = _MAIL_USER
        internal_user, internal_group, login_user = "dovecot", "dovecot", "dovenull"
    else:
        mail_uid, mail_gid = os.getuid(), os.getgid()
        internal_user = login_user = getpass.getuser()
        internal_group = grp.getgrgid(mail_gid).gr_name
    tls = "ssl = no"
    if server.certificate:
        certificate, key = server.certificate
        tls = f"ssl = yes\nssl_cert = <{certificate}\nssl_key = <{key}"
    capability = f"imap_capability = {server.capability}" if server.capability else ""
    home = server.home
    return f"""
base_dir = {home}/run
state_dir = {home}/state
log_path = {server.log}
protocols = imap lmtp
listen = {_LOCALHOST}
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
first_valid_uid = {mail_uid}
first_valid_gid = {mail_gid}
{tls}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Lu
recipient_delimiter = +
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
{capability}
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = passwd-file
  args = username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={mail_uid} gid={mail_gid} home={home}/mail/%Lu
}}
service anvil {{
  chroot =
  # Tests log in with wrong passwords on purpose: nobody is made to wait for it.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {server.imap_port}
  }}
  inet_listener imaps {{
    port = {server.imaps_port if server.certificate else 0}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = {_LOCALHOST}
    port = {server.lmtp_port}
  }}
  unix_listener lmtp {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener auth-client {{
    mode = 0666
  }}
  unix_listener auth-userdb {{
    mode = 0666
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@{DOMAIN}
}}
"""
