"""minutes, confirm, object: sending the minutes, and answering them (policy 5.3.2, 5.3.3)."""

import re

from mailflow.core.intents import Confirm, MinutesSent, Object
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.lists import entries
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negations, places

# Words of a clause that confirms and says nothing else.
_PLAIN = (
    "confirm", "yes", "ok", "self", "meeting", "archive", "already", "received", "thanks", "greeting", "sorry", "courtesy",
    "will", "agree_all", "objection", "wrong", "neg", "also", "able", "except", "task", "you", "nothing", "topic", "partial",
    "fits", "material", DAY, "past", "title_mark", "contrast", "result", "attendees_mark", "tasks", "done", "approve", "hedge",
    "agenda", "at_meeting", "add", "send", "please", "no_one", "want", "cause", "must", "future", "discuss", "find", "unable",
    "confirmed", "want", "status", "retract", "withdraw",
)  # fmt: skip
_LEAST_MINUTES = 60
_HEADING = re.compile(
    r"(?:^|\n)\s*(?:[一二三四五六七八九十]+[、.．]|\d+[.、)．]|[-*•·]\s|出席|参会|参加人|主持|记录|present|attend|absent|ai:|action)",
    re.I,
)
_RECORDED = re.compile(
    r"出席|参会|主持|决议|与会|负责|完成|agreed|decided|present|resolved|action|owner|纪要|minutes", re.I
)
_NO_CHANGE = re.compile(r"(?:其他|其它|其余|别的|everything else|the rest|all else|otherwise)")
_ITEM = re.compile(
    r"第[一二三四五六七八九十\d、,，和及]+[条项点款]|(?:item|point|number|no\.|paragraph|section)s?\s*\d", re.I
)


# ---------------------------------------------------------------------------------------------- the recorder's mail


def _sent(scene: Scene) -> Findings:
    """Minutes are an attachment, or words that look like a record of a meeting."""
    lines = [line for line in scene.text.splitlines() if line.strip()]
    shaped = len(_HEADING.findall(scene.text)) >= 2 or (len(lines) >= 3 and len(_RECORDED.findall(scene.text)) >= 3)
    if scene.mail.materials and not _denies_file(scene):
        return Findings((Finding(MinutesSent(), places(scene.clauses), "attached"),), (), places(scene.clauses))
    if len(scene.text) >= _LEAST_MINUTES and shaped:
        return Findings(
            (Finding(MinutesSent(), places(scene.clauses), "a record of the meeting"),), (), places(scene.clauses)
        )
    missing = next((c for c in scene.clauses if c.has("attachment") and not c.asks and not c.has("promise_file")), None)
    if missing:
        return Findings((), (Doubt(missing.index, "announced, but not attached"),))
    if re.search(r"https?://", scene.text):
        return Findings((), (Doubt(0, "a link, not the minutes"),))
    if (
        len(scene.text) >= _LEAST_MINUTES
        and len(_RECORDED.findall(scene.text)) >= 2
        and not any(c.asks for c in scene.clauses)
    ):
        promised = any(
            c.has("will", "future", "promise_file") and c.has("finish_by", "send", "done") for c in scene.clauses
        )
        if not promised:
            return Findings(
                (Finding(MinutesSent(), places(scene.clauses), "a record of the meeting"),), (), places(scene.clauses)
            )
    return Findings()


def _denies_file(scene: Scene) -> bool:
    """The attachment is said to be something else, or only a draft that is not finished."""
    return any(c.has("evidence") or (c.has("archive") and c.has("notyet", "promise_file")) for c in scene.clauses)


# ---------------------------------------------------------------------------------------------- the attendees' answer


def _answered(scene: Scene) -> Findings:
    confirming: list[Clause] = []
    objecting: list[Clause] = []
    doubts: list[Doubt] = []
    for clause in scene.clauses:
        verdict = _verdict(scene, clause)
        if verdict is None:
            continue
        if clause.asks and not _corrects_politely(clause):
            doubts.append(Doubt(clause.index, "asked, not said"))
        elif verdict and (clause.supposes or clause.has("recheck", "pending", "notyet", "promise_file")):
            doubts.append(Doubt(clause.index, "not confirmed yet"))
        else:
            (confirming if verdict else objecting).append(clause)
    passages = [p for p in scene.words.passages if p.words.strip()]
    if passages and not _all_agree(scene, [p.words for p in passages]):
        return _from_passages(scene, doubts)
    if objecting:
        return _objection(scene, objecting, doubts)
    if confirming:
        return Findings((Finding(Confirm(), places(confirming), "confirms"),), tuple(doubts))
    return Findings((), tuple(doubts))


def _verdict(scene: Scene, clause: Clause) -> bool | None:
    """True where the clause confirms, False where it objects."""
    if _only_confirms(clause):
        return not _denied_confirmation(clause)
    if _corrects(clause):
        return False
    return None


def _only_confirms(clause: Clause) -> bool:
    if not clause.has("confirm", "yes") and not (
        clause.has("ok") and not clause.has("received") and len(clause.tokens) > 1
    ):
        return False
    if any(_denies(clause, i) for i in clause.find("objection", "wrong")):
        return clause.uncovered(0, len(clause.folded)) <= 12 or clause.made_of(*_PLAIN, spare=8)
    if clause.has("objection", "wrong") and not clause.made_of(*_PLAIN, spare=2):
        return False
    return (clause.made_of(*_PLAIN, spare=10) or bool(_ITEM.search(clause.folded))) and not _affirmed(clause)


