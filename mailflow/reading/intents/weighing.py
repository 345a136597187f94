"""From what the families read to what the mail means: contradictions, what is left over, and the free words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailflow.core.intents import (
    Accept,
    Acknowledge,
    Cancel,
    Counter,
    Done,
    Extend,
    Intent,
    Invite,
    Late,
    Leave,
    LeaveEarly,
    Materials,
    MinutesUnasked,
    Nothing,
    ProgressReport,
    Reject,
    Tentative,
    TopicProposal,
)
from mailflow.core.reply import About, Evidence
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.leftover import left_over, says_more
from mailflow.reading.intents.reasons import free_words
from mailflow.reading.intents.refers import meeting_meant, names_meeting
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene
from mailflow.reading.intents.staging import staged

# A question or a wish beside these does not touch them where it stands in a sentence of its own.
_STANDS_BESIDE_QUESTION = frozenset({"attendance", "contributions", "tasks", "meeting"})
_ATTENDS = (Accept, Tentative, Leave, Late, LeaveEarly, Counter)
_OF_MEETING = (*_ATTENDS, TopicProposal, Cancel, Invite, Materials)
# Families that take the whole mail, and which others may stand beside them.
_WHOLE = {"record": {"record"}, "convening": {"convening", "acknowledge"}, "query": {"query", "acknowledge"}}

_Found = list[tuple[Family, Finding]]
_Doubts = list[tuple[Family, Doubt]]


@dataclass(frozen=True)
class Weighed:
    """``whole``: the mail as a whole is one thing (minutes), so that its length does not matter."""

    intents: tuple[Intent, ...]
    unclear: bool
    doubt: str
    evidence: tuple[Evidence, ...]
    whole: bool = False


def weigh(scene: Scene, families: tuple[Family, ...]) -> Weighed:
    scene = _last_word(_without_history(scene))
    read = _without_names(_exclusive(scene, [(f, f.read(scene)) for f in families if scene.about in f.abouts]))
    doubts = [(f, d) for f, r in read for d in r.doubts]
    found = _compatible([(f, x) for f, r in read for x in r.found if f.ground not in {f.ground for f, _ in doubts}])
    found, unnamed = _of_named_meeting(scene, found)
    doubts += unnamed + _away_and_late(scene, read) + _off_and_coming(read)
    if doubts:
        found = [(f, x) for f, x in found if f.ground not in {f.ground for f, _ in doubts}]
    left = _left_over(scene, read, [x.intent for _, x in found if not isinstance(x.intent, Acknowledge)])
    if left is not None:
        found = [(f, x) for f, x in found if f.ground in _STANDS_BESIDE_QUESTION and not _same_sentence(scene, x, left)]
    decided = [(f, x) for f, x in found if not isinstance(x.intent, Acknowledge)]
    chosen = decided or ([] if doubts or left else found)
    unclear = (
        bool(doubts) or left is not None or any(x.unresolved for _, x in chosen) or scene.words.conflict or not chosen
    )
    return Weighed(
        tuple(_completed(scene, [x for _, x in chosen], read)),
        unclear,
        _quote(scene, doubts, left, chosen) if unclear else "",
        tuple(_evidence(scene, chosen, doubts)),
        whole=(scene.about is About.MINUTES_REQUEST and bool(chosen))
        or any(isinstance(x.intent, MinutesUnasked) for _, x in chosen),
    )


# --------------------------------------------------------------------------------------- the sender's last word


def _without_history(scene: Scene) -> Scene:
    """“我上封说不参加，是看错日子了，…”: what the sender tells of an earlier mail of theirs decides nothing any more."""
    told = [c for c in scene.clauses if c.has("earlier_said") and not _names_a_thing(c)]
    if not told or told[-1].index + 1 == len(scene.clauses) or scene.about is About.MINUTES:
        return scene
    gone = {c.index for c in told}
    kept = (c for c in scene.clauses if c.index not in gone)
    return replace(scene, clauses=tuple(replace(c, index=i) for i, c in enumerate(kept)))


def _names_a_thing(clause: Clause) -> bool:
    """“之前说的方案” tells nothing."""
    place = clause.first("earlier_said")
    return place is not None and clause.folded[clause.tokens[place].end :].startswith("的")


def _last_word(scene: Scene) -> Scene:
    """“参加……不对，我那天出差，来不了”: what was taken back inside the mail does not count."""
    for clause in reversed(scene.clauses):
        if _takes_back(scene, clause):
            kept = tuple(replace(c, index=i) for i, c in enumerate(scene.clauses[clause.index :]))
            return replace(scene, clauses=kept)
    return scene


def _takes_back(scene: Scene, clause: Clause) -> bool:
    """The words of taking back stand alone after another clause."""
    place = clause.first("retract")
    if place is None or clause.index == 0 or clause.asks or scene.about is About.MINUTES:
        return False
    weak = "soft_retract" in clause.tokens[place].classes
    return (
        clause.made_of("retract", "sorry")
        if weak
        else clause.made_of("retract", "sorry", "withdraw", "contrast", "self", "thanks", "ok", "also", spare=2)
    )


# ------------------------------------------------------------------------------------------- between the families


def _exclusive(scene: Scene, read: list[tuple[Family, Findings]]) -> list[tuple[Family, Findings]]:
    """A meeting that is called, or a question to the secretary, is the whole mail; materials may come with the call."""
    whole = next((f.name for f, r in read if f.name in _WHOLE and (r.found or r.doubts)), None)
    if whole is None:
        return read
    kept = [(f, r) for f, r in read if f.name in _WHOLE[whole]]
    if whole == "query":
        asked = frozenset().union(*(x.places for f, r in kept if f.name == whole for x in r.found))
        return kept + [(f, _beside(scene, r, asked)) for f, r in read if f.ground == "attendance"]
    return kept + [(f, _only_materials(r)) for f, r in read if f.name == "contributions" and whole == "convening"]


def _beside(scene: Scene, findings: Findings, asked: frozenset[int]) -> Findings:
    """“周一例会我参加，另外请查一下上次的纪要”: what the sender says of themselves in other clauses than the question."""
    own = (
        x for x in findings.found
        if not x.places & asked
        and any(scene.clauses[p].has("self") for p in x.places)
        and not any(scene.clauses[p].asks for p in x.places)
    )  # fmt: skip
    return Findings(tuple(own))


def _without_names(read: list[tuple[Family, Findings]]) -> list[tuple[Family, Findings]]:
    """What stands in a topic's title decides nothing (“议题：取消周例会的利弊”)."""
    named = frozenset().union(*(r.named for _, r in read))
    return [(f, r if r.named else _outside(r, named)) for f, r in read] if named else read


