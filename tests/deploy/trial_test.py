"""The trial in containers: its config, its accounts, its certificate."""

import shutil
import ssl
import subprocess
from pathlib import Path

from deploy_room import DEPLOY, ROOT
from servers import needs

from mailflow import config

SECRETS = {"MAILFLOW_IMAP_PASSWORD": "trial", "MAILFLOW_SMTP_PASSWORD": "trial", "MAILFLOW_SECRET": "x" * 24}


def test_its_config_loads_with_the_sample_company(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "trial/mailflow.toml", tmp_path)
    shutil.copy(ROOT / "config/organization.toml", tmp_path)
    shutil.copytree(ROOT / "config/meetings", tmp_path / "meetings")
    loaded = config.load(tmp_path, SECRETS)
    assert (loaded.imap.host, loaded.imap.security, loaded.imap.verify) == ("mailserver", "tls", True)
    assert (loaded.smtp.host, loaded.smtp.security, loaded.smtp.verify) == ("mailserver", "tls", True)
    assert loaded.imap.username == loaded.smtp.username == loaded.mail.address


def test_everybody_of_the_company_has_a_mailbox_with_the_password_of_the_trial() -> None:
    openssl = needs.program("openssl", "openssl")
    organization = config.load(ROOT / "config", {}, with_secrets=False).organization
    accounts = dict(line.split("|") for line in (DEPLOY / "trial/postfix-accounts.cf").read_text().splitlines())
    assert set(accounts) == {organization.secretary, *(p.email for p in organization.people)}
    for address, stored in accounts.items():
        scheme, _, salt, _ = stored.split("$")
        made = subprocess.run(
            [openssl, "passwd", "-6", "-salt", salt, "trial"], capture_output=True, text=True, check=True
        )
        assert f"{{SHA512-CRYPT}}{made.stdout.strip()}" == stored, address
        assert scheme == "{SHA512-CRYPT}"


def test_its_certificate_is_trusted_under_the_name_that_the_containers_use(tmp_path: Path) -> None:
    needs.program("openssl", "openssl")
    script = ["sh", str(DEPLOY / "trial/make-certificate.sh"), str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True)
    made = (tmp_path / "cert.pem").read_bytes()
    subprocess.run(script, check=True, capture_output=True)
    assert (tmp_path / "cert.pem").read_bytes() == made, "a second start keeps it"
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=tmp_path / "cert.pem")
    server.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    for name, trusted in (("mailserver", True), ("elsewhere", False)):
        assert shakes_hands(server, client, name) is trusted


def shakes_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> bool:
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(down, up, server_hostname=name), server.wrap_bio(up, down, server_side=True)]
    for _ in range(6):
        for end in list(ends):
            try:
                end.do_handshake()
                ends.remove(end)
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return False
    return not ends
