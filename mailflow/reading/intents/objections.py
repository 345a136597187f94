"""confirm, object: the answer to minutes that were sent for confirmation (policy 5.3.2, 5.3.3)."""

from enum import Enum

from mailflow.core.intents import Acknowledge, Confirm, Object
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.lists import entries
from mailflow.reading.intents.phrases import trimmed
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negations, places

# What may stand in a clause that confirms and says nothing else.
_PLAIN = (
    "confirm", "yes", "ok", "self", "meeting", "already", "received", "thanks", "greeting", "sorry", "courtesy",
    "agree_all", "remark", "neg", "also", "you", "fits", DAY, "contrast", "result", "please", "no_one", "unable",
    "withdraw", "retract", "is", "another", "too", "whatever", "item", "except", "it", "major", "able", "only",
    "cause", "at_meeting", "then", "toward", "asks_last", "question", "wrong", "the_minutes", "come", "eventuality",
    "and", "on_behalf", "speaks_for", "objection", "must", "will", "amends", "corrected",
)  # fmt: skip
_LATER = ("future", "will", "recheck", "after_that", "until")
_UNSETTLED = ("hedge", "partial", "pending", "almost", "wish")
_LEADS = frozenset({"contrast", "also", "sorry", "greeting", "thanks", "except", "result"})
_SMALL_TALK = (
    "thanks", "greeting", "courtesy", "received", "sorry", "ok", "self", "contrast", "withdraw", "you", "also",
    "please", "corrected", "enclosed",
)  # fmt: skip
_ANNOUNCES = (
    "remark", "objection", "wrong", "adds_one", "self", "is", "courtesy", "also", "contrast", "item", "confirm",
    "sorry", "thanks", "able",
)  # fmt: skip
_SETTLED = ("objected", "settled", "already", "self", "is", "item", "ok", "result", "then", "hedge", "other", *_LATER)
_CLOSE = 3
"""How much may stand between 没有 and 意见: one Chinese characters, so that 不发表意见 is no confirmation."""


class _Said(Enum):
    CONFIRMS = "confirms"
    CONFIRMS_ITEM = "confirms a part"
    NEARLY = "confirms in the main"
    OBJECTS = "objects"
    ONLY_THAT = "says that it objects, not to what"
    PROMISES = "will confirm"
    DOUBT = "not confirmed"


_LEFT_OUT = (_Said.CONFIRMS, _Said.CONFIRMS_ITEM, _Said.NEARLY)


def _said(scene: Scene, clause: Clause) -> _Said | None:
    if clause.has("my_error"):
        return None
    if clause.has("takes_back") and clause.has("remark", "objection"):
        return None if any(c is not clause and c.has("confirm") for c in scene.clauses) else _Said.DOUBT
    if (settled := _settled(clause)) is not None:
        return None if settled and any(c is not clause and _confirms(c) for c in scene.clauses) else _Said.DOUBT
    if clause.has("recheck") and clause.has("item") and not clause.has("self", *_LATER[:2], DAY):
        return _Said.DOUBT  # “确认一下第三条”
    if _was_not_there(scene, clause) or (clause.has("suggests") and not clause.has("objection", "wrong", "amends")):
        return _Said.DOUBT
    if clause.has("corrected") and (clause.has("neg", "notyet", "then", "contrast", "until") or clause.asks):
        return _Said.DOUBT  # 还没改过来, “改好了就没问题”
    confirms = _confirms(clause)
    if clause.has("finds_none") and clause.has("objection", "wrong", "amends", "remark", "confirm"):
        # 没发现什么不对的地方; its 什么 asks nothing
        plain = clause.made_of(*_PLAIN, "finds_none", spare=4) and not clause.has("other", "outsider", "group", PERSON)
        return _Said.CONFIRMS if plain and clause.tail not in ("?", "？") else _Said.DOUBT
    corrects = any(_corrects(clause, i) for i in clause.find("objection", "wrong", "amends"))
    if (
        confirms is not None
        and not corrects
        and clause.made_of(*_PLAIN, *_UNSETTLED, *_LATER, PERSON, spare=_spare(clause))
    ):
        return _weighed(scene, clause, confirms=confirms)
    if not corrects and clause.has("remark") and clause.has(*_LATER):
        return _Said.PROMISES
    corrects = corrects or _recalls(clause)
    denies = confirms is False and not clause.has("unable", "cannot_after")
    if not (corrects or denies or clause.has("remark")):
        return _Said.DOUBT if confirms is False else None
    if scene.told_by_other(clause) or (clause.asks and not clause.has("please", "polite")) or clause.supposes:
        return _Said.DOUBT
    if corrects or denies:
        only_that = (
            clause.made_of(*_ANNOUNCES, "neg", "already", "please") and not clause.has("item") and not clause.size
        )
        return _Said.ONLY_THAT if only_that else _Said.OBJECTS
    if _has_remarks(clause):
        return _Said.ONLY_THAT
    spare = 6 if clause.tail in (":", "：") else 0
    return _Said.ONLY_THAT if clause.made_of(*_ANNOUNCES, "already", spare=spare) else None


