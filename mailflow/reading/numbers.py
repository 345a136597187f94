"""Numbers and percentages in words and figures, Chinese and English."""

import re
from dataclasses import dataclass

from mailflow.reading.folding import fold

# The words of a numeral system are closed lists that no company adds to: they stand here, not in templates/.
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_TENS = {"廿": 20, "卅": 30}
_ENGLISH_UNITS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    )
}  # fmt: skip
_ENGLISH_TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_ENGLISH_SINGLE: dict[str, float] = {"half": 0.5, "a half": 0.5, "a dozen": 12, "dozen": 12, "a couple of": 2}
_ENGLISH_SINGLE |= {"couple of": 2, "a couple": 2, "half a dozen": 6, "a hundred": 100, "a": 1, "an": 1}

_NUMERAL_CHARACTER = "[零〇一二两俩三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
# Both forms take a whole run of figures, and none that is longer than any number in a mail: so a text of nothing but
# figures is looked through once, not once for each figure, and no value is too large for a date or a duration.
CHINESE_NUMERAL = f"(?<!{_NUMERAL_CHARACTER}){_NUMERAL_CHARACTER}{{1,16}}(?!{_NUMERAL_CHARACTER})"
_ENGLISH_BELOW_100 = (
    f"(?:(?:{'|'.join(_ENGLISH_TENS)})(?:[ -](?:{'|'.join(list(_ENGLISH_UNITS)[1:10])}))?"
    f"|{'|'.join(sorted(_ENGLISH_UNITS, key=len, reverse=True))})"
)
FIGURES = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?!\d)(?:\.\d{1,15})?"
NUMERAL = rf"(?:{FIGURES}|{CHINESE_NUMERAL}|\b{_ENGLISH_BELOW_100}\b)"
"""A regular expression (without groups) for a number in folded text; `read_number` reads what it finds."""

_FIGURES = re.compile(FIGURES)
_CHINESE = re.compile(rf"{CHINESE_NUMERAL}(?:点[零〇一二三四五六七八九]{{1,15}})?")
_NUMBER = re.compile(
    rf"(?<![\w.]){FIGURES}(?=[^\w.]|[^\x00-\x7f]|\.(?!\d)|[a-z]|$)|(?<=[^\x00-\x7f]){FIGURES}"
    rf"|{CHINESE_NUMERAL}(?:点[零〇一二三四五六七八九]{{1,15}}(?![分刻]))?|半(?=[个小天年月日周])"
    rf"|\b(?:half a dozen|a dozen|a couple of|a hundred|half|{_ENGLISH_BELOW_100})\b"
)
# 一 and 十 stand inside many words that count nothing.
_NO_NUMBER = re.compile(
    r"一(?:下|些|起|直|定|样|般|致|并|旦|切|律|方面|边|同|点[点儿]?(?!\d)|会儿?)|十分(?!钟)|万一|千万(?=别|不|要)"
)


@dataclass(frozen=True)
class FoundNumber:
    """A number and where it stands: ``text[start:end]``."""

    start: int
    end: int
    value: int | float


@dataclass(frozen=True)
class FoundPercent:
    """``value`` 0 to 100, None where the words name a share but no figure (一半, 三分之二, a range)."""

    start: int
    end: int
    value: int | None


def read_number(text: str) -> int | float | None:
    """The value of a string that is nothing but a number: “二十”, “２０”, “1,200”, “半”, “twenty-five”; else None."""
    words = fold(text).strip()
    if _FIGURES.fullmatch(words):
        value = float(words.replace(",", ""))
        return int(value) if value.is_integer() else value
    if words == "半":
        return 0.5
    if _CHINESE.fullmatch(words):
        return _chinese(words)
    return _english(words)


def _chinese(words: str) -> int | float | None:
    whole, _, fraction = words.partition("点")
    value = _chinese_whole(whole)
    if value is None or not fraction:
        return value
    return float(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}")


