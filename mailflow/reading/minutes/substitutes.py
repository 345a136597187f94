"""Who stood in for whom: 李强（陈静代）, 李强出差，由陈静代为参会, Wu Hao on leave, Huang Kai attended instead."""

import re
from collections.abc import Iterator
from itertools import pairwise

from mailflow.core.values import Address
from mailflow.reading.minutes.sections import Presence
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.people import FoundPerson

_SENTENCE_END = re.compile(r"[。；;\n]|(?<=[a-z)])\.(?=\s|$)")
_AWAY = (Presence.ABSENT, Presence.ON_LEAVE)


def stand_ins(
    text: str, named: list[FoundPerson], default: Presence | None, setting: Setting
) -> Iterator[tuple[Address, Address]]:
    """Pairs of who was absent and who stood in."""
    for first, second in pairwise(named):
        between, behind = text[first.end : second.start], text[second.end :]
        one, other = first.people[0], second.people[0]
        if one != other and setting.match(r"\s*«stands_in»\s*(?:her|him|them)\b", behind):
            yield one, other  # Zheng Jie sent apologies; Emma Clark stood in for her
            continue
        if one == other or _SENTENCE_END.search(between):
            continue
        if setting.search(r"«stood_for_by»\s*$", between) and _is_stood_for(between, behind, setting):
            yield one, other  # 李强出差，由陈静代
        elif setting.full(r"\s*[(（,，]?\s*(?:is |was )?(?:«takes_part»\s+)?«stands_in»\s*(?:«courtesy»)?\s*", between):
            yield other, one  # 陈静代李强
        elif setting.match(r"\s*«stands_in»(?!\s*[(（])", behind) and not _names_next(behind, setting):
            if not re.match(r"\s*[、/&]", between) or default is Presence.SUBSTITUTE:
                yield one, other  # 李强（陈静代）
        elif setting.match(r"[^,;，；()（）]{0,20}?«instead»", behind):
            yield one, other  # Wu Hao on leave, Huang Kai attended instead
        elif setting.search(r"«stands_in»\s*$", text[: first.start]) and re.search(r"[:：]\s*$", between):
            yield one, other  # 代李强参会：陈静
        elif (default is Presence.SUBSTITUTE and re.fullmatch(r"\s*(?:—+|–|-{1,2}|[:：])\s*", between)) or (
            default in (Presence.SUBSTITUTE, *_AWAY) and re.fullmatch(r"\s*(?:→|-{1,2}>|=>)\s*", between)
        ):
            yield one, other
        elif _alone_in_brackets(between, behind) and (default in _AWAY or setting.search("«leave_for_sure»", between)):
            yield one, other  # 请假：李强（陈静）
        elif default is Presence.SUBSTITUTE and re.fullmatch(r"\s*[(（]\s*", between):
            yield other, one


def _alone_in_brackets(between: str, behind: str) -> bool:
    return re.search(r"[(（]\s*$", between) is not None and re.match(r"\s*[)）]", behind) is not None


def _is_stood_for(between: str, behind: str, setting: Setting) -> bool:
    """由陈静 needs its 代; “represented by” says it all."""
    return (
        not re.search(r"[\u4e00-\u9fff]\s*$", between)
        or setting.match(r"\s*(?:«stands_in»|«takes_part»)", behind) is not None
    )


def _names_next(behind: str, setting: Setting) -> bool:
    """Does 代 take the name that follows (陈静代李强)?"""
    taken = setting.match(r"\s*«stands_in»\s*", behind)
    at = taken.end() if taken else 0
    return any(m.start == at for m in setting.people.find(behind))