def _settled(clause: Clause) -> bool | None:
    """“异议已解决”: beside a confirmation it says why; asked or supposed it is a doubt. None where nothing is settled."""
    place, settled = clause.first("objected"), clause.first("settled")
    if place is None or settled is None or settled < place or not clause.made_of(*_SETTLED, PERSON, spare=_CLOSE):
        return None
    return not (clause.asks or clause.supposes or clause.has(*_LATER, "hedge"))


def _has_remarks(clause: Clause) -> bool:
    """“对决议有意见”."""
    found = (i for i in clause.find("remark") if i and "is" in clause.tokens[i - 1].classes)
    return any(not _denials(clause, i) for i in found) and not clause.has("contact", "courtesy", "please")


def _spare(clause: Clause) -> int:
    """A word of praise confirms only where it says little else (“good summary” does not)."""
    strong = any("ok" not in clause.tokens[i].classes for i in clause.find("confirm", "yes", "remark"))
    return 10 if strong else 2


def _recalls(clause: Clause) -> bool:
    """“第四条我记得是下周五”, “I said 105, not 110”, “…, not absent”: the sender's own version of it."""
    begins = clause.tokens and "is_not" in clause.tokens[0].classes and not clause.tokens[0].start
    return clause.has("recalls") or bool(begins and not clause.has("confirm", "yes"))


def _was_not_there(scene: Scene, clause: Clause) -> bool:
    """“我没参会”, “I was not in the meeting”: no objection, though a denial; “I was on leave”."""
    away = clause.first("absent", "away") if clause.has("already", "past") else clause.first("absent")
    if away is not None and clause.before(away, "self") and scene.named_subject(clause, away) == "self":
        return not clause.has("item", "wrong", "is_not", "neg", "objection")
    place = clause.first("attend", "meeting", "at_meeting")
    return (
        place is not None
        and clause.has("neg", "wrong", "unable")
        and scene.subject(clause, place) == "self"
        and clause.size <= 2
    )


def _corrects(clause: Clause, place: int) -> bool:
    """A word of correcting; an English verb only where it asks (“please change …”, “change …”)."""
    token = clause.tokens[place]
    if "amends" in token.classes:
        return not token.start or clause.before(place, "please", "polite", "must", "want", "also")
    return "neg" in token.classes or negations(clause, place) % 2 == 0


def _weighed(scene: Scene, clause: Clause, *, confirms: bool) -> _Said:
    """A clause of confirming words alone, in its mood."""
    if clause.asks or clause.supposes or scene.told_by_other(clause) or not confirms:
        return _Said.DOUBT
    if (clause.has("remark", "speaks_for") and scene.others(clause)) or _of_other(scene, clause):
        return _Said.DOUBT  # 同意张伟的意见
    ahead = any(d.day is None or d.day >= scene.now.date() for d in clause.dates)
    if (clause.has(*_LATER) or ahead) and not clause.has("already"):
        return _Said.PROMISES
    if clause.has(*_UNSETTLED) or (clause.has("major") and clause.has("remark")):
        return _Said.NEARLY
    if clause.has("except") and clause.has("item"):
        return _Said.CONFIRMS_ITEM
    return _Said.CONFIRMS_ITEM if clause.has("item") and not clause.has("agree_all") else _Said.CONFIRMS


