"""From what the families read to what the mail means: contradictions, what is left over, and the free words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailflow.core.intents import (
    Accept,
    Acknowledge,
    Cancel,
    Convene,
    Counter,
    Done,
    Extend,
    Intent,
    Invite,
    Late,
    Leave,
    LeaveEarly,
    Materials,
    Nothing,
    ProgressReport,
    Query,
    Reject,
    Tentative,
    TopicProposal,
)
from mailflow.core.reply import About, Evidence
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.reasons import free_words
from mailflow.reading.intents.refers import meeting_words
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, places

# A question or a wish beside these does not touch them: they stand in a sentence of their own.
_STANDS_BESIDE_QUESTION = frozenset({"attendance", "contributions", "tasks", "meeting"})
_OF_MEETING = (Accept, Tentative, Leave, Late, LeaveEarly, Counter, TopicProposal, Cancel, Invite)


@dataclass(frozen=True)
class Weighed:
    """``whole``: the mail as a whole is one thing (minutes), so that its length does not matter."""

    intents: tuple[Intent, ...]
    unclear: bool
    doubt: str
    evidence: tuple[Evidence, ...]
    whole: bool = False


def weigh(scene: Scene, families: tuple[Family, ...]) -> Weighed:
    scene = _last_word(scene)
    read = [(f, f.read(scene)) for f in families if scene.about in f.abouts]
    read = _exclusive(read)
    doubts = [(f, d) for f, r in read for d in r.doubts]
    grounds = {f.ground for f, _ in doubts}
    found = [(f, x) for f, r in read for x in r.found if f.ground not in grounds]
    found = _compatible(found)
    left = _left_over(scene, read)
    if left is not None:
        found = [(f, x) for f, x in found if f.ground in _STANDS_BESIDE_QUESTION and not _same_sentence(scene, x, left)]
    decided = [(f, x) for f, x in found if not isinstance(x.intent, Acknowledge)]
    unplaced = _without_meeting(scene, decided)
    if unplaced:
        decided = [(f, x) for f, x in decided if x not in unplaced]
        doubts += [(read[0][0], Doubt(min(x.places, default=0), "which meeting?")) for x in unplaced]
    chosen = decided or ([] if doubts or left else found)
    unclear = bool(doubts) or left is not None or any(x.unresolved for _, x in chosen) or scene.words.conflict
    if not chosen and not unclear:
        unclear = True
    return Weighed(
        tuple(_completed(scene, [x for _, x in chosen], read)),
        unclear,
        _quote(scene, doubts, left, chosen) if unclear else "",
        tuple(_evidence(scene, chosen, doubts)),
        whole=scene.about is About.MINUTES_REQUEST and bool(chosen),
    )


# --------------------------------------------------------------------------------------- the sender's last word


def _last_word(scene: Scene) -> Scene:
    """“参加……不对，我那天出差，来不了”: what was taken back inside the mail does not count."""
    for clause in reversed(scene.clauses):
        if not _takes_back(scene, clause):
            continue
        kept = tuple(replace(c, index=i) for i, c in enumerate(scene.clauses[clause.index :]))
        return replace(scene, clauses=kept)
    return scene


def _takes_back(scene: Scene, clause: Clause) -> bool:
    """The words of taking back stand alone, or open a sentence after another one."""
    place = clause.first("retract")
    if place is None or clause.index == 0 or clause.asks or scene.about is About.MINUTES:
        return False
    if not clause.made_of("retract", "sorry", "withdraw", "contrast", "self", "thanks", "ok", "also", spare=2):
        return False
    return clause.tokens[place].word not in ("还是", "算了", "应该是", "应该说", "等等", "等一下", "wait", "actually", "rather") or clause.made_of("retract", "sorry", spare=0)


# ------------------------------------------------------------------------------------------- between the families


_Read = list[tuple[Family, Findings]]


def _exclusive(read: _Read) -> _Read:
    """A meeting that is called, or a question to the secretary, is the whole mail."""
    for index, (family, findings) in enumerate(read):
        if family.name in ("convening", "query") and (findings.found or findings.doubts):
            keep = {"convening": {"convening", "acknowledge"}, "query": {"query", "acknowledge"}}[family.name]
            materials = [(f, _only_materials(r)) for f, r in read if f.name == "contributions" and family.name == "convening"]
            return [(f, r) for f, r in read[index:] if f.name in keep] + materials
    return read


def _only_materials(findings: Findings) -> Findings:
    return Findings(tuple(x for x in findings.found if isinstance(x.intent, Materials)), (), findings.taken)


def _compatible(found: list[tuple[Family, Finding]]) -> list[tuple[Family, Finding]]:
    """Asking for another time says all that a no beside it would say; who is away is neither late nor early."""
    kinds = {type(x.intent) for _, x in found}
    drop: set[type] = set()
    if Counter in kinds:
        drop |= {Leave, Tentative, Accept}
    if Leave in kinds and Counter not in kinds:
        drop |= {Late, LeaveEarly} if Accept not in kinds else set()
    if Cancel in kinds:
        drop |= {Leave, Tentative, Accept, Late, LeaveEarly}
    if Nothing in kinds and (TopicProposal in kinds or Materials in kinds):
        drop.add(Nothing)
    return [(f, x) for f, x in found if type(x.intent) not in drop]


def _without_meeting(scene: Scene, decided: list[tuple[Family, Finding]]) -> list[Finding]:
    """In a fresh mail a yes or a leave must say for which meeting."""
    if scene.about is not About.NONE:
        return []
    named = any(c.has("meeting") for c in scene.clauses) or _in_subject(scene)
    attend = (Accept, Tentative, Leave, Late, LeaveEarly, Counter)
    return [] if named else [x for _, x in decided if isinstance(x.intent, attend)]


def _in_subject(scene: Scene) -> bool:
    return bool(re.search(r"会|meeting|weekly|monthly|seminar", scene.mail.subject, re.I))


# --------------------------------------------------------------------------------------------- what is left over


def _left_over(scene: Scene, read: _Read) -> Clause | None:
    """A clause that wants something and that no family explained: a question, a wish, a condition, somebody else's no."""
    explained = {p for _, r in read for x in r.found for p in x.places} | {p for _, r in read for p in r.taken}
    explained |= {d.place for _, r in read for d in r.doubts}
    decided = any(not isinstance(x.intent, Acknowledge) for _, r in read for x in r.found)
    for clause in scene.clauses:
        if clause.index in explained:
            continue
        if clause.asks and not clause.has("contact", "courtesy", "thanks"):
            return clause
        if clause.supposes and not clause.has("contact", "courtesy") and not _waits_for_word(scene, clause):
            return clause
        if clause.has("vague") or (clause.has("please", "want") and not decided and not _is_courtesy(clause)):
            return clause
        if not decided and clause.has("unable", "no", "no_one"):
            return clause
    if not decided and not any(isinstance(x.intent, Acknowledge) for _, r in read for x in r.found):
        return None
    return None if decided else next((c for c in scene.clauses if c.index not in explained and _says_more(c)), None)


