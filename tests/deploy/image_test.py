"""The image's steps are a script; here it runs in an empty folder instead of an empty image."""

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from deploy_room import DEPLOY, ROOT

import mailflow

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """From the wheel and without the registry: the libraries are those of this environment, ourselves left out."""
    base = tmp_path_factory.mktemp("image")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(base), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (wheel,) = base.glob("*.whl")
    libraries = base / "libraries"
    libraries.mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if "mailflow" not in each.name and not each.name.startswith("pip"):
            (libraries / each.name).symlink_to(each)
    environ = {**os.environ, "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PYTHONPATH": str(libraries)}
    script = ["sh", str(DEPLOY / "install-image.sh"), str(base / "root"), str(wheel)]
    done = subprocess.run(
        script, env={**environ, "PYTHON": sys.executable}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"mailflow {mailflow.__version__}\n"
    return base


def test_the_command_works_out_of_the_empty_root(installed: Path, tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(installed / "libraries")}
        command = [str(installed / "root/opt/mailflow/bin/mailflow"), *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False
        )

    assert run("init").returncode == 0
    health = run("health")
    assert (health.returncode, health.stdout) == (1, "not running: there is no health file\n")


def test_the_store_is_the_services_own_and_nobody_elses(installed: Path) -> None:
    store = installed / "root/srv/mailflow/var"
    assert store.stat().st_mode & 0o777 == 0o700
    if os.geteuid() == 0:
        assert store.stat().st_uid == int(re.findall(r"^USER (\d+):", DOCKERFILE, re.MULTILINE)[0])


def test_the_dockerfile_runs_nothing_but_that_script_and_not_as_root() -> None:
    assert re.findall(r"^RUN (.*)$", DOCKERFILE, re.MULTILINE) == ["sh deploy/install-image.sh / ."]
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert re.search(r'^HEALTHCHECK .*CMD \["mailflow", "health"', DOCKERFILE, re.MULTILINE)
    assert len(re.findall(r"^FROM python:3\.11-slim", DOCKERFILE, re.MULTILINE)) == 2


def test_what_the_installation_reads_is_let_through_to_the_builder() -> None:
    let = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in let if not (ROOT / name).exists()] == []
    assert {"mailflow", "templates", "config", "pyproject.toml", "requirements.lock", "README.md"} <= set(let)


def test_the_versions_are_those_of_the_lock(tmp_path: Path) -> None:
    """The script's own sed, over the lock: plain name==version lines are left, some with a marker."""
    sed = re.findall(
        r"^(sed .*) \"\$here/requirements\.lock\"", (DEPLOY / "install-image.sh").read_text(), re.MULTILINE
    )
    done = subprocess.run(
        ["sh", "-c", f"{sed[0]} {ROOT / 'requirements.lock'}"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    lines = [li for li in done.stdout.splitlines() if li.strip() and not li.strip().startswith("#")]
    assert len(lines) > 30
    assert [li for li in lines if not re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", li)] == []
