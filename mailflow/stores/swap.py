"""A store's whole content exchanged for another, so that after a kill the old one or the new one is there.

The new content is made ready in a folder inside of the store. Renaming that folder is the one moment that counts:
before it nothing has happened, after it the next start carries the exchange to its end.
"""

import shutil
from pathlib import Path

from mailflow.ports import Damaged
from mailflow.stores import durable

CONTENT = ("open", "closed", "blobs")
_PREPARED, _DECIDED, _ASIDE = "restoring", "restored-", "replaced-"
_CACHE = "closed.index"


def prepare(folder: Path) -> Path:
    """An empty folder for the new content; what an earlier attempt left there is gone."""
    prepared = folder / _PREPARED
    shutil.rmtree(prepared, ignore_errors=True)
    for name in CONTENT:
        durable.make_folder(prepared / name)
    return prepared


def exchange(folder: Path, stamp: str) -> Path:
    """The prepared content becomes the store's; the old is set aside. Returns where it lies now."""
    decided = folder / f"{_DECIDED}{stamp}"
    (folder / _PREPARED).rename(decided)
    durable.sync_folder(folder)
    return _carry_on(folder, decided)


def finish(folder: Path, *, read_only: bool) -> None:
    """Ends an exchange that was interrupted. Raises Damaged where it may only look."""
    for decided in sorted(folder.glob(f"{_DECIDED}*")):
        if read_only:
            raise Damaged(
                f"{decided}: a restore was interrupted; `mailflow tick` or `mailflow run` carries it to its end"
            )
        _carry_on(folder, decided)


def discard(folder: Path) -> None:
    """Nothing was exchanged: what had been prepared goes."""
    shutil.rmtree(folder / _PREPARED, ignore_errors=True)


def _carry_on(folder: Path, decided: Path) -> Path:
    """Each step finds out by itself whether it was done before."""
    aside = folder / (_ASIDE + decided.name.removeprefix(_DECIDED))
    durable.make_folder(aside)
    (folder / _CACHE).unlink(missing_ok=True)
    for name in CONTENT:
        if (decided / name).exists():
            if (folder / name).exists():
                (folder / name).rename(aside / name)
            (decided / name).rename(folder / name)
    durable.sync_folder(folder)
    decided.rmdir()
    durable.sync_folder(folder)
    return aside