def _outside(findings: Findings, named: frozenset[int]) -> Findings:
    found = tuple(x for x in findings.found if not x.places or not x.places <= named)
    return Findings(found, tuple(d for d in findings.doubts if d.place not in named), findings.taken)


def _only_materials(findings: Findings) -> Findings:
    return Findings(tuple(x for x in findings.found if isinstance(x.intent, Materials)), (), findings.taken)


def _compatible(found: _Found) -> _Found:
    """Asking for another time says all that a no beside it would say; who is away is neither late nor early."""
    kinds = {type(x.intent) for _, x in found}
    drop: set[type] = set()
    if Counter in kinds:
        drop |= {Leave, Tentative, Accept}
    if Leave in kinds and Counter not in kinds:
        drop |= {Late, LeaveEarly}
    if Cancel in kinds:
        drop |= set(_ATTENDS)
    if Nothing in kinds and (TopicProposal in kinds or Materials in kinds):
        drop.add(Nothing)
    absent = frozenset().union(*(x.places for _, x in found if isinstance(x.intent, Leave)))
    invites_substitute = [x for _, x in found if isinstance(x.intent, Invite) and x.places <= absent]
    read = [x for _, x in found if isinstance(x.intent, Acknowledge)][1:]
    return [(f, x) for f, x in found if type(x.intent) not in drop and x not in (*invites_substitute, *read)]


def _away_and_late(scene: Scene, read: list[tuple[Family, Findings]]) -> _Doubts:
    """“先请个假，我可能晚到”: a leave, and the sender's own coming late. A late train beside it is only the reason."""
    everything = [(f, x) for f, r in read for x in r.found]
    leaves = any(isinstance(x.intent, Leave) for _, x in everything)
    timed = [(f, x) for f, x in everything if isinstance(x.intent, Late | LeaveEarly)]
    own = [(f, x) for f, x in timed if any(_own_coming(scene.clauses[p]) for p in x.places)]
    return [(f, Doubt(min(x.places), "away, or only late?")) for f, x in own] if leaves else []


def _off_and_coming(read: list[tuple[Family, Findings]]) -> _Doubts:
    """“My meeting got cancelled so I can join”: who comes does not call the meeting off."""
    everything = [(f, x) for f, r in read for x in r.found]
    comes = any(isinstance(x.intent, Accept) and x.rule == "will come" for _, x in everything)
    off = [(f, x) for f, x in everything if isinstance(x.intent, Cancel)]
    return [(f, Doubt(min(x.places), "called off, and coming?")) for f, x in off] if comes else []


