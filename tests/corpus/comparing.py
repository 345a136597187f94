"""What was read against what an expected file says, by the interpret contract's section “Score”."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations
from typing import Any

from mailflow.core.reply import Interpretation
from mailflow.reading import jsonform

SCORED = ("substitute", "minutes", "start", "files", "percent", "due", "owner", "meeting", "attendees", "what")
FREE = ("reason", "note", "title", "terms", "items", "refers")
LEAST_SHARE = 0.6
MOST_TO_PAIR = 6

Intent = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """How one case was read. ``words`` are the free fields: their name, what was expected, what came."""

    exact: bool
    wrong: tuple[str, ...]
    lost: bool
    asked_back: bool
    words: tuple[tuple[str, Any, Any], ...]

    @property
    def words_right(self) -> int:
        return sum(words_agree(want, came) for _, want, came in self.words)


def compare(want: dict[str, Any], read: Interpretation) -> Verdict:
    found = jsonform.interpretation(read)
    wanted, came = want["intents"], [i for i in _list(found["intents"]) if isinstance(i, dict)]
    pairs, missing, extra = _paired(wanted, came)
    machine, unclear = want["automatic"] is not None, bool(want["unclear"])
    agrees = want["automatic"] == found["automatic"] and unclear == read.unclear
    complete = not extra and (unclear or not missing)
    return Verdict(
        exact=agrees and complete and not any(any(_off(w, c)) for w, c in pairs),
        wrong=tuple(_wrong(wanted, pairs, extra, came, machine=machine)),
        lost=not machine and (read.automatic is not None or (bool(wanted or unclear) and not came and not read.unclear)),
        asked_back=read.unclear and not unclear,
        words=tuple(_words(want, found, pairs, missing, spare=unclear and read.unclear)),
    )  # fmt: skip


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _off(want: Intent, came: Intent) -> tuple[list[str], list[str]]:
    """The fields that are wrong, and those that are only null."""
    given = [f for f in SCORED if f in want and not _equal(f, want[f], came.get(f))]
    null = [f for f in given if not came.get(f)]
    return [f for f in given if f not in null], null


def _equal(field: str, want: Any, came: Any) -> bool:
    if not want or not came:
        return not want and not came
    match field:
        case "start":
            return datetime.fromisoformat(want) == datetime.fromisoformat(came)
        case "attendees":
            return set(want) == set(came)
        case "files":
            return [unicodedata.normalize("NFC", n) for n in want] == [unicodedata.normalize("NFC", n) for n in came]
        case _:
            return bool(want == came)


def _paired(wanted: list[Intent], came: list[Intent]) -> tuple[list[tuple[Intent, Intent]], list[Intent], list[Intent]]:
    """The intents of one kind side by side, the closest together; those that are missing, and those too many."""
    pairs: list[tuple[Intent, Intent]] = []
    missing: list[Intent] = []
    extra: list[Intent] = []
    for kind in dict.fromkeys(i["kind"] for i in (*wanted, *came)):
        mine, theirs = [i for i in wanted if i["kind"] == kind], [i for i in came if i["kind"] == kind]
        chosen = max(_matchings(mine, theirs), key=_closeness, default=[])
        pairs += chosen
        missing += [i for i in mine if not any(i is w for w, _ in chosen)]
        extra += [i for i in theirs if not any(i is c for _, c in chosen)]
    return pairs, missing, extra


def _matchings(mine: list[Intent], theirs: list[Intent]) -> Iterator[list[tuple[Intent, Intent]]]:
    count = min(len(mine), len(theirs))
    if max(len(mine), len(theirs)) > MOST_TO_PAIR:
        yield list(zip(mine, theirs, strict=False))
        return
    for order in permutations(theirs, count) if len(theirs) >= len(mine) else permutations(mine, count):
        yield list(zip(mine, order, strict=True)) if len(theirs) >= len(mine) else list(zip(order, theirs, strict=True))


def _closeness(pairs: list[tuple[Intent, Intent]]) -> tuple[int, int]:
    wrong = sum(len(_off(w, c)[0]) * 10 + len(_off(w, c)[1]) for w, c in pairs)
    return -wrong, sum(words_agree(w[f], c.get(f)) for w, c in pairs for f in FREE if f in w)


def _wrong(
    wanted: list[Intent],
    pairs: Sequence[tuple[Intent, Intent]],
    extra: list[Intent],
    came: list[Intent],
    *,
    machine: bool,
) -> Iterator[str]:
    """Every action that would be taken and must not be."""
    if machine:
        yield from (f"{i['kind']} from an automatic mail" for i in came)
        return
    for want, found in pairs:
        yield from (f"{found['kind']}.{field} is {found[field]}" for field in _off(want, found)[0])
    for found in extra:
        alike = [w for w in wanted if w["kind"] == found["kind"]]
        if found["kind"] != "acknowledge" and (not alike or all(_off(w, found)[0] for w in alike)):
            yield f"{found['kind']} was not said"


def _words(
    want: dict[str, Any],
    found: dict[str, Any],
    pairs: Sequence[tuple[Intent, Intent]],
    missing: list[Intent],
    *,
    spare: bool,
) -> Iterator[tuple[str, Any, Any]]:
    for wanted, came in pairs:
        yield from ((f"{wanted['kind']}.{f}", wanted[f], came.get(f)) for f in FREE if f in wanted)
    for wanted in [] if spare else missing:
        yield from ((f"{wanted['kind']}.{f}", wanted[f], None) for f in FREE if f in wanted)
    if "text" in want:
        yield "text", want["text"], found["text"]


def words_agree(want: Any, came: Any) -> bool:
    """Equal without marks and white space, or one containing the other with most of its length; lists item by item."""
    if isinstance(want, list) or isinstance(came, list):
        wants, cames = want or [], came or []
        return len(wants) == len(cames) and all(map(words_agree, wants, cames))
    short, long = sorted((_bare(want), _bare(came)), key=len)
    return short == long or (bool(short) and short in long and len(short) >= LEAST_SHARE * len(long))


def _bare(words: Any) -> str:
    composed = unicodedata.normalize("NFKC", words or "")
    return "".join(c for c in composed if not c.isspace() and not unicodedata.category(c).startswith("P"))
