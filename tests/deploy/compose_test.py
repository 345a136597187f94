"""docker-compose.yml is read by docker-compose itself; no engine is needed for that."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from deploy_room import DEPLOY, ROOT
from servers import needs


def compose(*words: str, **environ: str) -> str:
    command = [needs.program("docker-compose", "docker-compose"), "-f", "docker-compose.yml", *words]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MAILFLOW_", "COMPOSE_"))}
    done = subprocess.run(
        command, cwd=ROOT, env={**clean, **environ}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("profile", [(), ("--profile", "trial"), ("--profile", "company")])
def test_every_profile_is_valid_and_what_it_mounts_is_there(profile: tuple[str, ...]) -> None:
    told = compose(*profile, "config")
    mounted = [Path(source) for source in re.findall(r"^\s*- (/[^:]+):/", told, re.MULTILINE)]
    assert len(mounted) >= 6
    assert [path for path in mounted if not path.exists()] == []


def test_mailflow_is_confined_both_times() -> None:
    told = compose("config")
    for line in ("read_only: true", "- no-new-privileges:true", "- ALL", "mem_limit: 512m", "stop_grace_period: 15s"):
        assert told.count(line) == 2, line


def test_the_company_gives_its_own_config_and_secrets(tmp_path: Path) -> None:
    (tmp_path / "mine.env").write_text("MAILFLOW_SECRET=out of our own file\n")
    told = compose(
        *("--profile", "company", "config"),
        MAILFLOW_ENV_FILE=str(tmp_path / "mine.env"),
        MAILFLOW_CONFIG_DIR=str(tmp_path),
    )
    assert "MAILFLOW_SECRET: out of our own file" in told
    assert f"- {tmp_path}:/srv/mailflow/config:ro" in told


def test_no_port_of_the_trial_is_open_to_others() -> None:
    ports = re.findall(r'^\s*- "?([\d.:]+):\d+(?:/tcp)?"?$', compose("config"), re.MULTILINE)
    assert len(ports) == 3
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_the_example_of_the_secrets_names_all_that_the_config_asks_for() -> None:
    asked = set(re.findall(r'"env:(MAILFLOW_\w+)"', (ROOT / "config/mailflow.toml").read_text(encoding="utf-8")))
    named = re.findall(r"^(\w+)=(.*)$", (DEPLOY / "mailflow.env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(named) == dict.fromkeys(asked, "")
