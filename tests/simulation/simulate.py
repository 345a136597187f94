"""Many lives by hand, with progress: ``make simulate SEEDS=n FIRST=n``."""

import sys
import time
from os import environ

from simulated_length import Length
from simulated_world import Broken, World


def main() -> int:
    """The number of seeds that broke something."""
    seeds, first = int(environ.get("SEEDS", "20")), int(environ.get("FIRST", "1"))
    length = _length()
    began, mails, broken = time.perf_counter(), 0, []
    for seed in range(first, first + seeds):
        world, started = World(seed, length), time.process_time()
        outcome = "holds"
        try:
            world.run()
        except Broken as fault:
            outcome = f"BROKEN\n{fault}"
            broken.append(seed)
        tally = world.tally
        mails += tally.mails_in + tally.mails_out
        print(
            f"seed {seed} from {world.begin:%Y-%m-%d}: {tally.steps} steps, {tally.mails_in} mails in, "
            f"{tally.mails_out} out, {tally.kills} kills, {time.process_time() - started:.1f} s: {outcome}",
            flush=True,
        )
    print(
        f"{seeds} seeds, {mails} mails, {time.perf_counter() - began:.1f} s ({time.process_time():.1f} s of CPU); broken: {broken or 'none'}"
    )
    return len(broken)


def _length() -> Length:
    if _is_set("QUARTER"):
        return Length.of_quarter()
    if _is_set("DAYS") or _is_set("EVERYBODY"):
        return Length(int(environ.get("DAYS") or "30"), _is_set("EVERYBODY"))
    return Length.of_week()


def _is_set(name: str) -> bool:
    return environ.get(name, "") not in ("", "0")


if __name__ == "__main__":
    sys.exit(min(main(), 100))