def _denies(clause: Clause, place: int) -> bool:
    return negations(clause, place) % 2 == 1


def _affirmed(clause: Clause) -> bool:
    """An objection word that stands undenied and is not itself a confirmation (有异议, 不对)."""
    return any(
        clause.tokens[i].classes.isdisjoint({"confirm", "yes", "neg"}) and negations(clause, i) % 2 == 0
        for i in clause.find("objection", "wrong")
    )


def _denied_confirmation(clause: Clause) -> bool:
    place = clause.first("confirm", "yes", "ok")
    if place is None or clause.tokens[place].classes & {"objection", "wrong"}:
        return False
    if any("objection" in clause.tokens[i].classes for i in range(place)):
        return False
    return negations(clause, place) % 2 == 1


def _corrects(clause: Clause) -> bool:
    return any(
        negations(clause, i) % 2 == 0 or "neg" in clause.tokens[i].classes for i in clause.find("wrong", "objection")
    )


def _corrects_politely(clause: Clause) -> bool:
    return clause.has("please", "or_not") and clause.has("objection")


def _all_agree(scene: Scene, words: list[str]) -> bool:
    """Every word under a quoted line confirms that line."""
    spans = [c for c in scene.clauses if any(c.words in w for w in words)]
    return bool(spans) and all(_only_confirms(c) or c.has("received", "thanks", "courtesy", "greeting") for c in spans)


def _from_passages(scene: Scene, doubts: list[Doubt]) -> Findings:
    """One objection a passage; what only agrees with its line, or only asks, is none."""
    items, lines = [], []
    for passage in scene.words.passages:
        own = [c for c in scene.clauses if c.words and c.words in passage.words]
        if not passage.words.strip() or (
            own
            and all(
                _only_confirms(c) or c.made_of("ok", "yes", "thanks", "greeting", "received", "courtesy") for c in own
            )
        ):
            continue
        if own and all(c.asks for c in own) and not any(_corrects(c) for c in own):
            return Findings((), (Doubt(own[0].index, "asked, not said"),))
        items.append(_cleaned(passage.words))
        lines.append(passage.quoted)
    if not items:
        return Findings((), tuple(doubts))
    return Findings(
        (Finding(Object(items=tuple(items), passages=tuple(lines)), places(scene.clauses), "under the quoted lines"),),
        (),
        places(scene.clauses),
    )


def _objection(scene: Scene, objecting: list[Clause], doubts: list[Doubt]) -> Findings:
    """The points: the entries of a list, else the sentences, each without what only confirms or greets."""
    points = entries(scene.text)
    if len(points) < 2:
        points = tuple(_sentences(scene, objecting))
    if doubts and not points:
        return Findings((), tuple(doubts))
    items = tuple(_cleaned(p) for p in points)
    asked = tuple(d for d in doubts if d.rule == "asked, not said")
    return Findings(
        (Finding(Object(items=items, passages=(None,) * len(items)), places(scene.clauses), "objects"),),
        asked,
        places(scene.clauses),
    )


def _sentences(scene: Scene, objecting: list[Clause]) -> list[str]:
    """Each sentence that objects, from its first objecting clause on; a clause that confirms (第一条没问题) is left out."""
    found: list[str] = []
    wanted = {c.sentence for c in objecting}
    announced = len(wanted) > 1
    for number in sorted(wanted):
        parts = [c for c in scene.clauses if c.sentence == number and not _leaves_out(c)]
        if not parts or (announced and _announces(parts)):
            continue
        found.append(scene.text[parts[0].start : parts[-1].end])
    following = [c for c in scene.clauses if c.sentence not in wanted and c.sentence > min(wanted)]
    for number in sorted({c.sentence for c in following}):
        parts = [c for c in following if c.sentence == number]
        if not all(_leaves_out(c) or c.has("courtesy", "thanks", "please") for c in parts) and not any(
            c.asks for c in parts
        ):
            found.append(scene.text[parts[0].start : parts[-1].end])
    return found or [scene.text[objecting[0].start : objecting[-1].end]]


def _announces(parts: list[Clause]) -> bool:
    """“有两点要改：”, “Two corrections:”."""
    words = "".join(c.folded for c in parts)
    return (
        parts[-1].tail in (":", "：")
        or bool(re.search(r"see below|见下|如下|corrections?$|changes?$|两点|三点|几点|以下", words))
    ) and len(words) <= 30


def _leaves_out(clause: Clause) -> bool:
    if clause.made_of("thanks", "greeting", "courtesy", "received", "sorry", "ok", "self", "contrast", "withdraw"):
        return True
    return _only_confirms(clause) and not _denied_confirmation(clause)


def _cleaned(words: str) -> str:
    return re.sub(r"^\s*(?:但是?|不过|只是|but|however|except)[,，\s]*", "", words.strip(), flags=re.I).strip()


def _read(scene: Scene) -> Findings:
    return _sent(scene) if scene.about is About.MINUTES_REQUEST else _answered(scene)


FAMILY = Family("minutes", "minutes", frozenset({About.MINUTES_REQUEST, About.MINUTES}), _read)
