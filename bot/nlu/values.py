"""What an amount, a date, an application number or a phone tail says, as a value that can be compared.

Every function takes the normalised text of one entity, and returns None where it says no value: 几百块, 下周.
"""

import re
from datetime import date

_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MULTIPLES = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
_DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_YEARS = {"去年": -1, "今年": 0, "明年": 1}


def han_number(text: str) -> int | None:
    """两百五十 → 250, 三千 → 3000, 廿 and 几 → None."""
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        elif character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            return None
    return total + section + digit if text else None


def amount(text: str) -> int | None:
    """An amount in fen: 500.5元 → 50050, 三千多 → 300000, 5w → 5000000."""
    written = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if written:
        number = float(written[0].replace(",", ""))
        unit = text[written.end() :].strip()[:1]
        return round(number * _MULTIPLES.get(unit, 1) * (10 if unit == "毛" else 100))
    spelt = han_number(re.sub(r"(多|块钱|块|元)", "", text))
    return None if spelt is None else spelt * 100


def application_number(text: str) -> str:
    """As it is printed: `BYJ` and its digits."""
    return text.replace(" ", "").upper()


def phone_tail(text: str) -> str:
    """The four digits."""
    return text[-4:]


def day(text: str, today: date) -> str | None:
    """An ISO day, or an ISO month where only the month is said: 下个月十号 → 2026-12-10, 上个月 → 2026-10."""
    if text in _DAYS:
        return date.fromordinal(today.toordinal() + _DAYS[text]).isoformat()
    full = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?", text)
    if full:
        return _iso(*map(int, full.groups()))
    return _in_month(text, today)


def _in_month(text: str, today: date) -> str | None:
    year, month, rest = today.year, today.month, text
    for word, step in _YEARS.items():
        if rest.startswith(word):
            year, rest = year + step, rest[len(word) :]
    named = re.match(r"(.{1,3}?)月(?:份)?", rest)
    relative = re.match(r"([下上]+)个?月|[这本当]个?月|(次)月", rest)
    if relative:
        step = len(relative[1] or "") * (-1 if "上" in relative[0] else 1) + (1 if relative[2] else 0)
        year, month = divmod(year * 12 + month - 1 + step, 12)
        month, rest = month + 1, rest[relative.end() :]
    elif named:
        month, rest = _number(named[1]) or 0, rest[named.end() :]
    return _month_or_day(year, month, rest.strip("的号日"), relative is not None or named is not None)


def _month_or_day(year: int, month: int, rest: str, month_said: bool) -> str | None:
    if rest:
        return _iso(year, month, _number(rest) or 0)
    return f"{year:04}-{month:02}" if month_said and 1 <= month <= 12 else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else han_number(text)


def _iso(year: int, month: int, day_of_month: int) -> str | None:
    try:
        return date(year, month, day_of_month).isoformat()
    except ValueError:
        return None