def _of_other(scene: Scene, clause: Clause) -> bool:
    """“王芳已确认”: the verdict of another."""
    place = clause.first("confirm", "yes")
    return place is not None and scene.named_subject(clause, place) in ("other", "group", "outsider")


def _confirms(clause: Clause) -> bool | None:
    """True for 确认 and 没有意见, False for 不确认 and a double negation, None where neither is said."""
    votes = {negations(clause, i) == 0 for i in clause.find("confirm", "yes", "fits")}
    for place in clause.find("remark", "objection", "wrong", "amends"):
        denied = _denials(clause, place)
        if denied and clause.tokens[place].classes.isdisjoint({"confirm", "neg"}):
            votes.add(denied == 1)
    return all(votes) if votes else None


def _denials(clause: Clause, place: int) -> int:
    """How often a remark is denied close by: 没有意见, “I don't have any corrections”."""
    denying = [t for t in clause.tokens[:place] if t.classes & {"neg", "no_one"}]
    near = denying and clause.uncovered(denying[-1].end, clause.tokens[place].start) <= _CLOSE
    return len(denying) if near else 0


# ------------------------------------------------------------------------------------------------- the whole answer


def _read(scene: Scene) -> Findings:
    said = {c.index: s for c in scene.clauses if (s := _said(scene, c)) is not None}
    for label in [c for c in scene.clauses if _answers_none(scene, c)]:
        said |= {label.index: _Said.CONFIRMS, label.index + 1: _Said.CONFIRMS}
    said |= {c.index + 1: _Said.OBJECTS for c in scene.clauses if _excepts(scene, c)}
    said |= {i + 1: _Said.OBJECTS for i in said if _leads_to_point(scene, said, scene.clauses[i])}
    passages = [p for p in scene.words.passages if p.words.strip()]
    if passages and not _only_agrees(scene, said, " ".join(p.words for p in passages)):
        return _from_passages(scene, said)
    objecting = [c for c in scene.clauses if said.get(c.index) is _Said.OBJECTS]
    doubts = tuple(Doubt(i, s.value) for i, s in said.items() if s is _Said.DOUBT)
    if objecting:
        return _objection(scene, said, objecting, tuple(d for d in doubts if scene.clauses[d.place].asks))
    every = any(s is _Said.CONFIRMS and scene.clauses[i].has("agree_all") for i, s in said.items())
    bare = tuple(
        Doubt(i, s.value)
        for i, s in said.items()
        if s in (_Said.ONLY_THAT, _Said.NEARLY) or (s is _Said.CONFIRMS_ITEM and not every)
    )
    confirming = [c for c in scene.clauses if said.get(c.index) is _Said.CONFIRMS]
    if doubts or bare:
        return Findings((), (*doubts, *bare))
    if confirming:
        return Findings((Finding(Confirm(), places(confirming), "confirms"),))
    promised = [c for c in scene.clauses if said.get(c.index) is _Said.PROMISES]
    return Findings((Finding(Acknowledge(), places(promised), "will confirm"),)) if promised else Findings()


def _answers_none(scene: Scene, clause: Clause) -> bool:
    """“异议：无”, “Objections: none”."""
    after = scene.after(clause)
    label = clause.tail in (":", "：") and clause.made_of("remark", "objection", "neg", "is", "agree_all", "confirm")
    return label and after is not None and bool(after.tokens) and after.made_of("none", "neg", "flat_no", "thanks")


def _leads_to_point(scene: Scene, said: dict[int, _Said], clause: Clause) -> bool:
    """“请补充：冷链由物流部牵头”: what follows the colon is the point."""
    after = scene.after(clause)
    follows = after is not None and after.index not in said and not after.made_of(*_SMALL_TALK)
    leads = clause.tail in (":", "：") or (after is not None and after.has("item"))
    return said[clause.index] is _Said.ONLY_THAT and leads and follows


