"""One clause taken apart: who, until when, to do what, and in which voice it is said.

A clause is peeled from the front (会议决定, 请, people, modal verbs, a date) and then searched for what else names
owner or deadline (brackets, @name, 由…负责, a date at its end). What is left is the action.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from mailflow.reading.minutes.bare_clauses import bare_clause
from mailflow.reading.minutes.clauses import Clause
from mailflow.reading.minutes.fronts import front_of
from mailflow.reading.minutes.remainders import statement_of
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import Statement


def statement(clause: Clause, setting: Setting, *, slot: bool = False) -> Statement:
    """What the clause says. ``slot``: it stands in a list where a name of its own would be the owner's."""
    pure = bare_clause(clause, setting, slot=slot)
    if pure is not None:
        return pure
    head = front_of(clause, setting)
    return statement_of(head, setting)


def statements(parts: Sequence[Clause], setting: Setting, *, slots: bool) -> Iterator[Statement]:
    """Every clause taken apart; ``slots`` where names of their own may stand between dashes or commas."""
    parts = list(_without_ordinals(parts, setting))
    found = [statement(clause, setting) for clause in parts]
    if slots and len(parts) > 1 and not any(s.owners for s in found):
        places = [at > 0 or parts[1].dash for at in range(len(parts))]
        found = [statement(clause, setting, slot=slot) for clause, slot in zip(parts, places, strict=True)]
    for said, following in zip_longest(found, found[1:]):
        alone = bool(said.owners) and not said.action and following is not None and bool(following.action)
        yield replace(said, leads=alone and following is not None and _goes_before(said, following, setting))


def _goes_before(said: Statement, following: Statement, setting: Setting) -> bool:
    """李强 — 提交名单; and a new sentence 由李强牵头，12月4日前提交名单: the people of what follows them."""
    if following.clause.dash:
        return not said.clause.dash
    opens = said.clause.sentence and said.pleaded and not following.clause.stop
    return opens and not following.bare and not setting.match("«requirement_start»", following.clause.text)


def _without_ordinals(parts: Sequence[Clause], setting: Setting) -> Iterator[Clause]:
    """第三，…, 经讨论，…: words that only count or introduce leave their stop to the clause behind them."""
    stop = sentence = False
    for clause in parts:
        if setting.full(r"第[一二三四五六七八九十]|其[一二三四五]|«connective»|«deliberated»", clause.text):
            stop, sentence = stop or clause.stop, sentence or clause.sentence
            continue
        yield replace(clause, stop=clause.stop or stop, sentence=clause.sentence or sentence)
        stop = sentence = False