def _waits_for_word(scene: Scene, clause: Clause) -> bool:
    """The other half of “如有变化，我再通知大家”."""
    return any(c.has("contact", "courtesy") for c in scene.sentence(clause))


def _is_courtesy(clause: Clause) -> bool:
    return clause.has("courtesy", "thanks", "contact", "greeting", "sorry")


def _says_more(clause: Clause) -> bool:
    """Beside 收到 and thanks stands something that is neither: it may be a decision in words unknown here."""
    return clause.uncovered(0, len(clause.folded)) > 24 and not clause.has("thanks", "greeting", "courtesy")


def _same_sentence(scene: Scene, finding: Finding, clause: Clause) -> bool:
    near = {c.index for c in scene.sentence(clause)}
    after = scene.before(clause)
    if after is not None and clause.link in ("contrast", "condition"):
        near |= {c.index for c in scene.sentence(after)}
    return bool(finding.places & near) and not isinstance(finding.intent, Materials)


# --------------------------------------------------------------------------------------------------- the outcome


def _completed(scene: Scene, found: list[Finding], read: _Read) -> Iterable[Intent]:
    taken = {p for x in found for p in x.places} | {p for f, r in read if f.name != "acknowledge" for p in r.taken}
    meeting = _meeting_meant(scene)
    for finding in found:
        intent = finding.intent
        words = free_words(scene, finding, found, taken) if finding.free else None
        if words:
            if isinstance(intent, Leave | Cancel | Reject | Extend) and finding.free == "reason":
                intent = replace(intent, reason=words)
            elif isinstance(intent, Done | ProgressReport):
                intent = replace(intent, note=words)
        if scene.about is About.NONE and meeting and isinstance(intent, _OF_MEETING) and intent.refers is None:
            intent = replace(intent, refers=meeting)
        yield intent


def _meeting_meant(scene: Scene) -> str | None:
    if scene.about is not About.NONE:
        return None
    return next((w for w in (meeting_words(scene, c) for c in scene.clauses) if w), None)


def _quote(scene: Scene, doubts: list[tuple[Family, Doubt]], left: Clause | None, chosen: list[tuple[Family, Finding]]) -> str:
    """The whole sentence that was not clear."""
    at = [d.place for _, d in doubts] or ([left.index] if left else [])
    at = at or [p for _, x in chosen if x.unresolved for p in sorted(x.places)][:1]
    if not at or at[0] >= len(scene.clauses):
        return scene.text[:200].strip()
    parts = scene.sentence(scene.clauses[at[0]])
    return scene.text[parts[0].start : parts[-1].end].strip()


def _evidence(scene: Scene, chosen: list[tuple[Family, Finding]], doubts: list[tuple[Family, Doubt]]) -> Iterable[Evidence]:
    for _, finding in chosen:
        said = " / ".join(scene.clauses[p].words.strip() for p in sorted(finding.places)[:4] if p < len(scene.clauses))
        yield Evidence(finding.intent.kind, said[:200], finding.rule)
    for family, doubt in doubts:
        said = scene.clauses[doubt.place].words if doubt.place < len(scene.clauses) else ""
        yield Evidence(f"unclear ({family.name})", said.strip()[:200], doubt.rule)


_ = (Convene, Query, places)
