"""approve, reject: the answer of the one who was asked to decide (policy 5.1.1, 5.3.4)."""

from mailflow.core.intents import Approve, Reject
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negations, places

_BARE = (
    "self", DAY, PERSON, "thanks", "greeting", "sorry", "courtesy", "yes", "ok", "no", "approve", "reject", "will", "afraid",
    "extend", "absent", "away", "confirm", "fits", "already", "received", "attend", "done", "finish_by", "able", "retract",
    "other", "withdraw", "you", "task", "meeting", "want", "advance", "delay", "also", "result", "owner", "please", "agree_all",
    "handover", "hedge", "neg", "unable", "title_mark", "objection", "add", "attendees_mark", "evidence", "when_mark",
)  # fmt: skip


def _read(scene: Scene) -> Findings:
    yes: list[Clause] = []
    no: list[Clause] = []
    doubts: list[Doubt] = []
    for clause in scene.clauses:
        said = _verdict(scene, clause)
        if said is None:
            if (yes or no) and _is_term(scene, clause, bool(no)):
                doubts.append(Doubt(clause.index, "a term"))
            continue
        if clause.asks:
            doubts.append(Doubt(clause.index, "asked, not said"))
        elif (
            clause.supposes
            or clause.has("hedge", "pending", "recheck", "partial")
            or (said and _is_term(scene, clause, False))
        ):
            doubts.append(Doubt(clause.index, "a term"))
        elif clause.has("reported") and clause.has(PERSON, "other"):
            doubts.append(Doubt(clause.index, "somebody else's words"))
        else:
            (yes if said else no).append(clause)
    if yes and no:
        return Findings((), (*doubts, Doubt(no[0].index, "yes and no")))
    if no:
        return Findings((Finding(Reject(), places(no), "says no", free="reason"),), tuple(doubts))
    if yes:
        return Findings((Finding(Approve(), places(yes), "says yes"),), tuple(doubts))
    return Findings((), tuple(doubts))


def _verdict(scene: Scene, clause: Clause) -> bool | None:
    """True for yes, False for no, None for neither."""
    votes: set[bool] = set()
    for place, token in enumerate(clause.tokens):
        if token.classes.isdisjoint({"approve", "reject"}):
            continue
        if scene.subject(clause, place) in ("outsider",) or clause.has("past"):
            continue
        if not _decides(clause, place):
            continue
        denied = negations(clause, place) % 2 == 1
        votes.add(denied if "reject" in token.classes else not denied)
    if not votes and clause.made_of(*_BARE):
        votes |= _bare_votes(clause)
    return votes.pop() if len(votes) == 1 else (None if not votes else False if _denial_wins(clause) else None)


_WEAK = frozenset(
    {
        "过",
        "批",
        "准",
        "支持",
        "就按",
        "support",
        "close it",
        "allow",
        "can go",
        "proceed",
        "let him",
        "let her",
        "不宜",
        "先",
        "confirmed",
        "accept",
        "agree",
    }
)


def _decides(clause: Clause, place: int) -> bool:
    """A short word that decides only where the clause says little else."""
    return clause.tokens[place].word not in _WEAK or clause.uncovered(0, len(clause.folded)) <= 12


def _bare_votes(clause: Clause) -> set[bool]:
    place = clause.first("no")
    if place is not None:
        return {False}
    place = clause.first("yes", "ok")
    if place is None or clause.has("emoji"):
        return set()
    return {negations(clause, place) % 2 == 0}


def _denial_wins(clause: Clause) -> bool:
    """“不同意批准” holds both words and is one no."""
    return clause.has("neg", "unable", "reject") and not clause.has("contrast")


def _is_term(scene: Scene, clause: Clause, after_no: bool) -> bool:
    """Does the clause bind the verdict to something? An instruction beside a yes does not (请做好交接)."""
    if clause.supposes:
        return True
    if clause.has("terms") and (
        clause.dates
        or clause.durations
        or clause.has("only", "must", "contrast", "extend")
        or clause.link == "contrast"
    ):
        return _other_date(scene, clause) or not after_no
    if clause.link == "contrast" and clause.has("must", "please", "only", "want", "condition", "finish_by", "partial"):
        return not after_no
    if (
        not after_no
        and _other_date(scene, clause)
        and clause.has("extend", "finish_by", "must", "able", "yes", "terms", "will")
    ):
        return True
    return clause.has("recheck") and not after_no


def _other_date(scene: Scene, clause: Clause) -> bool:
    request = scene.context.request
    asked = request.due if request else None
    return any(d.day is not None and d.day != asked for d in clause.dates) and asked is not None


FAMILY = Family("approval", "approval", frozenset({About.APPROVAL}), _read)
