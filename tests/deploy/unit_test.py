"""The systemd unit, as systemd itself judges it."""

import re
import subprocess
import sys
from pathlib import Path

from deploy_room import DEPLOY
from servers import needs

from mailflow.flow import daemon

UNIT = (DEPLOY / "mailflow.service").read_text(encoding="utf-8")


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    command = [needs.program("systemd-analyze", "systemd"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_systemd_finds_no_fault_in_it(tmp_path: Path) -> None:
    """With this Python in the place of the command, which is not installed here."""
    unit = tmp_path / "mailflow.service"
    unit.write_text(UNIT.replace("/opt/mailflow/bin/mailflow run", f"{sys.executable} -m mailflow run"), "utf-8")
    done = analyze("verify", str(unit))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_little_of_the_machine_is_exposed_to_it() -> None:
    told = analyze("security", "--offline=true", str(DEPLOY / "mailflow.service")).stdout
    (level,) = re.findall(r"Overall exposure level for mailflow\.service: ([\d.]+)", told)
    assert float(level) < 2.0


def setting(name: str) -> str:
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    return value


def test_its_times_fit_those_of_the_daemon() -> None:
    assert setting("Type") == "notify"
    assert int(setting("WatchdogSec")) > 5 * daemon._BEAT_EVERY
    assert int(setting("TimeoutStopSec")) > daemon._FINISH_WITHIN + daemon._CLOSE_WITHIN


def test_each_secret_that_its_head_names_is_a_credential() -> None:
    named = set(re.findall(r"/run/credentials/mailflow\.service/([\w-]+)", UNIT))
    loaded = set(re.findall(r"^LoadCredential=([\w-]+):", UNIT, re.MULTILINE))
    assert named | {"smtp-password"} == loaded


def test_a_wrong_setting_does_not_start_it_over_and_over_and_a_passing_fault_does() -> None:
    assert setting("Restart") == "on-failure"
    assert setting("RestartPreventExitStatus") == "2"
