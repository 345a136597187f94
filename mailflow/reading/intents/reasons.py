"""The free words that belong to an intent: the reason of a leave, the note beside “done”."""

import re

from mailflow.core.intents import Done, Extend, Leave, ProgressReport
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Finding, Scene

_LEAD = re.compile(
    r"^(?:(?:原因|理由|事由)(?:是|为)?[:：]?|因为|由于|因|是因为|主要是|毕竟|鉴于|because of|because|since|as|due to|owing to|reason:|the reason is|given that"
    r"|sorry|抱歉|不好意思|但是|但|不过|but|however|另外|目前|现在|so|and)[,，:：\s]*",
    re.I,
)
_SUBJECT = re.compile(r"^(?:我们|我这边|本人|我)?(?:因为|由于|因|当天|那天|届时|正好|刚好|临时)*(?:需要|需|得|要(?!求)|将)?(?=[\u4e00-\u9fff])")
_TAIL = re.compile(r"(?:[，,；;\s]|所以|因此|故|特此)+$")


def free_words(scene: Scene, finding: Finding, found: list[Finding], taken: set[int]) -> str | None:
    """The plain clauses that stand with the intent: in its own sentences first, else in the sentence beside."""
    if not finding.places:
        return None
    inside = _within(scene, finding)
    own = {scene.clauses[p].sentence for p in finding.places if p < len(scene.clauses)}
    others = {scene.clauses[p].sentence for f in found if f is not finding for p in f.places if p < len(scene.clauses)}
    near = [c for c in scene.clauses if c.sentence in own and c.index not in taken and _tells(c)]
    if not near:
        near = _beside(scene, own, others, taken)
    words = _joined(scene, near)
    if words and isinstance(finding.intent, Leave | Extend):
        words = _without_day(scene, near, words)
    return words or inside


def _within(scene: Scene, finding: Finding) -> str | None:
    """“因病请假”, “家里有事请假”: the reason stands in the clause itself, before the deciding word."""
    for place in sorted(finding.places):
        clause = scene.clauses[place]
        if isinstance(finding.intent, Done | ProgressReport):
            continue
        cause = next((i for i in clause.find("cause")), None)
        away = next((i for i in clause.find("away")), None)
        start = cause if cause is not None else away
        if start is None:
            continue
        begin = clause.tokens[start].end if cause is not None else clause.tokens[start].start
        stop = next((t.start for t in clause.tokens[start + 1 :] if t.classes & {"absent", "attend", "unable", "extend", "want", "cancel", "neg", "reject"}), len(clause.words))
        words = clause.words[begin:stop].strip(" ，,：:")
        if cause is None and (words.startswith(("出差",)) or len(words) <= 2):
            words = _widened(clause, clause.tokens[start].start, stop)
        if words:
            return words
    return None


def _widened(clause: Clause, start: int, stop: int) -> str:
    """“在合肥出差” rather than “出差”: back to the last word that is not part of it."""
    floor = 0
    for token in clause.tokens:
        if token.end <= start and token.classes & {DAY, "self", "meeting", "must", "will", PERSON, "also"}:
            floor = token.end
    return clause.words[floor:stop].strip(" ，,")


def _tells(clause: Clause) -> bool:
    """Does the clause state a fact? Courtesy, thanks, promises and files do not."""
    if clause.asks or clause.supposes or clause.has("courtesy", "thanks", "greeting", "withdraw", "contact", "attachment"):
        return False
    if clause.made_of("sorry", "received", "ok", "self", DAY, "meeting", "task", "contrast", "also", "you", "afraid", "yes", "see_you", "please", "result", "list"):
        return False
    return clause.uncovered(0, len(clause.folded)) > 1 or len(clause.tokens) > 1


def _beside(scene: Scene, own: set[int], others: set[int], taken: set[int]) -> list[Clause]:
    """The sentence after, else the one before, where they belong to no other intent."""
    for number in (max(own) + 1, min(own) - 1, max(own) + 2, min(own) - 2):
        if number in others:
            continue
        near = [c for c in scene.clauses if c.sentence == number and c.index not in taken and _tells(c)]
        if near and not (near[0].has("please") and not near[0].has("cause")):
            following = [c for c in scene.clauses if c.sentence == number + 1 and number > max(own) and c.index not in taken and _tells(c) and number + 1 not in others]
            return near + following
    return []


def _joined(scene: Scene, near: list[Clause]) -> str:
    """The clauses from the first to the last that follow each other."""
    run: list[Clause] = []
    for clause in near:
        if run and clause.index != run[-1].index + 1:
            break
        run.append(clause)
    if not run:
        return ""
    words = scene.text[run[0].start : run[-1].end].strip()
    previous = None
    while previous != words:
        previous, words = words, _LEAD.sub("", words).strip()
    return _TAIL.sub("", words).strip()


def _without_day(scene: Scene, near: list[Clause], words: str) -> str:
    """“下周一上午我要去广州” is “去广州”; a day in front may stand or not (contract: ``leave``)."""
    first = near[0]
    if first.dates and first.words.strip().startswith(first.words[first.dates[0].start : first.dates[0].end]) and first.dates[0].start == 0:
        day = first.words[: first.dates[0].end]
        if words.startswith(day) and len(words) - len(day) >= 2:
            words = words[len(day) :].lstrip(" ，,的")
    return _SUBJECT.sub("", words).strip()