def _own_coming(clause: Clause) -> bool:
    """“我可能晚到” — not “我十点才下飞机”, which tells why."""
    return clause.has("come", "attend") or (
        clause.has("self") and clause.has("late", "late_bare", "early", "go", "stay")
    )


def _of_named_meeting(scene: Scene, found: _Found) -> tuple[_Found, _Doubts]:
    """In a fresh mail a yes or a leave must say for which meeting."""
    named = scene.about is not About.NONE or any(names_meeting(c) for c in scene.clauses) or _in_subject(scene)
    if named:
        return found, []
    unnamed = [(f, x) for f, x in found if isinstance(x.intent, _ATTENDS)]
    kept = [pair for pair in found if pair not in unnamed]
    return kept, [(f, Doubt(min(x.places, default=0), "which meeting?")) for f, x in unnamed]


def _in_subject(scene: Scene) -> bool:
    tokens = scene.tools.vocabulary.tokens(fold(scene.mail.subject))
    return any("meeting" in t.classes for t in tokens)


def _named_in_subject(scene: Scene) -> str | None:
    """The meeting that a fresh mail names in its subject alone."""
    subject = staged(scene.words, scene.mail.subject, scene.mail, scene.context, scene.tools)
    return meeting_meant(subject)


def _left_over(scene: Scene, read: list[tuple[Family, Findings]], decided: list[Intent]) -> Clause | None:
    explained = {p for _, r in read for x in r.found for p in x.places} | {p for _, r in read for p in r.taken}
    explained |= {d.place for _, r in read for d in r.doubts}
    acknowledged = any(isinstance(x.intent, Acknowledge) for _, r in read for x in r.found)
    left = left_over(scene, explained, decided)
    return left or (says_more(scene, explained) if acknowledged and not decided else None)


def _same_sentence(scene: Scene, finding: Finding, clause: Clause) -> bool:
    near = {c.index for c in scene.sentence(clause)}
    before = scene.before(clause)
    if before is not None and clause.link in ("contrast", "condition"):
        near |= {c.index for c in scene.sentence(before)}
    if isinstance(finding.intent, Done) and not clause.asks:
        return True  # “已完成。数据还没收齐”: whether it is done, is what must be looked at
    return bool(finding.places & near) and not isinstance(finding.intent, Materials)


# --------------------------------------------------------------------------------------------------- the outcome


def _completed(scene: Scene, found: list[Finding], read: list[tuple[Family, Findings]]) -> Iterable[Intent]:
    taken = {p for x in found for p in x.places} | {p for f, r in read if f.name != "acknowledge" for p in r.taken}
    meeting = _meeting_named(scene)
    for finding in found:
        intent = finding.intent
        words = free_words(scene, finding, found, taken) if finding.free else None
        if words and isinstance(intent, Leave | Cancel | Reject | Extend):
            intent = replace(intent, reason=words)
        elif words and isinstance(intent, Done | ProgressReport):
            intent = replace(intent, note=words)
        if meeting and isinstance(intent, _OF_MEETING) and intent.refers is None:
            intent = replace(intent, refers=meeting)
        yield intent


def _meeting_named(scene: Scene) -> str | None:
    """Which meeting is meant, where the mail that is answered does not say it."""
    if scene.about is About.NONE:
        return meeting_meant(scene) or _named_in_subject(scene)
    return meeting_meant(scene) if scene.about is About.RESOLUTION else None


def _quote(scene: Scene, doubts: _Doubts, left: Clause | None, chosen: _Found) -> str:
    """The whole sentence that was not clear."""
    at = [d.place for _, d in doubts] or ([left.index] if left else [])
    at = at or [p for _, x in chosen if x.unresolved for p in sorted(x.places)][:1]
    if not at or at[0] >= len(scene.clauses):
        return scene.text[:200].strip()
    parts = scene.sentence(scene.clauses[at[0]])
    return scene.text[parts[0].start : parts[-1].end].strip()


def _evidence(scene: Scene, chosen: _Found, doubts: _Doubts) -> Iterable[Evidence]:
    for _, finding in chosen:
        said = " / ".join(scene.clauses[p].words.strip() for p in sorted(finding.places)[:4] if p < len(scene.clauses))
        yield Evidence(finding.intent.kind, said[:200], finding.rule)
    for family, doubt in doubts:
        said = scene.clauses[doubt.place].words if doubt.place < len(scene.clauses) else ""
        yield Evidence(f"unclear ({family.name})", said.strip()[:200], doubt.rule)