def _excepts(scene: Scene, clause: Clause) -> bool:
    """“All fine except item 3: …”: what follows the colon is the point."""
    after = scene.after(clause)
    follows = after is not None and after.sentence == clause.sentence and not after.asks
    return (
        follows and clause.tail in (":", "：") and clause.has("except") and clause.has("item") and clause.size <= _CLOSE
    )


def _objection(scene: Scene, said: dict[int, _Said], objecting: list[Clause], asked: tuple[Doubt, ...]) -> Findings:
    """The points: the entries of a list, else the sentences, each without what only confirms or greets."""
    listed = [e for e in entries(scene.text) if any(c.words in e or e in c.words for c in objecting)]
    points = list(entries(scene.text)) if len(listed) > 1 else _sentences(scene, said, objecting)
    items = tuple(points)
    everywhere = places(scene.clauses)
    return Findings(
        (Finding(Object(items=items, passages=(None,) * len(items)), everywhere, "objects"),), asked, everywhere
    )


def _sentences(scene: Scene, said: dict[int, _Said], objecting: list[Clause]) -> list[str]:
    """Each sentence from the first that objects, without the clauses that confirm (第一条没问题) or only announce."""
    first = min(c.sentence for c in objecting)
    found: list[str] = []
    for number in sorted({c.sentence for c in scene.clauses if c.sentence >= first}):
        whole = [c for c in scene.clauses if c.sentence == number]
        parts = [c for c in whole if not _says_nothing(said, c)]
        while parts and _announces(said, parts[0], objecting):
            parts = parts[1:]
        if parts and not all(c.asks or c.has("courtesy", "contact") for c in parts):
            found.append(trimmed(scene, parts[0].start, parts[-1].end, _LEADS, ()))
    return found or [scene.text[objecting[0].start : objecting[-1].end]]


def _says_nothing(said: dict[int, _Said], clause: Clause) -> bool:
    return said.get(clause.index) in _LEFT_OUT or clause.made_of(*_SMALL_TALK)


def _announces(said: dict[int, _Said], clause: Clause, objecting: list[Clause]) -> bool:
    """“有两点要改：”, “Two corrections:” — where the points follow."""
    follows = any(c.index > clause.index for c in objecting)
    colon = clause.tail in (":", "：")
    says = clause.content(0, len(clause.folded), *_ANNOUNCES, "neg", "particle", "at_meeting")
    short = says <= (12 if colon else 4) and not clause.has("item")
    return follows and short and (colon or said.get(clause.index) is _Said.ONLY_THAT)


# ------------------------------------------------------------------------------------------- under the quoted lines


def _only_agrees(scene: Scene, said: dict[int, _Said], words: str) -> bool:
    """Every word under a quoted line confirms that line."""
    own = [c for c in scene.clauses if c.words in words]
    return bool(own) and all(said.get(c.index) in _LEFT_OUT or c.made_of(*_SMALL_TALK) for c in own)


def _from_passages(scene: Scene, said: dict[int, _Said]) -> Findings:
    """One objection a passage; what only agrees with its line, or only asks, is none."""
    items: list[str] = []
    lines: list[str | None] = []
    for passage in scene.words.passages:
        if not passage.words.strip() or _only_agrees(scene, said, passage.words):
            continue
        own = [c for c in scene.clauses if c.words in passage.words]
        if own and all(c.asks for c in own) and not any(said.get(c.index) is _Said.OBJECTS for c in own):
            return Findings((), (Doubt(own[0].index, "asked, not said"),))
        items.append(passage.words.strip())
        lines.append(passage.quoted)
    if not items:
        return Findings()
    everywhere = places(scene.clauses)
    return Findings(
        (Finding(Object(items=tuple(items), passages=tuple(lines)), everywhere, "under the quoted lines"),),
        (),
        everywhere,
    )


FAMILY = Family("objections", "minutes", frozenset({About.MINUTES}), _read)
