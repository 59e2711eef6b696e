"""How money and time are written for people in China."""

from __future__ import annotations

import math
from datetime import date, datetime

from desk.clock import SHANGHAI

_MINUTE = 60


def money(fen: int) -> str:
    """Yuan with two decimals: 123456 fen are 1,234.56."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{cents:02}"


def day(value: date) -> str:
    """A date as people write it."""
    return f"{value.year}年{value.month}月{value.day}日"


def period(value: str) -> str | None:
    """A month (2026-12) or a day (2026-12-10) as people write it; None for what is neither."""
    try:
        if len(value) == len("2026-12"):
            first = date.fromisoformat(f"{value}-01")
            return f"{first.year}年{first.month}月"
        return day(date.fromisoformat(value))
    except ValueError:
        return None


def moment(value: datetime) -> str:
    """A moment in Shanghai, to the minute."""
    local = value.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def wait(seconds: float) -> str:
    """How long to wait, rounded up so that nobody comes back too early."""
    return f"{math.ceil(seconds)} 秒" if seconds <= _MINUTE else f"{math.ceil(seconds / _MINUTE)} 分钟"


def spoken(name: str, value: object) -> object:
    """A fact of a refusal, written for a customer."""
    match value:
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case int() | float() if name == "retry_after":
            return wait(value)
        case _:
            return value
