"""What is installed from the wheel works outside of a checkout, with its texts and the example company in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files alone: the libraries are those of this environment."""
    base = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(base), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    (wheel,) = base.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(base / "site")
    return base / "site"


def mailflow(unpacked: Path, elsewhere: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(unpacked)}
    environ.pop("MAILFLOW_CONFIG", None)
    command = [sys.executable, "-m", "mailflow", *words]
    return subprocess.run(command, cwd=elsewhere, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_the_texts_and_the_example_travel_in_the_wheel(unpacked: Path) -> None:
    assert (unpacked / "mailflow/_data/templates/zh-CN/invitation.j2").is_file()
    assert (unpacked / "mailflow/_data/templates/site/index.html.j2").is_file()
    assert (unpacked / "mailflow/_data/config/meetings/weekly.toml").is_file()


def test_init_writes_a_config_outside_of_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    done = mailflow(unpacked, tmp_path, "init", "mine", "--provider", "exmail")
    assert done.returncode == 0, done.stderr
    assert "imap.exmail.qq.com" in (tmp_path / "mine" / "mailflow.toml").read_text(encoding="utf-8")


def test_the_archive_is_exported_outside_of_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    assert mailflow(unpacked, tmp_path, "init").returncode == 0
    done = mailflow(unpacked, tmp_path, "archive", "export", "site")
    assert done.returncode == 0, done.stderr
    assert "会议档案" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_the_demo_plays_outside_of_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    done = mailflow(unpacked, tmp_path, "demo", "--fast")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "mailflow-demo.html").stat().st_size > 10_000
