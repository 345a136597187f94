"""A disk that fails at any call: one clear line, nothing damaged, mail left on the server, and all goes on after the mend."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_sweep import Undisturbed
from disk_sweep import BadDisk, DiskScore, fail

from mailflow.flow.service import Service

Laid = tuple[Service, list[Undisturbed]]
_EACH, _LASTING = 8, 1
"""Calls of each moment, evenly spread; ``make crash FAULT=enospc`` takes all of them."""

pytestmark = pytest.mark.timeout(280)


def swept(laid: Laid, disks: Iterator[tuple[int, BadDisk]], root: Path) -> DiskScore:
    service, moments = laid
    score = DiskScore()
    for n, disk in disks:
        fail(service, moments[n], disk, root / "life", score)
    return score


def some(laid: Laid, number: int, first: int) -> Iterator[tuple[int, int]]:
    for n, each in enumerate(laid[1]):
        step = max(each.need_room // number, 1)
        yield from ((n, call) for call in range(min(first + n % step, each.need_room), each.need_room + 1, step))


def test_a_disk_that_is_full_at_any_call_loses_and_damages_nothing(laid: Laid, quick_folder: Path) -> None:
    score = swept(laid, ((n, BadDisk(call)) for n, call in some(laid, _EACH, 1)), quick_folder)
    assert score.faults == []
    assert score.points > 140
    assert score.ended > score.points * 0.9, "a call that fails is not passed over"
    assert {"open", "write", "fsync", "replace"} <= set(score.calls), "every kind of call has failed"


def test_a_disk_that_stays_full_until_it_is_mended_likewise(laid: Laid, quick_folder: Path) -> None:
    disks = ((n, BadDisk(call, lasting=True)) for n, call in some(laid, _LASTING, 2))
    score = swept(laid, disks, quick_folder)
    assert score.faults == []
    assert score.ended == score.points


def test_a_disk_that_is_read_only_from_the_first_call_likewise(laid: Laid, quick_folder: Path) -> None:
    """Every moment begins on such a disk once."""
    disks = ((n, BadDisk(1, errno.EROFS, lasting=True)) for n in range(len(laid[1])))
    score = swept(laid, disks, quick_folder)
    assert score.faults == []
    assert score.ended == score.points
