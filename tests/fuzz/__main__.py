"""``python -m tests.fuzz [--seconds N] [TARGET]``: looks for input that breaks what mailflow reads.

With atheris coverage leads the search; without it the seeds are changed at random. What is found is written to
build/fuzz/ and shown; ``python -m tests.fuzz TARGET FILE`` runs it again. A finding that was mended goes to
tests/fuzz/found/TARGET/, where found_test.py reads it from then on.
"""

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE.parents[1] / "build" / "fuzz"
_NAMES = ("reading", "minutes", "calendar", "config", "store")


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Looks for input that breaks mailflow.")
    asked.add_argument("target", nargs="?", choices=_NAMES, help="one of them (default: all in turn)")
    asked.add_argument("file", nargs="?", type=Path, help="runs this input once")
    asked.add_argument("--seconds", type=int, default=60, help="for all targets together (default: 60)")
    asked.add_argument("--seed", type=int, default=None, help="of a search without coverage")
    given = asked.parse_args()
    if given.file:
        _targets()[given.target].check(given.file.read_bytes())
        return 0
    if given.target:
        return _coverage_leads(given.target, given.seconds) if find_spec("atheris") else _by_chance(given)
    each = max(1, given.seconds // len(_NAMES))
    more = [] if given.seed is None else ["--seed", str(given.seed)]
    runs = [[sys.executable, "-m", "tests.fuzz", name, "--seconds", str(each), *more] for name in _NAMES]
    return max(subprocess.run(run, cwd=HERE.parents[1], check=False).returncode for run in runs)


def _targets():  # type: ignore[no-untyped-def]  # the modules are found once the tests' folder is on the path
    sys.path.insert(0, str(HERE))
    from targets import TARGETS

    return TARGETS


def _coverage_leads(name: str, seconds: int) -> int:
    """libFuzzer ends the process by itself, with a status of its own where it found something."""
    import atheris

    with atheris.instrument_imports(include=["mailflow"]) if seconds else nullcontext():
        target = _targets()[name]
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(target.seeds()):
            (Path(corpus) / str(number)).write_bytes(seed)
        limits = [f"-max_total_time={seconds}", "-timeout=20", "-max_len=60000", "-print_final_stats=1", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={FOUND}/{name}-", corpus], target.check)
        print(f"{name}: led by coverage, {seconds} s", flush=True)
        atheris.Fuzz()
    return 0


def _by_chance(given: argparse.Namespace) -> int:
    target = _targets()[given.target]
    from mutation import inputs, timed

    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"{given.target}: by chance (atheris is not installed), {given.seconds} s, --seed {seed}", flush=True)
    end, tried = time.monotonic() + given.seconds, 0
    for data in inputs([*target.seeds()], random.Random(seed)):
        if time.monotonic() > end:
            break
        tried += 1
        try:
            timed(target.check, data)
        except Exception:  # whatever it is, it is a finding
            FOUND.mkdir(parents=True, exist_ok=True)
            kept = FOUND / f"{given.target}-{hashlib.sha256(data).hexdigest()[:16]}"
            kept.write_bytes(data)
            traceback.print_exc()
            print(f"{given.target}: found after {tried} inputs: {kept}", flush=True)
            return 1
    print(f"{given.target}: {tried} inputs, nothing found", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