def _chinese_whole(words: str) -> int | None:
    if len(words) > 1 and all(c in _DIGITS for c in words):  # 二〇二六: digit by digit
        return int("".join(str(_DIGITS[c]) for c in words))
    total, section, digit = 0, 0, 0
    for c in words:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section += _TENS[c]
        elif c in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[c], 0
        elif c in _LARGE:
            total, section, digit = (total + section + digit) * _LARGE[c], 0, 0
        else:
            return None
    return total + section + digit


def _english(words: str) -> int | float | None:
    if words in _ENGLISH_SINGLE:
        value = _ENGLISH_SINGLE[words]
        return int(value) if float(value).is_integer() else value
    if words in _ENGLISH_UNITS:
        return _ENGLISH_UNITS[words]
    tens, _, unit = words.replace("-", " ").partition(" ")
    if tens not in _ENGLISH_TENS or (unit and not 1 <= _ENGLISH_UNITS.get(unit, 0) <= 9):
        return None
    return _ENGLISH_TENS[tens] + _ENGLISH_UNITS.get(unit, 0)


def find_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Every number in the text, in order. Figures inside words (A4, v2) are none."""
    words = fold(text)
    none = {at for m in _NO_NUMBER.finditer(words) for at in range(*m.span())}
    found = []
    for match in _NUMBER.finditer(words):
        if match.start() in none:
            continue
        value = read_number(match.group())
        if value is not None:
            found.append(FoundNumber(match.start(), match.end(), value))
    return tuple(found)


_N = rf"(?:{FIGURES}|{CHINESE_NUMERAL}(?:点[零〇一二三四五六七八九]{{1,15}})?)"
_EN = rf"(?:{FIGURES}|\b(?:a hundred|one hundred|{_ENGLISH_BELOW_100}))"
_RANGE = r"\s*(?:-|~|到|至|或|to|or)\s*"
_TENTH = "[一二两三四五六七八九十]"
_PERCENT = re.compile(
    "|".join(
        (
            # A range names no one figure: 七八成, 60-70%, 六到七成.
            rf"(?P<none>{_N}\s*%?(?:{_RANGE}|、){_N}\s*(?:%|percent|per cent)|百分之{_N}{_RANGE}(?:百分之)?{_N}"
            rf"|{_TENTH}{_RANGE}{_TENTH}成|[一二三四五六七八九]{{2}}成(?!半)"
            rf"|(?!百分之){_N}分之{_N}|(?<![前后上下另])一?大?半(?:了)?(?![个小天年月日周途成点价数径夜路程])|过半|大半|多半|近半|一半以上"
            r"|\b(?:about |more than |over |less than )?half(?:way)?\b(?! (?:a|an|day|hour|past))"
            r"|\b(?:a|one|two|three)[ -](?:thirds?|quarters?|fifths?)\b)",
            rf"百分之(?P<of>{_N})",
            rf"(?P<percent>{_EN})\s*(?:%|％|percent\b|per cent\b|个百分点)",
            rf"(?P<tenths>{_TENTH}|10|\d(?:\.\d)?)成(?P<half>[半五])?(?!立|果|功|员|本|交|品|为|就|长|都|绩|熟"
            # “八成能行”, “八成完成不了”: most likely, no share
            r"|了[\u4e00-\u9fff]|能|会|可能|可以|是|得|赶|来不|完不|没戏|没希望|完成不|做不|交不|弄不|不(?!足|到|止))",
        )
    )
)


def find_percents(text: str) -> tuple[FoundPercent, ...]:
    """Every share of a whole in the text: 80%, 百分之八十, 八成, 六成半, eighty percent; ranges and fractions as None."""
    words = fold(text)
    return tuple(FoundPercent(m.start(), m.end(), _percent(m)) for m in _PERCENT.finditer(words))


def _percent(match: re.Match[str]) -> int | None:
    if match["none"]:
        return None
    if match["tenths"]:
        value = read_number(match["tenths"])
        return None if value is None else round(value * 10) + (5 if match["half"] else 0)
    words = match["of"] or match["percent"]
    value = 100 if words in ("a hundred", "one hundred") else read_number(words)
    return None if value is None or value > 100 else round(value)
