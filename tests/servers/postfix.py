"""A real Postfix for tests, as root: submission with TLS and login, delivery to Dovecot by LMTP, nothing leaves."""

import contextlib
import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from servers import needs
from servers.certificates import Certificates
from servers.company import DOMAIN
from servers.dovecot import Dovecot
from servers.ports import end, free_ports, wait_for_ports


@dataclass(frozen=True)
class Postfix:
    """``smtp_port`` is port 25 of the company, ``submission_port`` STARTTLS and ``smtps_port`` TLS with login."""

    home: Path
    smtp_port: int
    submission_port: int
    smtps_port: int

    @property
    def log(self) -> Path:
        return self.home / "postfix.log"


@contextlib.contextmanager
def postfix(accounts: Sequence[str], store: Dovecot, certificates: Certificates) -> Iterator[Postfix]:
    needs.root()
    master = needs.program("master", "postfix")
    command = needs.program("postfix", "postfix")
    with tempfile.TemporaryDirectory(prefix="mf-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = Postfix(home, *free_ports(3))
        _configure(server, accounts, store, certificates)
        etc = str(home / "etc")
        subprocess.run([command, "-c", etc, "check"], check=True, capture_output=True)  # makes the queue's folders
        process = subprocess.Popen(
            [master, "-c", etc, "-d"],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_ports(process, [server.smtp_port, server.submission_port, server.smtps_port], server.log)
            yield server
        finally:
            end(process)


def _configure(server: Postfix, accounts: Sequence[str], store: Dovecot, certificates: Certificates) -> None:
    home = server.home
    for folder in ("etc", "queue", "data"):
        (home / folder).mkdir()
    os.chown(home / "data", pwd.getpwnam("postfix").pw_uid, -1)
    (home / "etc" / "mailboxes").write_text("".join(f"{account} OK\n" for account in accounts))
    main = home / "etc" / "main.cf"
    main.write_text(
        f"""
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = {server.log}
maillog_file_prefixes = {home}
myhostname = mail.{DOMAIN}
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:5.1.1 nobody lives on this machine
default_transport = error:5.1.2 nothing leaves this machine
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_maps = texthash:{home}/etc/mailboxes
virtual_transport = lmtp:unix:{store.lmtp_socket}
recipient_delimiter = +
smtputf8_enable = yes
message_size_limit = 20000000
smtpd_tls_cert_file = {certificates.certificate}
smtpd_tls_key_file = {certificates.key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = unix:{store.auth_socket}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
queue_run_delay = 2s
minimal_backoff_time = 2s
"""
    )
    with_login = "-o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject"
    inet = {
        server.smtp_port: "",
        server.submission_port: f"-o smtpd_tls_security_level=encrypt {with_login}",
        server.smtps_port: f"-o smtpd_tls_wrappermode=yes {with_login}",
    }
    (home / "etc" / "master.cf").write_text(
        "".join(f"127.0.0.1:{port} inet n - n - - smtpd {options}\n" for port, options in inet.items())
        + "".join(f"{line}\n" for line in _SERVICES.strip().splitlines())
    )
    for file in (home / "etc").iterdir():  # Postfix waits for a file younger than two seconds to grow old
        os.utime(file, (time.time() - 10,) * 2)


# name, type, private, unprivileged, chroot, wake-up, processes, command
_SERVICES = """
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
